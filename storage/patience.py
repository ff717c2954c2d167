"""How long the house waits for its database before it says that nothing was recorded."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Three waits, each bounded: nobody who asks for something waits longer than ``answer`` and ``commit`` together."""

    lock: timedelta = timedelta(seconds=5)
    """A statement waits for whoever holds the database or a row, and a connection for its server.

    Shorter than ``answer``, so that the first to wait is told by the database itself what is wrong.
    """
    answer: timedelta = timedelta(seconds=10)
    """An act waits until its commit has begun, a query until it is answered."""
    commit: timedelta = timedelta(seconds=10)
    """A commit that has begun is waited for, and a database that lost its answer is asked what became of it."""

    def __post_init__(self) -> None:
        """Take nothing below a millisecond, which is what the databases count in: 0 means to them to wait for ever."""
        for wait in fields(self):
            if getattr(self, wait.name) < timedelta(milliseconds=1):
                raise ValueError(f"{wait.name} must be at least a millisecond")

    @property
    def lock_milliseconds(self) -> int:
        """Give the wait for a lock as SQLite and PostgreSQL take it."""
        return self.lock // timedelta(milliseconds=1)


USUAL: Final = Patience()
