"""The review of members: who judges, what is found, what follows, and the way back (spec: membership, reviews)."""

from datetime import timedelta

import pytest

from bot.domain.findings import Finding
from bot.domain.terms import TermCause
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    FIN,
    HUN,
    LVA,
    POL,
    POLISH_REVIEWER,
    REVIEWER,
    REVIEWERS,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.membership import BY_NOTICE, BY_VOTE, day, dossier, status, wait_until
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


def judges(member: str) -> tuple[Person, ...]:
    """Give a bare majority of those that may judge a member: of three for Poland, of four for any other."""
    return REVIEWERS[:2] if member == "POL" else REVIEWERS


async def find(world: World, member: str, finding: str, *, people: int = 4) -> str:
    """Have reviewers find the same; give the last answer."""
    answer = ""
    for person in judges(member)[:people]:
        answer = await world.front.say(person, f'/review find {member} "{finding}" "The courts are not free."')
    return answer


async def confirm(world: World, member: str, verdict: str = "") -> str:
    """Have reviewers confirm, or say otherwise; give the last answer."""
    answer = ""
    for person in judges(member):
        answer = await world.front.say(person, f"/review confirm {member} {verdict and f'verdict:{verdict!r}'}")
    return answer


async def reviewed(world: World, member: str, finding: str) -> None:
    """Bring a member under review, have the finding made and confirmed after the time for the reply."""
    await world.front.say(SECRETARY, f'/review open {member} "Asked by three members."')
    await find(world, member, finding)
    await world.pass_time(timedelta(days=21, seconds=1))
    await confirm(world, member)


async def test_finding_takes_a_majority_of_the_panel_and_the_reply_stands_beside_it(by_vote: World) -> None:
    """Two of three find the same; the member replies; the panel confirms; everyone is told."""
    front = by_vote.front
    opened = await front.say(SECRETARY, '/review open POL "The courts are under pressure."')
    assert "R-1" in opened
    assert "1 of 3 on the panel finds the same; it takes 2" in await find(by_vote, "POL", "fails", people=1)
    assert (await dossier(by_vote, "POL")).finding is None
    made = await find(by_vote, "POL", "fails")
    assert "the member may reply" in made
    replied = await front.say(POL, '/review reply "The reform was repealed last week."')
    assert "The reform was repealed last week." in replied
    assert "The courts are not free." in replied
    await confirm(by_vote, "POL")
    found = (await dossier(by_vote, "POL")).finding
    assert found is not None
    assert found.finding is Finding.FAILS
    await by_vote.settle()
    posts = await front.posts()
    assert any("The finding on" in text and "confirmed: fails" in text for text in posts)
    assert any("The panel’s finding on" in text for text in await front.direct(POL))
    assert await by_vote.sound()


async def test_failed_member_is_put_to_the_vote_of_suspension_by_itself(by_vote: World) -> None:
    """Alliance of Democracies: the motion opens by itself and the body decides."""
    await reviewed(by_vote, "POL", "fails")
    motion = await by_vote.motion(1)
    assert (motion.kind, motion.concerned, motion.mover) == ("suspension", "POL", None)
    assert "R-1" in motion.text
    assert await status(by_vote, "POL") == "active"
    await by_vote.decide(1, est="yes", lva="yes", fin="yes", bra="yes")
    assert await status(by_vote, "POL") == "suspended"
    assert "Decided by M-1" in await by_vote.front.say(STRANGER, "/member show POL")
    assert await by_vote.sound()


async def test_failed_member_is_suspended_at_the_end_of_its_notice_without_a_vote(by_notice: World) -> None:
    """Democratic Defense Alliance: the roster of that instant has it from the confirmation on."""
    await reviewed(by_notice, "POL", "fails")
    move = (await dossier(by_notice, "POL")).coming[0]
    assert move.at == by_notice.clock.now() + timedelta(days=30)
    assert await status(by_notice, "POL") == "active"
    assert await status(by_notice, "POL", move.at) == "suspended"
    future = await by_notice.front.say(STRANGER, f"/member roster {move.at.date() + timedelta(days=1)}")
    assert "On the finding of R-1" in future
    assert "suspended from" in await by_notice.front.say(STRANGER, "/member list")
    by_notice.clock.advance(move.at - timedelta.resolution - by_notice.clock.now())
    assert await status(by_notice, "POL") == "active"
    by_notice.clock.advance(timedelta.resolution)
    assert await status(by_notice, "POL") == "suspended"  # though no job has run
    await by_notice.house.round()
    assert await status(by_notice, "POL") == "suspended"
    assert await by_notice.sound()


async def test_suspended_member_loses_its_vote_at_the_stated_instant_in_a_running_vote(by_notice: World) -> None:
    """Its ballot is annulled as the charter says, and it casts none after that instant, though no tick came."""
    await reviewed(by_notice, "POL", "fails")
    move = (await dossier(by_notice, "POL")).coming[0]
    await by_notice.pass_time(move.at - timedelta(hours=1) - by_notice.clock.now())
    await by_notice.front.say(SECRETARY, '/motion open declaration "On the sea" "We keep it open."')
    await by_notice.vote(1, pol="yes", est="yes")
    by_notice.clock.advance(timedelta(hours=1))
    refused = await by_notice.front.say(POL, "/vote M-1 no")
    assert "not done" in refused
    await by_notice.house.round()
    motion = await by_notice.motion(1)
    assert [lost.member for lost in motion.course.lost] == ["POL"]
    await by_notice.decide(1, lva="yes")
    result = (await by_notice.motion(1)).result
    assert result is not None
    assert result.tally.yes == 2
    assert await by_notice.sound()


async def test_two_thirds_lift_a_suspension_before_and_after_it(by_notice: World) -> None:
    """It stands unless at least 2/3 of other members in good standing lift it."""
    await reviewed(by_notice, "POL", "fails")
    await by_notice.front.say(SECRETARY, '/motion open lifting "Poland" "Let it stay." concerns:POL')
    await by_notice.decide(1, est="yes", lva="yes", fin="yes", bra="no")
    assert (await dossier(by_notice, "POL")).coming == ()
    await by_notice.pass_time(timedelta(days=40))
    assert await status(by_notice, "POL") == "active"
    await reviewed(by_notice, "BRA", "fails")
    await by_notice.pass_time(timedelta(days=31))
    assert await status(by_notice, "BRA") == "suspended"
    await by_notice.front.say(SECRETARY, '/motion open lifting "Brazil" "Let it back." concerns:BRA')
    await by_notice.decide(2, est="yes", lva="yes", fin="yes", pol="no")
    assert await status(by_notice, "BRA") == "active"
    assert await by_notice.sound()


async def test_later_finding_overtakes_a_suspension_to_come(by_notice: World) -> None:
    """A member that is found to meet the criteria again before the end of its notice is not suspended."""
    await reviewed(by_notice, "POL", "fails")
    await reviewed(by_notice, "POL", "meets")
    assert (await dossier(by_notice, "POL")).coming == ()
    await by_notice.pass_time(timedelta(days=40))
    assert await status(by_notice, "POL") == "active"
    assert await by_notice.sound()


async def suspended_with_plan(world: World) -> None:
    """Give Hungary, suspended at its enrolment, a plan of two benchmarks."""
    front = world.front
    await front.say(SECRETARY, '/review benchmark-add HUN "Free the courts." 2027-03-01')
    await front.say(REVIEWER, '/review benchmark-add HUN "A free press." 2027-06-01')
    await front.say(EST_HEAD, '/review support HUN "Five judges for a year."')
    await front.say(SECRETARY, "/review reassess HUN 2027-07-01")


async def meet_benchmarks(world: World) -> None:
    """Have a majority of the panel hold both benchmarks met."""
    for number in (1, 2):
        for person in judges("HUN"):
            await world.front.say(person, f"/review benchmark-meet HUN {number}")


async def test_plan_is_called_to_mind_and_the_reassessment_opens_by_itself(by_vote: World) -> None:
    """Benchmarks with due dates, support and who gives it, dates of reassessment."""
    await suspended_with_plan(by_vote)
    shown = await by_vote.front.say(STRANGER, "/review show HUN")
    assert "Free the courts." in shown
    calendar = await by_vote.front.say(STRANGER, "/alliance calendar")
    assert "Benchmark 1 of 🇭🇺\xa0Hungary is due" in calendar
    assert "Hungary is reviewed again" in calendar
    assert "Support from Estonia" in shown
    found = await dossier(by_vote, "HUN")
    assert [reminder.days for reminder in found.benchmarks[0].reminders] == [30, 7, 1, 0]
    for benchmark in found.benchmarks:
        for reminder in benchmark.reminders:
            await wait_until(by_vote, reminder.at)
    await by_vote.settle()
    told = [text for text in await by_vote.front.direct(HUN) if "Benchmark" in text and "is due" in text]
    assert len(told) == 8
    await wait_until(by_vote, found.reassessments[0])
    await by_vote.settle()
    assert "to reassess" in await by_vote.front.say(STRANGER, "/review show HUN")
    assert await by_vote.sound()


async def test_reassessments_are_several_and_each_opens_on_its_day(by_vote: World) -> None:
    """A plan has dates of reassessment; one that was a mistake is taken back, and the others stand."""
    await suspended_with_plan(by_vote)
    front = by_vote.front
    await front.say(REVIEWER, "/review reassess HUN 2027-09-01")
    shown = await front.say(SECRETARY, "/review reassess HUN 2027-03-01")
    days = [shown.index(day) for day in ("Mon 1 Mar 2027", "Thu 1 Jul 2027", "Wed 1 Sep 2027")]
    assert days == sorted(days)
    assert "already" in await front.say(SECRETARY, "/review reassess HUN 2027-09-01")
    assert "Mon 1 Mar 2027" not in await front.say(SECRETARY, "/review reassess HUN 2027-03-01 drop:yes")
    assert "No review of" in await front.say(SECRETARY, "/review reassess HUN 2027-03-01 drop:yes")
    await by_vote.settle()
    assert any("is not reviewed again on" in text for text in await front.direct(HUN))
    assert (await front.say(STRANGER, "/alliance calendar")).count("is reviewed again") == 2
    await wait_until(by_vote, day("2027-03-02"))
    assert (await dossier(by_vote, "HUN")).under_review is None
    first, second = (await dossier(by_vote, "HUN")).reassessments
    await wait_until(by_vote, first)
    assert (await dossier(by_vote, "HUN")).reassessments == (second,)
    await find(by_vote, "HUN", "fails")
    await by_vote.pass_time(timedelta(days=22))
    await confirm(by_vote, "HUN")
    assert (await dossier(by_vote, "HUN")).under_review is None
    await wait_until(by_vote, second)
    found = await dossier(by_vote, "HUN")
    assert (found.reassessments, found.under_review) == ((), 2)
    assert await by_vote.sound()


async def test_reassessment_serves_for_every_day_that_has_come(by_vote: World) -> None:
    """Two days that pass while a review is under way do not open two more of them."""
    await suspended_with_plan(by_vote)
    await by_vote.front.say(SECRETARY, "/review reassess HUN 2027-07-02")
    await wait_until(by_vote, day("2027-06-30"))
    await by_vote.front.say(SECRETARY, '/review open HUN "Asked."')
    await wait_until(by_vote, day("2027-07-03"))
    await find(by_vote, "HUN", "fails")
    await by_vote.front.say(HUN, '/review reply "No."')
    await confirm(by_vote, "HUN")
    await by_vote.house.round()
    found = await dossier(by_vote, "HUN")
    assert (found.reassessments, found.under_review) == ((), 2)
    assert await by_vote.sound()


async def test_reinstatement_opens_by_itself_once_due_and_not_before(by_vote: World) -> None:
    """All benchmarks met and the finding *meets*: then the motion opens (Alliance of Democracies)."""
    await suspended_with_plan(by_vote)
    open_it = '/motion open reinstatement "Hungary" "Back." concerns:HUN'
    assert "2 of its benchmarks are open" in await by_vote.front.say(SECRETARY, open_it)
    await meet_benchmarks(by_vote)
    assert "has not found that it meets" in await by_vote.front.say(SECRETARY, open_it)
    await reviewed(by_vote, "HUN", "meets")
    motion = await by_vote.motion(1)
    assert (motion.kind, motion.concerned) == ("reinstatement", "HUN")
    await by_vote.decide(1, est="yes", lva="yes", fin="yes", bra="yes", pol="yes")
    assert await status(by_vote, "HUN") == "active"
    assert (await dossier(by_vote, "HUN")).benchmarks == ()
    assert await by_vote.sound()


async def test_finding_before_the_last_benchmark_opens_the_way_with_it(by_vote: World) -> None:
    """Whichever comes last opens the motion, once."""
    await suspended_with_plan(by_vote)
    await reviewed(by_vote, "HUN", "meets")
    await meet_benchmarks(by_vote)
    assert (await by_vote.motion(1)).kind == "reinstatement"
    assert await by_vote.sound()


async def test_return_comes_of_itself_unless_a_third_object(by_notice: World) -> None:
    """Democratic Defense Alliance: within 14 days; one objection of five is too few."""
    await suspended_with_plan(by_notice)
    await meet_benchmarks(by_notice)
    await reviewed(by_notice, "HUN", "meets")
    move = (await dossier(by_notice, "HUN")).coming[0]
    assert move.at == by_notice.clock.now() + timedelta(days=14)
    assert "1 of the 2 members" in await by_notice.front.say(LVA, "/review object HUN")
    assert "counts once" in await by_notice.front.say(LVA, "/review object HUN")
    await wait_until(by_notice, move.at)
    assert await status(by_notice, "HUN") == "active"
    assert "nothing to object to" in await by_notice.front.say(LVA, "/review object HUN")
    assert await by_notice.sound()


async def test_third_of_members_keeps_a_member_from_returning_of_itself(by_notice: World) -> None:
    """Two of five object: the return is put to the vote instead."""
    await suspended_with_plan(by_notice)
    await meet_benchmarks(by_notice)
    await reviewed(by_notice, "HUN", "meets")
    await by_notice.front.say(LVA, "/review object HUN")
    assert "M-1 puts it to the vote" in await by_notice.front.say(FIN, "/review object HUN")
    assert (await by_notice.motion(1)).kind == "reinstatement"
    await by_notice.pass_time(timedelta(days=2))
    assert await status(by_notice, "HUN") == "suspended"
    assert "Only the other members" in await by_notice.front.say(HUN, "/review object HUN")
    assert await by_notice.sound()


async def test_finding_is_changed_or_withdrawn_after_the_reply(by_vote: World) -> None:
    """The panel confirms, changes or withdraws."""
    await by_vote.front.say(SECRETARY, '/review open POL "Asked."')
    await find(by_vote, "POL", "fails")
    await by_vote.front.say(POL, '/review reply "We have changed the law."')
    await confirm(by_vote, "POL", "at risk")
    assert (await dossier(by_vote, "POL")).at_risk
    assert "at risk" in await by_vote.front.say(STRANGER, "/member list")
    await by_vote.front.say(REVIEWER, '/review open POL "Again."')
    await find(by_vote, "POL", "fails")
    await by_vote.front.say(POL, '/review reply "No."')
    await confirm(by_vote, "POL", "withdrawn")
    assert "was withdrawn" in await by_vote.front.say(STRANGER, "/review show POL")
    assert (await dossier(by_vote, "POL")).at_risk
    assert await by_vote.sound()


async def test_renewal_follows_the_finding(by_vote: World) -> None:
    """*Meets*: the whole term; *at risk*: one year only; each from the day after the last."""
    await by_vote.front.say(SECRETARY, "/term draw")
    for member, finding, years in (("POL", "meets", 2), ("BRA", "at risk", 1)):
        term = (await dossier(by_vote, member)).term
        assert term is not None
        if term.review_at is not None:
            await wait_until(by_vote, term.review_at)
        await find(by_vote, member, finding)
        await by_vote.pass_time(timedelta(days=22))
        await confirm(by_vote, member)
        await wait_until(by_vote, max(term.ended_at, by_vote.clock.now()))
        following = (await dossier(by_vote, member)).term
        assert following is not None
        assert following.starts_at >= term.ended_at
        length = following.ended_at - following.starts_at
        assert abs(length - timedelta(days=365 * years)) <= timedelta(days=1, hours=1)
    assert await by_vote.sound()


async def test_member_at_risk_is_asked_for_commitments_until_it_makes_one(by_vote: World) -> None:
    """Its term is renewed for one year only, with commitments; the renewal waits for none (ADR 0028)."""
    front = by_vote.front
    await front.say(SECRETARY, "/term draw")
    term = (await dossier(by_vote, "BRA")).term
    assert term is not None
    await front.say(SECRETARY, '/review open BRA "Asked."')
    await find(by_vote, "BRA", "at risk")
    await front.say(BRA, '/review reply "No."')
    await by_vote.settle()
    assert await asked_of(by_vote, BRA) == 0
    await confirm(by_vote, "BRA")
    await by_vote.settle()
    assert await asked_of(by_vote, BRA) == 1
    assert await asked_of(by_vote, SECRETARY) == 1
    assert "commitments asked for" in await front.say(STRANGER, "/member list")
    await wait_until(by_vote, term.reminders[0].at)
    await by_vote.settle()
    assert await asked_of(by_vote, BRA) == 2
    await front.say(BRA, '/commitment add "Free the courts." 2028-12-01 confirm:yes')
    (commitment,) = (await dossier(by_vote, "BRA")).commitments
    assert commitment.review == 1
    assert "(R-1)" in await front.say(STRANGER, "/commitment list BRA")
    assert "commitments asked for" not in await front.say(STRANGER, "/member show BRA")
    await wait_until(by_vote, term.ended_at)
    await by_vote.settle()
    following = (await dossier(by_vote, "BRA")).term
    assert following is not None
    assert await asked_of(by_vote, BRA) == 2
    assert await by_vote.sound()


async def test_year_at_risk_begins_without_commitments_and_asks_for_them(by_vote: World) -> None:
    """Nobody is left out by it, and nobody has more time by making none."""
    await by_vote.front.say(SECRETARY, "/term draw")
    term = (await dossier(by_vote, "BRA")).term
    assert term is not None
    assert term.review_at is not None
    await wait_until(by_vote, term.review_at)
    await find(by_vote, "BRA", "at risk")
    await by_vote.pass_time(timedelta(days=22))
    await confirm(by_vote, "BRA")
    await by_vote.settle()
    before = await asked_of(by_vote, BRA)
    await wait_until(by_vote, term.ended_at)
    await by_vote.settle()
    following = (await dossier(by_vote, "BRA")).term
    assert following is not None
    assert following.cause is TermCause.AT_RISK
    assert await asked_of(by_vote, BRA) == before + 2
    assert await by_vote.sound()


async def asked_of(world: World, person: Person) -> int:
    """Count how often somebody was told that commitments are asked for."""
    return sum("renewed with commitments" in text for text in await world.front.direct(person))


async def test_judges_that_are_refused(by_vote: World) -> None:
    """Not a delegate, not a national of the state, not a panel of two, not before there is anything to judge."""
    front = by_vote.front
    line = '/review find POL fails "Because."'
    assert "not under review" in await front.say(REVIEWER, line)
    await front.say(SECRETARY, '/review open POL "Asked."')
    assert "is for the review body" in await front.say(EST_HEAD, line)
    assert "is for the review body" in await front.say(SECRETARY, line)
    assert "national of" in await front.say(POLISH_REVIEWER, line)
    assert "no finding on" in await front.say(REVIEWER, "/review confirm POL")
    assert "no finding on" in await front.say(POL, '/review reply "No."')
    assert "is no" in (await front.say(REVIEWER, '/review find POL bad "Because."')).lower()
    await find(by_vote, "POL", "fails")
    assert "has made its finding" in await front.say(REVIEWER, line)
    assert "may reply until" in await front.say(REVIEWER, "/review confirm POL")
    await front.say(POL, '/review reply "No."')
    assert "replied on" in await front.say(POL, '/review reply "No again."')
    await by_vote.pass_time(timedelta(days=22))
    await confirm(by_vote, "POL")
    assert "not under review" in await front.say(REVIEWER, "/review confirm POL")
    assert await by_vote.sound()


async def test_finding_of_too_small_a_panel_is_refused(by_vote: World) -> None:
    """A finding needs a panel of three or more; one reviewer alone finds nothing."""
    await by_vote.front.say(SECRETARY, '/review open POL "Asked."')
    await by_vote.front.say(SECRETARY, f"/delegate revoke {by_vote.front.account(REVIEWERS[2]).text}")
    assert "it takes 3" in await by_vote.front.say(REVIEWER, '/review find POL fails "Because."')
    assert await by_vote.sound()


async def test_reply_after_its_time_is_refused(by_vote: World) -> None:
    """The member has the charter's time, 21 days, and no more."""
    await by_vote.front.say(SECRETARY, '/review open POL "Asked."')
    await find(by_vote, "POL", "fails")
    await by_vote.pass_time(timedelta(days=21, seconds=1))
    assert "was over on" in await by_vote.front.say(POL, '/review reply "Late."')
    assert await by_vote.sound()


async def test_reviews_that_cannot_be_opened(by_vote: World) -> None:
    """One at a time, with a day to come, by the secretariat or a reviewer."""
    front = by_vote.front
    assert "is over" in await front.say(SECRETARY, '/review open POL "Asked." due:2026-01-01')
    assert "not done" in await front.say(EST_DELEGATE, '/review open POL "Asked."')
    await front.say(REVIEWER, '/review open POL "Asked." due:2027-01-15')
    assert "under review already (R-1)" in await front.say(SECRETARY, '/review open POL "Again."')
    assert "under review (R-1)" in await front.say(STRANGER, "/member list")
    assert await by_vote.sound()


async def test_finding_that_is_due_is_called_to_mind(by_vote: World) -> None:
    """14 and 3 days before, and on the day: to the reviewers and the secretariat."""
    await by_vote.front.say(SECRETARY, '/review open POL "Asked." due:2027-01-15')
    for when in ("2027-01-01", "2027-01-12", "2027-01-15"):
        await by_vote.pass_time(timedelta(0))
        target = by_vote.clock.now().fromisoformat(f"{when}T10:00:00+00:00")
        await by_vote.pass_time(target - by_vote.clock.now())
        await by_vote.settle()
    told = [text for text in await by_vote.front.direct(REVIEWER) if "R-1) is due" in text]
    assert len(told) == 3
    assert await by_vote.sound()


async def test_plans_that_are_refused(by_vote: World) -> None:
    """Only for a suspended member, with days to come, and benchmarks there are; each judge once."""
    front = by_vote.front
    assert "not suspended" in await front.say(SECRETARY, '/review benchmark-add POL "Free the courts." 2027-03-01')
    assert "is over" in await front.say(SECRETARY, '/review benchmark-add HUN "Free the courts." 2026-03-01')
    assert "due" in await front.say(SECRETARY, '/review benchmark-add HUN "Free the courts."')
    assert "is over" in await front.say(SECRETARY, "/review reassess HUN 2026-03-01")
    assert "not suspended" in await front.say(LVA, '/review support POL "Judges."')
    assert "no benchmark 1" in await front.say(REVIEWER, "/review benchmark-meet HUN 1")
    await front.say(SECRETARY, '/review benchmark-add HUN "Free the courts." 2027-03-01')
    await front.say(REVIEWER, "/review benchmark-meet HUN 1")
    assert "counts once" in await front.say(REVIEWER, "/review benchmark-meet HUN 1")
    assert "is for the review body" in await front.say(SECRETARY, "/review benchmark-meet HUN 1")
    assert "not done" in await front.say(HUN, "/review benchmark-meet HUN 1")
    assert await by_vote.sound()


async def test_charter_without_rules_has_no_reviews(house: World) -> None:
    """What the charter does not know is refused with what to do."""
    assert "charter says nothing" in await house.front.say(SECRETARY, '/review open POL "Asked."')
    assert "charter says nothing" in await house.front.say(BRA, "/term call-vote POL")
    assert "never been under review" in await house.front.say(STRANGER, "/review show POL")


async def test_review_runs_on_every_front(world: World) -> None:
    """Opened, found, replied to and confirmed from Slack, Discord and the console, on both databases."""
    await world.apply(BY_NOTICE)
    front = world.front
    assert "R-1" in await front.say(SECRETARY, '/review open POL "Asked."')
    await find(world, "POL", "fails")
    assert "fails" in await front.say(POL, '/review reply "We repealed it."')
    await confirm(world, "POL")
    assert (await dossier(world, "POL")).coming[0].status.value == "suspended"
    assert "suspended from" in await front.say(SECRETARY, "/member show POL")
    assert await world.sound()
