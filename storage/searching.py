"""Finding motions that are over, as a reader of the record asks for them: filtered and in parts.

Drafts, and how a motion ended, stand in its course, which is canonical JSON: a quotation mark that somebody typed is
escaped there, so the names looked for below can only be those of the course itself.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, not_, or_, select

from bot.domain.ballot import Ballot
from bot.domain.ids import AllianceCode, MemberCode
from bot.domain.motion import Motion
from bot.ports import Part, Sought
from storage.mapping import ballot_of, motion_of
from storage.rows import BallotRow, MotionRow, table
from storage.statements import all_rows

_MOTIONS, _BALLOTS = table(MotionRow), table(BallotRow)
_DRAFT: Final = '"draft":true'
_ENDED: Final = '"ending":{'
_BY_NUMBER = _MOTIONS.c.number.desc()


def motions_past(connection: Connection, alliance: AllianceCode, sought: Sought, part: Part) -> tuple[Motion, ...]:
    """Give a part of the motions that fit, the latest number first."""
    wanted = select(_MOTIONS).where(*_conditions(alliance, sought)).order_by(_BY_NUMBER)
    found = all_rows(connection, MotionRow, wanted.limit(part.limit).offset(part.skipped))
    return tuple(motion_of(row) for row in found)


def count_past(connection: Connection, alliance: AllianceCode, sought: Sought) -> int:
    """Count the motions that fit."""
    return connection.scalar(select(func.count()).select_from(_MOTIONS).where(*_conditions(alliance, sought))) or 0


def years_past(connection: Connection, alliance: AllianceCode) -> tuple[int, ...]:
    """Give the years, in UTC, from the first decision to the last; none where nothing has been decided."""
    ends = select(func.min(_MOTIONS.c.decided_at), func.max(_MOTIONS.c.decided_at))
    first, last = connection.execute(ends.where(_MOTIONS.c.alliance == alliance)).one()
    return () if first is None else tuple(range(last.year, first.year - 1, -1))


def ballots_told(connection: Connection, alliance: AllianceCode, member: MemberCode, part: Part) -> tuple[Ballot, ...]:
    """Give a part of a member's ballots on motions that have a result, those on the latest first."""
    wanted = (
        select(_BALLOTS)
        .join(_MOTIONS, (_MOTIONS.c.alliance == _BALLOTS.c.alliance) & (_MOTIONS.c.number == _BALLOTS.c.motion))
        .where(_BALLOTS.c.alliance == alliance, _BALLOTS.c.member == member, _MOTIONS.c.outcome.is_not(None))
        .order_by(_BALLOTS.c.motion.desc())
    )
    found = all_rows(connection, BallotRow, wanted.limit(part.limit).offset(part.skipped))
    return tuple(ballot_of(row) for row in found)


def _conditions(alliance: AllianceCode, sought: Sought) -> Iterator[ColumnElement[bool]]:
    row = _MOTIONS.c
    yield row.alliance == alliance
    yield not_(row.course.contains(_DRAFT))
    ended = row.outcome.is_(None) & row.course.contains(_ENDED)
    if sought.ended:
        yield ended
    elif sought.outcome is not None:
        yield row.outcome == sought.outcome
    else:
        yield or_(row.outcome.is_not(None), ended)
    if sought.kind is not None:
        yield row.kind == sought.kind
    if sought.body is not None:
        yield row.body == sought.body
    at = func.coalesce(row.decided_at, row.tabled_at, type_=row.tabled_at.type)
    if sought.since is not None:
        yield at >= sought.since
    if sought.before is not None:
        yield at < sought.before
    if sought.member is not None:
        sponsors = row.sponsors.contains(f'"{sought.member}"', autoescape=True)
        yield or_(row.mover == sought.member, row.concerned == sought.member, sponsors)
    for word in sought.words:
        ways = {word, word.lower(), word.upper(), word.capitalize()}
        yield or_(*(text.contains(way, autoescape=True) for way in sorted(ways) for text in (row.title, row.text)))
