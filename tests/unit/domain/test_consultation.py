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
    SupportRequest,
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
from bot.domain.instants import CLOSING_GRACE

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
    assert instants == [NOON + 12 * HOUR, NOON + 23 * HOUR, ASKED.until + CLOSING_GRACE]
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
    """The motion that was requested; others of its member once the chair has convened or was silent; not for ever."""
    request = made(ASKED)

    def lent(
        found: SupportRequest, kind: str, concerned: MemberCode | None, hours: float, *members: MemberCode
    ) -> bool:
        return calls_for_urgency([found], KindName(kind), concerned, members, now=NOON + hours * HOUR)

    week = URGENT_FOR / HOUR
    assert lent(request, request.kind, EST, 0)
    assert lent(request, request.kind, EST, week)
    assert not lent(request, request.kind, LVA, 0)
    assert not lent(request, request.kind, EST, -1)
    assert not lent(request, request.kind, EST, week + 1)
    assert not lent(request, "sanctions", EST, 0, EST)
    assert lent(request_after(request, CONVENED), "sanctions", None, 2, EST, FIN)
    assert lent(request_after(request, OVER), "sanctions", None, 25, EST)
    assert not lent(request_after(request, CONVENED), "sanctions", EST, 2, LVA)
    assert not lent(request_after(request, BACK), request.kind, EST, 2, EST)
    assert not calls_for_urgency([], request.kind, EST, {EST}, now=NOON)


def test_number_is_written_and_read() -> None:
    """As people and deadlines write it."""
    assert number_of(subject_of(FIRST)) == FIRST
