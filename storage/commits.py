"""What became of a commit whose answer was lost with the connection.

Only PostgreSQL can lose one: SQLite commits within this process. Without asking, a person could be told that a
recorded vote was not. The transaction held the head of its alliance: once a new one holds it the old one has ended,
and its last entry stands in the journal or never will. PostgreSQL could be asked by the transaction's number instead,
but after a crash it gives the number of a transaction that was lost to another one, and then calls it committed.
"""

import time
from datetime import timedelta

from sqlalchemy import Connection, Engine, bindparam, select

from bot.domain.journal import Entry
from bot.ports import OutcomeUnknown
from storage.chain import locked_head
from storage.faults import DatabaseFault
from storage.rows import JournalRow, table

PAUSE = 0.2
"""Seconds between two questions."""

_ENTRIES = table(JournalRow)
_AT = select(_ENTRIES.c.hash).where(_ENTRIES.c.alliance == bindparam("of"), _ENTRIES.c.seq == bindparam("at"))


def was_committed(engine: Engine, last: Entry | None, patience: timedelta) -> bool:
    """Tell whether the transaction that recorded ``last`` was committed.

    Raise OutcomeUnknown where no answer comes within ``patience``, and for a transaction that recorded nothing: what
    such a one changes is done again by itself.
    """
    until = time.monotonic() + patience.total_seconds()
    while last is not None:
        stands = _ask(engine, last)
        if stands is not None:
            return stands
        if time.monotonic() > until:
            break
        time.sleep(PAUSE)
    raise OutcomeUnknown(reason="the connection was lost at the commit, and what became of it is not known")


def _ask(engine: Engine, last: Entry) -> bool | None:
    """Ask once; None where the database does not answer, or has no head to wait for."""
    try:
        with engine.begin() as connection:
            return _stands(connection, last) if locked_head(connection, last.alliance) is not None else None
    except DatabaseFault:
        return None


def _stands(connection: Connection, entry: Entry) -> bool:
    return connection.scalar(_AT, {"of": entry.alliance, "at": entry.seq}) == entry.hash
