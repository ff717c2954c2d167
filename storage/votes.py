"""Motions with their frozen rolls, and ballots, read from the tables."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.ballot import Ballot, Statement
from bot.domain.course import Bearing
from bot.domain.electorate import Elector
from bot.domain.ids import AllianceCode, KindName, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.note_verbale import NoteVerbale
from bot.ports import Found, Part, Sought
from storage.mapping import ballot_of, elector_of, motion_of, note_of, statement_of
from storage.rows import BallotRow, ElectorRow, MotionRow, NoteRow, RestorationRow, StatementRow, table
from storage.searching import ballots_told, motions_past, years_past
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
_EVERY = select(_MOTIONS).where(_MOTIONS.c.alliance == bindparam("alliance")).order_by(_MOTIONS.c.number.desc())
_CHILDREN = (
    select(_MOTIONS)
    .where(_MOTIONS.c.alliance == bindparam("alliance"), _MOTIONS.c.parent == bindparam("parent"))
    .order_by(_MOTIONS.c.number)
)
_IN_VOTE = (
    select(_MOTIONS)
    .where(_MOTIONS.c.alliance == bindparam("alliance"), _MOTIONS.c.rules.is_not(None), _MOTIONS.c.outcome.is_(None))
    .order_by(_MOTIONS.c.number)
)
_UNDECIDED = _EVERY.where(_MOTIONS.c.outcome.is_(None))
_DECIDED = (
    select(_MOTIONS)
    .where(
        _MOTIONS.c.alliance == bindparam("alliance"),
        _MOTIONS.c.decided_at > bindparam("since", type_=_MOTIONS.c.decided_at.type),
    )
    .order_by(_MOTIONS.c.decided_at.desc(), _MOTIONS.c.number.desc())
)
_APPEALS = (
    select(_MOTIONS)
    .where(_MOTIONS.c.alliance == bindparam("alliance"), _MOTIONS.c.bearing == Bearing.APPEAL)
    .order_by(_MOTIONS.c.number)
)
_SERIAL = select(func.max(_MOTIONS.c.serial)).where(
    _MOTIONS.c.alliance == bindparam("alliance"),
    _MOTIONS.c.kind == bindparam("kind"),
    _MOTIONS.c.year == bindparam("year"),
)
_LAST = select(func.max(_MOTIONS.c.number)).where(_MOTIONS.c.alliance == bindparam("alliance"))
_RESTORATIONS = table(RestorationRow)
_FROM = select(func.max(_RESTORATIONS.c.numbers_from)).where(_RESTORATIONS.c.alliance == bindparam("alliance"))
_ROLL = (
    select(_ELECTORS)
    .where(_ELECTORS.c.alliance == bindparam("alliance"), _ELECTORS.c.motion == bindparam("motion"))
    .order_by(_ELECTORS.c.member)
)
_CAST = (
    select(_BALLOTS)
    .where(_BALLOTS.c.alliance == bindparam("alliance"), _BALLOTS.c.motion == bindparam("motion"))
    .order_by(_BALLOTS.c.member)
)


def numbers_from(connection: Connection, alliance: AllianceCode) -> int:
    """Give the first number that may be given: 1, or behind the gap that the last restore left."""
    return connection.scalar(_FROM, {"alliance": alliance}) or 1


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
        return tuple(motion_of(found) for found in all_rows(self._connection, MotionRow, _EVERY, alliance=alliance))

    def next_number(self, alliance: AllianceCode) -> MotionNumber:
        """Give the number that the next motion will bear."""
        last = self._connection.scalar(_LAST, {"alliance": alliance})
        return MotionNumber(max((last or 0) + 1, numbers_from(self._connection, alliance)))

    def electors(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Elector, ...]:
        """Give the frozen roll, by code; empty before voting opens."""
        roll = all_rows(self._connection, ElectorRow, _ROLL, alliance=alliance, motion=number)
        return tuple(elector_of(found) for found in roll)

    def elector(self, alliance: AllianceCode, number: MotionNumber, member: MemberCode) -> Elector | None:
        """Give one member of the frozen roll."""
        found = one_row(self._connection, ElectorRow, _ELECTOR, alliance=alliance, motion=number, member=member)
        return None if found is None else elector_of(found)

    def bearing_on(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Motion, ...]:
        """Give the motions that bear on one, in the order of their numbers."""
        children = all_rows(self._connection, MotionRow, _CHILDREN, alliance=alliance, parent=number)
        return tuple(motion_of(found) for found in children)

    def appeals(self, alliance: AllianceCode, ruling: int) -> tuple[Motion, ...]:
        """Give the appeals against a ruling, in the order of their numbers."""
        every = all_rows(self._connection, MotionRow, _APPEALS, alliance=alliance)
        found = (motion_of(row) for row in every)
        return tuple(motion for motion in found if motion.course.ruling == ruling)

    def in_vote(self, alliance: AllianceCode) -> tuple[Motion, ...]:
        """Give the motions whose vote, or silence, has been opened and not decided, in the order of their numbers."""
        found = (motion_of(row) for row in all_rows(self._connection, MotionRow, _IN_VOTE, alliance=alliance))
        return tuple(motion for motion in found if motion.under_way)

    def under_way(self, alliance: AllianceCode) -> tuple[Motion, ...]:
        """Give the motions that are neither decided nor ended, drafts too, latest number first."""
        found = (motion_of(row) for row in all_rows(self._connection, MotionRow, _UNDECIDED, alliance=alliance))
        return tuple(motion for motion in found if motion.under_way)

    def decided_since(self, alliance: AllianceCode, since: datetime) -> tuple[Motion, ...]:
        """Give the motions that were decided later than ``since``, the latest decision first."""
        decided = all_rows(self._connection, MotionRow, _DECIDED, alliance=alliance, since=since)
        return tuple(motion_of(found) for found in decided)

    def past(self, alliance: AllianceCode, sought: Sought, part: Part) -> Found:
        """Give a part of the motions that are over and fit, the latest number first."""
        return motions_past(self._connection, alliance, sought, part)

    def years_past(self, alliance: AllianceCode) -> tuple[int, ...]:
        """Give the years in which something may have been decided, the latest first."""
        return years_past(self._connection, alliance)

    def last_serial(self, alliance: AllianceCode, kind: KindName, year: int) -> int:
        """Give the last number that a text of a kind has been given in a year; 0 for none."""
        return self._connection.scalar(_SERIAL, {"alliance": alliance, "kind": kind, "year": year}) or 0


class StoredBallots:
    """The ballots as they stand, and what members have put on record beside them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_motion(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Ballot, ...]:
        """Give the ballots of a motion, by member."""
        cast_so_far = all_rows(self._connection, BallotRow, _CAST, alliance=alliance, motion=number)
        return tuple(ballot_of(found) for found in cast_so_far)

    def of_member(self, alliance: AllianceCode, number: MotionNumber, member: MemberCode) -> Ballot | None:
        """Give one member's ballot."""
        found = one_row(self._connection, BallotRow, _BALLOT, alliance=alliance, motion=number, member=member)
        return None if found is None else ballot_of(found)

    def by_member(self, alliance: AllianceCode, member: MemberCode) -> tuple[Ballot, ...]:
        """Give every ballot of a member as it stands, in the order of their motions."""
        row = table(BallotRow)
        wanted = select(row).where(row.c.alliance == alliance, row.c.member == member).order_by(row.c.motion)
        return tuple(ballot_of(found) for found in all_rows(self._connection, BallotRow, wanted))

    def told(self, alliance: AllianceCode, member: MemberCode, part: Part) -> tuple[Ballot, ...]:
        """Give a part of a member's ballots on motions that have a result, those on the latest first."""
        return ballots_told(self._connection, alliance, member, part)

    def statements(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Statement, ...]:
        """Give the explanations of vote on a motion, in the order in which they were given."""
        row = table(StatementRow)
        wanted = select(row).where(row.c.alliance == alliance, row.c.motion == number).order_by(row.c.seq)
        return tuple(statement_of(found) for found in all_rows(self._connection, StatementRow, wanted))

    def notes(self, alliance: AllianceCode, number: MotionNumber) -> tuple[NoteVerbale, ...]:
        """Give the votes by note verbale on a motion, in the order in which they were entered."""
        row = table(NoteRow)
        wanted = select(row).where(row.c.alliance == alliance, row.c.motion == number).order_by(row.c.seq)
        return tuple(note_of(found) for found in all_rows(self._connection, NoteRow, wanted))
