"""Finding motions that are over, as a reader of the record asks for them: filtered and in parts.

Those with a result are told from those that ended without one: an index holds what the first are looked for by, and the
second are few. Drafts, and how a motion ended, stand in its course, which is canonical JSON: a quotation mark that
somebody typed is escaped there, so the names looked for below can only be those of the course itself.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, not_, or_, select, union_all

from bot.domain.ballot import Ballot
from bot.domain.ids import AllianceCode, MemberCode
from bot.ports import Found, Part, Sought
from storage.mapping import ballot_of, motion_of
from storage.rows import BallotRow, MotionRow, table
from storage.statements import all_rows

_MOTIONS, _BALLOTS = table(MotionRow), table(BallotRow)
_DRAFT: Final = '"draft":true'
_ENDED: Final = '"ending":{'


def motions_past(connection: Connection, alliance: AllianceCode, sought: Sought, part: Part) -> Found:
    """Give a part of the motions that fit, the latest number first, and count all of them."""
    row, dialect = _MOTIONS.c, connection.dialect.name
    decided = select(row.number).where(row.alliance == alliance, row.outcome.is_not(None))
    ended = select(row.number).where(
        row.alliance == alliance, row.outcome.is_(None), row.course.contains(_ENDED), not_(row.course.contains(_DRAFT))
    )
    ways = [] if sought.ended else [decided.where(*_fitting(sought, row.decided_at, dialect))]
    ways += [] if sought.outcome is not None else [ended.where(*_fitting(sought, row.tabled_at, dialect))]
    fitting = union_all(*ways).subquery()
    numbers = select(fitting.c.number, func.count().over()).order_by(fitting.c.number.desc())
    chosen = connection.execute(numbers.limit(part.limit).offset(part.skipped)).all()
    wanted = select(_MOTIONS).where(row.alliance == alliance, row.number.in_([number for number, _ in chosen]))
    found = all_rows(connection, MotionRow, wanted.order_by(row.number.desc()))
    return Found(motions=tuple(motion_of(each) for each in found), count=chosen[0][1] if chosen else 0)


def years_past(connection: Connection, alliance: AllianceCode) -> tuple[int, ...]:
    """Give the years, in UTC, from the last decision to the first; none where nothing has been decided."""
    ends = select(func.min(_MOTIONS.c.decided_at), func.max(_MOTIONS.c.decided_at))
    first, last = connection.execute(ends.where(_MOTIONS.c.alliance == alliance, _MOTIONS.c.outcome.is_not(None))).one()
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


def _fitting(sought: Sought, at: ColumnElement[object], dialect: str) -> Iterator[ColumnElement[bool]]:
    row = _MOTIONS.c
    if sought.outcome is not None:
        yield row.outcome == sought.outcome
    if sought.kind is not None:
        yield row.kind == sought.kind
    if sought.body is not None:
        yield row.body == sought.body
    if sought.since is not None:
        yield at >= sought.since
    if sought.before is not None:
        yield at < sought.before
    if sought.member is not None:
        sponsors = row.sponsors.contains(f'"{sought.member}"', autoescape=True)
        yield or_(row.mover == sought.member, row.concerned == sought.member, sponsors)
    for word in sought.words:
        yield or_(*(condition for text in (row.title, row.text) for condition in _holding(text, word, dialect)))


def _holding(text: ColumnElement[str], word: str, dialect: str) -> Iterator[ColumnElement[bool]]:
    """Look for a word whatever its capitals; engines may know those of the English alphabet alone."""
    ways = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    for way in sorted(ways):
        yield (text.icontains if dialect == "postgresql" else text.contains)(way, autoescape=True)
