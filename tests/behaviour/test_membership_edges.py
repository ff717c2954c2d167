"""Where the rules of membership meet: findings that are old, motions that come to nothing, members that leave."""

from datetime import timedelta

import pytest

from bot.domain.ids import MemberCode
from bot.domain.rules import Outcome
from bot.domain.terms import TermCause
from tests.behaviour.cast import BRA, EST_HEAD, HUN, LVA, POL, POLISH_REVIEWER, REVIEWERS, SECRETARY, STRANGER
from tests.behaviour.membership import BY_NOTICE, BY_VOTE, dossier, status, wait_until
from tests.behaviour.test_reviews import confirm, find, meet_benchmarks, reviewed, suspended_with_plan
from tests.behaviour.test_terms import review_time
from tests.behaviour.world import World


@pytest.fixture
async def by_vote(house: World) -> World:
    """Give a house where a finding opens a motion."""
    await house.apply(BY_VOTE)
    return house


@pytest.fixture
async def by_notice(house: World) -> World:
    """Give a house where a finding has its effect at the end of a notice."""
    await house.apply(BY_NOTICE)
    return house


@pytest.fixture
async def drawn(by_vote: World) -> World:
    """Give a house whose founders have their terms."""
    await by_vote.front.say(SECRETARY, "/term draw")
    return by_vote


async def test_finding_renews_one_term_and_not_the_next(drawn: World) -> None:
    """Each renewal takes a finding of its own (spec: terms)."""
    first = (await dossier(drawn, "POL")).term
    assert first is not None
    await review_time(drawn, "POL")
    await find(drawn, "POL", "meets")
    await drawn.pass_time(timedelta(days=22))
    await confirm(drawn, "POL")
    await wait_until(drawn, first.ended_at)
    second = (await dossier(drawn, "POL")).term
    assert second is not None
    assert second.cause is TermCause.RENEWAL
    await wait_until(drawn, second.ended_at)
    third = (await dossier(drawn, "POL")).term
    assert third is not None
    assert (third.starts_at, third.overrun) == (second.starts_at, True)
    assert await drawn.sound()


async def test_finding_of_the_time_before_a_suspension_opens_no_way_back(by_vote: World) -> None:
    """The way back takes a finding of its own (spec: reviews, not before)."""
    await reviewed(by_vote, "POL", "meets")
    await by_vote.front.say(SECRETARY, '/motion open suspension "Poland" "Out." concerns:POL')
    await by_vote.decide(1, est="yes", lva="yes", fin="yes", bra="yes")
    assert await status(by_vote, "POL") == "suspended"
    answer = await by_vote.front.say(SECRETARY, '/motion open reinstatement "Poland" "Back." concerns:POL')
    assert "has not found that it meets" in answer
    assert await by_vote.sound()


@pytest.mark.parametrize(
    ("kind", "member", "told"),
    [
        ("admission", "HUN", "cannot be about it"),
        ("admission", "EST", "cannot be about it"),
        ("suspension", "HUN", "cannot be about it"),
        ("lifting", "HUN", "no suspension on a finding"),
        ("lifting", "EST", "no suspension on a finding"),
        ("reinstatement", "EST", "not suspended"),
    ],
)
async def test_each_decision_is_about_the_members_that_it_is_for(
    by_vote: World, kind: str, member: str, told: str
) -> None:
    """Nobody is let in, or back, by the rule for something else."""
    before = await by_vote.entries()
    assert told in await by_vote.front.say(SECRETARY, f'/motion open {kind} "It" "1. So." concerns:{member}')
    assert await by_vote.entries() == before


async def test_decision_that_fits_no_more_when_it_is_taken_changes_nothing(by_vote: World) -> None:
    """A second suspension of a member that has been suspended meanwhile has no effect of its own."""
    for _ in range(2):
        await by_vote.front.say(SECRETARY, '/motion open suspension "Poland" "Out." concerns:POL')
    for number in (1, 2):
        await by_vote.vote(number, est="yes", lva="yes", fin="yes", bra="yes")
    await by_vote.decide(1)
    timeline = await by_vote.house.writer.read(lambda uow: uow.roster.timeline(by_vote.code, MemberCode("POL")))
    assert [period.status.value for period in timeline] == ["active", "suspended"]
    assert await by_vote.sound()


async def test_return_that_is_not_due_any_more_does_not_come(by_notice: World) -> None:
    """A new benchmark, or another finding, keeps the member out until all is met again."""
    await suspended_with_plan(by_notice)
    await meet_benchmarks(by_notice)
    await reviewed(by_notice, "HUN", "meets")
    assert (await dossier(by_notice, "HUN")).coming
    await by_notice.front.say(SECRETARY, '/review benchmark-add HUN "And the schools." 2027-12-01')
    assert (await dossier(by_notice, "HUN")).coming == ()
    await by_notice.pass_time(timedelta(days=20))
    assert await status(by_notice, "HUN") == "suspended"
    assert await by_notice.sound()


async def test_motion_on_a_return_ends_with_what_it_stood_on(by_vote: World) -> None:
    """Opened by itself, it ends by itself once the finding is another."""
    await suspended_with_plan(by_vote)
    await meet_benchmarks(by_vote)
    await reviewed(by_vote, "HUN", "meets")
    assert (await by_vote.motion(1)).kind == "reinstatement"
    await by_vote.front.say(SECRETARY, '/review benchmark-add HUN "And the schools." 2027-12-01')
    assert (await by_vote.phase(1)).value == "void"
    assert await status(by_vote, "HUN") == "suspended"
    assert await by_vote.sound()


async def test_missed_quorum_leaves_the_renewal_open_and_can_be_called_again(drawn: World) -> None:
    """Undecided goes on, and is not stuck."""
    await review_time(drawn, "POL")
    for person in (EST_HEAD, LVA):
        await drawn.front.say(person, "/term call-vote POL")
    await drawn.decide(1, est="yes")
    found = await dossier(drawn, "POL")
    assert (found.vote, found.callers, found.undecided) == (None, (), True)
    for person in (EST_HEAD, BRA):
        answer = await drawn.front.say(person, "/term call-vote POL")
    assert "M-2 puts it to the vote" in answer
    assert await drawn.sound()


async def test_renewal_goes_its_way_once_the_motion_against_it_has_ended(drawn: World) -> None:
    """A motion that was voided keeps nobody from the renewal that a finding gave."""
    term = (await dossier(drawn, "POL")).term
    assert term is not None
    await review_time(drawn, "POL")
    await find(drawn, "POL", "meets")
    await drawn.pass_time(timedelta(days=22))
    await confirm(drawn, "POL")
    await drawn.pass_time(term.ended_at - timedelta(hours=5) - drawn.clock.now())
    await drawn.front.say(SECRETARY, '/motion open non-renewal "Poland" "1. Out." concerns:POL opens:3d')
    await wait_until(drawn, term.ended_at)
    running = (await dossier(drawn, "POL")).term
    assert running is not None
    assert running.overrun
    await drawn.front.say(SECRETARY, "/motion withdraw M-1")
    renewed = (await dossier(drawn, "POL")).term
    assert renewed is not None
    assert (await drawn.phase(1)).value == "withdrawn"
    assert not renewed.overrun
    assert await drawn.sound()


async def test_term_that_ended_under_suspension_is_renewed_on_the_return(drawn: World) -> None:
    """Found to meet the criteria, and back: the next term begins at once."""
    term = (await dossier(drawn, "POL")).term
    assert term is not None
    await drawn.front.say(SECRETARY, '/motion open suspension "Poland" "Out." concerns:POL')
    await drawn.decide(1, est="yes", lva="yes", fin="yes", bra="yes")
    await wait_until(drawn, term.ended_at)
    assert await status(drawn, "POL") == "suspended"
    await find(drawn, "POL", "meets")
    await drawn.pass_time(timedelta(days=22))
    await confirm(drawn, "POL")
    await drawn.decide(2, est="yes", lva="yes", fin="yes", bra="yes")
    assert await status(drawn, "POL") == "active"
    renewed = (await dossier(drawn, "POL")).term
    assert renewed is not None
    assert not renewed.overrun
    assert renewed.starts_at > term.ends_at
    assert await drawn.sound()


async def test_draft_and_proposal_without_seconds_stand_in_no_ones_way(by_vote: World) -> None:
    """What is not on the table opens, or keeps, nothing."""
    await by_vote.front.say(SECRETARY, '/motion open suspension "Draft" "Out." concerns:POL draft:yes')
    await reviewed(by_vote, "POL", "fails")
    motion = await by_vote.motion(2)
    assert (motion.kind, motion.course.draft) == ("suspension", False)
    assert await by_vote.sound()


async def test_suspension_is_set_although_the_member_has_given_notice(by_notice: World) -> None:
    """It may take its notice back; the roster of the days after it knows no suspended state that has left."""
    await by_notice.front.say(POL, "/member withdraw confirm:yes")
    leaves = (await dossier(by_notice, "POL")).coming[0].at
    await by_notice.pass_time(leaves - timedelta(days=40) - by_notice.clock.now())
    await reviewed(by_notice, "POL", "fails")
    moves = {move.status.value: move.at for move in (await dossier(by_notice, "POL")).coming}
    assert moves["suspended"] > leaves
    after = await by_notice.house.writer.read(lambda uow: uow.roster.on(by_notice.code, moves["suspended"]))
    assert {str(member.code): member.status.value for member in after}["POL"] == "withdrawn"
    await by_notice.front.say(POL, "/member take-back confirm:yes")
    await wait_until(by_notice, moves["suspended"])
    assert await status(by_notice, "POL") == "suspended"
    assert await by_notice.sound()


async def test_review_of_a_member_that_leaves_ends(by_vote: World) -> None:
    """Nobody is reminded of it any more, and a new one can open once the state applies again."""
    await by_vote.front.say(POL, "/member withdraw confirm:yes")
    leaves = (await dossier(by_vote, "POL")).coming[0].at
    await by_vote.pass_time(leaves - timedelta(days=5) - by_vote.clock.now())
    await by_vote.front.say(SECRETARY, '/review open POL "Asked."')
    await wait_until(by_vote, leaves)
    assert "under review" not in await by_vote.front.say(STRANGER, "/member show POL")
    await by_vote.front.say(POL, "/member apply confirm:yes")
    assert "R-2" in await by_vote.front.say(SECRETARY, '/review open POL "Asked again."')
    assert await by_vote.sound()


async def test_benchmark_is_met_once_those_that_hold_it_so_are_a_majority(by_vote: World) -> None:
    """Reviewers that leave count no more; whoever says it again has it counted anew."""
    await suspended_with_plan(by_vote)
    for person in REVIEWERS[:2]:
        await by_vote.front.say(person, "/review benchmark-meet HUN 1")
    await by_vote.front.say(SECRETARY, f"/delegate revoke {by_vote.front.account(POLISH_REVIEWER).text}")
    await by_vote.front.say(REVIEWERS[0], "/review benchmark-meet HUN 1")
    found = (await dossier(by_vote, "HUN")).benchmark(1)
    assert found is not None
    assert found.met_at is not None
    assert await by_vote.sound()


async def test_reassessment_waits_for_the_review_that_is_under_way(by_vote: World) -> None:
    """It is not looked at over and over, and opens when that one has ended."""
    await suspended_with_plan(by_vote)
    found = await dossier(by_vote, "HUN")
    await by_vote.pass_time(found.reassessments[0] - timedelta(days=1) - by_vote.clock.now())
    await by_vote.front.say(SECRETARY, '/review open HUN "Asked."')
    await by_vote.pass_time(timedelta(days=2))
    now = by_vote.clock.now()
    due = await by_vote.house.writer.read(lambda uow: uow.deadlines.due(by_vote.code, now, limit=9))
    assert due == ()
    await find(by_vote, "HUN", "fails")
    await by_vote.front.say(HUN, '/review reply "No."')
    await confirm(by_vote, "HUN")
    await by_vote.house.round()
    assert "to reassess" in await by_vote.front.say(STRANGER, "/review show HUN")
    assert await by_vote.sound()


async def test_panel_is_told_once_that_it_is_to_confirm(by_vote: World) -> None:
    """After the reply, or after its time."""
    await by_vote.front.say(SECRETARY, '/review open POL "Asked."')
    await find(by_vote, "POL", "fails")
    await by_vote.pass_time(timedelta(days=21, seconds=1))
    await by_vote.pass_time(timedelta(days=3))
    await by_vote.settle()
    told = [text for text in await by_vote.front.direct(REVIEWERS[0]) if "is to confirm" in text]
    assert len(told) == 1
    assert await by_vote.sound()


async def test_reviewer_opens_nothing_on_its_own_state(by_vote: World) -> None:
    """Nor does it set the plan: who is a national has no part in it."""
    assert "national of" in await by_vote.front.say(POLISH_REVIEWER, '/review open POL "Asked."')


async def test_candidate_that_may_not_answer_is_not_waited_for(by_vote: World) -> None:
    """Its status carries no right to answer, so the panel confirms at once."""
    await by_vote.apply(BY_VOTE.replace('candidate = ["attend"]', "candidate = []"))
    await by_vote.front.say(POL, "/member withdraw confirm:yes")
    await wait_until(by_vote, (await dossier(by_vote, "POL")).coming[0].at)
    await by_vote.front.say(POL, "/member apply confirm:yes")
    await by_vote.front.say(SECRETARY, '/review open POL "For its admission."')
    await find(by_vote, "POL", "meets")
    assert "closed" in await confirm(by_vote, "POL")
    assert await by_vote.sound()


async def test_application_taken_back_ends_the_motion_on_it(by_vote: World) -> None:
    """There is nobody to admit any more."""
    await by_vote.front.say(POL, "/member withdraw confirm:yes")
    await wait_until(by_vote, (await dossier(by_vote, "POL")).coming[0].at)
    await by_vote.front.say(POL, "/member apply confirm:yes")
    await by_vote.front.say(SECRETARY, '/motion open admission "Poland" "Back in." concerns:POL')
    await by_vote.front.say(POL, "/member take-back confirm:yes")
    assert (await by_vote.phase(1)).value == "void"
    assert await status(by_vote, "POL") == "withdrawn"
    await by_vote.settle()
    assert any("has taken back its application" in text for text in await by_vote.front.posts())
    assert await by_vote.sound()


async def test_suspension_that_was_decided_is_not_rescinded(by_vote: World) -> None:
    """The status would stay: the way back is a decision of its own."""
    await by_vote.front.say(SECRETARY, '/motion open suspension "Poland" "Out." concerns:POL')
    await by_vote.decide(1, est="yes", lva="yes", fin="yes", bra="yes")
    for verb in ("rescind", "reconsider"):
        assert "a status or an office" in await by_vote.front.say(EST_HEAD, f'/motion {verb} M-1 "We were wrong."')
    assert await by_vote.sound()


@pytest.mark.parametrize("leaver", ["POL", "HUN"])
async def test_member_that_leaves_while_a_vote_runs_counts_among_all_members_no_more(
    by_vote: World, leaver: str
) -> None:
    """Decision rules, bases: "all members" shrinks when a member leaves, had it a vote or not."""
    person = POL if leaver == "POL" else HUN
    await by_vote.front.say(person, "/member withdraw confirm:yes")
    leaves = (await dossier(by_vote, leaver)).coming[0].at
    await by_vote.pass_time(leaves - timedelta(days=1) - by_vote.clock.now())
    await by_vote.front.say(SECRETARY, '/motion open non-renewal "Brazil" "1. Out." concerns:BRA')
    assert "needed 4, had 0" in await by_vote.front.say(SECRETARY, "/motion show M-1")
    await by_vote.vote(1, est="yes", lva="yes", fin="yes")
    await by_vote.pass_time(timedelta(days=2))
    assert "needed 3, had 3" in await by_vote.front.say(SECRETARY, "/motion show M-1")
    await by_vote.decide(1)
    result = (await by_vote.motion(1)).result
    assert result is not None
    assert result.outcome is Outcome.ADOPTED
    assert await by_vote.sound()
