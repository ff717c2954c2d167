"""The effect on the tables of what happens to sessions."""

from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.domain.events import SessionCalled, SessionEvent, SessionRollCalled
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import AllianceCode
from bot.domain.journal import canonical
from bot.domain.session_evolution import called_session, session_after
from bot.domain.sessions import Session, subject_of
from storage.deadlines import change_deadlines
from storage.rows import SessionRollRow, SessionRow, table
from storage.sessions import session_of
from storage.statements import EffectMissed, one_row, touch_one, upserting

_ROLLS, _SESSIONS = table(SessionRollRow), table(SessionRow)


def project_session(connection: Connection, alliance: AllianceCode, event: SessionEvent) -> None:
    """Write the effect of an event of a session: what it is then, and what the clock must do about it."""
    if isinstance(event, SessionCalled):
        session = called_session(event)
        key = {"alliance": alliance, "number": event.session, "body": event.body}
        connection.execute(insert(_SESSIONS), key | _values(session))
        change_deadlines(connection, alliance, subject_of(session.number), (), session.deadlines())
        return
    of = (_SESSIONS.c.alliance == alliance) & (_SESSIONS.c.number == event.session)
    found = one_row(connection, SessionRow, select(_SESSIONS).where(of))
    if found is None:
        raise EffectMissed(table=_SESSIONS.name, touched=0)
    before = session_of(found)
    try:
        session = session_after(before, event)
    except EventDoesNotFit as misfit:
        raise EffectMissed(table=_SESSIONS.name, touched=0) from misfit
    touch_one(connection, update(_SESSIONS).where(of).values(**_values(session)), _SESSIONS)
    change_deadlines(connection, alliance, subject_of(session.number), before.deadlines(), session.deadlines())
    if isinstance(event, SessionRollCalled):
        _keep_roll(connection, alliance, event)


def _values(session: Session) -> dict[str, Any]:
    return {"over_at": session.closed_at or session.cancelled_at, "state": canonical(session)}


def _keep_roll(connection: Connection, alliance: AllianceCode, event: SessionRollCalled) -> None:
    """Keep who was present; where the roll is called on a motion again, by its latest call."""
    values = {"alliance": alliance, "motion": event.motion, "session": event.session}
    kept = upserting(_ROLLS, connection.dialect.name).values(values | {"present": canonical(event.present)})
    connection.execute(
        kept.on_conflict_do_update(
            index_elements=[_ROLLS.c.alliance, _ROLLS.c.motion],
            set_={"session": kept.excluded.session, "present": kept.excluded.present},
        )
    )
