"""Who and what there is in a run: eight states with a delegate on each platform, short votes, four channels."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.credentials import Role
from bot.domain.ids import AllianceCode, MemberCode
from storage.database import open_database
from tests.behaviour.world import enrolled
from tests.servers.discord import Channel as DiscordChannel
from tests.servers.discord import DiscordServer, Guild, User
from tests.servers.discord.world import BOT_PERMISSIONS
from tests.servers.slack import SlackServer

CODE = AllianceCode("crash-alliance")
TEAM, GUILD = "T1", 1001
MOTIONS: tuple[Channel, ...] = (Channel.parse("slack:T1:C1"), Channel.parse("discord:1001:1002"))
ANNOUNCEMENTS: tuple[Channel, ...] = (Channel.parse("slack:T1:C2"), Channel.parse("discord:1001:1003"))
SECRETARIES: tuple[Account, ...] = (Account.parse("slack:T1:USEC"), Account.parse("discord:2000"))

STATES = (
    ("EST", "Estonia", "Estonie", "🇪🇪"),
    ("LVA", "Latvia", "Lettonie", "🇱🇻"),
    ("FIN", "Finland", "Finlande", "🇫🇮"),
    ("BRA", "Brazil", "Brésil", "🇧🇷"),
    ("POL", "Poland", "Pologne", "🇵🇱"),
    ("KEN", "Kenya", "Kenya", "🇰🇪"),
    ("JPN", "Japan", "Japon", "🇯🇵"),
    ("CAN", "Canada", "Canada", "🇨🇦"),
)
FINAL = "final"
"""The kind whose ballots cannot be changed, so that each needs a confirmation."""

KINDS = ("brief", "steady", "debated", FINAL)


def course(kind: str, pace: int) -> tuple[int, int]:
    """Give when the vote on a motion opens and closes, in seconds from when it is tabled."""
    opens, closes = {"brief": (0, 2), "steady": (0, 4), "debated": (1, 3), FINAL: (0, 3)}[kind]
    return opens * pace, closes * pace


def charter(pace: int) -> str:
    """Give a charter whose votes take a few times `pace` seconds."""
    return f"""
[charter]
version = 1
title = {{ en = "Charter of the crash alliance", fr = "Charte de l’alliance" }}

[rights]
active = ["vote", "propose", "second", "object", "hold a seat", "join", "speak", "attend", "answer"]

[bodies.assembly]
title = {{ en = "Assembly", fr = "Assemblée" }}

[kinds.brief]
title = {{ en = "Brief", fr = "Bref" }}
body = "assembly"
adopt = "more for than against"
voting = "{2 * pace}s"

[kinds.steady]
title = {{ en = "Steady", fr = "Calme" }}
body = "assembly"
adopt = "at least 1/2 of entitled members"
voting = "{4 * pace}s"
reminders = ["{2 * pace}s"]

[kinds.debated]
title = {{ en = "Debated", fr = "Débattu" }}
body = "assembly"
adopt = "more for than against"
debate = "{pace}s"
voting = "{2 * pace}s"

[kinds.final]
title = {{ en = "Final", fr = "Définitif" }}
body = "assembly"
adopt = "more for than against"
changeable = false
voting = "{3 * pace}s"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """A state and its two delegates, the twins."""

    member: MemberCode
    slack: Account
    discord: Account

    @property
    def accounts(self) -> tuple[Account, Account]:
        """Both delegates."""
        return self.slack, self.discord


DELEGATIONS = tuple(
    Delegation(
        member=MemberCode(code), slack=Account.parse(f"slack:T1:U{code}"), discord=Account.parse(f"discord:{2001 + at}")
    )
    for at, (code, *_) in enumerate(STATES)
)


def found(url: str, pace: int) -> None:
    """Make the schema and found the alliance with its states, channels and delegates."""
    now = datetime.now(UTC)
    database = open_database(url)
    database.migrate()
    with database.transaction() as uow:
        rules = parse_charter(charter(pace))
        found_alliance(uow, name="Crash alliance", time_zone="UTC", language="en", charter=rules, now=now)
        roster = [enrolled((code, name, french, flag, "active", 1, ""), now) for code, name, french, flag in STATES]
        enrol_members(uow, CODE, roster, now=now)
        for channels, purpose in ((MOTIONS, Purpose.MOTIONS), (ANNOUNCEMENTS, Purpose.ANNOUNCEMENTS)):
            for channel in channels:
                link_channel(uow, CODE, channel=channel, purpose=purpose, now=now)
        for account in SECRETARIES:
            give_credential(uow, CODE, account=account, role=Role.SECRETARIAT, member=None, until=None, now=now)
        for delegation in DELEGATIONS:
            for account in delegation.accounts:
                give_credential(
                    uow, CODE, account=account, role=Role.DELEGATE, member=delegation.member, until=None, now=now
                )
    database.close()


@dataclass(frozen=True, kw_only=True)
class Platforms:
    """Both local platforms with their people; they outlive every process of the bot."""

    slack: SlackServer
    discord: DiscordServer
    guild: Guild
    motions: DiscordChannel

    def user(self, account: Account) -> User:
        """Give the person behind an account on Discord."""
        return self.discord.world.users[int(account.parts[-1])]

    def settings(self, url: str) -> dict[str, str]:
        """Give the settings of a bot that runs on a database against these platforms."""
        return {
            "PLENARY_DATABASE_URL": url,
            "PLENARY_SLACK_BOT_TOKEN": self.slack.bot_token,
            "PLENARY_SLACK_APP_TOKEN": self.slack.app_token,
            "PLENARY_SLACK_API_URL": self.slack.base_url,
            "PLENARY_DISCORD_TOKEN": self.discord.token,
            "PLENARY_DISCORD_API_URL": self.discord.api_url,
            "PLENARY_DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "PLENARY_WEB_PORT": "0",
        }


@asynccontextmanager
async def open_platforms() -> AsyncIterator[Platforms]:
    """Start both platforms with the people and the channels of the scene."""
    accounts = [*SECRETARIES, *(account for delegation in DELEGATIONS for account in delegation.accounts)]
    async with SlackServer(team=TEAM) as slack, DiscordServer() as discord:
        people = [account.parts[-1] for account in accounts if account.platform is Platform.SLACK]
        for user in people:
            slack.add_user(user)
        guild = discord.add_guild(GUILD)
        guild.member(discord.world.bot).roles.append(discord.add_role(guild, GUILD + 1, "plenary", BOT_PERMISSIONS))
        for channel in (*MOTIONS, *ANNOUNCEMENTS):
            if channel.platform is Platform.SLACK:
                slack.add_channel(channel.parts[-1], members=people)
            else:
                discord.add_channel(guild, int(channel.parts[-1]), f"channel-{channel.parts[-1]}")
        for account in accounts:
            if account.platform is Platform.DISCORD:
                discord.add_user(int(account.parts[-1]), f"user{account.parts[-1]}")
        motions = guild.channels[int(MOTIONS[1].parts[-1])]
        yield Platforms(slack=slack, discord=discord, guild=guild, motions=motions)
