"""A request for support: the moves of its life, when the chair is reminded, and what it lets be urgent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import Account
from bot.domain.consultation import (
    REQUEST_MOVES,
    URGENT_FOR,
    RequestEvent,
    RequestState,
    calls_for_urgency,
    made,
    number_of,
    reminders_between,
    request_after,
    subject_of,
)
from bot.domain.events import (
    BodyConvened,
    ConveningReminded,
    RequestTakenBack,
    RequestUnanswered,
    SupportRequested,
)
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import BodyName, KindName, MemberCode, RequestNumber

EST, LVA, FIN = MemberCode("EST"), MemberCode("LVA"), MemberCode("FIN")
NOON, HOUR = datetime(2026, 11, 23, 12, tzinfo=UTC), timedelta(hours=1)
FIRST = RequestNumber(1)
HEAD = Account("console:head")
ASKED = SupportRequested(
    request=FIRST,
    member=EST,
    by_member=LVA,
    account=HEAD,
    reason="Help.",
    body=BodyName("council"),
    kind=KindName("support"),
    at=NOON,
    until=NOON + 24 * HOUR,
    reminders=reminders_between(NOON, NOON + 24 * HOUR),
)
CONVENED = BodyConvened(request=FIRST, member=EST, by_member=FIN, account=HEAD, text="Now.", at=NOON + HOUR)
BACK = RequestTakenBack(request=FIRST, member=EST, by_member=LVA, account=HEAD, at=NOON + HOUR)
OVER = RequestUnanswered(request=FIRST, member=EST, until=ASKED.until, motion=None, tabled=False, late=False)
REMINDED = ConveningReminded(request=FIRST, member=EST, due_at=NOON + 12 * HOUR, until=ASKED.until, late=False)
ENDS: dict[str, RequestEvent] = {type(event).__name__: event for event in (CONVENED, BACK, OVER)}


def test_each_move_of_the_table_is_made_by_its_event() -> None:
    """And there is no other."""
    assert made(ASKED).state is RequestState.OPEN
    for move in REQUEST_MOVES:
        if move.start is not None:
            assert request_after(made(ASKED), ENDS[move.event]).state is move.end
    assert {move.end for move in REQUEST_MOVES} == set(RequestState)
    assert {move.event for move in REQUEST_MOVES if move.start is not None} == set(ENDS)


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("event", [*ENDS.values(), REMINDED], ids=[*ENDS, "ConveningReminded"])
def test_nothing_follows_an_end(end: RequestEvent, event: RequestEvent) -> None:
    """An answered request stays so, and nobody is reminded of it."""
    answered = request_after(made(ASKED), end)
    assert answered.deadlines() == frozenset()
    with pytest.raises(EventDoesNotFit):
        request_after(answered, event)


def test_chair_is_reminded_half_way_and_an_hour_before() -> None:
    """Each once; the end is the first instant after the time."""
    request = made(ASKED)
    instants = sorted(each.at for each in request.deadlines())
    assert instants == [NOON + 12 * HOUR, NOON + 23 * HOUR, ASKED.until + timedelta.resolution]
    assert len(request_after(request, REMINDED).deadlines()) == 2
    late = replace(REMINDED, due_at=NOON + 23 * HOUR)
    assert len(request_after(request, late).deadlines()) == 1


@given(st.timedeltas(timedelta(seconds=1), timedelta(days=400)))
def test_reminders_lie_within_the_time(time: timedelta) -> None:
    """However short that is."""
    reminders = reminders_between(NOON, NOON + time)
    assert 1 <= len(reminders) <= 2
    assert all(NOON < at < NOON + time for at in reminders)
    assert list(reminders) == sorted(reminders)


def test_request_lets_what_is_on_its_member_be_urgent_for_a_week() -> None:
    """Not what is on another, not before, not for ever; not once it was taken back."""
    request = made(ASKED)
    assert calls_for_urgency([request], {EST, FIN}, now=NOON)
    assert calls_for_urgency([request], {EST}, now=NOON + URGENT_FOR)
    assert calls_for_urgency([request_after(request, CONVENED)], {EST}, now=NOON + 2 * HOUR)
    assert calls_for_urgency([request_after(request, OVER)], {EST}, now=NOON + 25 * HOUR)
    assert not calls_for_urgency([request], {LVA, None}, now=NOON)
    assert not calls_for_urgency([request], {EST}, now=NOON - HOUR)
    assert not calls_for_urgency([request], {EST}, now=NOON + URGENT_FOR + HOUR)
    assert not calls_for_urgency([request_after(request, BACK)], {EST}, now=NOON + 2 * HOUR)
    assert not calls_for_urgency([], {EST}, now=NOON)


def test_number_is_written_and_read() -> None:
    """As people and deadlines write it."""
    assert number_of(subject_of(FIRST)) == FIRST
