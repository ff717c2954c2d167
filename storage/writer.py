"""The one writer of a process, and the readers beside it.

Use cases are synchronous functions over a unit of work. They run on one thread, one after the other, each in
its own transaction, and their callers are answered after the commit. A caller that goes away takes nothing
with it: a use case that has begun is finished and committed.

Waiting is bounded. A database that is locked, hung or gone holds up the thread, not its callers: each is told
within its own patience that nothing was recorded, and its use case is then never committed. Once the database
answers again the thread passes over all that was given up, and the next act is recorded.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Final, TypeVar

from bot.ports import NotRecorded, OutcomeUnknown, UnitOfWork
from storage.database import Database
from storage.engines import READERS
from storage.faults import OpenedReadOnly
from storage.turns import Turn

T = TypeVar("T")
Answer = asyncio.Future[T]

log: Final = logging.getLogger(__name__)

ROOM: Final = 1000
"""Use cases that may wait for a thread; far more than an alliance has delegates. The next is refused at once."""


class WriterThread:
    """Runs use cases against a database; see ``bot.ports.Writer``."""

    def __init__(self, database: Database, *, room: int = ROOM) -> None:
        self._database = database
        self._patience = database.patience
        self._writing = _Threads("plenary-writer", threads=1, room=room)
        self._reading = _Threads("plenary-reader", threads=READERS, room=room)
        self._woken: list[Callable[[], None]] = []

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` on the event loop after each commit that wrote something."""
        self._woken.append(wake)

    async def write(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Run a use case that may change something; an exception from it leaves nothing behind.

        Raise NotRecorded where the database could not commit, or did not come to it within the house's patience:
        nothing has happened then, nor will it. Raise OutcomeUnknown where the commit itself has no answer.
        """
        turn, loop = Turn(), asyncio.get_running_loop()
        answer = self._writing.ask(turn, lambda: self._write(use_case, turn, loop))
        if not await _answered(answer, turn, self._patience.answer):
            self._cut_if_stuck(answer)
            if turn.give_up():
                raise NotRecorded(reason=f"the database was not ready within {self._patience.answer}")
            if not await _answered(answer, turn, self._patience.commit):
                raise OutcomeUnknown(reason=f"the commit had no answer within {self._patience.commit}")
        return answer.result()

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Run a query on one committed state, beside the writer; raise NotRecorded on a fault, or after patience."""
        turn = Turn()
        answer = self._reading.ask(turn, lambda: self._read(query))
        if not await _answered(answer, turn, self._patience.answer):
            self._cut_if_stuck(answer)
            turn.give_up()
            raise NotRecorded(reason=f"the database did not answer within {self._patience.answer}")
        return answer.result()

    async def close(self) -> None:
        """Finish what has been asked for, then stop the threads; the database stays open.

        What the database holds up for longer than the house's patience is cut off.
        """
        stopped = asyncio.get_running_loop().run_in_executor(None, self._stop)
        done, _ = await asyncio.wait((stopped,), timeout=self._patience.answer.total_seconds())
        if not done:
            self._database.cut()
        await stopped

    def _cut_if_stuck(self, answer: Answer[T]) -> None:
        """Free the thread where it is still held up some time after its caller was told: it may wait for ever."""

        def look() -> None:
            if not answer.done():
                self._database.cut()

        asyncio.get_running_loop().call_later(2 * self._patience.commit.total_seconds(), look)

    def _write(self, use_case: Callable[[UnitOfWork], T], turn: Turn, loop: asyncio.AbstractEventLoop) -> T:
        try:
            return self._once(use_case, turn, loop)
        except OpenedReadOnly:
            if turn.is_final:
                raise
        return self._once(use_case, turn, loop)

    def _once(self, use_case: Callable[[UnitOfWork], T], turn: Turn, loop: asyncio.AbstractEventLoop) -> T:
        with self._database.transaction() as uow:
            result = use_case(uow)
            if not turn.commit():
                raise _GivenUp
        if uow.wrote:
            self.wake(loop)
        return result

    def wake(self, loop: asyncio.AbstractEventLoop) -> None:
        """Call, on the event loop, whoever wants to know of commits; from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has ended, and with it whoever would be woken
            for wake in self._woken:
                loop.call_soon_threadsafe(wake)

    def _read(self, query: Callable[[UnitOfWork], T]) -> T:
        with self._database.snapshot() as uow:
            return query(uow)

    def _stop(self) -> None:
        self._writing.stop()
        self._reading.stop()


class _GivenUp(Exception):
    """The caller has been told that nothing was recorded, so nothing is."""


class _Threads:
    """Threads with a bounded queue before them."""

    def __init__(self, name: str, *, threads: int, room: int) -> None:
        self._executor = ThreadPoolExecutor(threads, name)
        self._room = BoundedSemaphore(room)

    def ask(self, turn: Turn, work: Callable[[], T]) -> Answer[T]:
        """Queue work that is passed over if its caller has gone by then; raise NotRecorded where the queue is full."""
        if not self._room.acquire(blocking=False):
            raise NotRecorded(reason="too much waits for the database already")
        return asyncio.wrap_future(self._executor.submit(self._take, turn, work))

    def _take(self, turn: Turn, work: Callable[[], T]) -> T:
        self._room.release()
        if not turn.begin():
            raise _GivenUp
        return work()

    def stop(self) -> None:
        """Do what is queued, then end the threads."""
        self._executor.shutdown()


async def _answered(answer: Answer[T], turn: Turn, patience: timedelta) -> bool:
    """Wait for an answer; tell whether it came in time. A caller that is cancelled takes back what has not begun."""
    try:
        await asyncio.wait((answer,), timeout=patience.total_seconds())
    except asyncio.CancelledError:
        turn.withdraw()
        raise
    finally:
        if not answer.done():
            answer.add_done_callback(_log_late)
    return answer.done()


def _log_late(answer: Answer[T]) -> None:
    """Tell the operator what became of an act whose caller did not wait for it: the fault names what is wrong."""
    if not answer.cancelled() and isinstance(fault := answer.exception(), NotRecorded):
        log.warning("database_failed_late", extra={"reason": fault.reason})
