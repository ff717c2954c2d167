"""What happens to a session, from its call to its end, and what it lends to the roll calls held in it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.electorate import Elector
from bot.domain.ids import BodyName, MemberCode, MotionNumber, SessionNumber
from bot.domain.level import Level
from bot.domain.rules import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCalled:
    """A session of a body was called to begin at ``starts_at``; ``member`` is the chair's, None for the secretariat.

    ``reminders`` are the instants at which delegations are reminded of it; ``attendance_at`` is when those present are
    first taken down.
    """

    session: SessionNumber
    body: BodyName
    level: Level
    title: str
    place: str
    urgent: bool
    starts_at: datetime
    attendance_at: datetime
    reminders: tuple[datetime, ...]
    member: MemberCode | None
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReminded:
    """Delegations were reminded of a session ahead; reminders missed before ``due_at`` fold into it."""

    session: SessionNumber
    due_at: datetime
    starts_at: datetime
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceBegun:
    """Those present at a session are taken down from here on."""

    session: SessionNumber
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceRecorded:
    """A state is present at a session: by its delegation's word, or taken down by the secretariat."""

    session: SessionNumber
    member: MemberCode
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItemAdded:
    """An item was put on the agenda of a session: a motion, or a text of its own."""

    session: SessionNumber
    item: int
    motion: MotionNumber | None
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItemTaken:
    """An item of the agenda was taken up."""

    session: SessionNumber
    item: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened:
    """A session was opened; ``member`` presides, None where nobody can.

    The roll of its body is that of this instant. ``quorum`` is the presence that the charter asks for, and what became
    of it, None where it asks for none.
    """

    session: SessionNumber
    member: MemberCode | None
    roll: tuple[Elector, ...]
    quorum: Reason | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed:
    """A session was closed; ``member`` presided at its end, None where nobody could."""

    session: SessionNumber
    member: MemberCode | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCancelled:
    """A session that had been called is not held."""

    session: SessionNumber
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRollCalled:
    """The roll is called on a motion in a session: who is ``present`` there counts as present in the vote."""

    session: SessionNumber
    motion: MotionNumber
    present: tuple[MemberCode, ...]
    at: datetime


SessionEvent = (
    SessionCalled
    | SessionReminded
    | AttendanceBegun
    | PresenceRecorded
    | AgendaItemAdded
    | AgendaItemTaken
    | SessionOpened
    | SessionClosed
    | SessionCancelled
    | SessionRollCalled
)
"""What can happen to a session; each names it."""
