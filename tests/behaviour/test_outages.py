"""An outage decides nothing (decision rules, deciding 6), from the real fronts' own word to what the channels say."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from adapters.bootstrap import House
from bot.domain.addresses import Platform
from bot.domain.phases import Phase
from storage.database import Database
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, POL, SECRETARY
from tests.behaviour.world import START, Front, World, open_world, people_of
from tests.integration.discord_world import DiscordWorld
from tests.integration.slack_world import SlackWorld
from tests.servers.slack import Fault

URGENT = '/motion open sanctions "Measures" "1. Freeze." impact:"None." sponsors:EST,LVA urgent:yes'
"""Voting runs 12 hours, so its last quarter is 3."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SERVED = frozenset({Platform.SLACK, Platform.DISCORD})
MOVED = "An outage decides nothing"
LASTING = "A platform is out of reach"


@dataclass(kw_only=True)
class Both:
    """A house between Slack and Discord, whose heartbeat asks the fronts themselves."""

    world: World
    slack: SlackWorld
    discord: DiscordWorld

    async def begin(self, house: House) -> None:
        """Begin as ``plenary run`` does: what happened before is settled, then the platforms are found in reach."""
        await house.begin(SERVED, only=True)
        house.notifiers.update({front.platform: front.notifier for front in self.fronts})
        house.reaches[Platform.SLACK] = self.slack.front.in_reach
        house.reaches[Platform.DISCORD] = self._discord_in_reach
        await house.beat()

    async def _discord_in_reach(self) -> str | None:
        return await self.discord.front.in_reach()

    @property
    def fronts(self) -> tuple[Front, Front]:
        """Both fronts."""
        return self.slack, self.discord

    async def open(self) -> datetime:
        """Open an urgent motion; give its deadline."""
        await self.slack.say(SECRETARY, URGENT)
        await self.world.settle()
        return await self.deadline()

    async def deadline(self) -> datetime:
        """Give the deadline as it stands."""
        return (await self.world.motion()).closes_at

    async def beat_until(self, instant: datetime) -> None:
        """Let time pass with a heartbeat at least every second minute, and do what is due at the end."""
        while (left := instant - self.world.clock.now()) > timedelta(0):
            self.world.clock.advance(min(2 * MINUTE, left))
            await self.world.house.beat()
        await self.world.house.round()

    async def take_away(self, platform: Platform) -> None:
        """Have a platform out of reach: Slack fails and cuts its connections, Discord's front has ended."""
        self.world.house.notifiers.pop(platform)
        if platform is Platform.DISCORD:
            await self.discord.front.stop()
            return
        self.slack.server.set_weather(lambda _method: Fault(status=503))
        for connection in self.slack.server.connections:
            connection.cut()

    async def bring_back(self, platform: Platform) -> None:
        """Have it in reach again."""
        self.slack.server.set_weather(lambda _method: Fault())
        if platform is Platform.DISCORD:
            await self.discord.start()
        async with asyncio.timeout(15):
            trouble = await self.world.house.reaches[platform]()
            while trouble is not None:
                await asyncio.sleep(0)
                trouble = await self.world.house.reaches[platform]()
        self.world.house.notifiers |= {front.platform: front.notifier for front in self.fronts}
        await self.world.house.beat()

    async def told(self, words: str) -> list[int]:
        """Count the posts with these words, in each channel."""
        await self.world.settle()
        return [sum(words in post for post in await front.posts()) for front in self.fronts]

    async def moves(self) -> list[str]:
        """Give the entries of the journal that move a deadline."""
        entries = await self.world.house.writer.read(lambda uow: tuple(uow.journal.entries(self.world.code)))
        return [entry.body for entry in entries if '"DeadlineMoved"' in entry.body]

    async def votes(self) -> None:
        """Have everyone vote yes, on both platforms."""
        for person in (EST_HEAD, LVA):
            assert "Ballot recorded" in await self.slack.say(person, "/vote M-1 yes")
        for person in (FIN, BRA, POL):
            assert "Ballot recorded" in await self.discord.say(person, "/vote cast M-1 yes")


@pytest.fixture
async def both(database: Database) -> AsyncIterator[Both]:
    """Give a house behind both platforms, on each database, that has begun."""
    async with open_world(database) as world:
        house = world.house
        async with (
            SlackWorld(house.dispatcher, world.clock) as slack,
            DiscordWorld(house.dispatcher, world.clock) as discord,
        ):
            for front in (slack, discord):
                people_of(database, world.code, front, START)
            both = Both(world=world, slack=slack, discord=discord)
            await both.begin(house)
            yield both
            assert slack.server.violations == []
            assert discord.server.violations == []


@pytest.mark.parametrize("platform", sorted(SERVED))
async def test_platform_away_before_the_deadline_moves_it(both: Both, platform: Platform) -> None:
    """Eleven minutes in the last quarter: the deadline is 4 hours after the return, announced and in the journal."""
    deadline = await both.open()
    await both.beat_until(deadline - 15 * MINUTE)
    await both.take_away(platform)
    await both.beat_until(deadline - 4 * MINUTE)
    assert await both.deadline() == deadline
    await both.bring_back(platform)
    returned = both.world.clock.now()
    assert await both.deadline() == returned + 4 * HOUR
    assert await both.told(MOVED) == [1, 1]
    [entry] = await both.moves()
    assert '"reason":"outage"' in entry
    await both.beat_until(deadline + MINUTE)
    await both.votes()
    await both.beat_until(returned + 4 * HOUR + MINUTE)
    assert (await both.world.motion()).phase(both.world.clock.now()) is Phase.ADOPTED
    assert await both.told("Adopted: M-1") == [1, 1]
    assert await both.world.sound()


async def test_short_outage_moves_nothing(both: Both) -> None:
    """Nine minutes are within the tolerance: the vote is decided at its own deadline."""
    deadline = await both.open()
    await both.votes()
    await both.beat_until(deadline - 15 * MINUTE)
    await both.take_away(Platform.SLACK)
    await both.beat_until(deadline - 6 * MINUTE)
    await both.bring_back(Platform.SLACK)
    await both.beat_until(deadline + MINUTE)
    assert (await both.world.motion()).phase(both.world.clock.now()) is Phase.ADOPTED
    assert await both.moves() == []


async def test_platform_that_is_still_away_at_the_deadline_keeps_the_vote_open(both: Both) -> None:
    """Those who can be reached are told at once, everyone after the return, from which the four hours count."""
    deadline = await both.open()
    await both.beat_until(deadline - 15 * MINUTE)
    await both.take_away(Platform.SLACK)
    await both.beat_until(deadline + 30 * MINUTE)
    assert (await both.world.motion()).phase(both.world.clock.now()) is Phase.VOTING
    assert await both.told(LASTING) == [0, 1]
    assert "Ballot recorded" in await both.discord.say(FIN, "/vote cast M-1 yes")
    await both.bring_back(Platform.SLACK)
    assert await both.deadline() == both.world.clock.now() + 4 * HOUR
    assert await both.told(MOVED) == [1, 1]


async def test_bot_that_was_down_before_the_deadline_moves_it(both: Both) -> None:
    """The next process settles it before any tick: nothing is decided, and everyone has four hours from its start."""
    deadline = await both.open()
    await both.beat_until(deadline - 20 * MINUTE)
    await both.world.house.writer.close()
    both.world.clock.advance(50 * MINUTE)
    started = both.world.clock.now()
    next_one = House(both.world.database, both.world.clock)
    both.world.house = next_one
    await next_one.begin(SERVED, only=True)
    await next_one.move()
    assert (await both.world.motion()).result is None
    await both.begin(next_one)
    assert await both.deadline() == started + 4 * HOUR
    assert await both.told(MOVED) == [1, 1]
    assert await both.world.sound()


async def test_trouble_is_written_down_in_the_platforms_own_words(both: Both) -> None:
    """What doctor and readiness tell: when a platform was in reach, and what keeps it away."""
    seen = both.world.clock.now()
    await both.take_away(Platform.SLACK)
    await both.take_away(Platform.DISCORD)
    both.world.clock.advance(MINUTE)
    await both.world.house.beat()
    reach = await both.world.house.writer.read(lambda uow: uow.liveness.reach())
    assert (reach[Platform.SLACK].seen_at, reach[Platform.DISCORD].seen_at) == (seen, seen)
    assert reach[Platform.SLACK].trouble == "no Socket Mode connection"
    assert reach[Platform.DISCORD].trouble == "no gateway session"
    for platform in (Platform.SLACK, Platform.DISCORD):
        await both.bring_back(platform)
    reach = await both.world.house.writer.read(lambda uow: uow.liveness.reach())
    assert not any(each.trouble for each in reach.values())
