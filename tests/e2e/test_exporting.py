"""``plenary export``: parts of the record at the terminal, and the same again from a journal that was brought in."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from bot.commands.export.forms import FORMS, Export
from storage.database import Database
from tests.behaviour.cast import EST_HEAD, SECRETARY
from tests.behaviour.fronts import open_console
from tests.behaviour.world import open_world

Plenary = Callable[..., Result]


@pytest.fixture
async def plenary(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plenary:
    """Give the terminal of a house that has decided one motion and is voting on another."""
    async with open_world(sqlite_database) as world, open_console(world):
        await world.front.say(SECRETARY, '/motion open order "Open skies" "1. The skies are open."')
        await world.front.say(EST_HEAD, '/vote M-1 yes explanation:"We fly."')
        await world.vote(1, lva="yes", fin="no", bra="yes")
        await world.pass_time(timedelta(days=4))
        await world.settle()
        await world.front.say(SECRETARY, '/motion open order "Open seas" "1. The seas are open."')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLENARY_DATABASE_URL", sqlite_database.url)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    return run


def exports(run: Plenary) -> dict[str, str]:
    """Give everything that can be exported, as the terminal writes it."""
    given = {}
    for export in Export:
        for form in FORMS[export]:
            how = () if export is Export.JOURNAL else ("--format", form.value)
            done = run("export", export.value, *how)
            assert done.exit_code == 0, done.output
            given[f"{export.value}.{form.value}"] = done.stdout
    decision = run("export", "decision", "M-1")
    assert decision.exit_code == 0, decision.output
    return {**given, "decision.md": decision.stdout}


def test_everything_is_exported(plenary: Plenary) -> None:
    """Each part in each form, and the decision with its vote."""
    given = exports(plenary)
    assert all(given.values())
    assert "Open skies" in given["motions.csv"]
    assert "EST,entitled,yes" in given["roll-calls.csv"]
    assert given["calendar.ics"].startswith("BEGIN:VCALENDAR")
    assert "We fly." in given["decision.md"]


def test_journal_that_is_brought_in_gives_the_same_exports(
    plenary: Plenary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, from an empty database."""
    before = exports(plenary)
    (tmp_path / "journal.jsonl").write_text(before["journal.jsonl"], encoding="utf-8")
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    brought = plenary("import", "journal", "journal.jsonl")
    assert brought.exit_code == 0, brought.output
    assert exports(plenary) == before


@pytest.mark.parametrize(("name", "begins"), [("decision.pdf", b"%PDF-"), ("decision.md", b"# Order 1 (2026)")])
def test_decision_is_written_to_a_file(plenary: Plenary, tmp_path: Path, name: str, begins: bytes) -> None:
    """As a PDF where its name says so, else as Markdown."""
    done = plenary("export", "decision", "M-1", "--output", name)
    assert done.exit_code == 0, done.output
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("calendar", "--format", "csv"), "There is no format “csv”. Choose ics."),
        (("motions", "--format", "xls"), "Choose csv or json."),
        (("decision", "M-2"), "M-2 has no result yet"),
        (("decision", "M-9"), "no motion M-9"),
        (("decision", "nine"), "nine"),
        (("decision", "M-1", "--output", "decision.doc"), "decision.doc"),
        (("decision", "M-1", "--language", "de"), "Languages: en or fr."),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_exported_is_refused(
    plenary: Plenary, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    """With what to do instead; no file is left behind."""
    done = plenary("export", *arguments)
    assert done.exit_code != 0
    assert told in done.output
    assert not list(tmp_path.glob("decision.*"))
