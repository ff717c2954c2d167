"""The live roll call: who is called when, from the answers on record and the clock alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calling import Answer, Call, Called, OutOfTurn, Turn, draw
from bot.domain.ids import MemberCode

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMIT, INSTANT = timedelta(minutes=2), timedelta(microseconds=1)
A, B, C = MemberCode("AAA"), MemberCode("BBB"), MemberCode("CCC")
CALL = Call(order=(A, B, C), seed="seed", limit=LIMIT, started_at=NOON)

CODES = st.lists(st.from_regex(r"[A-Z]{3}", fullmatch=True).map(MemberCode), unique=True, max_size=8)
SEEDS = st.text(max_size=64)
ANSWERS = st.lists(st.sampled_from(Answer), min_size=16, max_size=16)
DELAYS = st.lists(st.integers(min_value=0, max_value=120), min_size=16, max_size=16)


def took(call: Call, answer: Answer, *, after: timedelta = timedelta(seconds=30)) -> Call:
    """Let the state that is called give an answer some time after it was called."""
    called = call.standing(at_turn(call))
    assert called is not None
    at = called.until if answer is Answer.MISSED else called.since + after
    return call.after(Turn(member=called.member, answer=answer, at=at))


def at_turn(call: Call) -> datetime:
    """Give the instant of the last turn on record."""
    return call.turns[-1].at if call.turns else call.started_at


def run(call: Call, answers: list[Answer], delays: list[int]) -> tuple[Call, list[Called]]:
    """Let a call run to its end; give it with everyone that was called, in order. A pass in the second call is a no."""
    called_so_far = []
    for answer, delay in zip(answers, delays, strict=True):
        called = call.standing(at_turn(call))
        if called is None:
            break
        called_so_far.append(called)
        given_answer = Answer.VOTED if called.second and answer is Answer.PASSED else answer
        call = took(call, given_answer, after=timedelta(seconds=delay))
    return call, called_so_far


# The order.


@given(CODES, SEEDS)
def test_draw_is_a_rotation_of_the_sorted_codes(codes: list[MemberCode], seed: str) -> None:
    """The lot gives where to begin; from there it goes by code and round."""
    order, by_code = draw(codes, seed), sorted(codes)
    start = by_code.index(order[0]) if order else 0
    assert list(order) == by_code[start:] + by_code[:start]


@given(CODES.flatmap(lambda codes: st.tuples(st.just(codes), st.permutations(codes))), SEEDS)
def test_draw_does_not_depend_on_the_order_of_its_input(
    lists: tuple[list[MemberCode], list[MemberCode]], seed: str
) -> None:
    """Whoever draws again needs to know who was entitled, not in which order they were listed."""
    codes, shuffled = lists
    assert draw(shuffled, seed) == draw(codes, seed)


def test_draw_is_what_it_says() -> None:
    """The SHA-256 of the seed, a line break and the codes, modulo their count; worked by hand here."""
    lot = int(sha256(b"seed\nAAA,BBB,CCC").hexdigest(), 16) % 3
    assert draw([C, A, B], "seed")[0] == (A, B, C)[lot]


@pytest.mark.parametrize(
    ("seed", "codes", "first"),
    [("seed", (C, A, B), A), ("2026-11-23", (A, B, C, A), A), ("", (B,), B)],
)
def test_draw_can_be_checked_by_hand(seed: str, codes: tuple[MemberCode, ...], first: MemberCode) -> None:
    """The SHA-256 of the seed, a line break and the codes, by ``sha256sum``: a number, modulo the count."""
    assert draw(codes, seed)[0] == first
    assert len(draw(codes, seed)) == len(set(codes))


def test_every_state_can_be_drawn() -> None:
    """Over many seeds each begins about as often as any other."""
    first = [draw((A, B, C), str(seed))[0] for seed in range(600)]
    assert all(150 < first.count(code) < 250 for code in (A, B, C))


def test_nobody_is_drawn_from_nobody() -> None:
    """A roll with nobody entitled is called and over."""
    call = replace(CALL, order=draw((), "seed"))
    assert call.finished(NOON)
    assert call.ends_by() == NOON
    assert call.following(NOON) is None


# The turns.


def test_turn_ends_after_its_last_instant() -> None:
    """The limit is inclusive; the next is called from that instant on, for the whole limit."""
    assert CALL.standing(NOON + LIMIT) == Called(member=A, since=NOON, until=NOON + LIMIT, second=False)
    assert CALL.standing(NOON + LIMIT + INSTANT) == Called(
        member=B, since=NOON + LIMIT, until=NOON + 2 * LIMIT, second=False
    )
    assert CALL.next_change() == NOON + LIMIT + INSTANT


def test_missed_turns_have_their_own_instants() -> None:
    """Several in a row: each as of its end."""
    assert CALL.missed_by(NOON + 2 * LIMIT + INSTANT) == (
        Turn(member=A, answer=Answer.MISSED, at=NOON + LIMIT),
        Turn(member=B, answer=Answer.MISSED, at=NOON + 2 * LIMIT),
    )
    assert CALL.missed_by(NOON + LIMIT) == ()


def test_next_is_called_when_one_has_answered() -> None:
    """An answer does not wait for the limit."""
    call = took(CALL, Answer.VOTED)
    at = NOON + timedelta(seconds=30)
    assert call.standing(at) == Called(member=B, since=at, until=at + LIMIT, second=False)


def test_who_passed_is_called_again_in_the_same_order_and_who_missed_is_not() -> None:
    """A second call for those who passed."""
    call = took(took(took(CALL, Answer.PASSED), Answer.MISSED), Answer.PASSED)
    first = call.standing(at_turn(call))
    call = took(call, Answer.VOTED)
    second = call.standing(at_turn(call))
    assert first is not None
    assert second is not None
    assert [(each.member, each.second) for each in (first, second)] == [(A, True), (C, True)]


def test_following_is_who_comes_next_as_far_as_that_is_known() -> None:
    """The next in the order; after the last of the first call, the first that has passed."""
    assert CALL.following(NOON) == B
    last = took(took(CALL, Answer.PASSED), Answer.VOTED)
    assert last.following(at_turn(last)) == A
    voted = took(took(CALL, Answer.VOTED), Answer.VOTED)
    assert voted.following(at_turn(voted)) is None
    assert CALL.following(NOON + LIMIT + INSTANT) == C


def test_answers_are_the_latest_of_each() -> None:
    """Who passed and then missed its second turn has missed it."""
    call = took(took(took(took(CALL, Answer.PASSED), Answer.VOTED), Answer.VOTED), Answer.MISSED)
    assert call.answers(at_turn(call)) == {A: Answer.MISSED, B: Answer.VOTED, C: Answer.VOTED}
    assert CALL.answers(NOON + LIMIT + INSTANT) == {A: Answer.MISSED}
    assert CALL.answers(NOON) == {}


def test_present_is_who_has_answered() -> None:
    """By voting or by passing; who passed stays present though it misses its second turn."""
    call = took(took(took(took(CALL, Answer.PASSED), Answer.VOTED), Answer.MISSED), Answer.MISSED)
    assert call.present(at_turn(call)) == {A, B}


@pytest.mark.parametrize(
    "turn",
    [
        Turn(member=B, answer=Answer.VOTED, at=NOON),
        Turn(member=MemberCode("ZZZ"), answer=Answer.MISSED, at=NOON + LIMIT),
        Turn(member=A, answer=Answer.VOTED, at=NOON + LIMIT + INSTANT),
    ],
)
def test_turn_of_another_or_after_its_limit_is_a_defect(turn: Turn) -> None:
    """Only the state that is called can have one, and only while it is."""
    with pytest.raises(OutOfTurn):
        CALL.after(turn)


def test_second_pass_and_a_turn_after_the_end_are_defects() -> None:
    """A journal that holds them was tampered with."""
    call = took(took(took(CALL, Answer.PASSED), Answer.VOTED), Answer.VOTED)
    with pytest.raises(OutOfTurn):
        call.after(Turn(member=A, answer=Answer.PASSED, at=at_turn(call)))
    ended = took(call, Answer.VOTED)
    with pytest.raises(OutOfTurn):
        ended.after(Turn(member=A, answer=Answer.VOTED, at=at_turn(ended)))


@given(CODES, SEEDS, ANSWERS, DELAYS)
def test_each_is_called_once_and_passers_exactly_once_more(
    codes: list[MemberCode], seed: str, answers: list[Answer], delays: list[int]
) -> None:
    """The first call is the order; the second is who passed in it, in that order."""
    call, called = run(replace(CALL, order=draw(codes, seed)), answers, delays)
    first = [each.member for each in called if not each.second]
    passed = [turn.member for turn in call.turns[: len(codes)] if turn.answer is Answer.PASSED]
    assert first == list(call.order)
    assert [each.member for each in called if each.second] == passed
    assert call.standing(at_turn(call)) is None


@given(CODES, ANSWERS, DELAYS, st.integers(min_value=0, max_value=16 * 120))
def test_call_is_over_exactly_when_nobody_is_called(
    codes: list[MemberCode], answers: list[Answer], delays: list[int], seconds: int
) -> None:
    """At every instant one state is called, or the call is finished; it ends no later than it says."""
    order = draw(codes, "seed")
    call, _ = run(replace(CALL, order=order), answers[: len(order)], delays[: len(order)])
    now = at_turn(call) + timedelta(seconds=seconds)
    called = call.standing(now)
    assert call.finished(now) == (called is None)
    if called is None:
        assert now >= call.ends_by()
    else:
        assert called.since <= now <= called.until <= call.ends_by()


@given(ANSWERS, DELAYS, st.lists(st.integers(min_value=0, max_value=1200), min_size=1, max_size=6))
def test_recording_what_the_clock_did_changes_nothing(
    answers: list[Answer], delays: list[int], moments: list[int]
) -> None:
    """Whether missed turns are written down at once, late or not yet, the same state is called."""
    call, _ = run(CALL, answers[:2], delays[:2])
    recorded = call
    for seconds in sorted(moments):
        now = at_turn(call) + timedelta(seconds=seconds)
        for turn in recorded.missed_by(now):
            recorded = recorded.after(turn)
        assert recorded.standing(now) == call.standing(now)
        assert recorded.answers(now) == call.answers(now)
        assert recorded.present(now) == call.present(now)
        assert recorded.ends_by() == call.ends_by()


def test_state_may_pass_in_the_first_call_alone() -> None:
    """Who is called a second time votes, or misses its turn."""
    call = took(took(took(CALL, Answer.PASSED), Answer.VOTED), Answer.VOTED)
    first, second = CALL.standing(NOON), call.standing(at_turn(call))
    assert first is not None
    assert first.may_pass
    assert second is not None
    assert not second.may_pass


def test_end_comes_later_with_each_pass_and_at_the_latest_after_two_full_calls() -> None:
    """The clock alone ends the first call; those who pass at the last instant add a whole turn each."""
    call = CALL
    for passed in range(1, 4):
        call = took(call, Answer.PASSED, after=LIMIT)
        assert call.ends_by() == NOON + (3 + passed) * LIMIT
    assert CALL.ends_by() == NOON + 3 * LIMIT


@given(CODES, ANSWERS, DELAYS)
def test_clock_changes_who_is_called_at_its_next_change_and_not_before(
    codes: list[MemberCode], answers: list[Answer], delays: list[int]
) -> None:
    """The row of a call's deadline is right to the microsecond."""
    call, _ = run(replace(CALL, order=draw(codes, "seed")), answers[:5], delays[:5])
    change = call.next_change()
    if call.standing(at_turn(call)) is None:
        assert change == call.ends_by()
        return
    assert call.standing(change - INSTANT) == call.standing(at_turn(call))
    assert len(call.missed_by(change)) == 1
    assert call.missed_by(change - INSTANT) == ()
