"""``plenary backup`` and ``plenary restore`` as an operator uses them, beside a running bot too."""

import asyncio
import os
import resource
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from tests.e2e.scene import CODE, PLENARY, found, platforms, settings, start

Plenary = Callable[..., Result]

SPEECH = '/motion open support "Help" "1. We help." concerns:EST\n@EST /vote M-1 yes\n'
ROSTER = """code,name,name_fr,population,status,term_start,term_end,seat
EST,Estonia,Estonie,1372000,active,,,core
LVA,Latvia,Lettonie,1862000,active,,,core
"""
ROOM = 120_000
"""Bytes that a file may have on the full disk of this file: fewer than a backup needs."""


@pytest.fixture
def plenary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plenary:
    """Give the terminal with an alliance in which a vote runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{tmp_path}/plenary.db")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    runner = CliRunner()

    def run(*arguments: str, text: str | None = None) -> Result:
        done = runner.invoke(app, arguments, input=text)
        assert "Traceback" not in done.output
        return done

    named = ("--charter", "alliance-of-democracies", "--name", "Alliance", "--roster", "roster.csv")
    assert run("init", *named).exit_code == 0
    assert ": yes, on “Help”" in run("console", text=SPEECH).output
    return run


def told(result: Result) -> str:
    """Give what was written, standard error too, on one line."""
    return " ".join(result.output.split())


def test_record_is_backed_up_lost_and_restored(plenary: Plenary, tmp_path: Path) -> None:
    """From a backup to a console that goes on with the same vote, and with numbers that were never given."""
    done = plenary("backup", "b.db")
    assert done.exit_code == 0
    assert "alliance: the record is whole" in done.output
    assert "The backup is b.db." in done.output
    assert stat.S_IMODE((tmp_path / "b.db").stat().st_mode) == 0o600
    assert "can be restored" in told(plenary("restore", "b.db", "--check"))
    for file in tmp_path.glob("plenary.db*"):
        file.unlink()
    restored = plenary("restore", "b.db")
    assert restored.exit_code == 0
    assert "What was done after it is not on record" in told(restored)
    assert "the record is whole" in plenary("verify").output
    assert plenary("doctor").exit_code == 0
    going_on = plenary("console", text='@LVA /vote M-1 no\n/motion open support "More" "1. More." concerns:EST\n')
    assert ": no, on “Help”" in going_on.output
    assert "The record was restored from a copy" in going_on.output
    assert "M-2 is tabled" not in going_on.output
    assert "M-10" in going_on.output


def test_record_moves_from_a_file_to_a_server_and_back(
    plenary: Plenary, tmp_path: Path, empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup is the same file whatever the engine."""
    assert plenary("backup", "b.db").exit_code == 0
    monkeypatch.setenv("PLENARY_DATABASE_URL", empty_postgres_url)
    assert plenary("restore", "b.db").exit_code == 0
    assert plenary("backup", "c.db").exit_code == 0
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    assert plenary("restore", "c.db").exit_code == 0
    assert "the record is whole" in plenary("verify").output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("backup", "b.db"), "b.db exists already, and a backup never replaces a file"),
        (("backup", "missing/b.db"), "The backup could not be written"),
        (("restore", "b.db"), "The database holds something already, and a restore replaces nothing"),
        (("restore", "missing.db"), "missing.db cannot be read: No such file or directory"),
        (("restore", "roster.csv"), "roster.csv is no backup"),
        (("restore", "plenary.db"), "plenary.db is no backup"),
        (("restore", "cut.db"), "cut.db is damaged and cannot be read as a whole"),
        (("restore", "changed.db", "--check"), "the row alliance 1 EST of its table ballot is not what the journal"),
        (("restore", "unguarded.db", "--check"), "it lacks the triggers"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_fault_is_one_sentence(plenary: Plenary, tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    """Non-zero, what is wrong and what to do, and nothing changed."""
    assert plenary("backup", "b.db").exit_code == 0
    good = (tmp_path / "b.db").read_bytes()
    (tmp_path / "cut.db").write_bytes(good[:-30_000])
    for name, statement in (
        ("changed.db", "UPDATE ballot SET choice = 'no'"),
        ("unguarded.db", "DROP TRIGGER journal_no_delete"),
    ):
        (tmp_path / name).write_bytes(good)
        with sqlite3.connect(tmp_path / name) as raw:
            raw.execute(statement)
        raw.close()
    before = {file: file.read_bytes() for file in tmp_path.glob("*.db")}
    done = plenary(*arguments)
    assert done.exit_code == 1
    assert sentence in told(done)
    assert {file: file.read_bytes() for file in tmp_path.glob("*.db")} == before


def test_bot_does_not_run_on_a_backup(plenary: Plenary, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever names the backup as the database is told of the way."""
    assert plenary("backup", "b.db").exit_code == 0
    monkeypatch.setenv("PLENARY_DATABASE_URL", "sqlite:///b.db")
    for command in (("console",), ("run",), ("verify",), ("migrate",), ("doctor",), ("backup", "c.db")):
        done = plenary(*command)
        assert done.exit_code == 1
        assert "names a backup" in told(done)


def test_full_disk_leaves_neither_half_a_backup_nor_half_a_record(plenary: Plenary, tmp_path: Path) -> None:
    """A write that finds no room is told as such."""

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))

    def on_full_disk(*arguments: str, url: str) -> str:
        done = subprocess.run(
            [PLENARY, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PLENARY_DATABASE_URL": url},
            preexec_fn=no_room,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    here = f"sqlite:///{tmp_path}/plenary.db"
    assert "The backup could not be written" in on_full_disk("backup", "b.db", url=here)
    assert list(tmp_path.glob("b.db*")) == []
    assert plenary("backup", "b.db").exit_code == 0
    there = f"sqlite:///{tmp_path}/new.db"
    assert "Nothing was restored" in on_full_disk("restore", "b.db", url=there)
    done = subprocess.run(
        [PLENARY, "restore", "b.db"], cwd=tmp_path, env={**os.environ, "PLENARY_DATABASE_URL": there}, check=False
    )
    assert done.returncode == 0


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/plenary.db"
    return str(request.getfixturevalue("empty_postgres_url"))


def beside(environment: dict[str, str], folder: Path, *arguments: str) -> str:
    """Run a terminal command in a process of its own; give what it says."""
    done = subprocess.run(
        [PLENARY, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


async def test_backup_is_made_beside_a_running_bot(url: str, tmp_path: Path) -> None:
    """The bot takes ballots meanwhile, and what was restored elsewhere holds those from before."""
    found(url, voting=300)
    async with platforms() as (slack, discord, _, _):
        environment = settings(url, slack, discord)
        running = await start(environment, tmp_path)
        opened = await slack.slash_command(
            user="USEC", channel="C1", command="/motion", text='open resolution "Open skies" "1. The skies are open."'
        )
        assert "M-1 is tabled" in (await opened.answer()).text

        async with asyncio.TaskGroup() as both:
            backing_up = both.create_task(asyncio.to_thread(beside, environment, tmp_path, "backup", "b.db"))
            voting = both.create_task(slack.slash_command(user="UEST", channel="C1", command="/vote", text="M-1 yes"))
        assert "Ballot recorded" in (await voting.result().answer()).text
        assert f"{CODE}: the record is whole" in backing_up.result()
        assert await running.stop() == 0
    elsewhere = {**environment, "PLENARY_DATABASE_URL": f"sqlite:///{tmp_path}/elsewhere.db"}
    assert "was restored from a backup" in await asyncio.to_thread(beside, elsewhere, tmp_path, "restore", "b.db")
    assert "the record is whole" in await asyncio.to_thread(beside, elsewhere, tmp_path, "verify")
