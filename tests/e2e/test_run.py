"""The bot as a process of its own: ``plenary run`` against local platforms, on the real clock."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.scheduler import SAFETY
from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.credentials import Role
from bot.domain.ids import AllianceCode, MemberCode
from storage.database import open_database
from tests.behaviour.cast import ROSTER
from tests.behaviour.charter import CHARTER
from tests.behaviour.world import enrolled
from tests.servers.discord import Channel as DiscordChannel
from tests.servers.discord import DiscordServer, Guild
from tests.servers.slack import SlackServer

PLENARY = str(Path(sys.executable).with_name("plenary"))
VOTING = 20
"""Seconds that a vote runs here."""

QUICK = CHARTER.replace('voting = "72h"', f'voting = "{VOTING}s"').replace(
    'min_open = "1h"', 'min_open = "1s"'
).replace('late_quorum = { window = "6h", extension = "24h" }\n', "")  # fmt: skip
CODE = AllianceCode("test-alliance")


def found(url: str) -> None:
    """Found the alliance of the suite with short votes, a Slack and a Discord channel and three people."""
    now = datetime.now(UTC)
    database = open_database(url)
    database.migrate()
    with database.transaction() as uow:
        found_alliance(uow, name="Test alliance", time_zone="UTC", language="en", charter=parse_charter(QUICK), now=now)
        enrol_members(uow, CODE, [enrolled(row, now) for row in ROSTER], now=now)
        for channel in ("slack:T1:C1", "discord:1001:1002"):
            link_channel(uow, CODE, channel=Channel.parse(channel), purpose=Purpose.MOTIONS, now=now)
        for account, role, member in (
            ("slack:T1:USEC", Role.SECRETARIAT, None),
            ("slack:T1:UEST", Role.HEAD, "EST"),
            ("slack:T1:ULVA", Role.HEAD, "LVA"),
            ("discord:2001", Role.HEAD, "FIN"),
        ):
            code = None if member is None else MemberCode(member)
            give_credential(uow, CODE, account=Account.parse(account), role=role, member=code, until=None, now=now)
    database.close()


@asynccontextmanager
async def platforms() -> AsyncIterator[tuple[SlackServer, DiscordServer, Guild, DiscordChannel]]:
    """Start both local platforms with the people and channels of this file."""
    async with SlackServer(team="T1") as slack, DiscordServer() as discord:
        for user in ("USEC", "UEST", "ULVA"):
            slack.add_user(user)
        slack.add_channel("C1", members=("USEC", "UEST", "ULVA"))
        guild = discord.add_guild(1001)
        channel = discord.add_channel(guild, 1002, "motions")
        discord.add_user(2001, "fin")
        yield slack, discord, guild, channel


def settings(url: str, slack: SlackServer, discord: DiscordServer) -> dict[str, str]:
    """Give the environment of a process that runs against the local platforms."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")},
        "PLENARY_DATABASE_URL": url,
        "PLENARY_SLACK_BOT_TOKEN": slack.bot_token,
        "PLENARY_SLACK_APP_TOKEN": slack.app_token,
        "PLENARY_SLACK_API_URL": slack.base_url,
        "PLENARY_DISCORD_TOKEN": discord.token,
        "PLENARY_DISCORD_API_URL": discord.api_url,
        "PLENARY_DISCORD_GATEWAY_URL": discord.gateway_url,
        "PYTHONUNBUFFERED": "1",
    }


async def start(environment: Mapping[str, str], folder: Path, told_first: bytes = b"") -> Process:
    """Start ``plenary run`` and wait until it says that it runs; ``told_first`` must have been said by then."""
    process = await asyncio.create_subprocess_exec(
        PLENARY, "run", env=dict(environment), cwd=folder, stdout=PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert process.stdout is not None
    told = b""
    async with asyncio.timeout(60):
        while b"Plenary is running" not in told:
            line = await process.stdout.readline()
            assert line, told.decode()
            told += line
    assert told_first in told
    return process


async def stop(process: Process, how: signal.Signals = signal.SIGTERM) -> int:
    """Stop a process and give its status."""
    process.send_signal(how)
    async with asyncio.timeout(30):
        await process.communicate()
    assert process.returncode is not None
    return process.returncode


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/plenary.db"
    return str(request.getfixturevalue("empty_postgres_url"))


async def test_vote_runs_across_both_platforms_and_is_closed_by_the_clock(url: str, tmp_path: Path) -> None:
    """Tabled in Slack, voted in both, killed and restarted in mid-vote, closed by the clock, posted in both."""
    found(url)
    async with platforms() as (slack, discord, guild, channel):
        environment = settings(url, slack, discord)
        process = await start(environment, tmp_path)
        opened = await slack.slash_command(
            user="USEC", channel="C1", command="/motion", text='open resolution "Open skies" "1. The skies are open."'
        )
        assert "M-1 is tabled" in (await opened.answer()).text
        await everything_posted(url)
        voted = await slack.slash_command(user="UEST", channel="C1", command="/vote", text="M-1 yes")
        assert "Ballot recorded" in (await voted.answer()).text
        assert await stop(process, signal.SIGKILL) != 0
        process = await start(environment, tmp_path)
        finland = discord.world.users[2001]
        cast = await discord.slash_command(
            user=finland,
            guild=guild,
            channel=channel,
            name="vote",
            options={"cast": {"motion": "M-1", "ballot": "yes"}},
        )
        assert "Ballot recorded" in (await cast.answer()).text
        await slack.wait_for(lambda s: any("Not adopted: M-1" in m.text for m in s.messages("C1")), timeout=VOTING + 30)
        await discord.wait_for(lambda d: any("Not adopted: M-1" in m.text for m in d.messages(1002)), timeout=30)
        assert await stop(process) == 0
        assert slack.violations == []
        assert discord.violations == []
    assert_closed_in_time(url)


async def everything_posted(url: str) -> None:
    """Wait until the process has marked every post as shown, so that a kill leaves no lease behind."""

    def waiting() -> int:
        with database.snapshot() as uow:
            return uow.outbox.waiting()

    database = open_database(url)
    async with asyncio.timeout(20):
        while await asyncio.to_thread(waiting):
            pass
    database.close()


def assert_closed_in_time(url: str) -> None:
    """Check that the decision came a second after the deadline or later, by a wake and not by the safety tick."""
    database = open_database(url)
    with database.snapshot() as uow:
        motion = next(iter(uow.motions.every(CODE)))
        entries = [entry for entry in uow.journal.entries(CODE) if '"MotionDecided"' in entry.body]
    database.close()
    assert len(entries) == 1
    assert motion.result is not None
    assert motion.result.tally.yes == 2
    at = datetime.fromisoformat(entries[0].body.split('"at":"')[1].split('"')[0])
    assert timedelta(seconds=1) <= at - motion.closes_at < SAFETY


async def test_second_bot_on_one_file_refuses(tmp_path: Path) -> None:
    """One bot at a time runs on an SQLite file; a terminal command may run beside it."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with platforms() as (slack, discord, _, _):
        environment = settings(url, slack, discord)
        process = await start(environment, tmp_path)
        assert "Another Plenary runs" in await refused(environment, tmp_path, "run")
        beside = await asyncio.create_subprocess_exec(PLENARY, "verify", env=environment, cwd=tmp_path, stdout=PIPE)
        told, _ = await beside.communicate()
        assert "the record is whole" in told.decode()
        await stop(process)


async def refused(environment: Mapping[str, str], folder: Path, *arguments: str) -> str:
    """Run a command that must fail with one sentence; give what it says."""
    process = await asyncio.create_subprocess_exec(
        PLENARY, *arguments, env=dict(environment), cwd=folder, stdout=PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(60):
        told, _ = await process.communicate()
    assert process.returncode == 1
    assert b"Traceback" not in told
    return told.decode()


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PLENARY_SLACK_API_URL", "http://127.0.0.1:9/api/", b"Slack cannot be reached"),
        ("PLENARY_DISCORD_API_URL", "http://127.0.0.1:9/api", b"Discord at http://127.0.0.1:9/api does not answer"),
    ],
)
async def test_platform_out_of_reach_at_the_start_does_not_keep_the_other_away(
    tmp_path: Path, setting: str, value: str, sentence: bytes
) -> None:
    """One sentence says so; the clock and the other platform run, and the absent one is tried again."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with platforms() as (slack, discord, _, _):
        process = await start({**settings(url, slack, discord), setting: value}, tmp_path, sentence)
        assert await stop(process) == 0


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PLENARY_SLACK_BOT_TOKEN", "xoxb-wrong", "Slack does not take the bot token"),
        ("PLENARY_SLACK_APP_TOKEN", "xapp-wrong", "Slack does not take the app token"),
        ("PLENARY_DISCORD_TOKEN", "wrong", "Discord does not accept the token"),
        ("PLENARY_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none", "The database cannot be reached"),
        ("PLENARY_DATABASE_URL", "mysql://x", "neither SQLite nor PostgreSQL"),
    ],
)
async def test_wrong_setting_is_one_sentence_at_the_start(
    tmp_path: Path, setting: str, value: str, sentence: str
) -> None:
    """No traceback, no half-started bot, and never the token itself."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with platforms() as (slack, discord, _, _):
        environment = {**settings(url, slack, discord), setting: value}
        told = await refused(environment, tmp_path, "run")
    assert sentence in told
    assert "wrong" not in told.replace("something went wrong", "")
