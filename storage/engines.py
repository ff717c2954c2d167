"""Engines for SQLite and PostgreSQL, made the same way for the house, for reads beside it and for migrations.

SQLite: write-ahead log and ``synchronous=FULL`` (a receipt survives a power cut), ``BEGIN IMMEDIATE`` so that
a transaction never finds out half-way that someone else writes (spec 7). PostgreSQL: psycopg 3, read
committed with the alliance's head locked for writers, one snapshot for readers.
"""

import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from storage.faults import DatabaseUnreachable, DatabaseUrlUnknown

READERS = 4
"""Reads that may run beside the writer."""

BUSY_MILLISECONDS = 10_000
"""How long a statement waits for whoever holds the database or a row, before it gives up."""

_POSTGRES_SESSION = " ".join(
    (
        "-c timezone=UTC",
        f"-c lock_timeout={BUSY_MILLISECONDS}",
        "-c statement_timeout=60000",
        "-c idle_in_transaction_session_timeout=60000",
    )
)
_POSTGRES_NETWORK: Mapping[str, int] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class Use(Enum):
    """What an engine's transactions are for."""

    WRITE = "write"
    READ = "read"
    MIGRATE = "migrate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a database is. ``file`` is the path of an SQLite database, None for PostgreSQL."""

    url: URL
    file: Path | None


def locate(text: str) -> Location:
    """Read a URL: ``sqlite:///path`` or ``postgresql://…``; raise DatabaseUrlUnknown for any other."""
    try:
        url = make_url(text)
    except ArgumentError as fault:
        raise DatabaseUrlUnknown(scheme=text.partition(":")[0]) from fault
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return Location(url=url, file=Path(url.database))
        case "postgresql" | "postgres":
            return Location(url=url.set(drivername="postgresql+psycopg"), file=None)
        case _:
            raise DatabaseUrlUnknown(scheme=url.drivername)


def create_file(path: Path) -> None:
    """Create an SQLite file that only its owner may read, where there is none; raise DatabaseUnreachable."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as fault:
        raise DatabaseUnreachable(reason=str(fault)) from fault


def make_engine(location: Location, use: Use) -> Engine:
    """Make an engine; nothing is opened yet. It never creates an SQLite file."""
    if location.file is None:
        return _postgres(location.url, use)
    return _sqlite(location.file, use)


def _postgres(url: URL, use: Use) -> Engine:
    engine = create_engine(
        url,
        pool_size=READERS if use is Use.READ else 1,
        pool_pre_ping=True,
        hide_parameters=True,
        isolation_level="REPEATABLE READ" if use is Use.READ else "READ COMMITTED",
        connect_args={"options": _POSTGRES_SESSION, **_POSTGRES_NETWORK},
    )
    return engine.execution_options(postgresql_readonly=True) if use is Use.READ else engine


def _sqlite(path: Path, use: Use) -> Engine:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
        for pragma in _pragmas(use):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if use is Use.READ else "BEGIN IMMEDIATE")

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=READERS if use is Use.READ else 1,
        hide_parameters=True,
    )
    event.listen(engine, "begin", begin)
    return engine


def _pragmas(use: Use) -> tuple[str, ...]:
    every = (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "recursive_triggers=ON",
    )
    match use:
        case Use.WRITE:
            return (*every, "foreign_keys=ON")
        case Use.READ:
            return (*every, "query_only=ON")
        case Use.MIGRATE:
            return (*every, "foreign_keys=OFF")
