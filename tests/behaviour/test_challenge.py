"""Challenges: of which kind a motion is, and so by which rule it is decided; the body says so first."""

from datetime import timedelta

import pytest

from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, SECRETARY, Person
from tests.behaviour.world import World

DEBATED = '/motion open debated "Open skies" "1. Skies open."'
DEBATE, NOTICE, VOTING, DAY = timedelta(hours=48), timedelta(hours=72), timedelta(hours=72), timedelta(hours=24)
SECOND = timedelta(seconds=1)


async def carry(house: World, number: int) -> None:
    """Have a challenge carried, and its vote closed."""
    for person in (LVA, FIN):
        assert "not done" not in await house.front.say(person, f"/vote M-{number} yes")
    await house.pass_time(DAY + SECOND)
    assert await house.phase(number) is Phase.ADOPTED


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
        (EST_HEAD, "/motion challenge M-1 seats", "are elections by ranked ballots"),
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


async def test_motion_waits_for_the_answer_and_has_the_periods_of_its_new_kind(house: World) -> None:
    """Notice and voting are the new kind's, counted from where the debate began."""
    await house.front.say(SECRETARY, f'{DEBATED} impact:"None."')
    tabled_at = (await house.motion()).tabled_at
    await house.front.say(LVA, "/motion challenge M-1 sanctions")
    assert (await house.motion()).course.held_by == (2,)
    assert "be put to the vote yet" in await house.front.say(SECRETARY, "/motion vote M-1")
    await carry(house, 2)
    motion = await house.motion()
    assert motion.course.held_by == ()
    assert (motion.opens_at - tabled_at, motion.closes_at - motion.opens_at) == (NOTICE, VOTING)


async def test_shorter_debate_of_the_new_kind_opens_the_vote_at_once(house: World) -> None:
    """A kind without a debate has had all its time when the challenge is decided."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(LVA, "/motion challenge M-1 order")
    await carry(house, 2)
    await house.pass_time(SECOND)
    motion = await house.motion()
    assert motion.phase(house.clock.now()) is Phase.VOTING
    assert motion.closes_at - motion.opens_at == VOTING


async def test_debate_of_a_proposal_counts_from_its_seconds(house: World) -> None:
    """The time that it waited for seconds is no debate."""
    await house.front.say(LVA, '/motion propose proposal "Open skies" "1. Skies open." impact:"None."')
    await house.pass_time(DAY)
    for person in (FIN, BRA):
        await house.front.say(person, "/motion second M-1")
    seconded_at = house.clock.now()
    await house.front.say(EST_HEAD, "/motion challenge M-1 sanctions")
    await carry(house, 2)
    assert (await house.motion()).opens_at == seconded_at + NOTICE


async def test_urgent_motion_stays_so_where_its_new_kind_knows_that(house: World) -> None:
    """Its voting period is the urgent one; a kind that knows no urgency gives its ordinary time."""
    urgent = '/motion open sanctions "Open skies" "1. Skies open." impact:"None." sponsors:LVA,FIN urgent:yes opens:2d'
    for number, kind, period, stays in ((1, "proposal", timedelta(hours=12), True), (3, "debated", VOTING, False)):
        await house.front.say(SECRETARY, urgent)
        assert (await house.motion(number)).urgent
        await house.front.say(LVA, f"/motion challenge M-{number} {kind}")
        await carry(house, number + 1)
        motion = await house.motion(number)
        assert (motion.kind, motion.urgent, motion.closes_at - motion.opens_at) == (kind, stays, period)


async def test_amendments_go_with_their_motion_to_its_new_kind(house: World) -> None:
    """They are decided by their motion's rule, in its body: Poland, which has no seat on the council, votes too."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(FIN, '/motion amend M-1 "1. Skies wide open."')
    await house.front.say(LVA, "/motion challenge M-1 proposal")
    assert (await house.motion()).course.held_by == (3, 2)
    await carry(house, 3)
    await house.pass_time(DEBATE - DAY)
    amendment = await house.motion(2)
    assert (amendment.kind, amendment.body, amendment.phase(house.clock.now())) == (
        "proposal",
        "assembly",
        Phase.VOTING,
    )
    await house.front.say(POL, "/vote M-2 yes")
    await house.pass_time(VOTING + SECOND)
    assert (await house.motion()).text == "1. Skies wide open."


async def test_challenge_without_a_quorum_leaves_the_kind_and_may_be_moved_again(house: World) -> None:
    """One ballot of five members is no quorum; a tie among too few takes nothing."""
    await house.front.say(LVA, '/motion propose proposal "Loose" "1. Seas open."')
    for person in (FIN, BRA):
        await house.front.say(person, "/motion second M-1")
    await house.front.say(EST_HEAD, "/motion challenge M-1 debated")
    await house.front.say(LVA, "/vote M-2 abstain")
    await house.pass_time(DAY + SECOND)
    assert await house.phase(2) is Phase.NO_QUORUM
    assert (await house.motion()).kind == "proposal"
    assert "no longer waits for it" in await house.front.say(SECRETARY, "/motion vote M-2")
    assert "decides that first" in await house.front.say(EST_HEAD, "/motion challenge M-1 debated")


async def test_challenge_that_the_body_rejected_is_not_moved_again(house: World) -> None:
    """The body has answered that question; another kind is another question."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(LVA, "/motion challenge M-1 order")
    for person in (LVA, FIN):
        await house.front.say(person, "/vote M-2 no")
    await house.pass_time(DAY + SECOND)
    before = await house.entries()
    assert "has decided that M-1 is not" in await house.front.say(BRA, "/motion challenge M-1 order")
    assert await house.entries() == before
    assert "decides that first" in await house.front.say(BRA, "/motion challenge M-1 proposal")


async def test_challenge_of_what_bears_on_another_motion_is_refused(house: World) -> None:
    """The kind of an amendment is its motion's; a question of procedure has its own."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(FIN, '/motion amend M-1 "1. Skies wide open."')
    before = await house.entries()
    assert "is itself a question about another" in await house.front.say(LVA, "/motion challenge M-2 order")
    assert await house.entries() == before
    await house.front.say(SECRETARY, '/motion open debated "Seas" "1. Seas open."')
    await house.pass_time(DEBATE)
    for person in (EST_HEAD, LVA, FIN):
        await house.front.say(person, "/vote M-3 yes")
    await house.pass_time(VOTING + SECOND)
    await house.front.say(BRA, '/motion rescind M-3 reason:"It failed."')
    assert await house.phase(4) is Phase.DEBATE
    before = await house.entries()
    assert "is itself a question about another" in await house.front.say(LVA, "/motion challenge M-4 order")
    assert "is itself part of" in await house.front.say(LVA, '/motion amend M-4 "1. It worked."')
    assert await house.entries() == before


async def test_text_challenged_to_be_routine_is_adopted_in_silence(house: World) -> None:
    """The procedure is the new kind's too; a kind that asks for no yes is never the stricter one."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(LVA, "/motion challenge M-1 routine")
    await carry(house, 2)
    await house.settle()
    assert await house.phase() is Phase.SILENCE
    await house.pass_time(VOTING + SECOND)
    assert await house.phase() is Phase.ADOPTED_WITHOUT_VOTE


async def test_challenge_to_a_kind_about_no_member_is_refused_where_one_is_concerned(house: World) -> None:
    """The member would lose what the kind gives it: its exclusion, or its vote."""
    await house.front.say(SECRETARY, '/motion open sanctions "Brazil" "1. Sanctions." concerns:BRA impact:"Trade."')
    before = await house.entries()
    assert "is about no member" in await house.front.say(LVA, "/motion challenge M-1 order")
    assert await house.entries() == before
