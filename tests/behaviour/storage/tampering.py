"""What someone with the database in their hands could do, past the house."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from storage.database import Database
from storage.engines import Use, locate, make_engine

_UNGUARD = {
    "sqlite": (
        "DROP TRIGGER journal_chain",
        "DROP TRIGGER journal_no_update",
        "DROP TRIGGER journal_no_delete",
    ),
    "postgresql": ("SET session_replication_role = replica",),
}


@contextmanager
def by_hand(url: str, use: Use = Use.WRITE) -> Iterator[Connection]:
    """Open a transaction of one's own on a database."""
    engine = make_engine(locate(url), use)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def run(database: Database, *statements: str) -> None:
    """Run statements as the database's owner would, with every trigger in force."""
    with by_hand(database.url) as connection:
        for statement in statements:
            connection.execute(text(statement))


def tamper(database: Database, *statements: str) -> None:
    """Run statements with the triggers and the foreign keys out of the way."""
    with by_hand(database.url, Use.MIGRATE) as connection:
        for statement in (*_UNGUARD[database.dialect], *statements):
            connection.execute(text(statement))
