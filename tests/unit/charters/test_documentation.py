"""The page on charters names every key that the reader takes, with its default, and every charter that ships."""

import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from bot.charters.constitution import (
    AfterAdoptionTable,
    AtLargeTable,
    BodyTable,
    CalendarTable,
    ChairTable,
    ConsultationTable,
    DigestTable,
    HeadTable,
    OutageTable,
    ProcedureTable,
    SessionTable,
    Table,
    WorkingHoursTable,
)
from bot.charters.criteria import CriterionTable, TrendTable
from bot.charters.faults import CharterFaults
from bot.charters.load import parse_charter, shipped_charters
from bot.charters.shapes import DefaultsTable, KindTable, LateQuorumTable, SecondsTable, UrgencyTable
from bot.charters.values import read_duration
from bot.domain.indices import SCALES, Index
from tests.unit.charters.texts import SMALL

PAGE = (Path(__file__).parents[3] / "docs" / "charter.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """Give a section of the page with the smaller ones in it."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found.group(1)


def documented(title: str) -> dict[str, list[str]]:
    """Give the rows of the tables of keys of a section: key to its meaning, default and example."""
    rows: dict[str, list[str]] = {}
    for table in re.findall(r"^\| key \|.*\n\| ---.*\n((?:\|.*\n)+)", section(title), re.MULTILINE):
        for line in table.splitlines():
            key, *cells = (cell.strip() for cell in line.strip("|").split(" | "))
            assert key not in rows
            rows[key.strip("` ")] = cells
    return rows


def keys_of(*shapes: type[Table]) -> Iterator[str]:
    """Give the keys of tables as a file writes them."""
    for shape in shapes:
        yield from (field.alias or name for name, field in shape.model_fields.items())


@pytest.mark.parametrize(
    ("title", "shapes"),
    [
        ("`[charter]`", (HeadTable,)),
        ("`[bodies.NAME]`", (BodyTable, ChairTable, AtLargeTable)),
        ("`[calendar]`", (CalendarTable,)),
        ("`[after_adoption]`", (AfterAdoptionTable,)),
        ("`[session]`", (SessionTable,)),
        ("`[consultation]`", (ConsultationTable,)),
        ("`[digest]`", (DigestTable,)),
        ("`[procedure]`", (ProcedureTable,)),
        ("`[kinds.NAME]` and `[defaults]`", (KindTable,)),
        ("`[criteria.NAME]`", (CriterionTable,)),
    ],
)
def test_every_key_has_its_row_and_no_row_is_about_nothing(title: str, shapes: tuple[type[Table], ...]) -> None:
    assert set(documented(title)) == set(keys_of(*shapes))
    assert all(len(cells) == 3 and all(cells) for cells in documented(title).values())


def test_keys_of_a_kind_alone_are_marked() -> None:
    marked = {key for key, cells in documented("`[kinds.NAME]` and `[defaults]`").items() if "kind only" in cells[0]}
    assert marked == set(keys_of(KindTable)) - set(keys_of(DefaultsTable))


@pytest.mark.parametrize(
    ("title", "shape"),
    [
        ("`[charter]`", OutageTable),
        ("`[charter]`", WorkingHoursTable),
        ("`[kinds.NAME]` and `[defaults]`", SecondsTable),
        ("`[kinds.NAME]` and `[defaults]`", UrgencyTable),
        ("`[kinds.NAME]` and `[defaults]`", LateQuorumTable),
        ("`[criteria.NAME]`", TrendTable),
    ],
)
def test_every_key_of_an_inline_table_is_told_in_the_section_of_its_table(title: str, shape: type[Table]) -> None:
    for key in keys_of(shape):
        assert re.search(rf"`{key}`|\b{key} =", section(title)), key


@pytest.mark.parametrize("shape", [ProcedureTable, DefaultsTable, BodyTable, SessionTable])
def test_default_is_what_happens_where_a_key_is_left_out(shape: type[Table]) -> None:
    """Durations, texts and truths are written as they are; a table or nothing is told in words."""
    titles = {ProcedureTable: "`[procedure]`", BodyTable: "`[bodies.NAME]`", SessionTable: "`[session]`"}
    title = titles.get(shape, "`[kinds.NAME]` and `[defaults]`")
    for key, (_, written, _) in documented(title).items():
        field = shape.model_fields.get(key)
        if field is None or not written.startswith("`") or written[1] in "{[":
            continue
        plain = written.strip('`"')
        value = read_duration(plain) if isinstance(field.default, timedelta) else plain
        assert value in {field.default, str(field.default).lower()}, key


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))
def test_example_is_read_without_a_fault(example: str) -> None:
    """Each is a part of a charter; the small one of the tests lends the rest."""
    lent = [part for part in re.split(r"(?=^\[)", SMALL, flags=re.MULTILINE) if part.split("\n")[0] not in example]
    text = "".join(lent)
    if "elects" in example:
        text = text.replace("seats = 15", 'seats = 15\nchair = { by = "elected" }')
    try:
        parse_charter(f"{text}\n{example}")
    except CharterFaults as found:
        pytest.fail(str([(fault.where, fault.message_id) for fault in found.faults]))


def test_every_index_is_told_with_its_scale() -> None:
    """Its ends, which way is better, and its words are those that figures are read by."""
    row = r"^\| (`[a-z_`, ]+`) \| (.+) to (\d+)(, whole)? \| (higher|lower) \|"
    rows = re.findall(row, section("`[criteria.NAME]`"), re.MULTILINE)
    told = {
        Index(name): (Fraction(low), Fraction(high), bool(whole), better == "lower")
        for names, low, high, whole, better in rows
        for name in re.findall(r"[a-z_]+", names)
    }
    assert told == {index: (scale.lowest, scale.highest, scale.whole, scale.falling) for index, scale in SCALES.items()}
    words = {word for scale in SCALES.values() for word in scale.statuses}
    assert all(f"`{word}`" in section("`[criteria.NAME]`") for word in words)


def test_every_charter_that_ships_is_listed() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \|", section("The charters that ship"), re.MULTILINE)
    assert sorted(listed) == list(shipped_charters())
    assert len(listed) == 10, "the page says ten"
