"""Keeps a second running house from the same SQLite file.

The lock is the operating system's own: it ends with the process, however that ends. PostgreSQL needs none,
since its rows are locked one by one.
"""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.faults import DatabaseInUse, DatabaseUnreachable


def is_locked(database: Path) -> bool:
    """Tell whether a running house has a database file. Where none does, one that starts at this instant is refused."""
    try:
        held = os.open(_lock_of(database), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(held)
    return False


def _lock_of(database: Path) -> Path:
    return database.with_name(database.name + ".lock")


class LockFile:
    """A lock beside a database file, held within a ``with`` block."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._held: int | None = None

    def __enter__(self) -> Self:
        """Take the lock; raise DatabaseInUse where another process has it."""
        try:
            held = os.open(_lock_of(self._database), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as fault:
            raise DatabaseUnreachable(reason=str(fault)) from fault
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            os.close(held)
            raise DatabaseInUse(path=str(self._database)) from fault
        self._held = held
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free the lock. The file stays: whoever removed it could hand the same lock to two houses."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
