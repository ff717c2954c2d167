"""The scenarios of ``plenary demo``, from first call to last delivery, over the real fronts.

Forty delegations, every second one in Slack and on Discord; or all of them at the console. What is typed and pressed is
what the scenario says; it is the scenario that tells whether everything ended as it should.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Final, TypeVar

import pytest

from adapters.bootstrap import House, the_alliance
from adapters.cli.demo import brazil, estonia, military, nanotechnology
from adapters.cli.demo.scenario import OFFICER, Course, Scenario, heads_of
from adapters.cli.demo.stage import Person
from bot.cards.card import Card, Tone
from bot.charters.load import parse_charter, shipped_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.domain.addresses import Platform, Purpose
from bot.domain.alliance import Alliance
from bot.domain.ids import AllianceCode
from bot.locales.catalogue import Value
from bot.ports import UnitOfWork
from storage.database import Database
from tests.behaviour.cast import Person as Speaker
from tests.behaviour.fronts import ConsoleUnderTest
from tests.behaviour.world import Front, MovedClock, World
from tests.integration.discord_world import DiscordWorld
from tests.integration.slack_world import SlackWorld

T = TypeVar("T")

SCENARIOS: Final = (estonia.SCENARIO, brazil.SCENARIO, nanotechnology.SCENARIO, military.SCENARIO)
REFUSED: Final = ("This was not done",)


class FrontStage:
    """A scenario's stage with real fronts: each person speaks where its account is."""

    def __init__(self, world: World, fronts: Mapping[Platform, Front], people: Mapping[str, Speaker]) -> None:
        self._world, self._fronts, self._people = world, fronts, people

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platforms on which the alliance meets."""
        return tuple(dict.fromkeys(front.platform for front in self._fronts.values()))

    def now(self) -> datetime:
        """Give the instant at which the stage stands."""
        return self._world.clock.now()

    def note(self, message_id: str, **facts: Value) -> None:
        """Say nothing: nobody watches."""

    async def type(self, person: Person, line: str, *, quiet: bool = False) -> Card:
        """Let a person type a line at its front."""
        front, someone = self._at(person)
        return _answer(await front.say(someone, line))

    async def press(self, person: Person, label: str, action: str, *, quiet: bool = False) -> Card:
        """Let a person press a button of the newest post of the motion that has it."""
        front, someone = self._at(person)
        return _answer(await front.press(someone, "M-1", label))

    async def pass_time(self, by: timedelta) -> None:
        """Move the clock and do what has become due."""
        await self._world.pass_time(by)

    async def pass_until(self, at: datetime) -> None:
        """Move the clock to an instant, a day at a time."""
        while self.now() < at:
            await self.pass_time(min(at - self.now(), timedelta(days=1)))

    async def settle(self) -> None:
        """Post what is owed by now."""
        await self._world.settle()

    async def look_up(self, query: Callable[[UnitOfWork, Alliance], T]) -> T:
        """Look something up in the record."""
        return await self._world.house.writer.read(lambda uow: query(uow, the_alliance(uow, self._world.code)))

    async def shown(self, platform: Platform) -> list[str]:
        """Give what the channel on a platform shows now."""
        return await next(front for front in self._fronts.values() if front.platform is platform).posts()

    def _at(self, person: Person) -> tuple[Front, Speaker]:
        self._world.clock.advance(timedelta(seconds=1))
        return self._fronts[person.account.platform], self._people[person.name]


def _answer(text: str) -> Card:
    refused = any(words in text for words in REFUSED)
    return Card(title=text, tone=Tone.REFUSAL if refused else Tone.NEUTRAL)


@asynccontextmanager
async def staged(database: Database, scenario: Scenario, *, console: bool) -> AsyncIterator[Course]:
    """Set a scenario up before the real fronts."""
    charter, members = parse_charter(shipped_charter(scenario.charter)), scenario.members()
    heads = heads_of(members, on_slack=scenario.on_slack)
    cast = (OFFICER, *scenario.people, *heads.values())
    clock = MovedClock(scenario.start)
    with database.transaction() as uow:
        code = found_alliance(
            uow, name="A", time_zone="Europe/Brussels", language="en", charter=charter, now=scenario.start
        )
        enrol_members(uow, code, members, now=scenario.start)
    people = {
        person.name: Speaker(name=f"p{number}", number=number, role=None) for number, person in enumerate(cast, 500)
    }
    people |= {"A stranger": Speaker(name="p499", number=499, role=None)}
    house = House(database, clock)
    world = World(database, clock, house, code)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(house.writer.close)
        fronts = await _fronts(world, stack, console=console)
        _credentialed(database, code, cast, fronts, people, scenario.start)
        yield Course(scene=FrontStage(world, fronts, people), heads=heads, members=members)
        assert await world.sound()


async def _fronts(world: World, stack: AsyncExitStack, *, console: bool) -> dict[Platform, Front]:
    if console:
        only = ConsoleUnderTest(world)
        opened: list[Front] = [only]
        fronts: dict[Platform, Front] = {Platform.SLACK: only, Platform.DISCORD: only}
    else:
        slack = await stack.enter_async_context(SlackWorld(world.house.dispatcher, world.clock))
        discord = await stack.enter_async_context(DiscordWorld(world.house.dispatcher, world.clock))
        opened = [slack, discord]
        fronts = {Platform.SLACK: slack, Platform.DISCORD: discord}
    for front in opened:
        world.house.notifiers[front.platform] = front.notifier
        world.fronts.append(front)
    return fronts


def _credentialed(
    database: Database,
    code: AllianceCode,
    cast: tuple[Person, ...],
    fronts: Mapping[Platform, Front],
    people: Mapping[str, Speaker],
    now: datetime,
) -> None:
    with database.transaction() as uow:
        for channel in dict.fromkeys(front.channel for front in fronts.values()):
            link_channel(uow, code, channel=channel, purpose=Purpose.MOTIONS, now=now)
        for person in cast:
            assert person.role is not None
            account = fronts[person.account.platform].account(people[person.name])
            give_credential(uow, code, account=account, role=person.role, member=person.member, until=None, now=now)


@pytest.mark.parametrize("console", [False, True], ids=["slack and discord", "console"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
async def test_scenario_ends_as_it_should(sqlite_database: Database, scenario: Scenario, *, console: bool) -> None:
    """From the first line to the last delivery; then the journal is verified, and replayed."""
    async with staged(sqlite_database, scenario, console=console) as course:
        assert await scenario.course(course)
