"""What can be wrong with a database, as refusals for the operator; its errors told without its contents."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import Refusal
from bot.ports import NotRecorded


class CommitRefused(Exception):
    """A transaction that must not be committed, since nobody would find it again; the text says why."""


DatabaseFault = (DBAPIError, PoolTimeout, sqlite3.Error, OSError, CommitRefused)
"""What a database, its driver or the pool may raise, a defect of this code excepted."""


@dataclass(kw_only=True, eq=False)
class DatabaseUrlUnknown(Refusal):
    """A database URL of neither SQLite nor PostgreSQL; ``scheme`` is what it begins with."""

    scheme: str


@dataclass(kw_only=True, eq=False)
class DatabaseUrlMalformed(Refusal):
    """A database URL whose parts cannot be told apart; nothing of it is repeated, as it may hold a password."""


@dataclass(kw_only=True, eq=False)
class DatabaseUnreachable(Refusal):
    """The database cannot be opened or does not answer."""

    reason: str


@dataclass(kw_only=True, eq=False)
class MigrationFailed(Refusal):
    """The schema could not be created or upgraded; the database is as it was."""

    reason: str


@dataclass(kw_only=True, eq=False)
class DatabaseNotMigrated(Refusal):
    """The database has no schema yet, or an older one than this version needs; None stands for none."""

    found: str | None
    needed: str


@dataclass(kw_only=True, eq=False)
class DatabaseNewer(Refusal):
    """The database was migrated by a later version than this one knows."""

    found: str
    known: str


@dataclass(kw_only=True, eq=False)
class DatabaseUnguarded(Refusal):
    """Triggers that keep the journal append-only are missing from the database."""

    missing: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class DatabaseInUse(Refusal):
    """Another running house holds the database file."""

    path: str


@dataclass(kw_only=True, eq=False)
class OpenedReadOnly(NotRecorded):
    """The file could only be read when it was opened; it may be written by now, through a connection opened anew."""


def is_read_only_file(fault: BaseException) -> bool:
    """Tell whether SQLite refused to write since it could open the file, or its log, for reading only."""
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    return str(getattr(cause, "sqlite_errorname", "")).startswith("SQLITE_READONLY")


def told(fault: BaseException) -> str:
    """Name a database's error without the values of any row: its class, its code and its first line.

    PostgreSQL puts whole rows into the lines that follow, and a row can hold what a state wrote in
    confidence.
    """
    cause = fault.orig if isinstance(fault, DBAPIError) and fault.orig is not None else fault
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    line = next(iter(str(cause).splitlines()), "")
    return " ".join(part for part in (type(cause).__name__, code, line) if part)
