"""What a session needs of the record, whom it is shown and told to, and what the clock does about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.cards.sessions import SessionView
from bot.commands.conduct.opening import CLOCK
from bot.commands.conduct.owing import CARD_PAUSE, channels_for, purposes_of, renew
from bot.commands.conduct.presiding import presiding_member
from bot.domain.addresses import Channel, Purpose
from bot.domain.alliance import Alliance
from bot.domain.credentials import Role
from bot.domain.deadlines import Deadline
from bot.domain.electorate import Elector
from bot.domain.events import AttendanceBegun, SessionReminded, SessionRollCalled
from bot.domain.ids import BodyName, MemberCode, SessionNumber
from bot.domain.instants import comes_late
from bot.domain.level import Level
from bot.domain.membership import Right
from bot.domain.motion import Motion
from bot.domain.notices import (
    MinutesNotice,
    SessionCard,
    SessionInvitation,
    SessionNews,
    SessionReminderNotice,
)
from bot.domain.rules import Reason
from bot.domain.sessions import Session, SessionPhase, number_of, presence, roll_at
from bot.ports import UnitOfWork


def session_at(uow: UnitOfWork, alliance: Alliance, number: SessionNumber) -> Session:
    """Give a session as the tables have it."""
    session = uow.sessions.get(alliance.code, number)
    if session is None:
        raise LookupError(number)
    return session


def open_session(uow: UnitOfWork, alliance: Alliance, body: BodyName) -> Session | None:
    """Give the session of a body that is open; None where none is."""
    every = uow.sessions.ahead(alliance.code)
    return next((each for each in every if each.body == body and each.phase is SessionPhase.OPEN), None)


def summit_called(uow: UnitOfWork, alliance: Alliance, day: datetime) -> Session | None:
    """Give the leaders' session that was called for the day that begins ``day``; None where none was."""
    zone = alliance.time_zone
    called = (
        each
        for each in uow.sessions.every(alliance.code)
        if each.level is Level.SUMMIT and each.phase is not SessionPhase.CANCELLED
    )
    local = day.astimezone(zone).date()
    return next((each for each in called if each.starts_at.astimezone(zone).date() == local), None)


def quorum_of(alliance: Alliance, session: Session, roll: Sequence[Elector]) -> Reason | None:
    """Count who of the roll is present at a session against the quorum; None where the charter asks for none."""
    seats = alliance.charter.body(session.body).seats
    return presence(alliance.charter.session.quorum, seats, roll, session.attending)


def session_view(uow: UnitOfWork, alliance: Alliance, session: Session, *, now: datetime) -> SessionView:
    """Gather what the card of a session shows."""
    roster = uow.roster.on(alliance.code, now)
    roll = roll_at(alliance.charter, session, roster)
    motions = [uow.motions.get(alliance.code, each.motion) for each in session.agenda if each.motion is not None]
    presiding = session.presiding
    if session.opened_at is None and session.ahead:
        presiding = presiding_member(uow, alliance, session.body, concerned=None, now=now)
    return SessionView(
        session=session,
        now=now,
        body=alliance.charter.body(session.body),
        rules=alliance.charter.session,
        roll=roll,
        quorum=quorum_of(alliance, session, roll),
        presiding=presiding,
        members={member.code: member for member in roster},
        titles={motion.number: motion.title for motion in motions if motion is not None},
    )


def channels_of(uow: UnitOfWork, alliance: Alliance, session: Session) -> Iterator[Channel]:
    """Give the channels that show a session: those of its body, and for a summit those for announcements."""
    everyone = {Purpose.ANNOUNCEMENTS} if session.level is Level.SUMMIT else set()
    return channels_for(uow, alliance, purposes_of(alliance.charter.body(session.body)) | everyone)


def show_session(uow: UnitOfWork, alliance: Alliance, session: Session, *, now: datetime, soon: bool = False) -> None:
    """Owe the card of a session, made current, to every channel that shows it; ``soon``: with the next changes."""
    due = now + CARD_PAUSE if soon else now
    for channel in channels_of(uow, alliance, session):
        uow.outbox.owe(alliance.code, SessionCard(session=session.number), channel, due=due)


def invite(uow: UnitOfWork, alliance: Alliance, session: Session, *, now: datetime) -> None:
    """Owe the notice of a session to each delegation that may attend it."""
    _owe_delegations(uow, alliance, SessionInvitation(session=session.number), now=now)


def renew_invitations(uow: UnitOfWork, alliance: Alliance, session: Session, *, now: datetime) -> None:
    """Have the notices that delegations were sent show the session as it now is."""
    renew(uow, alliance, SessionInvitation(session=session.number), now=now)


def tell_of_session(uow: UnitOfWork, alliance: Alliance, session: Session, entry: int, *, now: datetime) -> None:
    """Owe what an entry tells of a session to the thread of its card, and make the card current."""
    show_session(uow, alliance, session, now=now)
    for channel in channels_of(uow, alliance, session):
        uow.outbox.owe(alliance.code, SessionNews(session=session.number, entry=entry), channel, due=now)


def publish_minutes(uow: UnitOfWork, alliance: Alliance, session: Session, entry: int, *, now: datetime) -> None:
    """Owe the minutes of a session, as they are at an entry, to the channels that show it."""
    for channel in channels_of(uow, alliance, session):
        uow.outbox.owe(alliance.code, MinutesNotice(session=session.number, entry=entry), channel, due=now)


def _owe_delegations(
    uow: UnitOfWork, alliance: Alliance, notice: SessionInvitation | SessionReminderNotice, *, now: datetime
) -> None:
    """Owe a notice to the people of every delegation whose status lets it attend; observers hear of it elsewhere."""
    for member in uow.roster.on(alliance.code, now):
        if not alliance.charter.grants(member.status, Right.ATTEND):
            continue
        for credential in uow.credentials.of_member(alliance.code, member.code, now):
            if credential.role is not Role.OBSERVER:
                uow.outbox.owe(alliance.code, notice, credential.account, due=now)


def may_receive(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Tell whether a state's delegation is told of sessions."""
    found = uow.roster.member(alliance.code, member, now)
    return found is not None and alliance.charter.grants(found.status, Right.ATTEND)


def meet_session(uow: UnitOfWork, alliance: Alliance, deadline: Deadline, *, now: datetime) -> bool:
    """Begin to take down those present, or remind delegations of a session, as far as each is due."""
    session = uow.sessions.get(alliance.code, number_of(deadline.subject))
    if session is None or session.phase is not SessionPhase.CALLED:
        return False
    begun = _begin_attendance(uow, alliance, session, now=now)
    reminded = _remind(uow, alliance, session, now=now)
    return begun or reminded


def _begin_attendance(uow: UnitOfWork, alliance: Alliance, session: Session, *, now: datetime) -> bool:
    if session.attendance_begun or now < session.attendance_at:
        return False
    uow.record(alliance.code, AttendanceBegun(session=session.number, at=now), at=now, by=CLOCK)
    show_session(uow, alliance, session, now=now)
    renew_invitations(uow, alliance, session, now=now)
    return True


def _remind(uow: UnitOfWork, alliance: Alliance, session: Session, *, now: datetime) -> bool:
    """Send the latest reminder that is due; those missed before it fold into it."""
    due = [at for at in session.reminders if at <= now]
    if not due:
        return False
    late = comes_late(due[-1], now)
    event = SessionReminded(session=session.number, due_at=due[-1], starts_at=session.starts_at, late=late)
    uow.record(alliance.code, event, at=now, by=CLOCK)
    notice = SessionReminderNotice(session=session.number, due_at=due[-1], late=late)
    _owe_delegations(uow, alliance, notice, now=now)
    return True


def lend_attendance(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime, by: str) -> None:
    """Have who is present at the open session of a motion's body count as present in the roll call that begins."""
    session = open_session(uow, alliance, motion.body)
    if session is None:
        return
    present = tuple(sorted(session.attending))
    event = SessionRollCalled(session=session.number, motion=motion.number, present=present, at=now)
    uow.record(alliance.code, event, at=now, by=by)
