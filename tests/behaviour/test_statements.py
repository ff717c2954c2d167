"""Statements on a vote, before it and after it, and ballots taken back."""

from datetime import timedelta

import pytest

from tests.behaviour.cast import BRA, EST_DELEGATE, EST_HEAD, EST_OBSERVER, FIN, HUN, LVA, POL, SECRETARY, Person
from tests.behaviour.world import World

VOTING, SECOND = timedelta(hours=72), timedelta(seconds=1)
DECLARATION = '/motion open declaration "Open skies" "1. Open."'


async def test_statements_are_collected_before_and_after_the_vote(world: World) -> None:
    """On every front: in the thread, and on the record; a suspended member of the body keeps its voice."""
    await world.front.say(SECRETARY, DECLARATION)
    assert "is on record" in await world.front.say(HUN, '/vote explain M-1 "We are watching."')
    await world.front.say(LVA, "/vote M-1 yes")
    await world.pass_time(VOTING + SECOND)
    await world.front.say(LVA, '/vote explain M-1 "We voted yes for the sea."')
    shown = await world.front.say(BRA, "/motion show M-1")
    assert "We are watching." in shown
    assert "We voted yes for the sea." in shown


async def test_ballot_is_taken_back_and_cast_again(world: World) -> None:
    """On every front: the seat is silent then, and may vote again."""
    await world.front.say(SECRETARY, DECLARATION)
    await world.front.say(LVA, "/vote M-1 yes")
    assert "taken its ballot" in await world.front.say(LVA, "/vote retract M-1")
    assert await world.ballots() == {}
    await world.front.say(LVA, "/vote M-1 no")
    assert await world.ballots() == {"LVA": "no"}


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (LVA, "/vote retract M-1", "nothing to take back"),
        (EST_DELEGATE, "/vote retract M-1", "head"),
        (EST_OBSERVER, "/vote retract M-1", "does not cast ballots"),
        (EST_HEAD, "/vote retract M-2", "cannot be changed"),
        (POL, '/vote explain M-3 "So."', "no place"),
        (SECRETARY, '/vote explain M-1 "So."', "is for delegations"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_statements_and_retractions_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Each refusal says why, and nothing is recorded."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.front.say(SECRETARY, '/motion open final "Final" "1. Final."')
    await house.front.say(SECRETARY, '/motion open resolution "Council" "1. Council."')
    await house.front.say(EST_HEAD, "/vote M-1 yes")
    await house.front.say(EST_HEAD, "/vote cast M-2 yes confirm:yes")
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_rest_of_the_delegation_and_the_board_learn_of_a_ballot_taken_back(house: World) -> None:
    """By a message of its own to each other person of the delegation, and on the card of the motion."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.front.say(EST_HEAD, "/vote M-1 yes")
    await house.settle()
    assert any("For (1)" in post for post in await house.front.posts())
    await house.front.say(EST_HEAD, "/vote retract M-1")
    await house.settle()
    assert not any("For (1)" in post for post in await house.front.posts())
    assert "took its ballot back" in "\n".join(await house.front.direct(EST_DELEGATE))
    assert "took its ballot back" not in "\n".join(await house.front.direct(LVA))


async def test_statement_is_told_to_everyone_with_its_words(house: World) -> None:
    """The channel has it at once, in the motion's thread."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.front.say(HUN, '/vote explain M-1 "We are watching."')
    await house.settle()
    assert any("Hungary made a statement." in post and "We are watching." in post for post in await house.front.posts())


async def test_ballot_is_not_taken_back_once_the_vote_is_over(house: World) -> None:
    """At the deadline it still is; a moment later it stands, though nobody has closed the vote."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.front.say(LVA, "/vote M-1 yes")
    await house.front.say(BRA, "/vote M-1 yes")
    house.clock.advance(VOTING)
    assert "taken its ballot" in await house.front.say(BRA, "/vote retract M-1")
    house.clock.advance(timedelta(microseconds=1))
    assert "cannot be used on M-1" in await house.front.say(LVA, "/vote retract M-1")
    assert await house.ballots() == {"LVA": "yes"}


async def test_answer_to_a_live_call_is_not_taken_back(house: World) -> None:
    """Who has answered has answered."""
    await house.front.say(SECRETARY, f"{DECLARATION} opens:1d")
    await house.front.say(SECRETARY, "/rollcall call M-1")
    call = (await house.motion()).course.call
    assert call is not None
    first = call.order[0]
    person = next(each for each in (EST_HEAD, LVA, FIN, BRA, POL) if each.member == first)
    await house.front.say(person, "/vote M-1 yes")
    assert "cannot be changed" in await house.front.say(person, "/vote retract M-1")
    assert await house.ballots() == {first: "yes"}


async def test_statement_before_the_debate_is_refused(house: World) -> None:
    """A proposal without its seconds is not before the house yet."""
    await house.front.say(LVA, '/motion propose proposal "Open skies" "1. Open."')
    before = await house.entries()
    assert "cannot be used on M-1" in await house.front.say(BRA, '/vote explain M-1 "So."')
    assert await house.entries() == before


async def test_statement_is_as_long_as_a_form_takes(house: World) -> None:
    """3,000 characters are, one more is refused."""
    await house.front.say(SECRETARY, DECLARATION)
    before = await house.entries()
    assert "3,000" in (await house.front.say(LVA, f'/vote explain M-1 "{"a" * 3001}"')).replace("3000", "3,000")
    assert await house.entries() == before
    assert "is on record" in await house.front.say(LVA, f'/vote explain M-1 "{"a" * 3000}"')
