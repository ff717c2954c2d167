"""What a session lets be done to it, when, and by whom; and the refusals of the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.charter import Charter, SessionRules
from bot.domain.errors import Refusal, RuleSentence
from bot.domain.ids import BodyName, MemberCode, MotionNumber, SessionNumber
from bot.domain.membership import Member, Right, Status
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.domain.rules import Reason
from bot.domain.sessions import ITEMS, AgendaItem, Session, SessionPhase


@dataclass(kw_only=True, eq=False)
class UnknownSession(Refusal):
    """A number that no session bears."""

    session: SessionNumber


@dataclass(kw_only=True, eq=False)
class NoSessionMeant(Refusal):
    """No session was named, and there is none that could be meant."""

    command: str


@dataclass(kw_only=True, eq=False)
class SeveralSessionsMeant(Refusal):
    """No session was named, and several could be meant."""

    command: str
    accepted: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class SessionTooSoon(Refusal):
    """A session called with less notice than the charter asks for; ``earliest`` is when it may begin.

    ``urgent`` says that it was to be an urgent one.
    """

    notice: timedelta
    earliest: datetime
    urgent_notice: timedelta
    urgent: bool

    variants = ("urgent",)

    @property
    def variant(self) -> str:
        """Tell an urgent session, for which there is no shorter notice."""
        return "urgent" if self.urgent else ""


@dataclass(kw_only=True, eq=False)
class SessionNotStarted(Refusal):
    """A session opened before the instant for which it was called."""

    session: SessionNumber
    starts_at: datetime


@dataclass(kw_only=True, eq=False)
class RollStillCalled(Refusal):
    """The closing of a session while the roll is being called in it."""

    session: SessionNumber
    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class SessionIs(Refusal):
    """An act on a session that where it stands does not allow."""

    session: SessionNumber
    phase: SessionPhase
    command: str

    variants = ("called", "open", "closed", "cancelled")

    @property
    def variant(self) -> str:
        """Name where it stands."""
        return self.phase.value


@dataclass(kw_only=True, eq=False)
class AnotherSessionOpen(Refusal):
    """A session opened while another of its body is open."""

    session: SessionNumber
    other: SessionNumber
    body: BodyName


@dataclass(kw_only=True, eq=False)
class PresenceLacking(Refusal):
    """A session opened before the presence that the charter enforces."""

    session: SessionNumber
    had: int
    quorum: RuleSentence


@dataclass(kw_only=True, eq=False)
class AttendanceNotBegun(Refusal):
    """A state that is present before those present are taken down."""

    session: SessionNumber
    attendance_at: datetime


@dataclass(kw_only=True, eq=False)
class PresentAlready(Refusal):
    """A state that is taken down as present already."""

    session: SessionNumber
    member: MemberCode
    at: datetime


@dataclass(kw_only=True, eq=False)
class MayNotAttend(Refusal):
    """A state whose status does not let it attend."""

    session: SessionNumber
    member: MemberCode
    status: Status


@dataclass(kw_only=True, eq=False)
class PresenceOfOthers(Refusal):
    """A delegation that takes down another state than its own."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class PresentMemberMissing(Refusal):
    """The secretariat takes somebody down and does not say whom."""


@dataclass(kw_only=True, eq=False)
class AgendaEmpty(Refusal):
    """An item taken up where the agenda has none left; ``items`` are all it has."""

    session: SessionNumber
    items: int

    variants = ("none",)

    @property
    def variant(self) -> str:
        """Tell an agenda that never had any."""
        return "" if self.items else "none"


@dataclass(kw_only=True, eq=False)
class AgendaFull(Refusal):
    """An item put on an agenda that holds no more."""

    session: SessionNumber
    limit: int


@dataclass(kw_only=True, eq=False)
class OnAgendaAlready(Refusal):
    """A motion put on an agenda that it is on."""

    session: SessionNumber
    motion: MotionNumber
    item: int


@dataclass(kw_only=True, eq=False)
class NotForAgenda(Refusal):
    """A motion put on an agenda that is over, or not tabled yet."""

    motion: MotionNumber
    phase: Phase


@dataclass(kw_only=True, eq=False)
class NoSessionOfBody(Refusal):
    """An act of a session on a motion whose body has none open."""

    motion: MotionNumber
    body: BodyName
    command: str
    instead: str


def check_notice(rules: SessionRules, *, starts_at: datetime, urgent: bool, now: datetime) -> None:
    """Let a session be called for ``starts_at``, or raise SessionTooSoon."""
    notice = rules.least(urgent=urgent)
    if starts_at - now < notice:
        raise SessionTooSoon(notice=notice, earliest=now + notice, urgent_notice=rules.urgent_notice, urgent=urgent)


def check_phase(session: Session, *phases: SessionPhase, command: str) -> None:
    """Let an act be done to a session in one of ``phases``, or raise SessionIs."""
    if session.phase not in phases:
        raise SessionIs(session=session.number, phase=session.phase, command=command)


def check_may_open(
    session: Session, others: Iterable[Session], quorum: Reason | None, rules: SessionRules, *, now: datetime
) -> None:
    """Let a session be opened at ``now``, or raise why not."""
    check_phase(session, SessionPhase.CALLED, command="/session open")
    if now < session.starts_at:
        raise SessionNotStarted(session=session.number, starts_at=session.starts_at)
    for other in others:
        if other.body == session.body and other.phase is SessionPhase.OPEN:
            raise AnotherSessionOpen(session=session.number, other=other.number, body=session.body)
    if rules.enforced and quorum is not None and not quorum.met:
        raise PresenceLacking(session=session.number, had=_whole(quorum), quorum=RuleSentence(quorum.clause))


def _whole(quorum: Reason) -> int:
    return 0 if quorum.had is None else int(quorum.had)


def check_may_attend(charter: Charter, session: Session, member: Member, *, command: str, now: datetime) -> None:
    """Let a state be taken down as present at ``now``, or raise why not."""
    check_phase(session, SessionPhase.CALLED, SessionPhase.OPEN, command=command)
    if not session.takes_attendance(now):
        raise AttendanceNotBegun(session=session.number, attendance_at=session.attendance_at)
    if not charter.grants(member.status, Right.ATTEND):
        raise MayNotAttend(session=session.number, member=member.code, status=member.status)
    earlier = next((each for each in session.present if each.member == member.code), None)
    if earlier is not None:
        raise PresentAlready(session=session.number, member=member.code, at=earlier.at)


def check_for_agenda(session: Session, motion: Motion, now: datetime) -> None:
    """Let a motion be put on the agenda of a session, or raise why not."""
    if motion.course.draft or not motion.under_way:
        raise NotForAgenda(motion=motion.number, phase=motion.phase(now))
    on = next((item for item in session.agenda if item.motion == motion.number), None)
    if on is not None:
        raise OnAgendaAlready(session=session.number, motion=motion.number, item=on.number)


def check_room(session: Session) -> None:
    """Let one more item be put on the agenda, or raise AgendaFull."""
    if len(session.agenda) >= ITEMS:
        raise AgendaFull(session=session.number, limit=ITEMS)


def following_item(session: Session) -> AgendaItem:
    """Give the item that is taken up next; raise AgendaEmpty where none is left."""
    item = session.next_item
    if item is None:
        raise AgendaEmpty(session=session.number, items=len(session.agenda))
    return item
