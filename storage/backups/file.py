"""The file of a backup: how it is opened, the mark that makes it one, and the seal over its contents.

A backup has no write-ahead log beside it: it is one file, and can be read from where nothing can be written. Its mark
is a table of one row that no database of the house has.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    NullPool,
    Select,
    Table,
    create_engine,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy import table as named_table
from sqlalchemy.sql.expression import literal_column

from bot.domain.instants import written
from storage.columns import HASH, UtcDateTime, Words

PAGE: Final = 1000
"""Rows held at once."""

MARK: Final = Table(
    "backup",
    MetaData(),
    Column("copied_at", UtcDateTime(), primary_key=True),
    Column("seal", Words(HASH), nullable=False),
)

_FOR_WRITING: Final = ("foreign_keys=OFF", "recursive_triggers=ON", "journal_mode=OFF", "synchronous=OFF")
"""A backup that could not be written to its end is thrown away, so nothing guards its half; the end is synchronised."""

_FOR_READING: Final = ("query_only=ON", "trusted_schema=OFF")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """When a copy was made, and the seal over what was written then."""

    copied_at: datetime
    seal: str


@contextmanager
def opened(path: Path, *, writable: bool = False) -> Iterator[Connection]:
    """Open one transaction on the file of a backup; it is committed at the end."""
    address = f"file:{quote(str(path.absolute()))}?mode={'rw' if writable else 'ro'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
        try:
            for pragma in _FOR_WRITING if writable else _FOR_READING:
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def put_mark(connection: Connection, copied_at: datetime) -> None:
    """Make a written copy a backup: say when it was made, and seal what it holds."""
    MARK.create(connection)
    connection.execute(insert(MARK), {"copied_at": copied_at, "seal": seal_over(connection, copied_at)})


def drop_mark(connection: Connection) -> None:
    """Make a backup a database like any other, so that it can be migrated."""
    MARK.drop(connection)


def mark_of(connection: Connection) -> Mark | None:
    """Give the mark of a backup; None where a database is none, or bears one that cannot be read."""
    if connection.dialect.name != "sqlite" or not inspect(connection).has_table(MARK.name):
        return None
    try:
        found = connection.execute(select(MARK)).first()
    except ValueError:
        return None
    return None if found is None else Mark(copied_at=found.copied_at, seal=found.seal)


def seal_over(connection: Connection, copied_at: datetime) -> str:
    """Give the SHA-256 over the instant of a copy and every row in it, in the order of writing, table by table.

    It shows what a worn disk or a broken transfer has changed, also where no rule of the record would.
    """
    seal = hashlib.sha256(written(copied_at).encode())
    for name in sorted(set(inspect(connection).get_table_names()) - {MARK.name}):
        every: Select[Any] = select(literal_column("*")).select_from(named_table(name))
        for row in connection.execute(every.order_by(literal_column("rowid")), execution_options={"yield_per": PAGE}):
            seal.update(json.dumps([name, *row], ensure_ascii=False, default=repr).encode())
    return seal.hexdigest()
