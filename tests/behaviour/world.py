"""A whole house under test: a real database, the real dispatcher, one front, and a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Protocol, TypeVar

from adapters.bootstrap import House
from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.commands.conduct.digests import keep_digests
from bot.commands.conduct.yearly import keep_calendar
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.events import CharterApplied, MemberEnrolled
from bot.domain.ids import AllianceCode, BodyName, MemberCode, MotionNumber, WeightName
from bot.domain.journal import verify
from bot.domain.membership import Status, Tenure
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.ports import Notifier, UnitOfWork
from storage.database import Database
from storage.replay import tables_equal_replay
from tests.behaviour.cast import PEOPLE, ROSTER, VOTERS, Person
from tests.behaviour.charter import CHARTER

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class MovedClock:
    """A clock that stands still until the test moves it."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        """Give the instant it stands at."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move it."""
        self._now += by


class Front(Protocol):
    """One way to reach the house, driven as its users do."""

    @property
    def platform(self) -> Platform:
        """The platform it is on."""
        ...

    @property
    def notifier(self) -> Notifier:
        """What posts there."""
        ...

    def account(self, person: Person) -> Account:
        """Give a person's account."""
        ...

    @property
    def channel(self) -> Channel:
        """The channel that is linked for motions."""
        ...

    async def say(self, person: Person, line: str) -> str:
        """Type a line in the linked channel; give the private answer as text."""
        ...

    async def press(self, person: Person, post: str, label: str) -> str:
        """Press a button of the newest post whose text contains ``post``; give the private answer as text."""
        ...

    async def posts(self) -> list[str]:
        """Give what the channel shows now, threads too, as text with its buttons, oldest first."""
        ...

    async def thread(self, post: str) -> list[str]:
        """Give what the thread of the newest post in the channel that says ``post`` shows now, oldest first."""
        ...

    async def direct(self, person: Person) -> list[str]:
        """Give the direct messages a person has, as text."""
        ...


F = TypeVar("F")


class World:
    """The house with one front or several, and what a test asks of it."""

    def __init__(self, database: Database, clock: MovedClock, house: House, code: AllianceCode) -> None:
        self.database, self.clock, self.house, self.code = database, clock, house, code
        self.fronts: list[Front] = []
        self.changed_by_hand = False
        """Whether the test has written past the journal, so that a replay cannot give the same tables."""

    @property
    def front(self) -> Front:
        """The first front."""
        return self.fronts[0]

    def front_as(self, kind: type[F]) -> F:
        """Give the first front as what it is, for what only its platform has."""
        assert isinstance(self.front, kind)
        return self.front

    async def pass_time(self, by: timedelta) -> None:
        """Move the clock and do what is due."""
        self.clock.advance(by)
        await self.house.round()

    async def settle(self) -> None:
        """Post everything that is owed, live cards too."""
        await self.pass_time(timedelta(seconds=3))

    async def motion(self, number: int = 1) -> Motion:
        """Give a motion as it is stored."""
        found = await self.house.writer.read(lambda uow: uow.motions.get(self.code, MotionNumber(number)))
        assert found is not None
        return found

    async def vote(self, number: int, **ballots: str) -> None:
        """Cast ballots on a motion, by state."""
        for state, ballot in ballots.items():
            answer = await self.front.say(VOTERS[state], f"/vote M-{number} {ballot}")
            assert "not done" not in answer, answer

    async def decide(self, number: int, **ballots: str) -> None:
        """Vote by state, and let the time of the motion run out."""
        await self.vote(number, **ballots)
        motion = await self.motion(number)
        await self.pass_time(motion.closes_at + timedelta(seconds=1) - self.clock.now())

    async def phase(self, number: int = 1) -> Phase:
        """Tell where a motion stands."""
        return (await self.motion(number)).phase(self.clock.now())

    async def apply(self, text: str) -> None:
        """Bring a charter into force now."""
        parse_charter(text)
        event, now = CharterApplied(text=text), self.clock.now()

        def bring_into_force(uow: UnitOfWork) -> None:
            uow.record(self.code, event, at=now, by="test")
            alliance = uow.alliances.get(self.code)
            assert alliance is not None
            keep_calendar(uow, alliance, now=now)
            keep_digests(uow, alliance, now=now)

        await self.house.writer.write(bring_into_force)

    async def ballots(self, number: int = 1) -> dict[str, str]:
        """Give the ballots of a motion: state to choice."""
        cast = await self.house.writer.read(lambda uow: uow.ballots.of_motion(self.code, MotionNumber(number)))
        return {str(ballot.member): ballot.choice.value for ballot in cast}

    async def entries(self) -> int:
        """Give the length of the journal."""
        return (await self.house.writer.read(lambda uow: uow.journal.head(self.code))).seq

    async def sound(self) -> bool:
        """Tell whether the journal is whole and the tables equal its replay."""

        def check() -> bool:
            with self.database.snapshot() as uow:
                head = uow.journal.head(self.code)
                fault = verify(
                    uow.journal.entries(self.code), alliance=self.code, head_seq=head.seq, head_hash=head.hash
                )
            return fault is None and not tables_equal_replay(self.database, self.code)

        return check()


def found(database: Database, name: str = "Test alliance", now: datetime = START) -> AllianceCode:
    """Found the alliance of the suite with its roster."""
    with database.transaction() as uow:
        code = found_alliance(
            uow, name=name, time_zone="Europe/Tallinn", language="en", charter=parse_charter(CHARTER), now=now
        )
        enrol_members(uow, code, [enrolled(row, now) for row in ROSTER], now=now)
    return code


def enrolled(row: tuple[str, str, str, str, str, int, str], now: datetime) -> MemberEnrolled:
    """Make the enrolment of one line of the roster."""
    code, name, name_fr, flag, status, population, seat = row
    return MemberEnrolled(
        member=MemberCode(code),
        name=name,
        name_fr=name_fr,
        flag=flag,
        status=Status(status),
        since=now - timedelta(days=365),
        weights={WeightName("population"): Fraction(population)},
        term_start=None,
        term_end=None,
        seats={BodyName("council"): Tenure(seat)} if seat else {},
    )


def people_of(database: Database, code: AllianceCode, front: Front, now: datetime = START) -> None:
    """Link the front's channel and give everyone's account on it its credential."""
    with database.transaction() as uow:
        link_channel(uow, code, channel=front.channel, purpose=Purpose.MOTIONS, now=now)
        for person in PEOPLE:
            if person.role is not None:
                give_credential(
                    uow,
                    code,
                    account=front.account(person),
                    role=person.role,
                    member=person.member,
                    nationality=person.nationality,
                    until=None,
                    now=now,
                )


@asynccontextmanager
async def open_world(database: Database, clock: MovedClock | None = None) -> AsyncIterator[World]:
    """Open a house on a database that holds the alliance of the suite, with no front yet."""
    moved = clock or MovedClock()
    code = found(database)
    house = House(database, moved)
    try:
        yield World(database, moved, house, code)
    finally:
        await house.writer.close()
