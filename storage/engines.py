"""Engines for SQLite and PostgreSQL, made the same way for the house, for reads beside it and for migrations.

SQLite: write-ahead log and ``synchronous=FULL`` (a receipt survives a power cut), ``BEGIN IMMEDIATE`` so that
a transaction never finds out half-way that someone else writes (spec 7). PostgreSQL: psycopg 3, read
committed with the alliance's head locked for writers, one snapshot for readers.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import ceil
from pathlib import Path
from typing import cast

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from storage.faults import CommitRefused, DatabaseUnreachable, DatabaseUrlMalformed, DatabaseUrlUnknown
from storage.opened_file import OpenedFile, check_before_commit, leave_if_moved, open_file
from storage.patience import USUAL, Patience

READERS = 4
"""Reads that may run beside the writer."""

_STATEMENT_MILLISECONDS = 60_000
_POSTGRES_NETWORK: Mapping[str, int] = {
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
    """Read a URL: ``sqlite:///path`` or ``postgresql://…``; raise DatabaseUrlUnknown for any other.

    Raise DatabaseUrlMalformed where its parts cannot be told apart: half a password would be taken for a host, and
    shown. The causes are left out too, as they quote what they could not read.
    """
    try:
        url = make_url(text)
    except ArgumentError:
        raise DatabaseUrlUnknown(scheme=_scheme(text)) from None
    except ValueError:
        raise DatabaseUrlMalformed from None
    if "@" in (url.host or ""):
        raise DatabaseUrlMalformed
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return Location(url=url, file=Path(url.database))
        case "postgresql" | "postgres":
            return Location(url=url.set(drivername="postgresql+psycopg"), file=None)
        case _:
            raise DatabaseUrlUnknown(scheme=url.drivername)


def _scheme(text: str) -> str:
    """Give how a text that is no URL begins, as far as that can be no password."""
    found = re.match(r"[a-z][a-z0-9+]{0,30}(?=://)", text)
    return "…" if found is None else found[0]


def create_file(path: Path) -> None:
    """Create an SQLite file that only its owner may read, where there is none; raise DatabaseUnreachable."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as fault:
        raise DatabaseUnreachable(reason=str(fault)) from fault


def make_engine(location: Location, use: Use, patience: Patience = USUAL) -> Engine:
    """Make an engine; nothing is opened yet. It never creates an SQLite file."""
    if location.file is None:
        return _postgres(location.url, use, patience)
    return _sqlite(location.file, use, patience)


def _postgres(url: URL, use: Use, patience: Patience) -> Engine:
    engine = create_engine(
        url,
        pool_size=READERS if use is Use.READ else 1,
        pool_pre_ping=True,
        hide_parameters=True,
        isolation_level="REPEATABLE READ" if use is Use.READ else "READ COMMITTED",
        connect_args={
            "options": _postgres_session(use, patience),
            "connect_timeout": ceil(patience.lock.total_seconds()),
            **_POSTGRES_NETWORK,
        },
    )
    if use is Use.READ:
        return engine.execution_options(postgresql_readonly=True)
    event.listen(engine, "commit", _check_before_commit)
    return engine


def _postgres_session(use: Use, patience: Patience) -> str:
    """Give the settings of a session. A migration may take its time: an operator waits for it."""
    longest = 0 if use is Use.MIGRATE else _STATEMENT_MILLISECONDS
    settings = {
        "timezone": "UTC",
        "lock_timeout": patience.lock_milliseconds,
        "statement_timeout": longest,
        "idle_in_transaction_session_timeout": longest,
    }
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


def _check_before_commit(connection: Connection) -> None:
    """Raise CommitRefused for a transaction that has failed: PostgreSQL would undo it and call that a success."""
    opened = cast("object", connection.connection.dbapi_connection)
    if isinstance(opened, psycopg.Connection) and opened.info.transaction_status is TransactionStatus.INERROR:
        raise CommitRefused("the transaction has failed already")


def _sqlite(path: Path, use: Use, patience: Patience) -> Engine:
    def connect() -> OpenedFile:
        return open_file(path, _pragmas(use, patience))

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if use is Use.READ else "BEGIN IMMEDIATE")

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=READERS if use is Use.READ else 1,
        hide_parameters=True,
    )
    event.listen(engine, "checkout", leave_if_moved)
    event.listen(engine, "begin", begin)
    if use is Use.WRITE:
        event.listen(engine, "commit", check_before_commit)
    return engine


def _pragmas(use: Use, patience: Patience) -> tuple[str, ...]:
    every = (
        f"busy_timeout={patience.lock_milliseconds}",
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
