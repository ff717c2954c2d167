"""Sessions, and who was present at one when the roll was called there, read from the tables."""

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.ids import AllianceCode, MemberCode, MotionNumber, SessionNumber
from bot.domain.sessions import Session
from storage.decoding import read
from storage.rows import SessionRollRow, SessionRow, table
from storage.statements import all_rows, one_row
from storage.votes import numbers_from

_ROLLS, _SESSIONS = table(SessionRollRow), table(SessionRow)
_EVERY = select(_SESSIONS).where(_SESSIONS.c.alliance == bindparam("of")).order_by(_SESSIONS.c.number)
_ONE = _EVERY.where(_SESSIONS.c.number == bindparam("which"))
_AHEAD = _EVERY.where(_SESSIONS.c.over_at.is_(None))
_LAST = select(func.max(_SESSIONS.c.number)).where(_SESSIONS.c.alliance == bindparam("of"))
_PRESENT = select(_ROLLS.c.present).where(_ROLLS.c.alliance == bindparam("of"), _ROLLS.c.motion == bindparam("which"))


class StoredSessions:
    """The sessions of an alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, alliance: AllianceCode, number: SessionNumber) -> Session | None:
        """Give one session."""
        found = one_row(self._connection, SessionRow, _ONE, of=alliance, which=number)
        return None if found is None else session_of(found)

    def every(self, alliance: AllianceCode) -> tuple[Session, ...]:
        """Give every session, in the order of their numbers."""
        return tuple(session_of(row) for row in all_rows(self._connection, SessionRow, _EVERY, of=alliance))

    def ahead(self, alliance: AllianceCode) -> tuple[Session, ...]:
        """Give the sessions that are neither over nor cancelled, in the order of their numbers."""
        return tuple(session_of(row) for row in all_rows(self._connection, SessionRow, _AHEAD, of=alliance))

    def next_number(self, alliance: AllianceCode) -> SessionNumber:
        """Give the number that the next session will bear."""
        last = self._connection.scalar(_LAST, {"of": alliance}) or 0
        return SessionNumber(max(last + 1, numbers_from(self._connection, alliance)))

    def present_at_call(self, alliance: AllianceCode, motion: MotionNumber) -> frozenset[MemberCode]:
        """Give who was present at the session in which the roll was called on a motion; nobody where it was in none."""
        found = self._connection.scalar(_PRESENT, {"of": alliance, "which": motion})
        return frozenset() if found is None else frozenset(read(tuple[MemberCode, ...], found))


def session_of(row: SessionRow) -> Session:
    """Give the session of a row."""
    return read(Session, row.state)
