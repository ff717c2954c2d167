"""The alliance of the whole-process tests, the platforms it meets on, and ``plenary run`` as an operator starts it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.charter import Charter
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
"""Seconds that a vote runs in most of these tests."""
CODE = AllianceCode("test-alliance")
RUNS = "Plenary is running"


def quick_charter(voting: int) -> Charter:
    """Give the charter of the suite with votes that run for seconds."""
    text = CHARTER.replace('voting = "72h"', f'voting = "{voting}s"').replace('min_open = "1h"', 'min_open = "1s"')
    for longer in ('late_quorum = { window = "6h", extension = "24h" }\n', 'reminders = ["24h", "4h", "1h"]\n'):
        text = text.replace(longer, "")
    return parse_charter(text)


def found(url: str, *, voting: int = VOTING) -> None:
    """Found the alliance of the suite with short votes, a Slack and a Discord channel and people on both."""
    now, charter = datetime.now(UTC), quick_charter(voting)
    database = open_database(url)
    database.migrate()
    with database.transaction() as uow:
        found_alliance(uow, name="Test alliance", time_zone="UTC", language="en", charter=charter, now=now)
        enrol_members(uow, CODE, [enrolled(row, now) for row in ROSTER], now=now)
        for channel in ("slack:T1:C1", "discord:1001:1002"):
            link_channel(uow, CODE, channel=Channel.parse(channel), purpose=Purpose.MOTIONS, now=now)
        for account, role, member in (
            ("slack:T1:USEC", Role.SECRETARIAT, None),
            ("slack:T1:UEST", Role.HEAD, "EST"),
            ("slack:T1:ULVA", Role.HEAD, "LVA"),
            ("discord:2001", Role.HEAD, "FIN"),
            ("discord:2002", Role.HEAD, "BRA"),
        ):
            code = None if member is None else MemberCode(member)
            give_credential(uow, CODE, account=Account.parse(account), role=role, member=code, until=None, now=now)
    database.close()


@asynccontextmanager
async def platforms() -> AsyncIterator[tuple[SlackServer, DiscordServer, Guild, DiscordChannel]]:
    """Start both local platforms with the people and channels that ``found`` knows."""
    async with SlackServer(team="T1") as slack, DiscordServer() as discord:
        for user in ("USEC", "UEST", "ULVA"):
            slack.add_user(user)
        slack.add_channel("C1", members=("USEC", "UEST", "ULVA"))
        guild = discord.add_guild(1001)
        channel = discord.add_channel(guild, 1002, "motions")
        discord.add_user(2001, "fin")
        discord.add_user(2002, "bra")
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
        "PLENARY_WEB_PORT": "0",
        "PYTHONUNBUFFERED": "1",
    }


class Running:
    """A process of the bot; what it says is read as it comes, so that it never waits for a reader."""

    def __init__(self, process: Process) -> None:
        self.pid: Final = process.pid
        self.told = ""
        self._process = process
        self._runs = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def runs(self) -> None:
        """Wait until it says that it runs; fail where it ends instead."""
        async with asyncio.timeout(60):
            await self._runs.wait()
        assert RUNS in self.told, self.told

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it and give its status."""
        if self._process.returncode is None:
            self._process.send_signal(how)
        async with asyncio.timeout(30):
            await self._reading
            return await self._process.wait()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self.told += line.decode()
            if RUNS in self.told:
                self._runs.set()
        self._runs.set()


async def launch(environment: Mapping[str, str], folder: Path) -> Running:
    """Start ``plenary run``; it does not serve yet."""
    process = await asyncio.create_subprocess_exec(
        PLENARY, "run", env=dict(environment), cwd=folder, stdout=PIPE, stderr=asyncio.subprocess.STDOUT
    )
    return Running(process)


async def start(environment: Mapping[str, str], folder: Path) -> Running:
    """Start ``plenary run`` and wait until it says that it runs."""
    running = await launch(environment, folder)
    await running.runs()
    return running
