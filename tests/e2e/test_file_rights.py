"""The record is for its owner's eyes alone, whatever the machine gives new files by default."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.bootstrap import open_house
from adapters.cli.main import app
from adapters.settings import Settings
from bot.commands.administration import link_channel
from bot.domain.addresses import Channel, Purpose
from tests.behaviour.world import MovedClock

INIT = ("init", "--charter", "alliance-of-democracies", "--name", "Alliance")
CONSOLE = Channel("console:main")


@pytest.fixture(autouse=True, params=[0o000, 0o002, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Give new files of this process these rights by default, for the time of a test."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def rights(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file of a database that an operator has made, in the folder where the terminal is used."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "plenary.db"
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{file}")
    done = CliRunner().invoke(app, list(INIT))
    assert done.exit_code == 0, done.output
    return file


async def test_files_of_a_running_house_are_its_owners_alone(database: Path) -> None:
    """The database, what SQLite keeps beside it while it runs, the lock, and the key that signs checkpoints."""
    async with open_house(Settings(_env_file=None), MovedClock()) as house:
        (code,) = await house.writer.read(lambda uow: uow.alliances.codes())
        await house.writer.write(
            lambda uow: link_channel(uow, code, channel=CONSOLE, purpose=Purpose.MOTIONS, now=house.clock.now())
        )
        running = rights(database.parent)
    names = {"plenary.key", *(f"plenary.db{end}" for end in ("", "-wal", "-shm", ".lock"))}
    assert {name: oct(mode) for name, mode in running.items()} == dict.fromkeys(names, "0o600")
    assert set(rights(database.parent).values()) == {0o600}


def test_doctor_tells_of_files_that_others_may_read(database: Path) -> None:
    """A file that was there before with wider rights, or was given them since, is named with the way to mend it."""
    assert "Other users" not in CliRunner().invoke(app, ["doctor"]).output
    database.with_name(".env").write_text("PLENARY_LOG_LEVEL=INFO\n", encoding="utf-8")
    for file, wide in (("plenary.db", 0o644), (".env", 0o640)):
        path = database.with_name(file)
        path.chmod(wide)
        told = CliRunner().invoke(app, ["doctor"])
        assert told.exit_code == 1
        assert f"{file}. Run chmod 600" in told.output
        path.chmod(0o600)
    assert "chmod" not in CliRunner().invoke(app, ["doctor"]).output
