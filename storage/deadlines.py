"""What the clock must do next: found by query, kept in step with the record."""

from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select

from bot.domain.deadlines import Deadline, Due
from bot.domain.ids import AllianceCode
from storage.rows import DeadlineRow, table
from storage.statements import all_rows

_ROW = table(DeadlineRow)
_ORDER = (_ROW.c.due_at, _ROW.c.what, _ROW.c.subject)
_FIRST = (
    select(_ROW.c.alliance, _ROW.c.due_at)
    .where(_ROW.c.due_at <= bindparam("now"))
    .order_by(_ROW.c.due_at)
    .limit(1000)
    .cte("due")
)
_ALLIANCES = (
    select(_FIRST.c.alliance).group_by(_FIRST.c.alliance).order_by(func.min(_FIRST.c.due_at), _FIRST.c.alliance)
)
_DUE = (
    select(_ROW)
    .where(_ROW.c.alliance == bindparam("of"), _ROW.c.due_at <= bindparam("now"))
    .order_by(*_ORDER)
    .limit(bindparam("most"))
)
_LAST = {
    "last_at": bindparam("last_at", type_=_ROW.c.due_at.type),
    "last_what": bindparam("last_what", type_=_ROW.c.what.type),
    "last_subject": bindparam("last_subject", type_=_ROW.c.subject.type),
}
_DUE_AFTER = _DUE.where(
    _ROW.c.due_at >= _LAST["last_at"],
    or_(
        _ROW.c.due_at > _LAST["last_at"],
        _ROW.c.what > _LAST["last_what"],
        and_(_ROW.c.what == _LAST["last_what"], _ROW.c.subject > _LAST["last_subject"]),
    ),
)
_OF_KIND = select(_ROW).where(_ROW.c.alliance == bindparam("of"), _ROW.c.what == bindparam("which")).order_by(*_ORDER)
_NEXT = select(func.min(_ROW.c.due_at))
_DROP = delete(_ROW).where(_ROW.c.alliance == bindparam("of_alliance"), _ROW.c.subject == bindparam("of_subject"))
_ADD = insert(_ROW)


class StoredDeadlines:
    """What the clock must do next in each alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def alliances(self, now: datetime) -> tuple[AllianceCode, ...]:
        """Give the alliances that have anything due by ``now``, the longest due first.

        Of the first thousand deadlines: who comes behind so many has its turn in the next round.
        """
        return tuple(AllianceCode(code) for code in self._connection.scalars(_ALLIANCES, {"now": now}))

    def due(
        self, alliance: AllianceCode, now: datetime, *, limit: int, after: Deadline | None = None
    ) -> tuple[Deadline, ...]:
        """Give the first ``limit`` deadlines due by ``now``, in their order; where named, those behind ``after``."""
        wanted = {"of": alliance, "now": now, "most": limit}
        if after is None:
            found = all_rows(self._connection, DeadlineRow, _DUE, **wanted)
        else:
            last = {"last_at": after.at, "last_what": after.what, "last_subject": after.subject}
            found = all_rows(self._connection, DeadlineRow, _DUE_AFTER, **wanted, **last)
        return tuple(_deadline(row) for row in found)

    def of_kind(self, alliance: AllianceCode, what: Due) -> tuple[Deadline, ...]:
        """Give every pending deadline of one kind, in order."""
        return tuple(
            _deadline(row) for row in all_rows(self._connection, DeadlineRow, _OF_KIND, of=alliance, which=what)
        )

    def next_due(self, *, after: datetime | None = None) -> datetime | None:
        """Give the instant of the earliest deadline of all, or of those later than ``after``."""
        earliest = _NEXT if after is None else _NEXT.where(_ROW.c.due_at > after)
        return cast("datetime | None", self._connection.scalar(earliest))


def change_deadlines(
    connection: Connection,
    alliance: AllianceCode,
    subject: str,
    before: Collection[Deadline],
    after: Collection[Deadline],
) -> None:
    """Write down what the clock must do about ``subject``, all of it, in the place of what it had to do before."""
    if before == after:
        return
    if before:
        connection.execute(_DROP, {"of_alliance": alliance, "of_subject": subject})
    rows = [{"alliance": alliance, "subject": each.subject, "what": each.what, "due_at": each.at} for each in after]
    if rows:
        connection.execute(_ADD, rows)


def _deadline(row: DeadlineRow) -> Deadline:
    return Deadline(row.due_at, row.what, row.subject)
