"""The live roll call: drawn by lot, one state at a time, passing once, and the result with the last answer."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.commands.administration import revoke_credential
from bot.commands.conduct.membership import change_status
from bot.domain.calling import Answer, Call, draw
from bot.domain.events import DeadlineMoved, MotionDecided, RollCallBegun, TurnTaken, VotingOpened
from bot.domain.ids import MemberCode
from bot.domain.membership import Status
from bot.domain.phases import Phase
from bot.domain.rules import Outcome
from storage.decoding import read_entry
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    EST_OBSERVER,
    FIN,
    HUN,
    LVA,
    POL,
    REVIEWER,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.world import START, World

DECLARATION = '/motion open declaration "Open skies" "1. The skies are open." opens:1d'
LIMIT = timedelta(minutes=2)
SECOND, INSTANT = timedelta(seconds=1), timedelta(microseconds=1)
VOTERS = {"BRA": BRA, "EST": EST_HEAD, "FIN": FIN, "LVA": LVA, "POL": POL}
"""The entitled states of the assembly, in the order of their codes."""


async def called(house: World, line: str = DECLARATION, call: str = "/rollcall call M-1") -> None:
    """Table a motion and have its roll called."""
    await house.front.say(SECRETARY, line)
    await house.settle()
    assert "The roll is called" in await house.front.say(SECRETARY, call)
    await house.settle()


async def the_call(house: World) -> Call:
    """Give the call as it is on record."""
    call = (await house.motion()).course.call
    assert call is not None
    return call


async def turn(house: World) -> Person:
    """Give who speaks for the state that is called now."""
    standing = (await the_call(house)).standing(house.clock.now())
    assert standing is not None
    return VOTERS[standing.member]


async def events(house: World) -> list[object]:
    """Give the events on record, in order."""
    entries = await house.house.writer.read(lambda uow: tuple(uow.journal.entries(house.code)))
    return [read_entry(entry.body).event for entry in entries]


async def answer_all(house: World, ballots: Sequence[str]) -> None:
    """Have each state answer when it is called."""
    for ballot in ballots:
        person = await turn(house)
        assert "Ballot recorded" in await house.front.say(person, f"/vote M-1 {ballot}")


async def call_card(house: World) -> str:
    """Give the motion's card as the channel shows it."""
    return next(post for post in reversed(await house.front.posts()) if "M-1 · Voting" in post)


async def test_roll_is_called_by_buttons_on_every_front(world: World) -> None:
    """Each state is asked by itself, answers by a button, passes and is called again; the result is there at once."""
    await called(world)
    first = await turn(world)
    assert any("is called" in text for text in await world.front.direct(first))
    assert "has passed" in await world.front.press(first, "is called", "Pass")
    await world.settle()
    for _ in range(4):
        person = await turn(world)
        assert person is not first
        assert "Ballot recorded" in await world.front.press(person, "Open skies", "Yes")
        await world.settle()
    assert await turn(world) is first
    assert "second call" in await call_card(world)
    assert (await world.motion()).result is None
    assert "Ballot recorded" in await world.front.press(first, "Open skies", "No")
    motion = await world.motion()
    assert motion.result is not None
    assert motion.result.outcome is Outcome.ADOPTED
    assert motion.result.decided_at == world.clock.now()
    await world.settle()
    assert any("Adopted" in post and "For 4, against 1" in post for post in await world.front.posts())


async def test_order_is_drawn_by_lot_and_anyone_can_draw_it_again(house: World) -> None:
    """The seed is the hash of the entry before the call, in which the vote is opened; it is shown to everyone."""
    await called(house)
    recorded = await events(house)
    at = next(index for index, event in enumerate(recorded) if isinstance(event, RollCallBegun))
    assert isinstance(recorded[at - 1], VotingOpened)
    entries = await house.house.writer.read(lambda uow: tuple(uow.journal.entries(house.code)))
    call = await the_call(house)
    assert call.seed == entries[at - 1].hash
    assert call.order == draw([MemberCode(code) for code in reversed(VOTERS)], call.seed)
    assert set(call.order) == set(VOTERS)
    assert any(call.seed in post for post in await house.front.posts())
    assert call.limit == LIMIT


async def test_vote_opens_and_the_call_begins_in_one_act(house: World) -> None:
    """Nobody can vote between the two; and the news is that of the call, not that of a vote over days."""
    await called(house)
    motion = await house.motion()
    assert (motion.opens_at, motion.closes_at) == (START + 3 * SECOND, START + 3 * SECOND + 10 * LIMIT)
    posts = "\n".join(await house.front.posts())
    assert "The roll is called; the order was drawn by lot" in posts
    assert "may be voted on until" not in posts


async def test_card_shows_who_is_called_who_is_next_and_every_answer_in_order(house: World) -> None:
    """The live card is kept current by edits, one post in the channel."""
    await called(house)
    names = {"BRA": "Brazil", "EST": "Estonia", "FIN": "Finland", "LVA": "Latvia", "POL": "Poland"}
    order = [names[code] for code in (await the_call(house)).order]
    card = await call_card(house)
    assert "11:02:03 EET" in card
    assert [line.split("│")[-1].split()[-2:] for line in card.splitlines() if order[0] in line][-1] == ["is", "called"]
    assert order[1] in card.split("Next")[1].splitlines()[0]
    await house.front.say(await turn(house), "/vote M-1 abstain")
    await house.front.say(await turn(house), "/rollcall pass M-1")
    await house.settle()
    card = await call_card(house)
    rows = card.split("Answer")[1].splitlines()[1:]
    told = [next(line for line in rows if name in line) for name in order]
    assert [rows.index(line) for line in told] == sorted(rows.index(line) for line in told)
    assert ["abstain" in told[0], "passed" in told[1], "is called" in told[2]] == [True] * 3
    assert len([post for post in await house.front.posts() if "M-1 · Voting" in post]) == 1


async def test_choices_stay_hidden_while_the_kind_hides_them(house: World) -> None:
    """A kind that shows only the turnout shows that a state has answered, not how."""
    await called(house, DECLARATION.replace("declaration", "quiet"))
    await house.front.say(await turn(house), "/vote M-1 no")
    await house.settle()
    card = await call_card(house)
    assert "voted" in card.split("Answer")[1]
    assert not any(line.rstrip().endswith("no") for line in card.split("Answer")[1].splitlines())


async def test_state_that_passes_is_called_once_more_and_cannot_pass_again(house: World) -> None:
    """In the order of the first call, and with no button to pass."""
    await called(house)
    passers = []
    for _ in range(5):
        person = await turn(house)
        passers.append(person)
        await house.front.say(person, "/rollcall pass M-1")
    await house.settle()
    assert await turn(house) is passers[0]
    assert "[Pass → " not in await call_card(house)
    mine = [text for text in await house.front.direct(passers[0]) if "is called" in text]
    assert ["[Pass → " in text for text in mine] == [True, False]
    told = await house.front.say(passers[0], "/rollcall pass M-1")
    assert "cannot pass again" in told
    for person in passers:
        assert await turn(house) is person
        await house.front.say(person, "/vote M-1 yes")
    assert (await house.motion()).phase(house.clock.now()) is Phase.ADOPTED


async def test_turn_runs_out_by_the_clock_at_its_exact_instant(house: World) -> None:
    """At the last instant the state may still answer; a moment later the next one is called, whoever has noticed."""
    await called(house)
    first = await turn(house)
    until = (await the_call(house)).started_at + LIMIT
    house.clock.advance(until - house.clock.now())
    assert await turn(house) is first
    house.clock.advance(INSTANT)
    second = await turn(house)
    assert second is not first
    assert "has had its turn" in await house.front.say(first, "/vote M-1 yes")
    assert "Ballot recorded" in await house.front.say(second, "/vote M-1 yes")
    turns = (await the_call(house)).turns
    assert [(each.answer, each.at) for each in turns] == [
        (Answer.MISSED, until),
        (Answer.VOTED, until + INSTANT),
    ]


async def test_turns_missed_while_the_bot_slept_are_each_at_their_own_instant(house: World) -> None:
    """Several in a row: the call has moved on by the clock alone, and the one that is called now is told."""
    await called(house)
    call = await the_call(house)
    await house.pass_time(3 * LIMIT + 5 * SECOND - (house.clock.now() - call.started_at))
    recorded = [event for event in await events(house) if isinstance(event, TurnTaken)]
    assert [event.at - call.started_at for event in recorded] == [LIMIT, 2 * LIMIT, 3 * LIMIT]
    assert [event.member for event in recorded] == list(call.order[:3])
    person = await turn(house)
    assert person is VOTERS[call.order[3]]
    assert any("is called" in text for text in await house.front.direct(person))
    assert not any("is called" in text for text in await house.front.direct(VOTERS[call.order[2]]))


async def test_last_turn_missed_ends_the_call_by_the_tick(house: World) -> None:
    """The result is as of the end of the last turn, and there as soon as that has passed; nobody answered."""
    await called(house)
    call = await the_call(house)
    await house.pass_time(5 * LIMIT - (house.clock.now() - call.started_at))
    assert (await house.motion()).result is None
    await house.pass_time(INSTANT)
    motion = await house.motion()
    assert motion.result is not None
    assert motion.result.outcome is Outcome.NOT_ADOPTED
    assert motion.result.decided_at == call.started_at + 5 * LIMIT


async def test_answer_after_the_end_is_late_though_no_job_has_run(house: World) -> None:
    """The phase follows from the clock: the call is over at its last instant."""
    await called(house)
    house.clock.advance(6 * LIMIT)
    before = await house.entries()
    assert "closed" in (await house.front.say(BRA, "/vote M-1 yes")).lower()
    assert "cannot be used on M-1" in await house.front.say(BRA, "/rollcall pass M-1")
    assert await house.entries() == before


@pytest.mark.parametrize(("answers", "outcome"), [(2, Outcome.NO_QUORUM), (3, Outcome.ADOPTED)])
async def test_quorum_is_counted_at_the_call(house: World, answers: int, outcome: Outcome) -> None:
    """Under a quorum of those present: who voted or passed is there, who let its turn run out is not."""
    await called(house, DECLARATION.replace("declaration", "present"))
    first = await turn(house)
    await house.front.say(first, "/vote M-1 yes")
    for _ in range(answers - 1):
        await house.front.say(await turn(house), "/rollcall pass M-1")
    await house.pass_time(10 * LIMIT)
    motion = await house.motion()
    assert motion.result is not None
    assert motion.result.outcome is outcome


async def test_vote_that_missed_its_quorum_in_a_call_is_taken_again_over_days(house: World) -> None:
    """It may be re-opened once, for the period of its kind, not for the minutes that the call had."""
    await called(house, DECLARATION.replace("declaration", "present"))
    await house.pass_time(11 * LIMIT)
    assert (await house.motion()).phase(house.clock.now()) is Phase.NO_QUORUM
    await house.front.say(SECRETARY, "/motion vote M-1")
    motion = await house.motion()
    assert motion.course.call is None
    assert motion.closes_at - house.clock.now() == timedelta(hours=72)
    assert "Ballot recorded" in await house.front.say(FIN, "/vote M-1 yes")


async def tied(house: World) -> None:
    """Have Estonia elected to the chair of the assembly, and the roll called on M-2 with a tie."""
    await house.front.say(SECRETARY, "/chair elect assembly EST")
    for person in VOTERS.values():
        await house.front.say(person, "/vote M-1 yes")
    await house.pass_time(timedelta(hours=73))
    await house.front.say(SECRETARY, DECLARATION.replace("declaration", "chairs-tie"))
    await house.front.say(SECRETARY, "/rollcall call M-2")
    for ballot in ("yes", "no", "yes", "no", "abstain"):
        call = (await house.motion(2)).course.call
        standing = None if call is None else call.standing(house.clock.now())
        assert standing is not None
        await house.front.say(VOTERS[standing.member], f"/vote M-2 {ballot}")
    await house.settle()


async def test_tie_in_a_call_waits_for_the_chair(house: World) -> None:
    """The call is over, and nothing is decided before the chair has voted."""
    await tied(house)
    await house.pass_time(timedelta(hours=23))
    motion = await house.motion(2)
    assert motion.course.casting_vote is not None
    assert motion.result is None
    assert "is closed" in await house.front.say(EST_HEAD, "/chair cast M-2 yes")
    decided = (await house.motion(2)).result
    assert decided is not None
    assert decided.outcome is Outcome.ADOPTED


async def test_tie_in_a_call_that_the_chair_leaves_is_settled_by_the_clock(house: World) -> None:
    """None within 24 hours means not adopted."""
    await tied(house)
    await house.pass_time(timedelta(hours=24) + SECOND)
    decided = (await house.motion(2)).result
    assert decided is not None
    assert decided.outcome is Outcome.NOT_ADOPTED


async def test_chair_of_the_body_calls_the_roll(house: World) -> None:
    """The secretariat or the chair; of the delegations only the chair's."""
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. The skies are open." opens:1d')
    assert "presided over by" in await house.front.say(LVA, "/rollcall call M-1")
    assert "The roll is called" in await house.front.say(EST_DELEGATE, "/rollcall call M-1 limit:30s")
    assert (await the_call(house)).limit == timedelta(seconds=30)


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (STRANGER, "/rollcall call M-1", "no credential"),
        (REVIEWER, "/rollcall call M-1", "is for"),
        (EST_OBSERVER, "/rollcall call M-1", "does not cast ballots"),
        (LVA, "/rollcall call M-1", "Nobody presides"),
        (SECRETARY, "/rollcall call M-9", "M-9"),
        (SECRETARY, "/rollcall call M-1 limit:9s", "10s to 1h"),
        (SECRETARY, "/rollcall call M-1 limit:61m", "10s to 1h"),
        (SECRETARY, "/rollcall call M-1 limit:soon", "soon"),
        (SECRETARY, "/rollcall pass M-1", "is for delegations"),
        (LVA, "/rollcall pass M-1", "cannot be used on M-1"),
    ],
)
async def test_call_is_refused(house: World, person: Person, line: str, told: str) -> None:
    """By the wrong person, with a wrong limit, or before it has begun; nothing is recorded."""
    await house.front.say(SECRETARY, DECLARATION)
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


@pytest.mark.parametrize("limit", ["10s", "1h"])
async def test_limit_takes_both_ends(house: World, limit: str) -> None:
    """Ten seconds and one hour are the bounds, and both are given."""
    await called(house, call=f"/rollcall call M-1 limit:{limit}")


async def test_limit_of_a_broken_second_is_refused(house: World) -> None:
    """An instant that is no whole number of seconds from now cannot be the limit of every turn."""
    await house.front.say(SECRETARY, DECLARATION)
    house.clock.advance(timedelta(milliseconds=300))
    assert "whole seconds" in await house.front.say(SECRETARY, '/rollcall call M-1 limit:"2026-11-23 11:05"')


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('/motion open routine "Calendar" "1. It stands." opens:1d', "adopted in silence"),
        ('/motion open debated "Calendar" "1. It stands."', "can begin"),
        ('/motion open declaration "Calendar" "1. It stands."', "cannot be used on M-1"),
        ('/motion open declaration "Calendar" "1. It stands." draft:yes', "cannot be used on M-1"),
    ],
)
async def test_roll_is_not_called_on(house: World, line: str, told: str) -> None:
    """A silence, a debate whose time has not run, a vote that runs already, a draft."""
    await house.front.say(SECRETARY, line)
    before = await house.entries()
    assert told in await house.front.say(SECRETARY, "/rollcall call M-1")
    assert await house.entries() == before


async def test_roll_is_not_called_while_an_amendment_holds_the_motion(house: World) -> None:
    """What comes first is voted first."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.front.say(LVA, '/motion amend M-1 "1. The skies are wide open."')
    assert "other motions come first" in await house.front.say(SECRETARY, "/rollcall call M-1")
    assert "other motions come first" in await house.front.say(SECRETARY, "/motion vote M-1")


async def test_vote_is_not_started_while_the_question_of_consensus_stands(house: World) -> None:
    """Neither over days nor by roll: the chair has asked, and members have until an instant to object."""
    await house.front.say(SECRETARY, DECLARATION.replace("declaration", "resolution"))
    await house.front.say(EST_HEAD, "/motion consensus M-1")
    for line in ("/rollcall call M-1", "/motion vote M-1"):
        assert "asked for consensus" in await house.front.say(SECRETARY, line)


async def test_only_the_state_that_is_called_answers(house: World) -> None:
    """Any other is told whose turn it is; a stranger, an observer and a suspended member have no turn."""
    await called(house)
    order = (await the_call(house)).order
    waiting = VOTERS[order[2]]
    before = await house.entries()
    told = await house.front.say(waiting, "/vote M-1 yes")
    assert "it is the turn of" in told
    assert "votes when it is called" in told
    assert "it is the turn of" in await house.front.say(waiting, "/rollcall pass M-1")
    assert "it is the turn of" in await house.front.press(waiting, "Called now", "Pass")
    assert "no credential" in await house.front.say(STRANGER, "/rollcall pass M-1")
    assert "does not cast ballots" in await house.front.say(EST_OBSERVER, "/rollcall pass M-1")
    assert "does not have the right to vote" in await house.front.say(HUN, "/rollcall pass M-1")
    assert await house.entries() == before


async def test_answer_is_given_once_and_is_final(house: World) -> None:
    """Twice by line or by a stale button: the state has had its turn, though ballots of its kind may be changed."""
    await called(house)
    person = await turn(house)
    assert "It cannot be changed" in await house.front.say(person, "/vote M-1 yes")
    before = await house.entries()
    assert "has had its turn" in await house.front.say(person, "/vote M-1 no")
    assert "has had its turn" in await house.front.press(person, "is called", "No")
    assert "has had its turn" in await house.front.press(person, "is called", "Pass")
    assert await house.entries() == before


async def test_stale_button_after_the_result_is_refused(house: World) -> None:
    """A press that comes after the last answer changes nothing."""
    await called(house)
    await answer_all(house, ("yes",) * 5)
    before = await house.entries()
    assert "is decided" in await house.front.press(BRA, "is called", "No")
    assert "cannot be used on M-1" in await house.front.press(BRA, "is called", "Pass")
    assert await house.entries() == before


async def test_passing_is_of_a_roll_call_only(house: World) -> None:
    """In a vote over days there is nothing to pass."""
    await house.front.say(SECRETARY, DECLARATION.replace(" opens:1d", ""))
    assert "The roll is not called on M-1" in await house.front.say(LVA, "/rollcall pass M-1")


async def test_call_has_no_extension_and_moves_by_no_outage(house: World) -> None:
    """Its turns are what they are; a platform that was away for hours moves nothing."""
    await called(house, DECLARATION.replace("declaration", "resolution"))
    told = await house.front.say(EST_HEAD, '/motion extend M-1 5d "More time."')
    assert "its roll is called live" in told
    call = await the_call(house)
    await house.pass_time(timedelta(hours=5))
    decided = (await house.motion()).result
    assert decided is not None
    assert decided.decided_at == call.ends_by()
    assert not any(isinstance(event, DeadlineMoved) for event in await events(house))


async def test_state_suspended_or_recused_in_mid_call_misses_its_turn(house: World) -> None:
    """It cannot answer, nobody asks it, and the call goes on when its time has run out."""
    await called(house)
    order = (await the_call(house)).order
    lost, recused = VOTERS[order[1]], VOTERS[order[2]]
    with house.database.transaction() as uow:
        alliance = uow.alliances.get(house.code)
        assert alliance is not None
        now = house.clock.now()
        change_status(uow, alliance, order[1], Status.SUSPENDED, motion=None, reason="dues", since=now, now=now)
    assert "takes no part" in await house.front.say(recused, '/motion recuse M-1 "Our own skies."')
    await house.front.say(VOTERS[order[0]], "/vote M-1 yes")
    await house.settle()
    assert "has no vote on M-1" in await house.front.say(lost, "/vote M-1 yes")
    assert not any("is called" in text for text in await house.front.direct(lost))
    await house.pass_time(LIMIT)
    assert "recused" in await house.front.say(recused, "/vote M-1 yes")
    await house.pass_time(LIMIT)
    assert await turn(house) is VOTERS[order[3]]
    assert [each.answer for each in (await the_call(house)).turns] == [Answer.VOTED, Answer.MISSED, Answer.MISSED]


async def test_state_whose_credential_ends_in_mid_call_misses_its_turn(house: World) -> None:
    """There is nobody to answer for it."""
    await called(house)
    order = (await the_call(house)).order
    gone = next(code for code in order[1:] if code != "EST")
    with house.database.transaction() as uow:
        revoke_credential(uow, house.code, account=house.front.account(VOTERS[gone]), now=house.clock.now())
    for code in order:
        if code == gone:
            await house.pass_time(LIMIT + SECOND)
        else:
            assert "Ballot recorded" in await house.front.say(VOTERS[code], "/vote M-1 yes")
    motion = await house.motion()
    assert motion.result is not None
    assert motion.result.tally.silent == 1


async def test_call_overtaken_before_it_is_posted_is_let_go(house: World) -> None:
    """A delegation is not asked for what it has answered already; nothing waits, nothing is a dead letter."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.settle()
    await house.front.say(SECRETARY, "/rollcall call M-1")
    first = await turn(house)
    await house.front.say(first, "/vote M-1 yes")
    await house.settle()
    assert not any("is called" in text for text in await house.front.direct(first))
    assert await house.house.writer.read(lambda uow: (uow.outbox.waiting(), uow.outbox.dead())) == (0, ())


async def test_whole_delegation_is_called_and_the_other_is_given_the_receipt(house: World) -> None:
    """Whoever may vote for the state is asked; when one has answered the others know."""
    await called(house)
    while await turn(house) is not EST_HEAD:
        await house.front.say(await turn(house), "/vote M-1 yes")
    await house.settle()
    assert any("is called" in text for text in await house.front.direct(EST_DELEGATE))
    assert not any("is called" in text for text in await house.front.direct(EST_OBSERVER))
    await house.front.press(EST_DELEGATE, "is called", "Abstain")
    await house.settle()
    assert any("Ballot recorded" in text for text in await house.front.direct(EST_HEAD))


async def test_result_is_declared_once_by_whoever_answers_last(house: World) -> None:
    """In the act of the last answer; the tick then finds nothing."""
    await called(house)
    await answer_all(house, ("yes", "yes", "yes", "no", "abstain"))
    decided = [event for event in await events(house) if isinstance(event, MotionDecided)]
    assert len(decided) == 1
    await house.pass_time(timedelta(hours=1))
    assert len([event for event in await events(house) if isinstance(event, MotionDecided)]) == 1


async def test_history_names_the_seed_and_every_answer(house: World) -> None:
    """What happened in the call can be read back in order."""
    await called(house)
    await house.front.say(await turn(house), "/rollcall pass M-1")
    told = await house.front.say(STRANGER, "/motion history M-1")
    assert (await the_call(house)).seed in " ".join(told.split()).replace(" ", "")
    assert "passed" in told
