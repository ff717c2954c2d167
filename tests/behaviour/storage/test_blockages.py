"""Places that are closed to the bot, as they are kept."""

from datetime import timedelta

import pytest

from bot.domain.addresses import Account, Channel, Platform
from bot.domain.blockages import Blockage, Obstacle, Place, Workspace
from bot.domain.notices import MotionCard
from bot.ports import RecordRefused
from storage.database import Database
from tests.behaviour.storage.scene import ALLIANCE, FIRST, NOW, SECOND, founding, write

LATER = NOW + timedelta(hours=1)
PLACES: tuple[Place, ...] = (
    Channel("console:hall"),
    Account("console:hall"),
    Workspace("console:hall"),
    Platform.CONSOLE,
)
"""Four places that are written alike."""


@pytest.fixture
def house(database: Database) -> Database:
    """Give a database in which the alliance is founded."""
    write(database, *founding())
    return database


def begin(house: Database, place: Place, obstacle: Obstacle = Obstacle.REMOVED) -> int:
    """Note that a place is closed."""
    with house.transaction() as uow:
        return uow.blockages.begin(ALLIANCE, place, obstacle=obstacle, reason="own_word", edit_ends=False, now=NOW)


def test_blockage_comes_back_as_it_was_noted(house: Database) -> None:
    """Places that are written alike stay apart, and are numbered in their order."""
    assert [begin(house, place) for place in PLACES] == [1, 2, 3, 4]
    expected = tuple(
        Blockage(
            number=number,
            alliance=ALLIANCE,
            place=place,
            obstacle=Obstacle.REMOVED,
            reason="own_word",
            edit_ends=False,
            since=NOW,
            until=None,
        )
        for number, place in enumerate(PLACES, 1)
    )
    with house.snapshot() as uow:
        assert uow.blockages.every_open(ALLIANCE) == expected
        assert tuple(uow.blockages.open_at(ALLIANCE, place) for place in PLACES) == expected
        assert uow.blockages.get(ALLIANCE, 2) == expected[1]
        assert uow.blockages.get(ALLIANCE, 5) is None


def test_blockage_that_is_over_is_kept_and_another_may_follow(house: Database) -> None:
    """What was told of it can still be read."""
    hall = PLACES[0]
    begin(house, hall)
    with house.transaction() as uow:
        closed = uow.blockages.open_at(ALLIANCE, hall)
        assert closed is not None
        uow.blockages.change(closed, obstacle=Obstacle.ARCHIVED, reason="is_archived", edit_ends=True)
        uow.blockages.end(closed, now=LATER)
    with house.snapshot() as uow:
        over = uow.blockages.get(ALLIANCE, 1)
        assert over is not None
        assert (over.obstacle, over.reason, over.until) == (Obstacle.ARCHIVED, "is_archived", LATER)
        assert over.edit_ends
        assert uow.blockages.open_at(ALLIANCE, hall) is None
    assert begin(house, hall) == 2


def test_place_is_closed_once(house: Database) -> None:
    """Two that note it at once do not make two of it."""
    begin(house, PLACES[0])
    with pytest.raises(RecordRefused):
        begin(house, PLACES[0], Obstacle.FORBIDDEN)


def test_what_was_put_off_at_an_address_is_revived_with_its_dead_letters(house: Database) -> None:
    """A post that was never tried keeps its own time."""
    hall = Channel("console:hall")
    with house.transaction() as uow:
        uow.outbox.owe(ALLIANCE, MotionCard(motion=FIRST), hall, due=NOW)
        uow.outbox.owe(ALLIANCE, MotionCard(motion=SECOND), hall, due=NOW + timedelta(days=1))
    with house.transaction() as uow:
        (post,) = uow.outbox.claim(
            owner="one", now=NOW, lease=timedelta(minutes=1), limit=9, platforms=frozenset(Platform)
        )
        uow.outbox.postponed(post, owner="one", until=LATER, reason="closed")
        uow.outbox.revive(hall, due=NOW)
    with house.transaction() as uow:
        assert uow.outbox.next_due() == NOW
        (again,) = uow.outbox.claim(
            owner="one", now=NOW, lease=timedelta(minutes=1), limit=9, platforms=frozenset(Platform)
        )
        assert (again.key, again.attempts) == ("card:1", 2)
