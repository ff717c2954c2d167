"""A file of figures is taken whole or not at all, its faults told by row (spec: terminal, criteria)."""

import gzip
from fractions import Fraction

import pytest

from adapters.cli import indices
from adapters.cli.files import FileFaults
from adapters.cli.indices import FiguresFile, read_figures, unpacked
from adapters.cli.terminal import fault_line
from bot.domain.indices import Index, Reading

HEADER = "iso3,country,year,index,score,status,low,high,source"
ROW = "HUN,Hungary,2024,fh_total,65,Partly Free,,,Freedom House"


def figures(*rows: str, header: str = HEADER) -> FiguresFile:
    return read_figures("\n".join((header, *rows)).encode(), this_year=2026)


def faults(*rows: str, header: str = HEADER) -> list[tuple[int, str, str]]:
    return faults_of("\n".join((header, *rows)).encode())


def faults_of(data: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(FileFaults) as caught:
        read_figures(data, this_year=2026)
    assert all(fault_line(fault).startswith(f"row {fault.row}") for fault in caught.value.faults)
    return [(fault.row, fault.column, fault.message_id) for fault in caught.value.faults]


def test_figure_is_read_exactly() -> None:
    [figure] = figures("hun,Hungary,2024,VDEM_liberal_democracy,0.325,,0.284,0.361,V-Dem v15").rows
    assert (figure.member, figure.index, figure.source) == ("HUN", Index.LIBERAL_DEMOCRACY, "V-Dem v15")
    assert figure.reading == Reading(
        year=2024, score=Fraction(325, 1000), low=Fraction(284, 1000), high=Fraction(361, 1000)
    )


def test_points_may_lie_below_nothing() -> None:
    """Freedom House takes up to four points off."""
    [figure] = figures("SYR,Syria,2014,fh_pr_points,-3,Not Free,,,Freedom House").rows
    assert figure.score == -3


def test_packed_file_reads_like_an_open_one() -> None:
    data = f"{HEADER}\n{ROW}\n".encode()
    assert read_figures(gzip.compress(data), this_year=2026) == read_figures(data, this_year=2026)


def test_name_of_the_state_may_stand_there_and_may_be_missing() -> None:
    """It is for people to read; the code alone counts, so that it draws no notice."""
    without = figures(ROW.replace("Hungary,", ""), header=HEADER.replace("country,", ""))
    assert without == figures(ROW)
    assert without.notices == ()


def test_other_columns_are_ignored_with_a_notice() -> None:
    read = figures(f"{ROW},x", header=f"{HEADER},note")
    assert [(notice.column, notice.message_id) for notice in read.notices] == [("note", "file.ExtraColumn")]


@pytest.mark.parametrize("column", indices.COLUMNS)
def test_missing_column_is_refused_by_its_name(column: str) -> None:
    header = ",".join("x" if name == column else name for name in HEADER.split(","))
    assert faults(ROW, header=header) == [(1, column, "file.MissingColumn")]


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        ("HUN", "HUX", "iso3", "file.UnknownState"),
        ("HUN", "", "iso3", "file.UnknownState"),
        ("2024", "2027", "year", "file.YearAhead"),
        ("2024", "24", "year", "file.YearUnreadable"),
        ("2024", "1788", "year", "file.YearUnreadable"),
        ("2024", "MMXXIV", "year", "file.YearUnreadable"),
        ("2024", "", "year", "file.YearUnreadable"),
        ("fh_total", "fh_grand_total", "index", "file.UnknownValue"),
        ("65", "101", "score", "file.BeyondWholeScale"),
        ("65", "-5", "score", "file.BeyondWholeScale"),
        ("65", "65.5", "score", "file.BeyondWholeScale"),
        ("65", "sixty", "score", "file.NumberUnreadable"),
        ("65", "", "score", "file.NumberUnreadable"),
        ("65", "1e1", "score", "file.NumberUnreadable"),
        ("65", "NaN", "score", "file.NumberUnreadable"),
        ("fh_total,65,Partly Free", "eiu_democracy_index,10.01,", "score", "file.BeyondScale"),
        ("Partly Free", "Half Free", "status", "file.StatusUnknown"),
        ("fh_total,65,Partly Free", "vdem_liberal_democracy,0.5,Free", "status", "file.StatusNotTaken"),
        ("fh_total,65,Partly Free,,", "vdem_liberal_democracy,0.5,,0.6,0.7", "score", "file.OutsideItsBounds"),
        ("fh_total,65,Partly Free,,", "vdem_liberal_democracy,0.5,,0.3,0.4", "score", "file.OutsideItsBounds"),
        ("fh_total,65,Partly Free,,", "vdem_liberal_democracy,0.5,,-0.1,0.6", "low", "file.BeyondScale"),
        (",Freedom House", ",", "source", "file.Source"),
        (",Freedom House", f",{'x' * 201}", "source", "file.Source"),
    ],
)
def test_fault_is_told_by_row_and_column(old: str, new: str, column: str, message: str) -> None:
    assert ROW.count(old) == 1
    assert faults(ROW.replace("2024", "2023"), ROW.replace(old, new)) == [(3, column, message)]


def test_year_that_has_begun_may_be_described() -> None:
    assert figures(ROW.replace("2024", "2026")).rows[0].year == 2026


def test_repeated_figure_is_refused_and_names_the_first() -> None:
    """One figure for a state, an index and a year, however it is spelt."""
    assert faults(ROW, ROW.replace("HUN", "hun").replace("65", "66")) == [(3, "year", "file.FigureRepeated")]


def test_every_fault_of_a_file_is_told_at_once() -> None:
    assert faults(ROW.replace("HUN", "HUX"), ROW, ROW.replace("65", "650").replace("2024", "2023")) == [
        (2, "iso3", "file.UnknownState"),
        (4, "score", "file.BeyondWholeScale"),
    ]


def test_file_without_rows_is_refused() -> None:
    assert faults() == [(1, "", "file.NoRows")]


@pytest.mark.parametrize(
    "broken", [b"\x1f\x8b", b"\x1f\x8bnot packed at all", gzip.compress(b"x" * 5000, mtime=0)[:-12]]
)
def test_broken_packed_file_is_refused_in_one_sentence(broken: bytes) -> None:
    assert faults_of(broken) == [(1, "", "file.Packed")]


def test_packed_file_that_unpacks_without_end_is_refused() -> None:
    """A small file must not fill the memory."""
    data = gzip.compress(b"0" * 2_000_000)
    with pytest.raises(FileFaults) as caught:
        unpacked(data, largest=1_000_000)
    assert [fault.message_id for fault in caught.value.faults] == ["file.TooLarge"]
    assert len(unpacked(data, largest=2_000_000)) == 2_000_000
