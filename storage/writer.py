"""The one writer of a process, and the readers beside it.

Use cases are synchronous functions over a unit of work. They run on one thread, one after the other, each in
its own transaction, and their callers are answered after the commit. A caller that goes away takes nothing
with it: a use case that has begun is finished and committed.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.ports import UnitOfWork
from storage.database import Database
from storage.engines import READERS

T = TypeVar("T")


class WriterThread:
    """Runs use cases against a database; see ``bot.ports.Writer``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writing = ThreadPoolExecutor(1, "plenary-writer")
        self._reading = ThreadPoolExecutor(READERS, "plenary-reader")
        self._woken: list[Callable[[], None]] = []

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` on the event loop after each commit that wrote something."""
        self._woken.append(wake)

    async def write(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Run a use case that may change something; an exception from it leaves nothing behind.

        Raise NotRecorded where the database could not commit.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writing, self._write, use_case, loop)

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Run a query on one committed state, beside the writer; raise NotRecorded on a fault."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._read, query)

    async def close(self) -> None:
        """Finish what has been asked for, then stop the threads; the database stays open."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._stop)

    def _write(self, use_case: Callable[[UnitOfWork], T], loop: asyncio.AbstractEventLoop) -> T:
        with self._database.transaction() as uow:
            result = use_case(uow)
        if uow.wrote:
            self._wake(loop)
        return result

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and with it whoever would be woken
            for wake in self._woken:
                loop.call_soon_threadsafe(wake)

    def _read(self, query: Callable[[UnitOfWork], T]) -> T:
        with self._database.snapshot() as uow:
            return query(uow)

    def _stop(self) -> None:
        self._writing.shutdown()
        self._reading.shutdown()
