"""How each event changes a session: the one place where its record becomes what the session is."""

from dataclasses import replace
from typing import assert_never

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
    SessionRollCalled,
)
from bot.domain.evolution import EventDoesNotFit
from bot.domain.sessions import AgendaItem, Presence, Session, SessionPhase, subject_of, taken


def called_session(event: SessionCalled) -> Session:
    """Give the session that was called."""
    return Session(
        number=event.session,
        body=event.body,
        level=event.level,
        title=event.title,
        place=event.place,
        urgent=event.urgent,
        called_at=event.at,
        starts_at=event.starts_at,
        attendance_at=event.attendance_at,
        reminders=event.reminders,
    )


def session_after(session: Session, event: SessionEvent) -> Session:
    """Give the session as it is after ``event``; raise EventDoesNotFit where that cannot have happened to it."""
    if not session.ahead or isinstance(event, SessionCalled):
        raise _misfit(session, event)
    match event:
        case SessionReminded():
            left = tuple(at for at in session.reminders if at > event.due_at)
            return replace(session, reminders=left)
        case AttendanceBegun():
            return replace(session, attendance_begun=True)
        case PresenceRecorded():
            _check(session, event, fits=event.member not in session.attending)
            return replace(session, present=(*session.present, Presence(member=event.member, at=event.at)))
        case AgendaItemAdded():
            _check(session, event, fits=event.item == len(session.agenda) + 1)
            item = AgendaItem(number=event.item, motion=event.motion, text=event.text, added_at=event.at)
            return replace(session, agenda=(*session.agenda, item))
        case AgendaItemTaken():
            following = session.next_item
            in_order = following is not None and following.number == event.item
            _check(session, event, fits=in_order and session.phase is SessionPhase.OPEN)
            return taken(session, event.item, event.at)
        case SessionOpened():
            _check(session, event, fits=session.phase is SessionPhase.CALLED)
            return replace(session, opened_at=event.at, presiding=event.member, roll=event.roll)
        case SessionClosed():
            _check(session, event, fits=session.phase is SessionPhase.OPEN)
            return replace(session, closed_at=event.at)
        case SessionCancelled():
            _check(session, event, fits=session.phase is SessionPhase.CALLED)
            return replace(session, cancelled_at=event.at)
        case SessionRollCalled():
            _check(session, event, fits=session.phase is SessionPhase.OPEN)
            return session
        case _:
            assert_never(event)


def _check(session: Session, event: SessionEvent, *, fits: bool) -> None:
    if not fits:
        raise _misfit(session, event)


def _misfit(session: Session, event: SessionEvent) -> EventDoesNotFit:
    return EventDoesNotFit(event=type(event).__name__, subject=subject_of(session.number))
