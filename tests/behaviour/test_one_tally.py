"""One motion on both platforms at once: the real slack-bolt and the real discord.py before one house."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.bootstrap import House
from bot.domain.addresses import Platform
from bot.domain.phases import Phase
from storage.database import Database
from tests.behaviour.cast import BRA, EST_DELEGATE, EST_OTHER, FIN, LVA, SECRETARY
from tests.behaviour.fronts import open_discord, open_slack
from tests.behaviour.world import Front, World, open_world

RESOLUTION = '/motion open resolution "Open skies" "1. The skies are open."'


@pytest.fixture
async def both(database: Database) -> AsyncIterator[tuple[World, Front, Front]]:
    """Give a house behind Slack and Discord, on each database."""
    async with open_world(database) as world, open_slack(world) as slack, open_discord(world) as discord:
        yield world, slack, discord


async def test_one_tally_across_both_platforms(both: tuple[World, Front, Front]) -> None:
    """Opened in Slack, voted in both, closed by the clock, decided by the rule, posted in both."""
    world, slack, discord = both
    await slack.say(SECRETARY, RESOLUTION)
    await world.settle()
    assert "Estonia: yes" in (await slack.press(EST_DELEGATE, "Open skies", "Yes")).replace("\u00a0", " ")
    assert "Latvia: yes" in (await discord.press(LVA, "Open skies", "Yes")).replace("\u00a0", " ")
    assert "Finland: yes" in (await discord.say(FIN, "/vote cast M-1 yes")).replace("\u00a0", " ")
    await slack.say(BRA, "/vote M-1 abstain")
    await world.settle()
    for front in both[1:]:
        card = next(post for post in await front.posts() if "Kind" in post)
        assert "For (3)" in card
        assert "3 of the 3 needed" in card
    await world.pass_time(timedelta(hours=73))
    assert (await world.motion()).phase(world.clock.now()) is Phase.ADOPTED
    for front in both[1:]:
        assert len([post for post in await front.posts() if "Adopted: M-1" in post]) == 1
    assert await world.sound()


async def test_two_delegates_of_one_state_at_the_same_instant_from_both_platforms(
    both: tuple[World, Front, Front],
) -> None:
    """One seat, one ballot: the second is a recorded change, and everyone of the delegation is told."""
    world, slack, discord = both
    await slack.say(SECRETARY, RESOLUTION)
    answers = await asyncio.gather(
        slack.say(EST_DELEGATE, "/vote M-1 yes"), discord.say(EST_OTHER, "/vote cast M-1 no")
    )
    assert len(await world.ballots()) == 1
    assert sum("no longer" in answer for answer in answers) == 1
    assert await world.sound()


async def test_receipt_reaches_the_delegation_on_the_other_platform(both: tuple[World, Front, Front]) -> None:
    """A ballot cast in Slack is told to the delegates on Discord."""
    world, slack, discord = both
    await slack.say(SECRETARY, RESOLUTION)
    await slack.say(EST_DELEGATE, "/vote M-1 yes")
    await world.settle()
    assert any("yes, on “Open skies”" in told for told in await discord.direct(EST_OTHER))


async def test_everything_goes_on_after_a_restart_in_mid_vote(both: tuple[World, Front, Front]) -> None:
    """Nothing of a vote is in memory: another house on the same database takes ballots, closes and posts."""
    world, slack, discord = both
    await slack.say(SECRETARY, RESOLUTION)
    await slack.say(EST_DELEGATE, "/vote M-1 yes")
    await world.settle()
    second = House(world.database, world.clock)
    second.notifiers.update(world.house.notifiers)
    try:
        world.clock.advance(timedelta(hours=80))
        await second.round()
    finally:
        await second.writer.close()
    assert (await world.motion()).phase(world.clock.now()) is Phase.NOT_ADOPTED
    for front, platform in ((slack, Platform.SLACK), (discord, Platform.DISCORD)):
        assert front.platform is platform
        assert len([post for post in await front.posts() if "Not adopted: M-1" in post]) == 1
