"""Motions with their frozen rolls, and ballots, read from the tables."""

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.ballot import Ballot
from bot.domain.electorate import Elector
from bot.domain.ids import AllianceCode, MemberCode, MotionNumber
from bot.domain.motion import Motion
from storage.mapping import ballot_of, elector_of, motion_of
from storage.rows import BallotRow, ElectorRow, MotionRow, table
from storage.statements import all_rows, one_row

_MOTIONS, _ELECTORS, _BALLOTS = table(MotionRow), table(ElectorRow), table(BallotRow)
_MOTION = select(_MOTIONS).where(_MOTIONS.c.alliance == bindparam("alliance"), _MOTIONS.c.number == bindparam("number"))
_ELECTOR = select(_ELECTORS).where(
    _ELECTORS.c.alliance == bindparam("alliance"),
    _ELECTORS.c.motion == bindparam("motion"),
    _ELECTORS.c.member == bindparam("member"),
)
_BALLOT = select(_BALLOTS).where(
    _BALLOTS.c.alliance == bindparam("alliance"),
    _BALLOTS.c.motion == bindparam("motion"),
    _BALLOTS.c.member == bindparam("member"),
)


class StoredMotions:
    """The motions of an alliance, with the frozen roll of each."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, alliance: AllianceCode, number: MotionNumber) -> Motion | None:
        """Give one motion."""
        found = one_row(self._connection, MotionRow, _MOTION, alliance=alliance, number=number)
        return None if found is None else motion_of(found)

    def every(self, alliance: AllianceCode) -> tuple[Motion, ...]:
        """Give all motions, latest number first."""
        row = _MOTIONS
        wanted = select(row).where(row.c.alliance == alliance).order_by(row.c.number.desc())
        return tuple(motion_of(found) for found in all_rows(self._connection, MotionRow, wanted))

    def next_number(self, alliance: AllianceCode) -> MotionNumber:
        """Give the number that the next motion will bear."""
        row = _MOTIONS
        last = self._connection.scalar(select(func.max(row.c.number)).where(row.c.alliance == alliance))
        return MotionNumber((last or 0) + 1)

    def electors(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Elector, ...]:
        """Give the frozen roll, by code; empty before voting opens."""
        row = _ELECTORS
        wanted = select(row).where(row.c.alliance == alliance, row.c.motion == number).order_by(row.c.member)
        return tuple(elector_of(found) for found in all_rows(self._connection, ElectorRow, wanted))

    def elector(self, alliance: AllianceCode, number: MotionNumber, member: MemberCode) -> Elector | None:
        """Give one member of the frozen roll."""
        found = one_row(self._connection, ElectorRow, _ELECTOR, alliance=alliance, motion=number, member=member)
        return None if found is None else elector_of(found)

    def due(self, now: datetime) -> tuple[tuple[AllianceCode, MotionNumber], ...]:
        """Give the motions that must be opened or closed by ``now``, the longest due first."""
        row = _MOTIONS
        wanted = select(row.c.alliance, row.c.number).where(row.c.due_at <= now)
        found = self._connection.execute(wanted.order_by(row.c.due_at, row.c.alliance, row.c.number))
        return tuple((AllianceCode(alliance), MotionNumber(number)) for alliance, number in found)

    def next_due(self) -> datetime | None:
        """Give the earliest instant at which a motion must be opened or closed."""
        row = _MOTIONS
        earliest = select(func.min(row.c.due_at)).where(row.c.due_at.is_not(None))
        return cast("datetime | None", self._connection.scalar(earliest))


class StoredBallots:
    """The ballots as they stand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_motion(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Ballot, ...]:
        """Give the ballots of a motion, by member."""
        row = _BALLOTS
        wanted = select(row).where(row.c.alliance == alliance, row.c.motion == number).order_by(row.c.member)
        return tuple(ballot_of(found) for found in all_rows(self._connection, BallotRow, wanted))

    def of_member(self, alliance: AllianceCode, number: MotionNumber, member: MemberCode) -> Ballot | None:
        """Give one member's ballot."""
        found = one_row(self._connection, BallotRow, _BALLOT, alliance=alliance, motion=number, member=member)
        return None if found is None else ballot_of(found)
