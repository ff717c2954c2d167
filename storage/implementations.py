"""What follows adopted motions, read from the tables."""

from sqlalchemy import Connection, bindparam, select

from bot.domain.ids import AllianceCode, MotionNumber
from bot.domain.implementation import Implementation
from storage.decoding import read
from storage.rows import ImplementationRow, table
from storage.statements import all_rows, one_row

_ROWS = table(ImplementationRow)
_EVERY = select(_ROWS).where(_ROWS.c.alliance == bindparam("alliance")).order_by(_ROWS.c.motion)
_ONE = _EVERY.where(_ROWS.c.motion == bindparam("of"))


class StoredImplementations:
    """What follows the adopted motions of an alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, alliance: AllianceCode, motion: MotionNumber) -> Implementation | None:
        """Give what follows one motion; None where nothing has been recorded of that."""
        found = one_row(self._connection, ImplementationRow, _ONE, alliance=alliance, of=motion)
        return None if found is None else read(Implementation, found.state)

    def every(self, alliance: AllianceCode) -> tuple[Implementation, ...]:
        """Give what follows each motion of which anything has been recorded, in the order of their numbers."""
        rows = all_rows(self._connection, ImplementationRow, _EVERY, alliance=alliance)
        return tuple(read(Implementation, row.state) for row in rows)
