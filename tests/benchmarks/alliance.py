"""The alliance that the measurements vote in: many states, a head of delegation each, one linked channel."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import count

from adapters.bootstrap import House
from bot.cards.card import Tone
from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.dispatch import Invocation, Reply, Typed
from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.credentials import Role
from bot.domain.events import MemberEnrolled
from bot.domain.ids import AllianceCode, MemberCode, WeightName
from bot.domain.membership import Status
from bot.ports import Clock, Observer
from storage.database import Database, open_database
from tests.behaviour.world import START, MovedClock

STATES = 96
CHANNEL = Channel("console:main")
OFFICER = Account("console:officer")
MEMBERS = tuple(MemberCode(f"M{number:02}") for number in range(STATES))
KIND = "order"
VOTING = 'voting = "72h"'
REMINDERS = "reminders = []"
CHARTER = f"""
[charter]
version = 1
title = {{ en = "Charter", fr = "Charte" }}
weights = ["population"]

[rights]
active = ["vote", "propose"]

[bodies.assembly]
title = {{ en = "Assembly", fr = "Assemblée" }}

[kinds.{KIND}]
title = {{ en = "Order", fr = "Ordre" }}
body = "assembly"
adopt = "at least 2/3 of members in good standing and more for than against"
quorum = "at least 1/2 of entitled members voted"
{VOTING}
{REMINDERS}
"""
"""One kind, decided by all members with a quorum."""

BETWEEN_ACTS = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the alliance is on a platform: its channel, its secretariat, and the heads of delegation by number."""

    channel: Channel
    officer: Account
    heads: tuple[Account, ...]


class SteppingClock(MovedClock):
    """A clock that has gone on a little at each look, so that no two acts are at one instant."""

    def now(self) -> datetime:
        """Give the next instant."""
        self.advance(BETWEEN_ACTS)
        return super().now()


def head_of(member: MemberCode) -> Account:
    """Give the account of a state's head of delegation."""
    return Account(f"console:{member.lower()}")


ON_CONSOLE = Addresses(channel=CHANNEL, officer=OFFICER, heads=tuple(head_of(member) for member in MEMBERS))


def founded(url: str, *, now: datetime = START, charter: str = CHARTER, at: Addresses = ON_CONSOLE) -> AllianceCode:
    """Make the database at ``url`` with the alliance in it."""
    database = open_database(url)
    database.migrate()
    with database.transaction() as uow:
        code = found_alliance(
            uow, name="Bench", time_zone="Europe/Tallinn", language="en", charter=parse_charter(charter), now=now
        )
        link_channel(uow, code, channel=at.channel, purpose=Purpose.MOTIONS, now=now)
        give_credential(uow, code, account=at.officer, role=Role.SECRETARIAT, member=None, until=None, now=now)
        enrol_members(uow, code, [_enrolled(member, now) for member in MEMBERS], now=now)
        for member, head in zip(MEMBERS, at.heads, strict=True):
            give_credential(uow, code, account=head, role=Role.HEAD, member=member, until=None, now=now)
    database.close()
    return code


def _enrolled(member: MemberCode, now: datetime) -> MemberEnrolled:
    return MemberEnrolled(
        member=member,
        name=f"State of {member}",
        name_fr=f"État de {member}",
        flag="🇪🇺",
        status=Status.ACTIVE,
        since=now - timedelta(days=365),
        weights={WeightName("population"): Fraction(1_000_000)},
        term_start=None,
        term_end=None,
        seats={},
    )


@dataclass(kw_only=True)
class Delegates:
    """The delegates of the alliance at one house. They act as a front lets them, through the dispatcher."""

    database: Database
    house: House
    clock: Clock
    at: Addresses = ON_CONSOLE
    motion: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def open_motion(self) -> None:
        """Let the secretariat put a new motion to the vote."""
        reply = await self._say(
            self.at.officer, f'/motion open {KIND} "Budget of the year" "1. The budget is approved."'
        )
        _check(reply)
        self.motion = int(reply.title.partition("M-")[2].split()[0])

    async def vote(self, number: int, ballot: str = "yes") -> None:
        """Let the delegate of the state with this number cast or change its ballot on the motion."""
        _check(await self._say(self.at.heads[number], f"/vote M-{self.motion} {ballot}"))

    async def _say(self, account: Account, line: str) -> Reply:
        now = self.clock.now()
        act = Invocation(
            key=f"{now.isoformat()}/{next(self._numbers)}",
            account=account,
            channel=self.at.channel,
            received_at=now,
            request=Typed(line=line),
        )
        return await self.house.dispatcher(act)

    async def close(self) -> None:
        """Stop the house and close its database."""
        await self.house.writer.close()
        self.database.close()


def delegates_at(
    url: str, clock: Clock | None = None, *, at: Addresses = ON_CONSOLE, observer: Observer | None = None
) -> Delegates:
    """Open a house on the database at ``url``; where no clock is given, its clock begins with the alliance."""
    database, clock = open_database(url), clock or SteppingClock(START)
    return Delegates(database=database, house=House(database, clock, observer=observer), clock=clock, at=at)


def _check(reply: Reply) -> None:
    if getattr(reply, "tone", None) is not Tone.SUCCESS:
        raise AssertionError(reply)
