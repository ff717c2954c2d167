"""A record read back from a copy, as the members meet it: old posts, lost votes, numbers that are not given again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.administration import link_channel
from bot.commands.restoring import carry_on
from bot.domain.addresses import Channel, Platform, Purpose
from bot.domain.phases import Phase
from storage.backups.making import back_up
from storage.backups.restoring import restore
from storage.database import Database
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, SECRETARY
from tests.behaviour.fronts import Opener
from tests.behaviour.world import World, open_world

CONSOLE = frozenset({Platform.CONSOLE})
RESOLUTION = '/motion open resolution "{}" "1. The skies are open."'


@pytest.fixture
async def lost(sqlite_database: Database, opener: Opener) -> AsyncIterator[World]:
    """Give a house on SQLite behind each front, whose file the test takes away."""
    async with open_world(sqlite_database) as opened, opener(opened):
        yield opened


def copy(world: World, name: str = "copy.db") -> Path:
    """Make a backup; give its file."""
    assert world.database.path is not None
    path = world.database.path.with_name(name)
    back_up(world.database, path, now=world.clock.now())
    return path


def read_back(world: World, path: Path) -> None:
    """Lose the database, and restore it from a backup as the terminal does."""
    world.database.close()
    assert world.database.path is not None
    for file in world.database.path.parent.glob(f"{world.database.path.name}*"):
        file.unlink()
    now = world.clock.now()
    restore(world.database, path, lambda uow, copied_at: carry_on(uow, copied_at=copied_at, now=now))


def with_buttons(posts: list[str], title: str) -> list[str]:
    """Give the cards of a motion among posts."""
    return [post for post in posts if title in post and "Kind" in post]


async def test_old_button_never_votes_on_a_new_motion(lost: World) -> None:
    """What was tabled after the copy has a card that leads nowhere; what was tabled before it goes on as it was."""
    await lost.front.say(SECRETARY, RESOLUTION.format("Open skies"))
    path = copy(lost)
    await lost.front.say(SECRETARY, RESOLUTION.format("Lost motion"))
    await lost.settle()
    assert ": yes" in await lost.front.press(EST_HEAD, "Lost motion", "Yes")
    lost.clock.advance(timedelta(hours=1))
    read_back(lost, path)
    await lost.settle()
    posts = await lost.front.posts()
    news = next(post for post in posts if "The record was restored from a copy" in post)
    assert "Open skies" in news
    assert "Lost motion" not in news
    assert "numbered from M-4605 on" in news
    assert len(with_buttons(posts, "Open skies")) == 1
    answer = await lost.front.say(SECRETARY, RESOLUTION.format("New motion"))
    assert "M-4605 is tabled" in answer
    assert "There is no motion M-2" in await lost.front.press(EST_HEAD, "Lost motion", "Yes")
    assert "There is no motion M-2" in await lost.front.say(LVA, "/vote M-2 yes")
    assert ": no, on “Open skies”" in await lost.front.say(LVA, "/vote M-1 no")
    assert await lost.ballots(4605) == {}
    assert await lost.sound()


async def test_one_copy_restored_twice_gives_no_number_twice(house: World) -> None:
    """The second life of the record knows nothing of the first, and still gives other numbers."""
    await house.front.say(SECRETARY, RESOLUTION.format("Open skies"))
    path = copy(house)
    house.clock.advance(timedelta(seconds=10))
    read_back(house, path)
    assert "M-1012 is tabled" in await house.front.say(SECRETARY, RESOLUTION.format("First life"))
    house.clock.advance(timedelta(seconds=10))
    read_back(house, path)
    assert "M-1022 is tabled" in await house.front.say(SECRETARY, RESOLUTION.format("Second life"))
    assert "There is no motion M-1012" in await house.front.say(EST_HEAD, "/vote M-1012 yes")
    assert await house.sound()


async def live_until_now(world: World) -> None:
    """Do what is due now, as a house does that has been running and in reach all the time."""
    with world.database.transaction() as uow:
        uow.liveness.serve(frozenset(), only=True)
        uow.liveness.serve(CONSOLE, only=True)
        uow.liveness.beat(Platform.CONSOLE, world.clock.now())
    await world.house.round()


async def test_vote_that_ended_after_the_copy_is_not_decided_on_what_was_left_of_it(house: World) -> None:
    """The time between copy and restore is an outage, which decides nothing: the members vote again."""
    await house.front.say(SECRETARY, RESOLUTION.format("Open skies"))
    await house.front.say(EST_HEAD, "/vote M-1 no")
    house.clock.advance(timedelta(hours=71))
    await live_until_now(house)
    path = copy(house)
    for person in (LVA, FIN, BRA):
        await house.front.say(person, "/vote M-1 yes")
    house.clock.advance(timedelta(hours=2))
    await live_until_now(house)
    assert (await house.motion()).phase(house.clock.now()) is Phase.ADOPTED
    house.clock.advance(timedelta(hours=20))
    read_back(house, path)
    await house.house.begin(CONSOLE, only=True)
    await house.settle()
    assert (await house.motion()).phase(house.clock.now()) is Phase.VOTING
    assert await house.ballots() == {"EST": "no"}
    for person in (LVA, FIN, BRA):
        assert ": yes" in await house.front.say(person, "/vote M-1 yes")
    house.clock.advance(timedelta(hours=5))
    await live_until_now(house)
    assert (await house.motion()).phase(house.clock.now()) is Phase.ADOPTED
    assert await house.sound()


async def test_every_channel_is_told_in_the_language_of_its_alliance(house: World) -> None:
    """Whatever a channel is linked for, those who read there must know."""
    now = house.clock.now()
    with house.database.transaction() as uow:
        for purpose in (Purpose.ANNOUNCEMENTS, Purpose.REVIEWS, Purpose.SECRETARIAT):
            link_channel(uow, house.code, channel=Channel(f"console:{purpose}"), purpose=purpose, now=now)
    path = copy(house)
    house.clock.advance(timedelta(minutes=1))
    read_back(house, path)
    with house.database.snapshot() as uow:
        assert uow.outbox.waiting() == 4
    await house.settle()
    with house.database.snapshot() as uow:
        assert uow.outbox.waiting() == 0
    (news,) = await house.front.posts()
    assert "Mon 23 Nov 2026, 11:00 EET" in news
    assert "No motion was before the members then" in news
