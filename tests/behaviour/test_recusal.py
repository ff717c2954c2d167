"""Recusal: who takes no part in a vote; said by the state itself, by the kind, or by the body."""

from datetime import timedelta

import pytest

from bot.domain.phases import Phase
from bot.domain.rules import Standing
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, REVIEWER, SECRETARY, Person
from tests.behaviour.charter import changed
from tests.behaviour.world import World

DEBATED = '/motion open debated "Open skies" "1. Skies open."'
RESOLUTION = '/motion open resolution "Open skies" "1. Skies open."'
DEBATE, VOTING, DAY = timedelta(hours=48), timedelta(hours=72), timedelta(hours=24)
SECOND = timedelta(seconds=1)


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


@pytest.mark.parametrize("loss", ["remove", "keep"])
async def test_state_recuses_itself_while_the_vote_runs(house: World, loss: str) -> None:
    """Before it has voted it may; it leaves the electorate, or stays in it without a vote, as the charter says."""
    await house.apply(changed(('mid_vote_loss = "remove"', f'mid_vote_loss = "{loss}"')))
    await house.front.say(SECRETARY, RESOLUTION)
    assert "takes no part" in await house.front.say(BRA, '/motion recuse M-1 reason:"We own the airline."')
    await house.settle()
    assert any("We own the airline." in post for post in await house.front.posts())
    assert await standing(house, "BRA") is (Standing.RECUSED if loss == "remove" else Standing.ENTITLED)
    before = await house.entries()
    for line in ("/vote M-1 yes", '/motion recuse M-1 reason:"Again."'):
        answer = await house.front.say(BRA, line)
        assert ("recused" if loss == "remove" else "lost its vote") in answer
    assert await house.entries() == before


async def test_state_that_has_voted_retracts_before_it_recuses_itself(house: World) -> None:
    """A ballot, or an objection to a silence, is taken back first; the refusal says by which command."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(BRA, "/vote M-1 yes")
    assert "Take the ballot back first" in await house.front.say(BRA, '/motion recuse M-1 reason:"So."')
    await house.front.say(BRA, "/vote retract M-1")
    assert "takes no part" in await house.front.say(BRA, '/motion recuse M-1 reason:"So."')
    await house.front.say(SECRETARY, '/motion open routine "Minutes" "1. Noted."')
    await house.settle()
    await house.front.say(BRA, '/motion object M-2 "No."')
    assert "Take the objection back first" in await house.front.say(BRA, '/motion recuse M-2 reason:"So."')
    await house.front.say(BRA, "/motion unobject M-2")
    assert "takes no part" in await house.front.say(BRA, '/motion recuse M-2 reason:"So."')


async def test_recusal_is_said_while_the_debate_stands_adjourned(house: World) -> None:
    """Whatever the debate does, the state stays out once voting opens."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(SECRETARY, '/motion postpone M-1 reason:"Holiday."')
    assert "takes no part" in await house.front.say(BRA, '/motion recuse M-1 reason:"So."')
    await house.front.say(SECRETARY, "/motion resume M-1")
    await house.pass_time(DEBATE)
    assert await standing(house, "BRA") is Standing.RECUSED


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
    assert await house.phase(2) is Phase.ADOPTED
    await house.pass_time(DEBATE - DAY)
    assert await standing(house, "BRA") is Standing.RECUSED


async def test_recusal_short_of_two_thirds_changes_nothing(house: World) -> None:
    """One to one is no two thirds."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(LVA, '/motion recuse M-1 reason:"It owns it." member:BRA')
    await house.front.say(LVA, "/vote M-2 yes")
    await house.front.say(EST_HEAD, "/vote M-2 no")
    await house.pass_time(DEBATE)
    assert await house.phase(2) is Phase.NOT_ADOPTED
    assert await standing(house, "BRA") is Standing.ENTITLED


async def test_recusal_that_the_body_rejected_is_not_proposed_again(house: World) -> None:
    """The body has answered; without its quorum it has not, and may be asked again."""
    await house.front.say(SECRETARY, f"{DEBATED} opens:10d")
    await house.front.say(LVA, '/motion recuse M-1 reason:"It owns it." member:BRA')
    await house.pass_time(DAY + SECOND)
    assert await house.phase(2) is Phase.NO_QUORUM
    assert "decides that first" in await house.front.say(LVA, '/motion recuse M-1 reason:"It owns it." member:BRA')
    await house.front.say(LVA, "/vote M-3 yes")
    await house.front.say(EST_HEAD, "/vote M-3 no")
    await house.pass_time(DAY + SECOND)
    before = await house.entries()
    assert "rejected the recusal of Brazil" in await house.front.say(
        FIN, '/motion recuse M-1 reason:"It owns it." member:BRA'
    )
    assert await house.entries() == before


async def test_question_without_a_kind_to_decide_it_is_refused(house: World) -> None:
    """Where the charter names no kind for procedure there is none by which to ask."""
    await house.apply(changed(('[procedure]\nkind = "procedure"\n', "")))
    await house.front.say(SECRETARY, DEBATED)
    before = await house.entries()
    for line in ('/motion recuse M-1 reason:"It owns it." member:BRA', "/motion challenge M-1 order"):
        assert "names no kind" in await house.front.say(LVA, line)
    assert await house.entries() == before


async def test_motion_waits_for_a_question_that_runs_longer_than_its_debate(house: World) -> None:
    """Proposed in the last hour, the recusal is decided first; then the vote has its whole time."""
    await house.front.say(SECRETARY, DEBATED)
    await house.pass_time(DEBATE - timedelta(hours=1))
    await house.front.say(LVA, '/motion recuse M-1 reason:"It owns it." member:BRA')
    await house.pass_time(timedelta(hours=2))
    assert await house.phase() is Phase.DEBATE
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
