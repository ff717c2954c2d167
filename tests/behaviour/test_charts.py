"""Charts of a vote over time and of contributions: what they hold, as a house with real ballots has it."""

from datetime import timedelta
from fractions import Fraction

from bot.cards.giving import giving_of
from bot.cards.picture import Mark, Picture, Trace
from bot.cards.views import MotionView
from bot.cards.votes_over_time import votes_over_time
from bot.commands.conduct.ending import end_motion
from bot.commands.views import view_of
from bot.domain.ballot import Choice
from bot.domain.course import EndedAs
from bot.domain.ids import MotionNumber
from bot.locales.catalogue import Interpreter
from bot.ports import UnitOfWork
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.chamber import ELECTED, elect
from tests.behaviour.implementing import adopted, after_adoption, flat
from tests.behaviour.test_mid_vote import suspend_brazil_in_mid_vote
from tests.behaviour.test_notes import confirmed, entering, noted
from tests.behaviour.test_rollcall import VOTERS as ROLL
from tests.behaviour.test_rollcall import called, the_call
from tests.behaviour.world import World

HOUR, VOTING = timedelta(hours=1), timedelta(hours=72)
COUNCIL, QUIET = (f'/motion open {kind} "Open skies" "1. Open."' for kind in ("resolution", "quiet"))


async def drawn(house: World, number: int = 1, language: str = "en") -> tuple[MotionView, Picture | None]:
    """Give a motion and its votes over time, as they are now."""

    def look(uow: UnitOfWork) -> tuple[MotionView, Picture | None]:
        alliance, motion = uow.alliances.get(house.code), uow.motions.get(house.code, MotionNumber(number))
        assert alliance is not None
        assert motion is not None
        view = view_of(uow, alliance, motion, now=house.clock.now())
        acts = ((act.entry, act.at, act.event) for act in uow.journal.acts_on(house.code, motion))
        return view, votes_over_time(view, acts, Interpreter(language, alliance.time_zone))

    return await house.house.writer.read(look)


def traces_of(picture: Picture | None) -> dict[Mark | None, Trace]:
    """Give the lines of a picture by their marks."""
    assert picture is not None
    assert picture.timeline is not None
    return {trace.mark: trace for trace in picture.timeline.traces}


def steps(trace: Trace) -> list[int]:
    """Give the counts of a line, in order."""
    return [step.count for step in trace.steps]


async def agrees(house: World, number: int = 1) -> None:
    """Check that the lines end at what the board of the motion has."""
    view, picture = await drawn(house, number)
    ends = {mark: steps(trace)[-1] for mark, trace in traces_of(picture).items()}
    choices = ((Mark.YES, Choice.YES), (Mark.NO, Choice.NO), (Mark.ABSTAIN, Choice.ABSTAIN))
    assert ends == {mark: len(view.voted(choice)) for mark, choice in choices}


async def test_lines_of_a_vote_run_from_its_opening_to_its_deadline(house: World) -> None:
    """A changed ballot moves from one line to another; what is needed is a level; the deadline is marked."""
    await house.front.say(SECRETARY, COUNCIL)
    assert (await drawn(house))[1] is None
    await house.pass_time(HOUR)
    await house.vote(1, est="no", lva="yes")
    await house.pass_time(HOUR)
    await house.vote(1, est="yes", fin="abstain", bra="yes")
    view, running = await drawn(house)
    found = traces_of(running)
    assert steps(found[Mark.YES]) == [0, 1, 2, 3]
    assert steps(found[Mark.NO]) == [0, 1, 0]
    assert [step.at - view.motion.opens_at for step in found[Mark.NO].steps] == [timedelta(0), HOUR, 2 * HOUR]
    assert steps(found[Mark.ABSTAIN]) == [0, 1]
    assert running is not None
    assert running.timeline is not None
    assert running.timeline.until == house.clock.now() < running.timeline.close.at == running.timeline.ends
    assert running.timeline.level is not None
    assert running.timeline.level.value == 3
    assert "So far: for 3, against 0, abstained 1, of 4 entitled." in running.text
    assert "3 in favour are needed: so many since Mon 23 Nov 2026, 13:00 EET." in running.text
    await house.pass_time(VOTING)
    await agrees(house)
    _, over = await drawn(house)
    assert over is not None
    assert over.timeline is not None
    assert over.timeline.until == over.timeline.ends == view.motion.closes_at
    assert "At the end: for 3" in over.text


async def test_lines_end_as_the_board_whatever_happens_in_between(house: World) -> None:
    """A note that is confirmed, one that is contested, and a ballot taken back."""
    await noted(house)
    await house.vote(1, est="yes", bra="no")
    await confirmed(house, entering("LVA", "yes"), entering("FIN", "no"))
    await house.front.say(FIN, '/vote contest M-1 "We sent no note."')
    await house.front.say(BRA, "/vote retract M-1")
    await agrees(house)
    assert steps(traces_of((await drawn(house))[1])[Mark.NO]) == [0, 1, 2, 1, 0]


async def test_ballot_that_is_annulled_leaves_its_line(house: World) -> None:
    """That of a member that lost its vote while the vote ran; it is not among the entitled any more."""
    await suspend_brazil_in_mid_vote(house, "order")
    await agrees(house, 2)
    view, picture = await drawn(house, 2)
    assert steps(traces_of(picture)[Mark.YES]) == [0, 1, 0]
    assert picture is not None
    entitled = sum(elector.entitled for elector in view.electors)
    assert f"of {entitled} entitled" in picture.text


async def test_recused_member_is_not_among_the_entitled(house: World) -> None:
    """Five of six may vote here, one of them has stood aside."""
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open." opens:2h')
    await house.front.say(POL, '/motion recuse M-1 "Its own case."')
    await house.pass_time(3 * HOUR)
    await house.vote(1, est="yes", lva="no")
    _, picture = await drawn(house)
    assert picture is not None
    assert "for 1, against 1, abstained 0, of 4 entitled" in picture.text


async def test_choices_that_are_kept_back_are_on_no_chart_before_the_result(house: World) -> None:
    """One line of all ballots, on which a change of one is not to be seen; with the result the choices."""
    await house.front.say(SECRETARY, QUIET)
    await house.pass_time(HOUR)
    await house.vote(1, est="yes")
    _, before = await drawn(house)
    await house.vote(1, est="no")
    await house.pass_time(HOUR)
    await house.vote(1, est="abstain")
    _, after = await drawn(house)
    found = traces_of(after)
    assert list(found) == [None]
    assert found == traces_of(before)
    assert after is not None
    assert before is not None
    assert after.text == before.text
    assert after.timeline is not None
    assert after.timeline.level is None
    assert after.timeline.highest == 5
    assert "1 ballot, of 5 entitled." in after.text
    await house.pass_time(VOTING)
    assert steps(traces_of((await drawn(house))[1])[Mark.ABSTAIN]) == [0, 1]


async def test_hidden_change_of_mind_leaves_the_chart_as_it_is(house: World) -> None:
    """Not even how far it is drawn tells of it: the same ballot again, and another one, give the very same picture."""
    await house.front.say(SECRETARY, QUIET)
    await house.pass_time(timedelta(minutes=5))
    await house.front.say(EST_HEAD, "/vote M-1 yes")
    await house.pass_time(timedelta(minutes=5, seconds=10))
    _, before = await drawn(house)
    for again in ('yes explanation:"Still."', "no"):
        house.clock.advance(timedelta(seconds=5))
        assert "Ballot" in await house.front.say(EST_HEAD, f"/vote M-1 {again}")
        assert (await drawn(house))[1] == before


async def test_ranked_ballots_are_counted_and_never_told_apart(house: World) -> None:
    """Not after the result either: its rounds say who was ahead."""
    await house.apply(ELECTED)
    await elect(house, POL)
    await house.front.say(EST_HEAD, "/vote rank M-1 POL")
    await house.front.say(LVA, "/vote rank M-1 POL")
    assert list(traces_of((await drawn(house))[1])) == [None]
    await house.pass_time(VOTING)
    assert list(traces_of((await drawn(house))[1])) == [None]


async def test_silence_has_no_chart(house: World) -> None:
    """An objection is no ballot of a vote."""
    await house.front.say(SECRETARY, '/motion open routine "Open skies" "1. Open."')
    await house.settle()
    await house.front.say(LVA, '/motion object M-1 "No."')
    assert (await drawn(house))[1] is None


async def test_vote_that_is_closed_early_is_drawn_to_its_end(house: World) -> None:
    """Its end is marked in the place of the deadline."""
    await house.front.say(SECRETARY, '/motion open final "Open skies" "1. Open."')
    await house.pass_time(2 * HOUR)
    for person in (EST_HEAD, LVA, FIN, BRA, POL):
        await house.front.say(person, "/vote cast M-1 yes confirm:yes")
    assert "Adopted" in await house.front.say(SECRETARY, "/motion close M-1")
    view, picture = await drawn(house)
    assert view.motion.result is not None
    assert picture is not None
    assert picture.timeline is not None
    assert picture.timeline.close.at == view.motion.result.decided_at < view.motion.closes_at
    assert picture.timeline.close.label.startswith("closed: ")


async def test_vote_that_is_taken_again_is_drawn_from_its_new_opening(house: World) -> None:
    """The ballots of the vote before it, which was tied, are on the chart no more."""
    await house.front.say(SECRETARY, '/motion open second-vote "Open skies" "1. Open."')
    await house.decide(1, est="yes", lva="no")
    assert (await drawn(house))[1] is None
    await house.pass_time(HOUR)
    await house.vote(1, est="yes")
    view, picture = await drawn(house)
    assert picture is not None
    assert picture.timeline is not None
    assert picture.timeline.begins == view.motion.opens_at
    assert picture.timeline.ends == view.motion.closes_at
    await agrees(house)


async def test_live_roll_call_is_drawn_over_its_minutes(house: World) -> None:
    """Until the last turn, not until a deadline days away."""
    await called(house)
    for ballot in ("yes", "no", "yes", "abstain", "yes"):
        await house.pass_time(timedelta(seconds=20))
        standing = (await the_call(house)).standing(house.clock.now())
        assert standing is not None
        await house.front.say(ROLL[standing.member], f"/vote M-1 {ballot}")
    await house.settle()
    await agrees(house)
    view, picture = await drawn(house)
    assert view.motion.result is not None
    assert picture is not None
    assert picture.timeline is not None
    assert picture.timeline.ends - picture.timeline.begins < 3 * timedelta(minutes=1)
    assert picture.timeline.ticks


async def test_vote_that_ends_without_a_result_is_drawn_to_its_end(house: World) -> None:
    """As where the motion before whose vote it was to be decided has ended; nothing of it is kept back any more."""
    await house.front.say(SECRETARY, QUIET)
    await house.vote(1, est="no")
    await house.pass_time(HOUR)
    motion, now = await house.motion(), house.clock.now()

    def end(uow: UnitOfWork) -> None:
        alliance = uow.alliances.get(house.code)
        assert alliance is not None
        end_motion(uow, alliance, motion, how=EndedAs.VOID, reason="", now=now, by="test")

    await house.house.writer.write(end)
    await house.pass_time(HOUR)
    _, picture = await drawn(house)
    assert list(traces_of(picture)) == [Mark.YES, Mark.NO, Mark.ABSTAIN]
    assert picture is not None
    assert picture.timeline is not None
    assert picture.timeline.close.at == picture.timeline.until == picture.timeline.ends == now


async def test_level_is_drawn_only_where_it_is_one_number(house: World) -> None:
    """More for than against moves with each ballot."""
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    await house.vote(1, est="yes")
    _, picture = await drawn(house)
    assert picture is not None
    assert picture.timeline is not None
    assert picture.timeline.level is None


async def test_anyone_is_shown_the_votes_over_time_in_their_language(house: World) -> None:
    """With who has voted; the console draws a line of blocks for each choice."""
    await house.front.say(SECRETARY, COUNCIL)
    await house.pass_time(HOUR)
    await house.vote(1, est="yes", lva="no")
    shown = await house.front.say(STRANGER, "/vote status M-1")
    assert "M-1: votes over time." in shown
    assert "+ For 1" in shown
    assert "× Against 1" in shown
    await house.front.say(BRA, "/delegate settings fr")
    french = (await house.front.say(BRA, "/vote status M-1")).replace("\xa0", " ")
    assert "M-1 : votes au fil du temps." in french
    assert "+ Pour 1" in french


async def test_contributions_have_a_gauge_for_each_motion_and_unit(house: World) -> None:
    """Different units are never added: each has its own bars, against its own target where there is one."""
    await adopted(house)
    for head in (EST_HEAD, LVA):
        await house.front.say(head, "/coalition join M-1 confirm:yes")
    await house.front.say(SECRETARY, "/contribution target M-1 '800 EUR'")
    for head, amount in ((EST_HEAD, "300 EUR"), (LVA, "200 EUR"), (LVA, "500 troops")):
        await house.front.say(head, f"/contribution add M-1 '{amount}' 30d confirm:yes")
    await house.front.say(EST_HEAD, "/contribution deliver M-1 1 '100 EUR' confirm:yes")
    shown = flat((await house.front.say(STRANGER, "/contribution list")).replace("\xa0", " "))
    assert "promised: 500 EUR (62.5 %)" in shown
    assert "target: 800 EUR" in shown
    found = await after_adoption(house)
    picture = giving_of((found,), Interpreter("en", (await drawn(house))[0].alliance.time_zone))
    assert picture is not None
    euros, troops = picture.gauges
    assert [euros.promised.value, euros.delivered.value] == [Fraction(500), Fraction(100)]
    assert euros.target is not None
    assert euros.target.value == 800
    assert (troops.title, troops.promised.value, troops.target) == ("M-1, troops", Fraction(500), None)
    assert "500\xa0troops promised by 1 member." in picture.text


async def test_many_gauges_are_shown_in_part_and_the_title_says_so(house: World) -> None:
    """The card has every one of them in words."""
    await adopted(house)
    for number in range(8):
        await house.front.say(SECRETARY, f"/contribution target M-1 '10 things{'abcdefgh'[number]}'")
    picture = giving_of((await after_adoption(house),), Interpreter("en", (await drawn(house))[0].alliance.time_zone))
    assert picture is not None
    assert len(picture.gauges) == 6
    assert "the first 6 of 8" in picture.title
    assert "10 thingsh" in (await house.front.say(STRANGER, "/contribution list")).replace("\xa0", " ")
