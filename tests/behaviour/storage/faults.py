"""What can befall a database while a house runs on it: on each engine, for real, and for as long as a block lasts.

Nothing here needs rights that a normal user has not, or that root in a container may lack.
"""

import ctypes
import os
import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
import pytest
from psycopg import sql

from storage.database import Database
from tests.servers.postgres import Postgres, Stop

LOG_FILE: Final = 2 * 1024 * 1024
"""The size of a file of the log of the server under test, and of the largest file when its disk is full."""

_LOG_PAGE: Final = 8192
_FILLER: Final = """
    INSERT INTO answer (key, card, given_at) VALUES (gen_random_uuid()::text, repeat('x', %s), '2026-01-01T00:00Z')
"""
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2
_CAPABILITY_VERSION: Final = 0x20080522


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteFile:
    """A database that is a file, alone in its directory."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresDatabase:
    """A database on a server of one's own."""

    server: Postgres
    name: str

    @contextmanager
    def by_hand(self, database: str | None = None) -> Iterator[psycopg.Connection]:
        """Open a connection of an administrator, who may write whatever is set."""
        url, options = self.server.url(database or self.name), "-c default_transaction_read_only=off"
        with psycopg.connect(url, autocommit=True, options=options) as connection:
            yield connection

    def end_connections(self, connection: psycopg.Connection) -> None:
        """End every other connection to the database, and wait for their end."""
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            (self.name,),
        )


Place = SqliteFile | PostgresDatabase
SqliteFault = Callable[[SqliteFile], AbstractContextManager[None]]
PostgresFault = Callable[[PostgresDatabase], AbstractContextManager[None]]


@contextmanager
def file_locked(place: SqliteFile) -> Iterator[None]:
    """Have another program hold the file for writing."""
    other = sqlite3.connect(place.path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


@contextmanager
def directory_gone(place: SqliteFile) -> Iterator[None]:
    """Take the directory away with all that is in it, and bring it back."""
    home = place.path.parent
    away = home.with_name("away")
    home.rename(away)
    try:
        yield
    finally:
        away.rename(home)


@contextmanager
def file_gone(place: SqliteFile) -> Iterator[None]:
    """Take the file alone away, and bring it back."""
    away = place.path.with_name("away.db")
    place.path.rename(away)
    try:
        yield
    finally:
        away.rename(place.path)


@contextmanager
def disk_full(place: SqliteFile) -> Iterator[None]:
    """Let no file of this process grow beyond the log that SQLite would append to: the kernel refuses the write."""
    log = place.path.with_name(f"{place.path.name}-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def file_read_only(place: SqliteFile) -> Iterator[None]:
    """Put back in place of the file a copy that may only be read, as a restore by another user does."""
    home = place.path.parent
    before = home.with_name("before")
    home.rename(before)
    shutil.copytree(before, home)
    for path in (*home.iterdir(), home):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path in (home, *home.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)


@contextmanager
def row_locked(place: PostgresDatabase) -> Iterator[None]:
    """Have another session hold every alliance."""
    with place.by_hand() as connection, connection.transaction():
        connection.execute("SELECT * FROM head FOR UPDATE")
        yield


@contextmanager
def server_stopped(place: PostgresDatabase) -> Iterator[None]:
    """Stop the server, and start it again."""
    place.server.stop()
    try:
        yield
    finally:
        place.server.start()


@contextmanager
def server_crashed(place: PostgresDatabase) -> Iterator[None]:
    """Let the server end with nothing written first, and start it again."""
    place.server.stop(Stop.CRASH)
    try:
        yield
    finally:
        place.server.start()


@contextmanager
def server_still(place: PostgresDatabase) -> Iterator[None]:
    """Leave the server there, and let it answer nothing."""
    with place.server.held_still():
        yield


@contextmanager
def server_full(place: PostgresDatabase) -> Iterator[None]:
    """Let no file of the server grow beyond one of its log, which the table of answers has reached."""
    _fill(place, 1900, "SELECT pg_relation_size('answer') < 2097152")
    place.server.stop()
    place.server.start(largest_file=LOG_FILE)
    with pytest.raises(psycopg.Error, match="could not extend file"):
        _fill(place, 1, "SELECT true")
    try:
        yield
    finally:
        place.server.stop()
        place.server.start()


def _fill(place: PostgresDatabase, length: int, room: str) -> None:
    """Keep answers of a length for as long as there is room."""
    with place.by_hand() as connection:
        while connection.execute(room.encode()).fetchone() == (True,):
            connection.execute(_FILLER.encode(), (length,))


def log_room(connection: psycopg.Connection) -> int:
    """Bring the server's log near the end of one of its pages; give the size of file that ends with that page.

    The server takes no file below a megabyte, which it needs for what its processes share.
    """
    while True:
        asked = connection.execute("SELECT file_offset FROM pg_walfile_name_offset(pg_current_wal_insert_lsn())")
        (offset,) = asked.fetchone() or (0,)
        inside, left = LOG_FILE // 2 < offset < LOG_FILE - 4 * _LOG_PAGE, _LOG_PAGE - offset % _LOG_PAGE
        if inside and _LOG_PAGE // 8 < left < _LOG_PAGE // 4:
            return int(offset + left)
        connection.execute(
            "SELECT pg_logical_emit_message(false, 'plenary', repeat('x', %s))", (500 if inside else 2 * _LOG_PAGE,)
        )


@contextmanager
def sessions_read_only(place: PostgresDatabase) -> Iterator[None]:
    """Let new sessions only read, and end those there are."""
    named = sql.Identifier(place.name)
    with place.by_hand() as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(named))
        place.end_connections(connection)
    try:
        yield
    finally:
        with place.by_hand() as connection:
            connection.execute(sql.SQL("ALTER DATABASE {} RESET default_transaction_read_only").format(named))


@contextmanager
def server_on_standby(place: PostgresDatabase) -> Iterator[None]:
    """Make the server a hot standby, and promote it under the sessions it has by then."""
    place.server.stop()
    signal = place.server.directory / "data" / "standby.signal"
    signal.touch()
    signal.chmod(0o666)
    place.server.start()
    try:
        yield
    finally:
        with place.by_hand() as connection:
            connection.execute("SELECT pg_promote()")


@contextmanager
def connections_taken(place: PostgresDatabase) -> Iterator[None]:
    """Let others take every connection that the server has."""
    taken: list[psycopg.Connection] = []
    try:
        taken.append(psycopg.connect(place.server.url(), autocommit=True))
        place.end_connections(taken[0])
        with suppress(psycopg.OperationalError):
            while True:
                taken.append(psycopg.connect(place.server.url()))
        yield
    finally:
        for connection in taken:
            connection.close()


SQLITE_FAULTS: Final[Mapping[str, SqliteFault]] = {
    "locked": file_locked,
    "directory gone": directory_gone,
    "file gone": file_gone,
    "disk full": disk_full,
    "read-only": file_read_only,
}
POSTGRES_FAULTS: Final[Mapping[str, PostgresFault]] = {
    "locked": row_locked,
    "stopped": server_stopped,
    "crashed": server_crashed,
    "held still": server_still,
    "disk full": server_full,
    "read-only": sessions_read_only,
    "standby": server_on_standby,
    "no connection left": connections_taken,
}


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capabilities(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def bound_by_rights() -> Iterator[None]:
    """Let this thread, and those it starts meanwhile, be bound by the rights of files even as root."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, held = _Header(_CAPABILITY_VERSION, 0), (_Capabilities * 2)()
    _check(libc.capget(ctypes.byref(header), held))
    before = held[0].effective
    held[0].effective = before & ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH)
    _check(libc.capset(ctypes.byref(header), held))
    try:
        yield
    finally:
        held[0].effective = before
        _check(libc.capset(ctypes.byref(header), held))


def _check(status: int) -> None:
    if status:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def place_of(database: Database, server: Postgres) -> Place:
    """Tell where a database is."""
    if database.path is not None:
        return SqliteFile(path=database.path)
    return PostgresDatabase(server=server, name=database.url.partition("?")[0].rpartition("/")[2])
