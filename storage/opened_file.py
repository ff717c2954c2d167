"""Connections to an SQLite file that notice when it is no longer the file they opened.

SQLite goes on writing to a file that was moved away, replaced or deleted, and to it all is well. A receipt for such a
vote would be false: it stands in no record that anyone will read. So a connection is left before its next transaction
once another file, or none, stands at its path, and the one that a transaction has is asked again before the commit.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import cast
from urllib.parse import quote

from sqlalchemy import Connection
from sqlalchemy.exc import DisconnectionError

from storage.faults import CommitRefused

Identity = tuple[int, int]
"""The device and the number by which the system knows a file."""


class OpenedFile(sqlite3.Connection):
    """A connection that knows which file it opened, and where."""

    place: Path
    file: Identity | None

    def still_there(self) -> bool:
        """Tell whether the file that was opened is still at its path."""
        return self.file is not None and self.file == _identity(self.place)


def open_file(path: Path, pragmas: Iterable[str]) -> OpenedFile:
    """Open an existing SQLite file for any thread, in autocommit until a transaction is begun."""
    place = path.absolute()
    found = _identity(place)  # before it is opened: where it is replaced in between, that is noticed
    connection = sqlite3.connect(
        f"file:{quote(str(place))}?mode=rw", uri=True, check_same_thread=False, isolation_level=None, factory=OpenedFile
    )
    connection.place, connection.file = place, found
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def leave_if_moved(connection: OpenedFile, _record: object, _proxy: object) -> None:
    """Have the pool open a new connection where the file of this one has gone."""
    if not connection.still_there():
        raise DisconnectionError


def check_before_commit(connection: Connection) -> None:
    """Raise CommitRefused where a commit would not be found again: the file has gone, or the transaction has ended.

    SQLite may end a transaction by itself when it fails, and a commit after that says nothing and does nothing.
    """
    opened = cast("object", connection.connection.dbapi_connection)
    if not isinstance(opened, OpenedFile):
        raise TypeError(type(opened).__name__)
    if not opened.still_there():
        raise CommitRefused("the database file has been moved, replaced or deleted")
    if not opened.in_transaction:
        raise CommitRefused("the transaction has failed already")


def _identity(path: Path) -> Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
