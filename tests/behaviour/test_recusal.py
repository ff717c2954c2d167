"""Recusal and challenges: who takes part, by which rule; said by the state itself, by the kind, or by the body."""

from datetime import timedelta

import pytest

from bot.domain.phases import Phase
from bot.domain.rules import Standing
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, REVIEWER, SECRETARY, Person
from tests.behaviour.world import World

DEBATED = '/motion open debated "Open skies" "1. Skies open."'
RESOLUTION = '/motion open resolution "Open skies" "1. Skies open."'
DEBATE, VOTING, DAY = timedelta(hours=48), timedelta(hours=72), timedelta(hours=24)
SECOND = timedelta(seconds=1)


async def phase(house: World, number: int = 1) -> Phase:
    """Tell where a motion stands."""
    return (await house.motion(number)).phase(house.clock.now())


async def standing(house: World, state: str, number: int = 1) -> Standing:
    """Give a state's standing on the frozen roll."""
    motion = await house.motion(number)
    roll = await house.house.writer.read(lambda uow: uow.motions.electors(house.code, motion.number))
    return next(elector.standing for elector in roll if elector.member == state)


async def test_state_recuses_itself_before_the_vote(world: World) -> None:
    """On every front: it stays in good standing, and out of the electorate."""
    await world.front.say(SECRETARY, DEBATED)
    assert "takes no part" in await world.front.say(BRA, '/motion recuse M-1 reason:"We own the airline."')
    await world.pass_time(DEBATE)
    assert await standing(world, "BRA") is Standing.RECUSED
    assert "recused" in await world.front.say(BRA, "/vote M-1 yes")


async def test_state_recuses_itself_while_the_vote_runs(house: World) -> None:
    """Before it has voted it may; its own recusal takes it off the electorate, as the charter says."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(BRA, '/motion recuse M-1 reason:"We own the airline."')
    assert await standing(house, "BRA") is Standing.RECUSED
    assert "recused" in await house.front.say(BRA, "/vote M-1 yes")


async def test_body_decides_on_the_recusal_of_another(house: World) -> None:
    """By two thirds of those present and voting, that state not voting; the motion waits for it."""
    await house.front.say(SECRETARY, DEBATED)
    assert "decides that first" in await house.front.say(LVA, '/motion recuse M-1 reason:"It owns it." member:BRA')
    assert "recusal of Brazil already" in await house.front.say(FIN, '/motion recuse M-1 reason:"Same." member:BRA')
    assert "gives it no vote" in await house.front.say(BRA, "/vote M-2 no")
    await house.front.say(LVA, "/vote M-2 yes")
    await house.front.say(FIN, "/vote M-2 yes")
    await house.front.say(EST_HEAD, "/vote M-2 no")
    await house.pass_time(DAY + SECOND)
    assert await phase(house, 2) is Phase.ADOPTED
    await house.pass_time(DEBATE - DAY)
    assert await standing(house, "BRA") is Standing.RECUSED


async def test_recusal_short_of_two_thirds_changes_nothing(house: World) -> None:
    """One to one is no two thirds."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(LVA, '/motion recuse M-1 reason:"It owns it." member:BRA')
    await house.front.say(LVA, "/vote M-2 yes")
    await house.front.say(EST_HEAD, "/vote M-2 no")
    await house.pass_time(DEBATE)
    assert await phase(house, 2) is Phase.NOT_ADOPTED
    assert await standing(house, "BRA") is Standing.ENTITLED


async def test_motion_waits_for_a_question_that_runs_longer_than_its_debate(house: World) -> None:
    """Proposed in the last hour, the recusal is decided first; then the vote has its whole time."""
    await house.front.say(SECRETARY, DEBATED)
    await house.pass_time(DEBATE - timedelta(hours=1))
    await house.front.say(LVA, '/motion recuse M-1 reason:"It owns it." member:BRA')
    await house.pass_time(timedelta(hours=2))
    assert await phase(house) is Phase.DEBATE
    await house.pass_time(DAY)
    motion = await house.motion()
    assert motion.phase(house.clock.now()) is Phase.VOTING
    assert motion.closes_at - motion.opens_at == VOTING


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (SECRETARY, '/motion recuse M-1 reason:"So." member:BRA', "is for delegations"),
        (REVIEWER, '/motion recuse M-1 reason:"So." member:BRA', "is for delegations"),
        (HUN, '/motion recuse M-1 reason:"So."', "does not have the right to vote"),
        (POL, '/motion recuse M-1 reason:"So."', "no place"),
        (EST_HEAD, '/motion recuse M-1 reason:"So."', "has voted yes"),
        (LVA, '/motion recuse M-1 reason:"So." member:BRA', "can no longer be proposed"),
        (FIN, '/motion recuse M-1 reason:"Again."', "recused"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_recusals_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Never by the secretariat's word; not after a ballot; another's not once voting has opened."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(EST_HEAD, "/vote M-1 yes")
    await house.front.say(FIN, '/motion recuse M-1 reason:"So."')
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_challenge_that_is_carried_changes_the_kind_and_its_periods(world: World) -> None:
    """On every front: the body decides first; the motion is then what the body says, with that kind's rule."""
    await world.front.say(SECRETARY, DEBATED)
    assert "decides that first" in await world.front.say(LVA, "/motion challenge M-1 proposal")
    for person in (LVA, FIN):
        await world.front.say(person, "/vote M-2 yes")
    await world.pass_time(DAY + SECOND)
    motion = await world.motion()
    assert motion.kind == "proposal"
    assert motion.body == "assembly"
    await world.pass_time(DEBATE - DAY)
    assert "more for than against" in await world.front.say(LVA, "/motion show M-1")


async def test_tied_challenge_takes_the_stricter_kind(house: World) -> None:
    """Of "more for than against" and "at least 3 of 5 seats" the second asks for more."""
    await house.front.say(SECRETARY, '/motion open debated "Strict" "1. Skies open."')
    await house.front.say(LVA, "/motion challenge M-1 proposal")
    await house.front.say(LVA, "/vote M-2 yes")
    await house.front.say(FIN, "/vote M-2 no")
    await house.pass_time(DAY + SECOND)
    assert (await house.motion()).kind == "debated"
    await house.front.say(LVA, '/motion propose proposal "Loose" "1. Seas open."')
    for person in (FIN, BRA):
        await house.front.say(person, "/motion second M-3")
    await house.front.say(EST_HEAD, "/motion challenge M-3 debated")
    await house.front.say(LVA, "/vote M-4 yes")
    await house.front.say(FIN, "/vote M-4 no")
    await house.pass_time(DAY + SECOND)
    assert (await house.motion(3)).kind == "debated"


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (EST_HEAD, "/motion challenge M-1 debated", "is of the kind “debated” already"),
        (EST_HEAD, "/motion challenge M-1 nonsense", "is not a kind of motion"),
        (EST_HEAD, "/motion challenge M-1 seats", "another procedure than a roll call"),
        (EST_HEAD, "/motion challenge M-1 support", "must name the member"),
        (EST_HEAD, "/motion challenge M-1 order", "being decided already, as M-2"),
        (SECRETARY, "/motion challenge M-1 order", "is for delegations"),
        (HUN, "/motion challenge M-1 order", "does not have the right to propose"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_challenges_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Each refusal says why, and nothing is recorded."""
    await house.front.say(SECRETARY, DEBATED)
    if "order" in line and person is EST_HEAD:
        await house.front.say(LVA, "/motion challenge M-1 proposal")
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before
