"""``plenary minutes``: the minutes of a session at the terminal."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from bot.domain.addresses import Account
from bot.domain.events import AgendaItemAdded, SessionCalled
from bot.domain.ids import AllianceCode, BodyName, SessionNumber
from bot.domain.level import Level
from storage.database import open_database

Plenary = Callable[..., Result]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def plenary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plenary:
    """Give the terminal with an alliance that has called a session."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{tmp_path}/plenary.db")
    runner = CliRunner()

    def run(*arguments: str) -> Result:
        return runner.invoke(app, arguments)

    assert run("init", "--charter", "alliance-of-democracies", "--name", "Alliance").exit_code == 0
    database = open_database(f"sqlite:///{tmp_path}/plenary.db")
    with database.transaction() as uow:
        code = AllianceCode("alliance")
        called = SessionCalled(
            session=SessionNumber(1),
            body=BodyName("assembly"),
            level=Level.SUMMIT,
            title="Sommet d’été",
            place="",
            urgent=False,
            starts_at=NOW + timedelta(days=14),
            attendance_at=NOW + timedelta(days=14),
            reminders=(),
            member=None,
            account=Account("console:clerk"),
            at=NOW,
        )
        uow.record(code, called, at=NOW, by="test")
        item = AgendaItemAdded(session=SessionNumber(1), item=1, motion=None, text="Energy", at=NOW)
        uow.record(code, item, at=NOW, by="test")
    database.close()
    return run


def test_minutes_are_written_to_the_terminal(plenary: Plenary) -> None:
    """In English, or in the language named."""
    english, french = plenary("minutes", "S-1"), plenary("minutes", "1", "--language", "fr")
    assert english.exit_code == 0
    assert english.output.startswith("# Draft minutes of S-1: Sommet d’été\n")
    assert "| 1 | Energy | not taken up |" in english.output
    assert "# Projet de procès-verbal" in french.output


@pytest.mark.parametrize(("name", "begins"), [("minutes.pdf", b"%PDF-"), ("minutes.md", b"# Draft minutes")])
def test_minutes_are_written_to_a_file(plenary: Plenary, tmp_path: Path, name: str, begins: bytes) -> None:
    """As a PDF where its name says so, else as Markdown."""
    written = plenary("minutes", "S-1", "--output", name)
    assert written.exit_code == 0
    assert name in written.output
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("S-9",), "There is no session S-9"),
        (("nonsense",), "is not the number of a session"),
        (("S-1", "--language", "de"), "Nothing is written in “de”"),
        (("S-1", "--output", "nowhere/minutes.pdf"), "nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(plenary: Plenary, arguments: tuple[str, ...], told: str) -> None:
    refused = plenary("minutes", *arguments)
    assert refused.exit_code == 1
    assert told in " ".join(refused.output.split())
