"""Sessions: called with notice and an agenda, opened by who presides, attended state by state, closed.

A session is of one body, of which no two are open at once; several may be called ahead. Those present are taken down
from some time before its beginning until its end. Presence is counted against the roll of the body: that of the moment
before the session, that of its opening from then on. Who may attend without a vote, as a candidate or a suspended
member, is present and counts for no quorum.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.charter import Charter
from bot.domain.deadlines import Deadline, Due
from bot.domain.electorate import Elector, freeze_electorate
from bot.domain.ids import BodyName, MemberCode, MotionNumber, SessionNumber
from bot.domain.level import Level
from bot.domain.membership import Member
from bot.domain.moves import Move, moves
from bot.domain.rules import Quorum, Reason, RollCall, Voter, decide, parse_rule

ITEMS = 60
"""Items that an agenda holds at the most."""


class SessionPhase(StrEnum):
    """Where a session stands."""

    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


SESSION_MOVES: tuple[Move[SessionPhase], ...] = moves(
    (None, SessionPhase.CALLED, "call, with its notice", "SessionCalled"),
    (SessionPhase.CALLED, SessionPhase.OPEN, "opening by who presides", "SessionOpened"),
    (SessionPhase.CALLED, SessionPhase.CANCELLED, "cancellation", "SessionCancelled"),
    (SessionPhase.OPEN, SessionPhase.CLOSED, "closing by who presides", "SessionClosed"),
)
"""All moves of a session; any other is refused. Closed and cancelled are final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """An item of an agenda: a motion, or a text of its own; ``taken_at`` is when it was taken up."""

    number: int
    motion: MotionNumber | None
    text: str
    added_at: datetime
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A state that is present, since when it is taken down."""

    member: MemberCode
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as it stands. ``reminders`` are those that are still to be sent.

    ``roll`` is that of its opening, empty before it; ``presiding`` who opened it.
    """

    number: SessionNumber
    body: BodyName
    level: Level
    title: str
    place: str
    urgent: bool
    called_at: datetime
    starts_at: datetime
    attendance_at: datetime
    reminders: tuple[datetime, ...]
    attendance_begun: bool = False
    agenda: tuple[AgendaItem, ...] = ()
    present: tuple[Presence, ...] = ()
    roll: tuple[Elector, ...] = ()
    presiding: MemberCode | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def phase(self) -> SessionPhase:
        """Where the session stands."""
        if self.cancelled_at is not None:
            return SessionPhase.CANCELLED
        if self.closed_at is not None:
            return SessionPhase.CLOSED
        return SessionPhase.CALLED if self.opened_at is None else SessionPhase.OPEN

    @property
    def ahead(self) -> bool:
        """Whether it is neither over nor cancelled."""
        return self.phase in {SessionPhase.CALLED, SessionPhase.OPEN}

    def takes_attendance(self, now: datetime) -> bool:
        """Tell whether those present are taken down at ``now``."""
        return self.phase is SessionPhase.OPEN or (self.phase is SessionPhase.CALLED and now >= self.attendance_at)

    @property
    def attending(self) -> frozenset[MemberCode]:
        """The states that are present, with a vote or without."""
        return frozenset(each.member for each in self.present)

    @property
    def current(self) -> AgendaItem | None:
        """The item that was taken up last; None before the first."""
        taken = [item for item in self.agenda if item.taken_at is not None]
        return taken[-1] if taken else None

    @property
    def next_item(self) -> AgendaItem | None:
        """The first item that has not been taken up; None where all have been."""
        return next((item for item in self.agenda if item.taken_at is None), None)

    def deadlines(self) -> frozenset[Deadline]:
        """Give when the clock calls the session to mind, and when it begins to take down those present."""
        if self.phase is not SessionPhase.CALLED:
            return frozenset()
        attendance = () if self.attendance_begun else (self.attendance_at,)
        return frozenset(Deadline(at, Due.SESSION, subject_of(self.number)) for at in (*self.reminders, *attendance))


def subject_of(number: SessionNumber) -> str:
    """Give a session as people and deadlines write it: ``S-2``."""
    return f"S-{number}"


def number_of(subject: str) -> SessionNumber:
    """Read a session as deadlines write it."""
    return SessionNumber(int(subject.removeprefix("S-")))


def roll_at(charter: Charter, session: Session, roster: Iterable[Member]) -> tuple[Elector, ...]:
    """Give the roll against which presence is counted: that of the opening, before it the body as it is."""
    return session.roll or freeze_electorate(charter=charter, body=charter.body(session.body), roster=roster)


def presence(
    quorum: Quorum | None, seats: int | None, roll: Sequence[Elector], attending: Collection[MemberCode]
) -> Reason | None:
    """Count who is present against the quorum of a session, as a quorum of a vote is counted; None without one."""
    if quorum is None:
        return None
    voters = tuple(
        Voter(
            member=each.member,
            standing=each.standing,
            weights={str(name): value for name, value in each.weights.items()},
            present=each.entitled and each.member in attending,
        )
        for each in roll
    )
    called = RollCall(rule=parse_rule("more for than against"), voters=voters, quorum=quorum, seats=seats)
    return next(reason for reason in decide(called).reasons if reason.option == 0)


def taken(session: Session, item: int, at: datetime) -> Session:
    """Give the session with an item of its agenda taken up."""
    agenda = tuple(replace(each, taken_at=at) if each.number == item else each for each in session.agenda)
    return replace(session, agenda=agenda)
