"""A real body in session: its shipped charter, a roster of its members, a head of delegation for each, the console."""

from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from adapters.bootstrap import House
from adapters.cli.enrolment import enrolments
from adapters.cli.files import read_roster
from bot.charters.load import parse_charter, shipped_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.commands.conduct.presiding import presiding_member
from bot.domain.addresses import Platform, Purpose
from bot.domain.charter import Charter
from bot.domain.credentials import Role
from bot.domain.ids import AllianceCode, BodyName, KindName, MemberCode
from bot.domain.membership import Status
from storage.database import Database
from tests.behaviour.cast import SECRETARY, Person
from tests.behaviour.fronts import ConsoleUnderTest
from tests.behaviour.world import START, MovedClock, World

ROSTERS: Final = Path(__file__).parents[1] / "data" / "rosters"


class Sitting:
    """A body with its house: motions are tabled by the secretariat, members vote, the clock closes."""

    def __init__(self, world: World, charter: Charter, members: Collection[MemberCode]) -> None:
        self.world, self.charter = world, charter
        self.members = frozenset(str(member) for member in members)
        self._tabled = 0

    async def open(self, kind: str, *, concerns: str = "") -> str:
        """Table a motion of a kind; give its name."""
        about = f" concerns:{concerns}" if concerns else ""
        told = await self.say(SECRETARY, f'/motion open {kind} "A text" "1. We decide."{about}')
        assert "is tabled" in told, told
        await self.world.settle()
        self._tabled += 1
        return f"M-{self._tabled}"

    async def table(self, kind: str, *, concerns: str = "") -> str:
        """Table a motion of a kind and let its time for debate run, so that it is under vote; give its name."""
        motion = await self.open(kind, concerns=concerns)
        await self.world.pass_time(self.charter.kinds[KindName(kind)].wait)
        return motion

    async def vote(
        self, motion: str, *, yes: Iterable[str] = (), no: Iterable[str] = (), abstain: Iterable[str] = ()
    ) -> None:
        """Cast ballots, each of which must be taken."""
        for choice, states in (("yes", yes), ("no", no), ("abstain", abstain)):
            for state in states:
                told = await self.cast(motion, state, choice)
                assert f": {choice}, on" in told, told

    async def cast(self, motion: str, state: str, choice: str) -> str:
        """Cast one ballot; give what the delegation is told."""
        return await self.say(head_of(state), f"/vote {motion} {choice}")

    async def result(self, motion: str) -> str:
        """Let the clock close a vote; give the announcement of its result on one line."""
        number = int(motion.removeprefix("M-"))
        closes_at = (await self.world.motion(number)).closes_at
        await self.world.pass_time(closes_at - self.world.clock.now() + timedelta(seconds=1))
        await self.world.settle()
        (card,) = [post for post in await self.world.front.posts() if f": {motion} · " in post.splitlines()[0]]
        return " ".join(card.replace("│", " ").split())

    async def say(self, person: Person, line: str) -> str:
        """Type a line; give the answer."""
        return await self.world.front.say(person, line)

    async def chair(self, body: str, *, concerned: str = "") -> str | None:
        """Give who presides now, where a motion concerns that member."""
        alliance = await self.world.house.writer.read(lambda uow: uow.alliances.get(self.world.code))
        assert alliance is not None
        about = MemberCode(concerned) if concerned else None
        return await self.world.house.writer.read(
            lambda uow: presiding_member(uow, alliance, BodyName(body), concerned=about, now=self.world.clock.now())
        )

    async def status(self, state: str) -> Status:
        """Give what a state is to the alliance now."""
        now = self.world.clock.now()
        found = await self.world.house.writer.read(
            lambda uow: uow.roster.member(self.world.code, MemberCode(state), now)
        )
        assert found is not None
        return found.status

    def others(self, *states: str) -> list[str]:
        """Give the members but those named, in the order of their codes."""
        assert set(states) <= self.members
        return sorted(self.members - set(states))


def head_of(state: str) -> Person:
    """Give the head of a state's delegation."""
    return Person(name=f"{state.lower()}.head", number=0, role=Role.HEAD, member=MemberCode(state))


@asynccontextmanager
async def sitting(database: Database, name: str, start: datetime = START) -> AsyncIterator[Sitting]:
    """Found the body of a shipped charter with its roster; at the end its record must be whole."""
    charter = parse_charter(shipped_charter(name))
    roster = read_roster((ROSTERS / f"{name}.csv").read_bytes(), charter)
    with database.transaction() as uow:
        code = found_alliance(uow, name=name, time_zone="UTC", language="en", charter=charter, now=start)
        enrol_members(uow, code, list(enrolments(roster, ZoneInfo("UTC"), start)), now=start)
    clock = MovedClock(start)
    world = World(database, clock, House(database, clock), code)
    front = ConsoleUnderTest(world)
    members = [row.code for row in roster.rows]
    _credentials(database, code, front, members, start)
    world.house.notifiers[Platform.CONSOLE] = front.notifier
    world.fronts.append(front)
    try:
        yield Sitting(world, charter, members)
        assert await world.sound()
    finally:
        await world.house.writer.close()


def _credentials(
    database: Database, code: AllianceCode, front: ConsoleUnderTest, members: Iterable[MemberCode], now: datetime
) -> None:
    with database.transaction() as uow:
        link_channel(uow, code, channel=front.channel, purpose=Purpose.MOTIONS, now=now)
        for person in (SECRETARY, *(head_of(member) for member in members)):
            give_credential(
                uow, code, account=front.account(person), role=person.role or Role.HEAD, member=person.member,
                until=None, now=now,
            )  # fmt: skip
