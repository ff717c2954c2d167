"""A running bot as an orchestrator and Prometheus see it: over HTTP, whichever way Slack comes."""

import asyncio
import json
import os
import re
import socket
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.e2e.scene import PLENARY, found
from tests.e2e.test_logs import Bot, environment_of, local_platforms, running, say


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Give a port of this machine on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def address_of(bot: Bot) -> str:
    """Give where the bot said that it listens."""
    found_address = re.search(r"http://127\.0\.0\.1:\d+", bot.told)
    assert found_address is not None
    return found_address[0]


async def get(url: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def test_running_bot_is_watched_over_http(tmp_path: Path) -> None:
    """It listens also where Slack comes over a socket, is ready once both platforms are in reach, and counts votes."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with (
        local_platforms() as (slack, discord),
        running(environment_of(url, slack, discord, "text"), tmp_path) as bot,
    ):
        await bot.wait_for("Plenary is running")
        base = address_of(bot)
        assert await get(f"{base}/health") == (200, '{"status": "ok"}')
        async with asyncio.timeout(60):
            while (await get(f"{base}/ready"))[0] != 200:
                pass
        assert set(json.loads((await get(f"{base}/ready"))[1])["parts"]) == {
            "database", "schema", "writing", "slack", "discord",
        }  # fmt: skip
        assert "is tabled" in await say(slack, "USEC", "/motion", 'open resolution "Open skies" "1. They are open."')
        assert "Ballot recorded" in await say(slack, "UEST", "/vote", "M-1 yes")
        page = (await get(f"{base}/metrics"))[1]
        assert "plenary_ballots_total 1.0" in page
        assert 'plenary_platform_in_reach{platform="discord"} 1.0' in page
        await slack.wait_for(lambda there: any("M-1" in message.text for message in there.messages("C1")))
        async with asyncio.timeout(30):
            while 'plenary_delivery_lag_seconds_count{platform="slack"}' not in page:
                page = (await get(f"{base}/metrics"))[1]
        assert await bot.end() == 0


async def test_port_that_is_taken_does_not_keep_the_bot_from_running(tmp_path: Path, taken_port: int) -> None:
    """Nobody can watch it there, which one sentence says; people can vote."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with local_platforms() as (slack, discord):
        environment = {**environment_of(url, slack, discord, "text"), "PLENARY_WEB_PORT": str(taken_port)}
        async with running(environment, tmp_path) as bot:
            await bot.wait_for("Plenary is running")
            await bot.wait_for(f"cannot listen on 127.0.0.1:{taken_port}")
            assert "runs without /health, /ready, /metrics and the pages of the record" in bot.told
            assert "is tabled" in await say(slack, "USEC", "/motion", 'open resolution "Open skies" "1. They are."')
            assert await bot.end() == 0


async def test_port_that_slack_needs_and_that_is_taken_is_a_refusal(tmp_path: Path, taken_port: int) -> None:
    """Where Slack comes over HTTP the bot would hear nobody."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with local_platforms() as (slack, discord):
        environment = {**environment_of(url, slack, discord, "json"), "PLENARY_WEB_PORT": str(taken_port)}
        del environment["PLENARY_SLACK_APP_TOKEN"]
        async with running(environment, tmp_path) as bot:
            assert await bot.end(None) == 1
    (line,) = [json.loads(each) for each in bot.lines]
    assert line["event"] == "start_refused"
    assert f"127.0.0.1:{taken_port}" in line["sentence"]


async def test_console_does_not_listen(tmp_path: Path, taken_port: int) -> None:
    """Somebody talks in that terminal: it opens no port, and no line of the log comes between."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    environment |= {"PLENARY_DATABASE_URL": url, "PLENARY_WEB_PORT": str(taken_port)}
    process = await asyncio.create_subprocess_exec(
        PLENARY, "console", env=environment, cwd=tmp_path, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    async with asyncio.timeout(60):
        told, complained = await process.communicate(b"/alliance info\n")
    assert (process.returncode, complained) == (0, b"")
    assert b"Test alliance" in told
