"""Adoption by consensus: the chair asks, and nobody objects in the time shown; or somebody does."""

from datetime import timedelta

import pytest

from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, SECRETARY, Person
from tests.behaviour.world import World

DEBATED = '/motion open debated "Open skies" "1. The skies are open."'
MINUTES = timedelta(minutes=10)


async def asked(house: World, line: str = "/motion consensus M-1") -> str:
    """Table a motion with a debate, and have the chair of the council ask for consensus."""
    await house.front.say(SECRETARY, DEBATED)
    return await house.front.say(EST_HEAD, line)


async def phase(house: World) -> Phase:
    """Tell where the motion stands."""
    return (await house.motion()).phase(house.clock.now())


async def test_nobody_objects_and_it_is_adopted_without_a_vote(world: World) -> None:
    """On every front: the question stands for ten minutes, and is answered by their passing."""
    assert "The question is put" in await asked(world)
    await world.pass_time(MINUTES)
    assert await phase(world) is Phase.DEBATE
    await world.pass_time(timedelta(seconds=1))
    await world.settle()
    assert await phase(world) is Phase.ADOPTED_WITHOUT_VOTE
    assert "by consensus, without a vote" in "\n".join(await world.front.posts())


async def test_one_objection_sends_it_its_ordinary_way(world: World) -> None:
    """On every front: it stays in debate, and voting opens when it would have."""
    await asked(world)
    opens = (await world.motion()).opens_at
    assert "goes its ordinary way" in await world.front.say(BRA, '/motion object M-1 "We want a vote."')
    await world.pass_time(timedelta(hours=1))
    assert await phase(world) is Phase.DEBATE
    await world.pass_time(opens - world.clock.now())
    assert await phase(world) is Phase.VOTING


async def test_objection_after_the_time_is_late_though_no_job_has_run(house: World) -> None:
    """The instant is inclusive, and no job needs to have run."""
    await asked(house)
    house.clock.advance(MINUTES + timedelta(microseconds=1))
    assert await phase(house) is Phase.COUNTING
    assert "cannot be used on M-1" in await house.front.say(BRA, '/motion object M-1 "Late."')


async def test_vote_that_falls_due_meanwhile_waits_for_the_answer(house: World) -> None:
    """A question put shortly before the vote is answered first."""
    await house.front.say(SECRETARY, DEBATED)
    opens = (await house.motion()).opens_at
    await house.pass_time(opens - timedelta(minutes=2) - house.clock.now())
    await house.front.say(EST_HEAD, "/motion consensus M-1")
    await house.pass_time(timedelta(minutes=3))
    assert await phase(house) is Phase.DEBATE
    await house.front.say(BRA, '/motion object M-1 "A vote, please."')
    await house.pass_time(timedelta(minutes=1))
    assert await phase(house) is Phase.VOTING


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (LVA, "/motion consensus M-1", "is for the chair"),
        (SECRETARY, "/motion consensus M-1", "is for delegations"),
        (EST_HEAD, "/motion consensus M-1 within:2m", "at least 10 minutes"),
        (BRA, '/motion object M-1 "No."', "has not asked for consensus"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_questions_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """The chair alone asks, and gives members their time."""
    await house.front.say(SECRETARY, DEBATED)
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_chair_does_not_ask_twice(house: World) -> None:
    """Neither while the question stands nor after a member has objected."""
    await asked(house)
    assert "stands already" in await house.front.say(EST_HEAD, "/motion consensus M-1")
    await house.front.say(FIN, '/motion object M-1 "No."')
    assert "has objected to consensus" in await house.front.say(EST_HEAD, "/motion consensus M-1")


@pytest.mark.parametrize(("person", "told"), [(HUN, "does not have the right to object"), (POL, "no place")])
async def test_who_has_no_vote_objects_to_no_consensus(house: World, person: Person, told: str) -> None:
    """A suspended member, or one without a seat, is not asked."""
    await asked(house)
    assert told in await house.front.say(person, '/motion object M-1 "No."')
