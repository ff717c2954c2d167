"""The key that signs checkpoints, at the terminal: shown, adopted, missed, and told by doctor."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from adapters.signing import load_key
from bot.commands.administration import link_channel
from bot.domain.addresses import Channel, Purpose
from bot.domain.checkpoints import statement
from bot.domain.events import CheckpointMade, RecordSealed, SigningKeySet
from bot.domain.ids import AllianceCode
from storage.database import open_database

Plenary = Callable[..., Result]
CODE = AllianceCode("alliance")


@pytest.fixture
def plenary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plenary:
    """Give the terminal of an alliance with a key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{tmp_path}/plenary.db")

    def run(*arguments: str, text: str | None = None) -> Result:
        return CliRunner().invoke(app, arguments, input=text)

    assert run("init", "--charter", "alliance-of-democracies", "--name", "Alliance").exit_code == 0
    return run


def on_record(tmp_path: Path) -> list[str]:
    """Give the keys of the record after the first, in their order."""
    database = open_database(f"sqlite:///{tmp_path}/plenary.db")
    try:
        with database.snapshot() as uow:
            return [act.event.public_key for act in uow.journal.acts(CODE) if isinstance(act.event, SigningKeySet)]
    finally:
        database.close()


def test_key_on_record_is_that_of_the_file(plenary: Plenary) -> None:
    shown = plenary("key", "show")
    assert shown.exit_code == 0
    first, second = (line.rpartition(" ")[2] for line in shown.output.splitlines())
    assert first == second
    assert len(first) == 64
    assert "the one on record" in plenary("doctor").output


def test_lost_key_is_told_and_another_adopted(plenary: Plenary, tmp_path: Path) -> None:
    """No key is made in silence in the place of one on record; the record keeps both, and votes go on meanwhile."""
    (tmp_path / "plenary.key").unlink()
    assert "no file plenary.key" in plenary("doctor").output
    started = plenary("run", text="/alliance info\n")
    assert "plenary key adopt" in started.output
    assert "Alliance" in started.output
    assert not (tmp_path / "plenary.key").exists()
    adopted = plenary("key", "adopt")
    assert adopted.exit_code == 0
    [key] = on_record(tmp_path)
    assert key in adopted.output
    assert "Nothing was changed" in plenary("key", "adopt").output
    assert on_record(tmp_path) == [key]
    assert "the one on record" in plenary("doctor").output


def test_another_key_in_the_file_is_told(plenary: Plenary, tmp_path: Path) -> None:
    """It signs nothing until it is adopted."""
    (tmp_path / "plenary.key").unlink()
    elsewhere = tmp_path / "other.db"
    assert CliRunner(env={"PLENARY_DATABASE_URL": f"sqlite:///{elsewhere}"}).invoke(
        app, ["init", "--charter", "alliance-of-democracies", "--name", "Other"]
    ).exit_code == 0  # fmt: skip
    assert "is not the one on record" in plenary("doctor").output
    assert "is not the one on record" in plenary("run", text="/alliance info\n").output


def test_record_without_checkpoints_for_days_is_told(plenary: Plenary, tmp_path: Path) -> None:
    """While it grows, one is due each day."""
    database = open_database(f"sqlite:///{tmp_path}/plenary.db")
    long_ago = datetime.now(UTC) - timedelta(days=9)
    with database.transaction() as uow:
        uow.record(CODE, RecordSealed(seal="5e" * 32), at=long_ago, by="clock")
        head, signer = uow.journal.head(CODE), load_key(tmp_path / "plenary.key")
        signature = signer.sign(statement(CODE, length=head.seq, hash=head.hash, at=long_ago))
        made = CheckpointMade(length=head.seq, hash=head.hash, at=long_ago, signature=signature)
        uow.record(CODE, made, at=long_ago, by="clock")
    assert "the last checkpoint" not in plenary("doctor").output
    with database.transaction() as uow:
        link_channel(uow, CODE, channel=Channel("console:main"), purpose=Purpose.MOTIONS, now=long_ago)
    database.close()
    assert "the last checkpoint" in plenary("doctor").output
