"""The one extension of a vote by the chair (decision rules, deciding 8), and the late quorum beside it."""

from datetime import datetime, timedelta

import pytest

from bot.domain.addresses import Platform
from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, POL, SECRETARY, Person
from tests.behaviour.world import World

VOTING, HOUR, SECOND = timedelta(hours=72), timedelta(hours=1), timedelta(seconds=1)
LAST_QUARTER = VOTING * 3 / 4
RESOLUTION = '/motion open resolution "Open skies" "1. Open."'
ORDER = '/motion open order "Order" "1. Order."'
OUT = timedelta(minutes=30)


async def closes(house: World, number: int = 1) -> datetime:
    """Give the deadline as it stands."""
    return (await house.motion(number)).closes_at


async def extend(house: World, closes_at: datetime, person: Person = EST_HEAD, number: int = 1) -> str:
    """Have someone move a deadline to an instant; give the answer."""
    left = int((closes_at - house.clock.now()).total_seconds())
    return await house.front.say(person, f'/motion extend M-{number} {left}s "Brazil is travelling."')


async def presided(house: World) -> None:
    """Have the assembly elect Estonia its chair, as M-1."""
    await house.front.say(SECRETARY, "/chair elect assembly EST")
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-1 yes")
    await house.pass_time(VOTING + SECOND)


async def out_of_reach(house: World, *, at: datetime) -> None:
    """Have the bot stand still for half an hour from an instant on, between two heartbeats."""

    async def in_reach() -> str | None:
        return None

    await house.pass_time(at - house.clock.now())
    house.house.reaches[Platform.CONSOLE] = in_reach
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await house.house.beat()
    house.clock.advance(OUT)
    await house.house.beat()
    await house.house.round()


async def test_vote_is_extended_by_its_whole_period_and_not_a_second_more(house: World) -> None:
    """At most the original period."""
    await house.front.say(SECRETARY, RESOLUTION)
    first = await closes(house)
    assert "at most" in await extend(house, first + VOTING + SECOND)
    assert await closes(house) == first
    assert "now closes" in await extend(house, first + VOTING)
    assert await closes(house) == first + VOTING


async def test_vote_is_extended_until_its_last_quarter_begins(house: World) -> None:
    """A second before it; at its first instant it is too late, and it is so again after the extension."""
    await house.front.say(SECRETARY, RESOLUTION)
    first = await closes(house)
    house.clock.advance(LAST_QUARTER)
    assert "last quarter" in await extend(house, first + HOUR)
    house.clock.advance(-SECOND)
    assert "now closes" in await extend(house, first + HOUR)
    assert "extended once already" in await extend(house, first + 2 * HOUR)


@pytest.mark.parametrize("later", [timedelta(0), -HOUR])
async def test_deadline_is_moved_later_only(house: World, later: timedelta) -> None:
    """Neither to where it is, nor back."""
    await house.front.say(SECRETARY, RESOLUTION)
    before = await house.entries()
    first = await closes(house)
    assert "not done" in await extend(house, first + later)
    assert (await closes(house), await house.entries()) == (first, before)


@pytest.mark.parametrize(("person", "told"), [(FIN, "presided over by Estonia"), (SECRETARY, "is for delegations")])
async def test_nobody_but_the_chair_extends(house: World, person: Person, told: str) -> None:
    """Neither the vice-chair while the chair is there, nor the secretariat."""
    await house.front.say(SECRETARY, RESOLUTION)
    first = await closes(house)
    assert told in await extend(house, first + HOUR, person)
    assert await closes(house) == first


async def test_vote_past_its_deadline_is_not_extended(house: World) -> None:
    """Whether or not anyone has closed it."""
    await house.front.say(SECRETARY, RESOLUTION)
    house.clock.advance(VOTING + SECOND / 2)
    answer = await house.front.say(EST_HEAD, '/motion extend M-1 96h "More."')
    assert "cannot be used on M-1" in answer


async def test_extended_vote_counts_what_comes_in_the_time_won(world: World) -> None:
    """On every front: told with the chair's reason, votes after the first deadline count."""
    await world.front.say(SECRETARY, RESOLUTION)
    first = await closes(world)
    assert "now closes" in await extend(world, first + HOUR)
    await world.settle()
    assert "Brazil is travelling." in "\n".join(await world.front.posts())
    for person in (EST_HEAD, LVA):
        await world.front.say(person, "/vote M-1 yes")
    await world.pass_time(first + HOUR - world.clock.now())
    assert "Ballot recorded" in await world.front.say(FIN, "/vote M-1 yes")
    await world.pass_time(SECOND)
    assert (await world.motion()).phase(world.clock.now()) is Phase.ADOPTED


async def test_quorum_that_is_reached_late_moves_the_deadline_once(house: World) -> None:
    """The third of five ballots comes six hours before: a day more; taken back and given again, no second day."""
    await presided(house)
    await house.front.say(SECRETARY, ORDER)
    first = await closes(house, 2)
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-2 yes")
    await house.pass_time(VOTING - 6 * HOUR)
    await house.front.say(FIN, "/vote M-2 no")
    assert await closes(house, 2) == first + 24 * HOUR
    await house.pass_time(28 * HOUR)
    await house.front.say(FIN, "/vote retract M-2")
    await house.front.say(FIN, "/vote M-2 no")
    assert await closes(house, 2) == first + 24 * HOUR


async def test_quorum_reached_before_the_last_part_moves_nothing(house: World) -> None:
    """A second earlier it is in time."""
    await presided(house)
    await house.front.say(SECRETARY, ORDER)
    first = await closes(house, 2)
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-2 yes")
    house.clock.advance(VOTING - 6 * HOUR - SECOND)
    await house.front.say(FIN, "/vote M-2 no")
    assert await closes(house, 2) == first


async def test_late_quorum_moves_the_deadline_once_though_an_outage_has_moved_it_since(house: World) -> None:
    """The quorum, then the outage, then the quorum again: only the first time counts."""
    await presided(house)
    await house.front.say(SECRETARY, ORDER)
    first = await closes(house, 2)
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-2 yes")
    await house.pass_time(VOTING - 3 * HOUR)
    await house.front.say(FIN, "/vote M-2 no")
    moved = await closes(house, 2)
    assert moved == first + 24 * HOUR
    await out_of_reach(house, at=moved - HOUR)
    again = await closes(house, 2)
    assert again == moved - HOUR + OUT + 4 * HOUR
    await house.front.say(FIN, "/vote retract M-2")
    await house.front.say(FIN, "/vote M-2 no")
    assert await closes(house, 2) == again
    assert (await house.motion(2)).course.moves == ("late quorum", "outage")


async def test_late_quorum_counts_though_an_outage_has_moved_the_deadline_before(house: World) -> None:
    """An outage is none of it: the quorum reached in the last part of what there is now moves it still."""
    await presided(house)
    await house.front.say(SECRETARY, ORDER)
    first = await closes(house, 2)
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-2 yes")
    await out_of_reach(house, at=first - HOUR)
    moved = await closes(house, 2)
    await house.front.say(FIN, "/vote M-2 no")
    assert await closes(house, 2) == moved + 24 * HOUR
    assert (await house.motion(2)).course.moves == ("outage", "late quorum")


async def test_chair_extends_once_after_a_late_quorum_has_moved_the_deadline(house: World) -> None:
    """The last quarter is that of the new deadline, the longest time that of the original period."""
    await presided(house)
    await house.front.say(SECRETARY, ORDER)
    first = await closes(house, 2)
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-2 yes")
    await house.pass_time(VOTING - 5 * HOUR)
    await house.front.say(FIN, "/vote M-2 no")
    moved = first + 24 * HOUR
    assert "at most" in await extend(house, moved + VOTING + SECOND, number=2)
    assert "now closes" in await extend(house, moved + VOTING, number=2)
    assert "extended once already" in await extend(house, moved + VOTING + HOUR, number=2)
    assert await closes(house, 2) == moved + VOTING


async def test_four_hours_after_an_outage_are_the_last_quarter(house: World) -> None:
    """The deadline that an outage has moved is not extended in its last quarter either."""
    await presided(house)
    await house.front.say(SECRETARY, ORDER)
    first = await closes(house, 2)
    await out_of_reach(house, at=first - HOUR)
    moved = first - HOUR + OUT + 4 * HOUR
    assert await closes(house, 2) == moved
    assert "last quarter" in await extend(house, moved + HOUR, number=2)


async def test_result_that_is_certain_is_not_waited_for(house: World) -> None:
    """Final ballots: three of five have said no, and more than a half cannot be reached."""
    await presided(house)
    await house.front.say(SECRETARY, '/motion open final "Final" "1. Final."')
    first = await closes(house, 2)
    for person in (LVA, BRA):
        await house.front.say(person, "/vote cast M-2 no confirm:yes")
    before = await house.entries()
    await house.front.say(POL, "/vote cast M-2 no confirm:yes")
    assert await house.entries() == before + 1
    assert "is certain whatever" in await extend(house, first + HOUR, number=2)
    assert await closes(house, 2) == first


async def test_chair_extends_once_after_an_outage_has_moved_the_deadline(house: World) -> None:
    """And a late quorum after that: neither is the chair's extension, of which there is still one."""
    await presided(house)
    await house.front.say(SECRETARY, ORDER)
    first = await closes(house, 2)
    await out_of_reach(house, at=first - HOUR)
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-2 yes")
    await house.front.say(FIN, "/vote M-2 no")
    moved = first - HOUR + OUT + 4 * HOUR + 24 * HOUR
    assert await closes(house, 2) == moved
    assert "at most" in await extend(house, moved + VOTING + SECOND, number=2)
    assert "now closes" in await extend(house, moved + VOTING, number=2)
    assert "extended once already" in await extend(house, moved + VOTING + HOUR, number=2)
