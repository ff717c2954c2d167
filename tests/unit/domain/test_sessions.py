"""A session as its events make it: an agenda in order, a state present once, nothing after its end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain.addresses import Account
from bot.domain.deadlines import Due
from bot.domain.electorate import Elector
from bot.domain.events import (
    AgendaItemAdded,
    AgendaItemTaken,
    AttendanceBegun,
    PresenceRecorded,
    SessionCalled,
    SessionCancelled,
    SessionClosed,
    SessionEvent,
    SessionOpened,
    SessionReminded,
)
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import BodyName, MemberCode, SessionNumber
from bot.domain.level import Level
from bot.domain.rules import Standing, parse_quorum
from bot.domain.session_evolution import called_session, session_after
from bot.domain.sessions import SESSION_MOVES, Session, SessionPhase, number_of, presence, subject_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BEGINS = NOW + timedelta(days=14)
CLERK = Account("console:clerk")
STATES = tuple(MemberCode(code) for code in ("EST", "FIN", "LVA", "POL"))
S1 = SessionNumber(1)
CALLED = SessionCalled(
    session=S1,
    body=BodyName("assembly"),
    level=Level.MINISTERS,
    title="Autumn",
    place="",
    urgent=False,
    starts_at=BEGINS,
    attendance_at=BEGINS - timedelta(hours=1),
    reminders=(BEGINS - timedelta(days=7), BEGINS - timedelta(days=1)),
    member=None,
    account=CLERK,
    at=NOW,
)
OPENED = SessionOpened(session=S1, member=None, roll=(), quorum=None, at=BEGINS)
CLOSED = SessionClosed(session=S1, member=None, at=BEGINS)
CANCELLED = SessionCancelled(session=S1, reason="", at=NOW)


def item(number: int) -> AgendaItemAdded:
    """Put an item on the agenda."""
    return AgendaItemAdded(session=S1, item=number, motion=None, text=f"Item {number}", at=NOW)


def taken(number: int) -> AgendaItemTaken:
    """Take an item up."""
    return AgendaItemTaken(session=S1, item=number, at=BEGINS)


def present(member: MemberCode) -> PresenceRecorded:
    """Take a state down as present."""
    return PresenceRecorded(session=S1, member=member, account=CLERK, at=BEGINS)


def after(*events: SessionEvent) -> Session:
    """Give the session after some events."""
    session = called_session(CALLED)
    for event in events:
        session = session_after(session, event)
    return session


@pytest.mark.parametrize(
    "events",
    [
        (CALLED,),
        (OPENED, OPENED),
        (CLOSED,),
        (OPENED, CANCELLED),
        (OPENED, CLOSED, OPENED),
        (OPENED, CLOSED, present(STATES[0])),
        (CANCELLED, OPENED),
        (CANCELLED, item(1)),
        (item(2),),
        (item(1), item(1)),
        (item(1), taken(1)),
        (item(1), item(2), OPENED, taken(2)),
        (item(1), OPENED, taken(1), taken(1)),
        (present(STATES[0]), present(STATES[0])),
    ],
)
def test_event_that_cannot_have_happened_does_not_fit(events: tuple[SessionEvent, ...]) -> None:
    """Nothing is guessed: such a journal was tampered with."""
    with pytest.raises(EventDoesNotFit):
        after(*events)


def test_moves_are_those_of_the_table() -> None:
    """Each phase, and each event of the table that leads from it."""
    makes: dict[str, SessionEvent] = {"SessionOpened": OPENED, "SessionClosed": CLOSED, "SessionCancelled": CANCELLED}
    reached: dict[SessionPhase, tuple[SessionEvent, ...]] = {
        SessionPhase.CALLED: (),
        SessionPhase.OPEN: (OPENED,),
        SessionPhase.CLOSED: (OPENED, CLOSED),
        SessionPhase.CANCELLED: (CANCELLED,),
    }
    allowed = {(move.start, move.event): move.end for move in SESSION_MOVES}
    for phase, way in reached.items():
        assert after(*way).phase is phase
        for name, event in makes.items():
            end = allowed.get((phase, name))
            if end is None:
                with pytest.raises(EventDoesNotFit):
                    after(*way, event)
            else:
                assert after(*way, event).phase is end


def test_clock_has_nothing_to_do_once_it_is_open() -> None:
    """Reminders and the beginning of the attendance, each until it has come."""
    at_hand = [BEGINS - timedelta(days=7), BEGINS - timedelta(days=1), BEGINS - timedelta(hours=1)]
    assert sorted(each.at for each in after().deadlines()) == at_hand
    assert {each.what for each in after().deadlines()} == {Due.SESSION}
    reminded = SessionReminded(session=S1, due_at=at_hand[1], starts_at=BEGINS, late=False)
    assert [each.at for each in after(reminded).deadlines()] == [at_hand[2]]
    begun = AttendanceBegun(session=S1, at=BEGINS - timedelta(hours=1))
    assert after(reminded, begun).deadlines() == frozenset()
    assert after(OPENED).deadlines() == frozenset()


def test_subject_of_a_deadline_names_the_session() -> None:
    assert number_of(subject_of(S1)) == S1


@given(st.sets(st.sampled_from(STATES)), st.sets(st.sampled_from(STATES)), st.integers(min_value=1, max_value=5))
def test_quorum_counts_the_entitled_that_are_present(
    entitled: set[MemberCode], attending: set[MemberCode], needed: int
) -> None:
    """Whoever attends without a vote is not counted."""
    roll = [
        Elector(member=state, standing=Standing.ENTITLED if state in entitled else Standing.SUSPENDED)
        for state in STATES
    ]
    reason = presence(parse_quorum(f"at least {needed} of all members present"), None, roll, attending)
    assert reason is not None
    assert reason.had == len(entitled & attending)
    assert reason.met == (len(entitled & attending) >= needed)


class SessionMachine(RuleBasedStateMachine):
    """A session under any acts that its checks let pass."""

    def __init__(self) -> None:
        super().__init__()
        self.session = called_session(CALLED)
        self.came: list[MemberCode] = []
        self.put: list[int] = []

    def happen(self, event: SessionEvent) -> None:
        """Let an event happen."""
        self.session = session_after(self.session, event)

    @rule()
    @precondition(lambda self: self.session.ahead)
    def add(self) -> None:
        """Put one more item on the agenda."""
        number = len(self.session.agenda) + 1
        self.put.append(number)
        self.happen(item(number))

    @rule(state=st.sampled_from(STATES))
    @precondition(lambda self: self.session.ahead)
    def come(self, state: MemberCode) -> None:
        """Take a state down, once."""
        if state not in self.session.attending:
            self.came.append(state)
            self.happen(present(state))

    @rule()
    @precondition(lambda self: self.session.phase is SessionPhase.OPEN and self.session.next_item is not None)
    def take(self) -> None:
        """Take the next item up."""
        following = self.session.next_item
        assert following is not None
        self.happen(taken(following.number))
        assert self.session.current is not None
        assert self.session.current.number == following.number

    @rule()
    @precondition(lambda self: self.session.phase is SessionPhase.CALLED)
    def open(self) -> None:
        """Open it."""
        self.happen(OPENED)

    @rule(event=st.sampled_from((OPENED, CLOSED, CANCELLED, item(1), taken(1), present(STATES[0]))))
    @precondition(lambda self: not self.session.ahead)
    def come_too_late(self, event: SessionEvent) -> None:
        """Let nothing happen any more."""
        with pytest.raises(EventDoesNotFit):
            session_after(self.session, event)

    @rule()
    @precondition(lambda self: self.session.phase is SessionPhase.OPEN)
    def close(self) -> None:
        """Close it."""
        self.happen(CLOSED)

    @invariant()
    def items_are_taken_in_order(self) -> None:
        """Those taken up come first, and the rest keeps its order."""
        taken_up = [each.taken_at is not None for each in self.session.agenda]
        assert taken_up == sorted(taken_up, reverse=True)
        assert [each.number for each in self.session.agenda] == self.put

    @invariant()
    def everyone_is_present_once_and_stays(self) -> None:
        """In the order in which they came."""
        assert [each.member for each in self.session.present] == self.came

    @invariant()
    def nothing_was_taken_up_before_it_was_open(self) -> None:
        """Take an agenda through in session alone."""
        assert self.session.opened_at is not None or self.session.current is None


TestSessionMachine = SessionMachine.TestCase
