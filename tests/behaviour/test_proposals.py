"""How a motion comes on the table: proposals and their seconds, urgency, drafts; and how the debate is conducted."""

from datetime import timedelta

import pytest

from bot.commands.administration import enrol_members, give_credential
from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, REVIEWER, SECRETARY, STRANGER, Person
from tests.behaviour.world import World, enrolled

PROPOSE = '/motion propose proposal "Open skies" "1. Open."'
DEBATED = '/motion open debated "Open skies" "1. Open."'
SECONDS, DEBATE, VOTING, SECOND = timedelta(hours=72), timedelta(hours=48), timedelta(hours=72), timedelta(seconds=1)


async def test_proposal_is_seconded_debated_and_opened_by_the_clock(world: World) -> None:
    """On every front: two other members with the button, then the debate, then the vote."""
    assert "needs 2 more seconds" in await world.front.say(LVA, PROPOSE)
    await world.settle()
    assert "proposed, awaiting seconds" in await world.front.press(FIN, "Open skies", "Second")
    await world.settle()
    assert "in debate" in await world.front.press(BRA, "Open skies", "Second")
    assert await world.phase() is Phase.DEBATE
    motion = await world.motion()
    assert motion.opens_at == world.clock.now() + DEBATE
    await world.pass_time(DEBATE)
    assert await world.phase() is Phase.VOTING


async def test_proposal_lapses_though_no_job_has_run(house: World) -> None:
    """The time for seconds is inclusive; after it nothing helps, and everyone is told."""
    await house.front.say(LVA, PROPOSE)
    house.clock.advance(SECONDS)
    assert "seconded" in await house.front.say(FIN, "/motion second M-1")
    house.clock.advance(timedelta(microseconds=1))
    assert await house.phase() is Phase.LAPSED
    assert "it is lapsed" in await house.front.say(BRA, "/motion second M-1")
    await house.pass_time(SECOND)
    await house.settle()
    assert "Lapsed" in "\n".join(await house.front.posts())
    assert (await house.motion()).course.ending is not None


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (LVA, "/motion second M-1", "cannot second it"),
        (FIN, "/motion second M-1", "has seconded M-1 already"),
        (HUN, "/motion second M-1", "does not have the right to second"),
        (SECRETARY, "/motion second M-1", "is for delegations"),
        (STRANGER, "/motion second M-1", "no credential"),
        (HUN, PROPOSE, "does not have the right to propose"),
        (REVIEWER, PROPOSE, "is for delegations"),
        (FIN, "/motion withdraw M-1", "is for the mover of M-1, which is Latvia"),
        (SECRETARY, "/motion withdraw M-1", "is for the mover of M-1, which is Latvia"),
        (LVA, '/motion propose support "T" "1. X."', "must name the member"),
        (LVA, '/motion propose declaration "T" "1. X." urgent:yes', "urgent"),
        (SECRETARY, "/motion table M-1", "cannot be used on M-1"),
        (SECRETARY, "/motion resume M-1", "cannot be used on M-1"),
        (SECRETARY, "/motion vote M-1", "cannot be used on M-1"),
        (SECRETARY, '/motion correct M-1 "1. Open." "Nothing."', "word for word"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_proposals_and_seconds_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Each refusal says why, and nothing is recorded."""
    await house.front.say(LVA, PROPOSE)
    await house.front.say(FIN, "/motion second M-1")
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_kind_without_seconds_goes_to_the_vote_or_the_debate_at_once(house: World) -> None:
    """A declaration is voted at once, a debated text is debated."""
    await house.front.say(LVA, '/motion propose declaration "One" "1. One."')
    await house.front.say(LVA, '/motion propose debated "Two" "1. Two."')
    assert (await house.phase(1), await house.phase(2)) == (Phase.VOTING, Phase.DEBATE)


async def test_urgent_proposal_takes_the_members_that_may_ask_for_it(house: World) -> None:
    """The mover and two seconds are three; then it goes to the vote at once, for half a day."""
    await house.front.say(LVA, f"{PROPOSE} urgent:yes")
    await house.front.say(FIN, "/motion second M-1")
    assert await house.phase() is Phase.PROPOSED
    await house.front.say(BRA, "/motion second M-1")
    motion = await house.motion()
    assert motion.phase(house.clock.now()) is Phase.VOTING
    assert motion.closes_at - motion.opens_at == timedelta(hours=12)


async def test_chair_alone_asks_for_urgency(house: World) -> None:
    """Once the assembly has elected one; by its own proposal, or as the sponsor of the secretariat's motion."""
    await house.front.say(SECRETARY, "/chair elect assembly EST")
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-1 yes")
    await house.pass_time(VOTING + SECOND)
    await house.front.say(EST_HEAD, f"{PROPOSE} urgent:yes")
    assert await house.phase(2) is Phase.VOTING
    opened = '/motion open proposal "T" "1. X." urgent:yes sponsors:'
    assert "3" in await house.front.say(SECRETARY, f"{opened}LVA")
    await house.front.say(SECRETARY, f"{opened}EST")
    assert await house.phase(3) is Phase.VOTING


async def test_draft_is_the_secretariats_until_it_is_tabled(house: World) -> None:
    """Nobody else is told of it, by any way to ask; tabled, it has its whole time."""
    await house.front.say(SECRETARY, f"{DEBATED} draft:yes")
    await house.settle()
    assert await house.front.posts() == []
    for line in ("/motion show M-1", "/motion history M-1", "/motion needs M-1", "/vote status M-1"):
        assert "no motion M-1" in await house.front.say(LVA, line)
    assert "Open skies" not in await house.front.say(LVA, "/motion list")
    assert "Open skies" in await house.front.say(SECRETARY, "/motion list")
    await house.pass_time(timedelta(days=9))
    assert await house.phase() is Phase.DRAFT
    await house.front.say(SECRETARY, "/motion table M-1")
    await house.settle()
    assert "Open skies" in "\n".join(await house.front.posts())
    assert (await house.motion()).opens_at == house.clock.now() - timedelta(seconds=3) + DEBATE


async def test_adjourned_debate_runs_on_from_where_it_stopped(world: World) -> None:
    """On every front: half the debate is over; after the pause the other half runs."""
    await world.front.say(SECRETARY, DEBATED)
    await world.pass_time(DEBATE / 2)
    assert "is adjourned" in await world.front.say(SECRETARY, '/motion postpone M-1 "The minister is travelling."')
    await world.settle()
    assert "The minister is travelling." in "\n".join(await world.front.posts())
    await world.pass_time(timedelta(days=5))
    assert await world.phase() is Phase.POSTPONED
    await world.front.say(SECRETARY, "/motion resume M-1")
    left = (await world.motion()).opens_at - world.clock.now()
    assert left == DEBATE / 2
    await world.pass_time(left)
    assert await world.phase() is Phase.VOTING


async def test_debate_adjourned_to_an_instant_resumes_by_the_clock_alone(house: World) -> None:
    """No job and no command: from that instant on the rest of the debate runs."""
    await house.front.say(SECRETARY, DEBATED)
    assert "has passed" in await house.front.say(SECRETARY, '/motion postpone M-1 "Later." until:0s')
    await house.front.say(SECRETARY, '/motion postpone M-1 "Later." until:24h')
    house.clock.advance(timedelta(hours=24) - SECOND)
    assert await house.phase() is Phase.POSTPONED
    house.clock.advance(SECOND)
    assert await house.phase() is Phase.DEBATE
    await house.pass_time(DEBATE - SECOND)
    assert await house.phase() is Phase.DEBATE
    await house.pass_time(SECOND)
    assert await house.phase() is Phase.VOTING


async def test_text_is_corrected_before_the_vote_and_the_earlier_one_kept(house: World) -> None:
    """A corrigendum, with its reason, told to everyone."""
    await house.front.say(SECRETARY, DEBATED)
    assert "is corrected" in await house.front.say(SECRETARY, '/motion correct M-1 "1. Opened." "A slip."')
    motion = await house.motion()
    assert motion.text == "1. Opened."
    assert [each.text for each in motion.course.earlier_texts] == ["1. Open."]
    await house.pass_time(DEBATE)
    assert "cannot be used on M-1" in await house.front.say(SECRETARY, '/motion correct M-1 "1. No." "Late."')


async def test_chair_voids_what_is_out_of_order_before_its_vote(house: World) -> None:
    """With the reason on the card; a vote that runs is left to its end."""
    await house.front.say(SECRETARY, DEBATED)
    assert "presided over by Estonia" in await house.front.say(LVA, '/motion void M-1 "No."')
    assert "is void" in await house.front.say(EST_HEAD, '/motion void M-1 "Not ours to decide."')
    assert "Not ours to decide." in await house.front.say(POL, "/motion show M-1")
    await house.front.say(SECRETARY, '/motion open resolution "Other" "1. Other."')
    assert "cannot be used on M-2" in await house.front.say(EST_HEAD, '/motion void M-2 "No."')


async def test_secretariat_starts_a_vote_whose_debate_has_run(house: World) -> None:
    """Set for later than it must be, it may be started once debate and notice have run, and not before."""
    await house.front.say(SECRETARY, f"{DEBATED} opens:10d")
    await house.pass_time(timedelta(hours=24))
    assert "can begin" in await house.front.say(SECRETARY, "/motion vote M-1")
    await house.pass_time(timedelta(hours=25))
    assert "is open for voting" in await house.front.say(SECRETARY, "/motion vote M-1")
    motion = await house.motion()
    assert motion.closes_at - house.clock.now() == VOTING


async def candidate(house: World) -> Person:
    """Have Moldova be a candidate with a head of delegation."""
    person = Person(name="mda", number=97, role=Role.HEAD, member=MemberCode("MDA"))
    now = house.clock.now()
    with house.database.transaction() as uow:
        row = ("MDA", "Moldova", "Moldavie", "🇲🇩", "candidate", 2_400_000, "")
        enrol_members(uow, house.code, [enrolled(row, now)], now=now)
        give_credential(
            uow, house.code, account=Account("console:mda"), role=Role.HEAD, member=person.member, until=None, now=now
        )
    return person


async def test_candidate_neither_proposes_nor_seconds(house: World) -> None:
    """Its status carries neither right, nor that to sponsor what the secretariat tables."""
    moldova = await candidate(house)
    await house.front.say(LVA, PROPOSE)
    before = await house.entries()
    assert "does not have the right to propose" in await house.front.say(moldova, PROPOSE)
    assert "does not have the right to second" in await house.front.say(moldova, "/motion second M-1")
    for state in ("MDA", "HUN"):
        refused = await house.front.say(SECRETARY, f'/motion open declaration "T" "1. X." sponsors:{state}')
        assert "not done" in refused
    assert await house.entries() == before


async def test_second_at_the_last_instant_counts_and_the_debate_takes_its_whole_time(house: World) -> None:
    """The time for seconds is inclusive; the debate runs from the last of them."""
    await house.front.say(LVA, PROPOSE)
    await house.front.say(FIN, "/motion second M-1")
    house.clock.advance(SECONDS)
    assert "in debate" in await house.front.say(BRA, "/motion second M-1")
    motion = await house.motion()
    assert (motion.opens_at, motion.closes_at - motion.opens_at) == (house.clock.now() + DEBATE, VOTING)
    assert "cannot be used on M-1" in await house.front.say(POL, "/motion second M-1")


async def test_lapse_is_told_with_the_motion(world: World) -> None:
    """On every front, by the clock alone, a second after the time for seconds."""
    await world.front.say(LVA, PROPOSE)
    await world.settle()
    await world.pass_time((await world.motion()).tabled_at + SECONDS - world.clock.now())
    await world.settle()
    assert "It ended: lapsed." in "\n".join(await world.front.posts())
    assert "Open skies" in await world.front.say(POL, "/motion list lapsed")


@pytest.mark.parametrize(
    ("sponsors", "told"),
    [("", "0 did"), ("sponsors:LVA,FIN", "2 did"), ("sponsors:LVA,LVA,FIN", "2 did"), ("sponsors:HUN", "Hungary")],
)
async def test_secretariat_needs_three_sponsors_for_urgency(house: World, sponsors: str, told: str) -> None:
    """Members in good standing, each counted once."""
    before = await house.entries()
    refused = await house.front.say(SECRETARY, f'/motion open proposal "T" "1. X." urgent:yes {sponsors}')
    assert "not done" in refused
    assert told in refused
    assert await house.entries() == before


async def test_three_sponsors_have_the_secretariats_motion_voted_at_once(house: World) -> None:
    """No seconds, no debate, twelve hours."""
    line = '/motion open proposal "T" "1. X." urgent:yes sponsors:LVA,FIN,BRA'
    await house.front.say(SECRETARY, line)
    motion = await house.motion()
    assert await house.phase() is Phase.VOTING
    assert motion.closes_at == house.clock.now() + timedelta(hours=12)
    assert "Urgent procedure" in await house.front.say(FIN, "/motion show M-1")


async def test_urgent_proposal_lapses_without_the_members_that_must_ask_for_it(house: World) -> None:
    """One second is not two; its vote is never opened."""
    await house.front.say(LVA, f"{PROPOSE} urgent:yes")
    await house.front.say(FIN, "/motion second M-1")
    await house.pass_time(SECONDS + 2 * SECOND)
    assert await house.phase() is Phase.LAPSED
    assert (await house.motion()).rules is None


async def test_chair_of_another_body_does_not_ask_for_urgency_alone(house: World) -> None:
    """Estonia presides over the council; the proposal is the assembly's, so it needs its seconds."""
    await house.front.say(EST_HEAD, f"{PROPOSE} urgent:yes")
    assert await house.phase() is Phase.PROPOSED


async def test_secretariats_own_motion_needs_no_seconds(house: World) -> None:
    """It is debated at once; the mover's right to withdraw is the secretariat's."""
    await house.front.say(SECRETARY, '/motion open proposal "T" "1. X."')
    assert await house.phase() is Phase.DEBATE
    assert "which is the secretariat" in await house.front.say(LVA, "/motion withdraw M-1")
    assert "is withdrawn" in await house.front.say(SECRETARY, "/motion withdraw M-1")
    assert await house.phase() is Phase.WITHDRAWN
    assert "cannot be used on M-1" in await house.front.say(SECRETARY, "/motion withdraw M-1")


async def test_mover_withdraws_its_proposal_before_the_vote_and_not_after(house: World) -> None:
    """While it awaits seconds and in debate; once voting is open it is decided."""
    for number in (1, 2):
        await house.front.say(LVA, PROPOSE)
        assert "is withdrawn" in await house.front.say(LVA, f"/motion withdraw M-{number}")
        await house.pass_time(SECOND)
    await house.front.say(LVA, '/motion propose declaration "T" "1. X."')
    assert "cannot be used on M-3" in await house.front.say(LVA, "/motion withdraw M-3")
