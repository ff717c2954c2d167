"""What the operator's machine does to time: a clock set back, a zone changed, a record that has slept."""

import logging
import os
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.cards.card import Card
from bot.domain.addresses import Platform
from bot.jobs.heartbeat import BEAT, SILENCE
from bot.jobs.relay import LONGEST_PAUSE
from bot.ports import Postponed
from tests.behaviour.cast import EST_HEAD, LVA, SECRETARY
from tests.behaviour.test_delivery import RESOLUTION, Wall
from tests.behaviour.world import World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def beat(house: World, platform: Platform = Platform.CONSOLE) -> None:
    """Note that a platform is in reach."""
    house.house.reaches[platform] = in_reach
    await house.house.beat()


async def in_reach() -> None:
    """Say that nothing keeps it away."""


async def test_clock_set_back_an_hour_decides_nothing_early_or_twice(
    house: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A vote that is decided stays so, one that runs ends at its instant by the clock; the log says so.

    The heartbeat is that of a platform on which the alliance has no channel, so that no outage comes into it.
    """
    await house.front.say(SECRETARY, RESOLUTION)
    await house.pass_time(72 * HOUR + MINUTE)
    decided = await house.motion()
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(LVA, "/vote M-2 no")
    await beat(house, Platform.SLACK)
    house.clock.advance(-HOUR)
    with caplog.at_level(logging.ERROR):
        await beat(house, Platform.SLACK)
    assert "clock_went_back" in caplog.text
    for person in (EST_HEAD, LVA):
        assert "Ballot recorded" in await house.front.say(person, "/vote M-2 yes")
    await house.pass_time(72 * HOUR)
    assert (await house.motion(2)).result is None
    await house.pass_time(HOUR + MINUTE)
    assert (await house.motion(2)).result is not None
    assert await house.motion() == decided
    assert await house.sound()


async def test_post_owed_before_the_clock_went_back_is_not_held_for_the_hour(house: World) -> None:
    """No post waits longer than the longest pause, whatever the clock said when it was owed."""
    wall = Wall()
    house.house.notifiers[Platform.CONSOLE] = wall
    await house.front.say(SECRETARY, RESOLUTION)
    wall.faults.append(Postponed(pause=MINUTE, reason="busy"))
    await house.house.round()
    house.clock.advance(-HOUR)
    await house.house.round()
    assert wall.keys() == []
    await beat(house)
    await house.pass_time(BEAT)
    assert wall.keys() == ["card:1"]


async def test_posts_within_their_pause_are_left_alone(house: World) -> None:
    """A clock that runs as it should pulls nothing in."""
    wall = Wall()
    house.house.notifiers[Platform.CONSOLE] = wall
    await house.front.say(SECRETARY, RESOLUTION)
    wall.faults.append(Postponed(pause=LONGEST_PAUSE, reason="busy"))
    await house.house.round()
    await beat(house)
    await house.pass_time(2 * BEAT)
    assert wall.keys() == []


@pytest.fixture
def elsewhere() -> Iterator[None]:
    """Put the machine into another time zone for a while."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
async def test_time_zone_of_the_machine_means_nothing(house: World) -> None:
    """Instants are UTC, and are shown in the alliance's zone; the machine's own may be changed at any time."""
    answer = await house.front.say(SECRETARY, RESOLUTION)
    assert "EET" in answer
    await house.pass_time(72 * HOUR - MINUTE)
    assert "Ballot recorded" in await house.front.say(LVA, "/vote M-1 yes")
    await house.pass_time(2 * MINUTE)
    assert (await house.motion()).result is not None


async def test_start_after_a_silence_looks_for_posts_before_it_writes_them(house: World) -> None:
    """A record put back from yesterday owes posts that were written since: they are found, not written again."""
    wall = Wall()
    house.house.notifiers[Platform.CONSOLE] = wall
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await beat(house)
    await house.front.say(SECRETARY, RESOLUTION)
    mark = f"{house.code}/{house.front.channel}/card:1"
    house.clock.advance(SILENCE + MINUTE)
    wall.posts["p0"] = (house.front.channel.text, mark, Card(title="As it was then"))
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await house.house.round()
    assert wall.keys() == ["card:1"]


async def test_start_after_a_moment_trusts_what_it_owes(house: World) -> None:
    """A restart within minutes posts at once, without searching a channel."""
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await beat(house)
    await house.front.say(SECRETARY, RESOLUTION)
    house.clock.advance(MINUTE)
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    waiting = await house.house.writer.read(lambda uow: uow.outbox.waiting())
    assert waiting == 1
    (post,) = await house.house.writer.write(
        lambda uow: uow.outbox.claim(
            owner="test", now=house.clock.now(), lease=MINUTE, limit=9, platforms=frozenset(Platform)
        )
    )
    assert post.attempts == 1
