"""``plenary import indices``: what was read, what changed, who moved; and a faulty file leaves nothing behind."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app

Plenary = Callable[..., Result]

ROSTER = """code,name,name_fr,population,status,term_start,term_end,seat
EST,Estonia,Estonie,1372000,active,,,
HUN,Hungary,Hongrie,9562000,active,,,
"""
HEADER = "iso3,country,year,index,score,status,low,high,source"
FIRST = """EST,Estonia,2023,fh_total,95,Free,,,Freedom House
EST,Estonia,2024,fh_total,96,Free,,,Freedom House
HUN,Hungary,2023,fh_total,71,Free,,,Freedom House
AUT,Austria,2024,fh_total,93,Free,,,Freedom House
"""
HUNGARY = "HUN,Hungary,2023,fh_total,71,Free,,,Freedom House\n"
FAILS = "which does not keep the charter’s line"
SECOND = FIRST.replace("95", "94") + "HUN,Hungary,2024,fh_total,65,Partly Free,,,Freedom House\n"


@pytest.fixture
def plenary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plenary:
    """Give the terminal in a folder with a founded alliance that has two members."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{tmp_path}/plenary.db")
    runner = CliRunner()

    def run(*arguments: str) -> Result:
        return runner.invoke(app, arguments)

    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done = run("init", "--charter", "alliance-of-democracies", "--name", "Alliance", "--roster", "roster.csv")
    assert done.exit_code == 0, done.output
    return run


def written(rows: str, name: str = "figures.csv") -> str:
    """Write a file of figures, packed where its name says so; give its name."""
    data = f"{HEADER}\n{rows}".encode()
    Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return name


def test_import_tells_what_is_new_and_what_it_left_out(plenary: Plenary) -> None:
    done = plenary("import", "indices", written(FIRST))
    assert done.exit_code == 0
    assert done.output.splitlines()[:2] == [
        "Rows read: 4. New: 3, changed: 0, the same: 0, left out: 1.",
        "1 state is left out, since it is not on the roster: AUT",
    ]


def test_many_states_that_are_left_out_are_counted(plenary: Plenary) -> None:
    """A file of the whole world is no list of the whole world: ten are named."""
    codes = ("ALB", "AND", "ARG", "ARM", "AUS", "AUT", "AZE", "BEL", "BEN", "BGR", "BIH", "BLR")
    rows = "".join(f"{code},X,2024,fh_total,50,,,,Freedom House\n" for code in codes)
    told = plenary(
        "import", "indices", written(FIRST.replace("AUT", "EST").replace("2024,fh_total,93", "2022,fh_total,93") + rows)
    )
    assert (
        f"12 states are left out, since they are not on the roster: {', '.join(codes[:10])} and 2 more" in told.output
    )


def test_packed_file_is_taken_as_it_is(plenary: Plenary) -> None:
    assert "New: 3" in plenary("import", "indices", written(FIRST, "figures.csv.gz")).output


def test_later_import_tells_old_and_new_and_who_moved(plenary: Plenary) -> None:
    plenary("import", "indices", written(FIRST.replace("2023,fh_total,71", "2024,fh_total,71")))
    done = plenary("import", "indices", written(SECOND.replace(HUNGARY, "")))
    assert done.output.splitlines() == [
        "Rows read: 4. New: 0, changed: 2, the same: 1, left out: 1.",
        "  EST, Freedom House, points: 95 (Free) in 2023 is now 94 (Free) in 2023",
        "  HUN, Freedom House, points: 71 (Free) in 2024 is now 65 (Partly Free) in 2024",
        "1 state is left out, since it is not on the roster: AUT",
        "The standing of 1 member has moved.",
        f"  HUN: Freedom House, points: 65 (Partly Free) in 2024, {FAILS}; 71 (Free) in 2024 did.",
    ]
    assert "whole" in plenary("verify").output


def test_figures_from_another_source_alone_are_counted_not_listed(plenary: Plenary) -> None:
    plenary("import", "indices", written(FIRST))
    told = plenary("import", "indices", written(FIRST.replace("Freedom House", "FH 2025"))).output
    assert "changed: 3" in told
    assert "3 figures are the same, from another source" in told
    assert "is now" not in told


def test_report_is_json_where_asked(plenary: Plenary) -> None:
    plenary("import", "indices", written(FIRST))
    done = plenary("import", "indices", written(SECOND), "--json")
    report = json.loads(done.stdout)
    assert (report["rows"], report["new"], report["same"], report["left_out"]) == (5, 1, 2, {"AUT": 1})
    assert [(each["member"], each["index"], each["before"]) for each in report["changed"]] == [
        ("EST", "fh_total", "95 (Free) in 2023")
    ]
    [moved] = report["moved"]
    assert moved["member"] == "HUN"
    assert any("it fell by 6" in why for why in moved["why"])


def test_faulty_file_leaves_nothing_behind(plenary: Plenary) -> None:
    """One sentence for each fault, and not a figure is taken."""
    rows = FIRST + "EST,Estonia,2024,fh_total,96,Free,,,Freedom House\nXXX,Nowhere,2024,fh_total,960,Free,,,FH\n"
    done = plenary("import", "indices", written(rows))
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "row 6, year: fh_total of EST in 2024 is already in row 3: keep one of the two",
        "row 7, iso3: “XXX” is not an ISO 3166-1 alpha-3 code such as EST",
        "row 7, score: 960 is no score of fh_total: it goes from -4 to 100 in whole steps",
    ]
    assert "New: 3" in plenary("import", "indices", written(FIRST)).output


def test_file_that_is_not_there_is_one_sentence(plenary: Plenary) -> None:
    done = plenary("import", "indices", "nowhere.csv")
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 1


def test_other_column_is_noticed(plenary: Plenary) -> None:
    data = written("EST,Estonia,2024,fh_total,96,Free,,,Freedom House,x\n")
    Path(data).write_text(Path(data).read_text().replace("source\n", "source,note\n"))
    done = plenary("import", "indices", data)
    assert done.exit_code == 0
    assert "row 1, note: this column is not used and was ignored" in done.output
