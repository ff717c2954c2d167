"""``plenary pages``, and the settings of the web record, as an operator meets them."""

import asyncio
import os
import socket
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest
from aiohttp import ClientSession
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from adapters.settings import Settings
from adapters.web.record.access import RecordSecretMissing, access_of
from storage.database import Database
from tests.behaviour.world import found
from tests.e2e import scene

SECRET = "thirty-two characters or more of it"


@pytest.fixture
def ask(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Give the environment of an operator whose database holds the alliance of the suite."""
    found(sqlite_database)
    monkeypatch.setenv("PLENARY_DATABASE_URL", sqlite_database.url)
    monkeypatch.setenv("PLENARY_PUBLIC_URL", "https://plenary.example.org/")
    return monkeypatch


def pages() -> Result:
    """Ask for the addresses."""
    return CliRunner().invoke(app, ["pages"])


def test_address_of_each_record_is_printed(ask: pytest.MonkeyPatch) -> None:
    """Public: as it is. By link: with the secret of the alliance, which another secret of the operator changes."""
    ask.setenv("PLENARY_WEB_RECORD", "public")
    assert "https://plenary.example.org/record/test-alliance/\n" in pages().output
    ask.setenv("PLENARY_WEB_RECORD", "link")
    printed = []
    for secret in (SECRET, SECRET[::-1]):
        ask.setenv("PLENARY_WEB_RECORD_SECRET", secret)
        done = pages()
        assert done.exit_code == 0, done.output
        printed.append(done.output.strip().rpartition("/~")[2])
        assert secret not in done.output
    assert [len(each) for each in printed] == [25, 25]
    assert printed[0] != printed[1]


def test_record_that_is_not_served_has_no_address(ask: pytest.MonkeyPatch) -> None:
    """It is off unless an operator serves it, and by link it takes a secret that is long enough."""
    done = pages()
    assert done.exit_code == 1
    assert "Set PLENARY_WEB_RECORD" in " ".join(done.output.split())
    ask.setenv("PLENARY_WEB_RECORD", "link")
    assert "PLENARY_WEB_RECORD_SECRET" in pages().output
    ask.setenv("PLENARY_WEB_RECORD_SECRET", "short")
    done = pages()
    assert done.exit_code == 1
    assert "PLENARY_WEB_RECORD_SECRET" in done.output
    assert "short" not in done.output.replace("shorter", "")


def test_bot_does_not_start_with_links_that_cannot_be_made() -> None:
    """It says what to set; a record that is off needs nothing."""
    assert access_of(Settings(_env_file=None)) is None
    with pytest.raises(RecordSecretMissing):
        access_of(Settings(_env_file=None, web_record="link"))


async def test_console_serves_the_record_too(tmp_path: Path) -> None:
    """With no tokens, ``run`` is the console; where the record is served it tells the address, and answers there."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    scene.found(url)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {"PLENARY_DATABASE_URL": url, "PLENARY_WEB_RECORD": "public", "PLENARY_WEB_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        scene.PLENARY, "run", env={**os.environ, **environment}, cwd=tmp_path, stdin=PIPE, stdout=PIPE, stderr=STDOUT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    address = f"http://127.0.0.1:{port}/record/test-alliance/"
    async with asyncio.timeout(60):
        while address not in (line := (await process.stdout.readline()).decode()):
            assert line, "the console ended"
        async with ClientSession() as session, session.get(address) as page:
            assert page.status == 200
            assert "Test alliance" in await page.text()
        process.stdin.close()
        assert await process.wait() == 0
