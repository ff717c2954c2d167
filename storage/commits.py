"""What became of a commit whose answer was lost with the connection.

Only PostgreSQL can lose one: SQLite commits within this process. A transaction's number, asked for before the
commit, lets a new connection ask what became of it. Without that a person could be told that a recorded vote
was not.
"""

import time
from typing import NewType, cast

from sqlalchemy import Connection, Engine, text

from bot.ports import OutcomeUnknown
from storage.faults import DatabaseFault

CommitTicket = NewType("CommitTicket", str)
"""The number by which PostgreSQL knows a transaction."""

PATIENCE = 30.0
"""Seconds for which a database that has gone is asked."""

PAUSE = 0.2
"""Seconds between two questions."""


def commit_ticket(connection: Connection) -> CommitTicket | None:
    """Give the number of the running transaction; None on SQLite."""
    if connection.dialect.name != "postgresql":
        return None
    return CommitTicket(connection.scalars(text("SELECT pg_current_xact_id()::text")).one())


def was_committed(engine: Engine, ticket: CommitTicket) -> bool:
    """Tell whether a transaction was committed; raise OutcomeUnknown where no answer comes in time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        status = _status(engine, ticket)
        if status in {"committed", "aborted"}:
            return status == "committed"
        time.sleep(PAUSE)
    raise OutcomeUnknown(reason="the database has not come back since the commit")


def _status(engine: Engine, ticket: CommitTicket) -> str | None:
    """Ask once; None where the database does not answer."""
    try:
        with engine.connect() as connection:
            asked = connection.scalar(text("SELECT pg_xact_status(cast(:ticket AS xid8))"), {"ticket": ticket})
            return cast("str | None", asked)
    except DatabaseFault:
        return None
