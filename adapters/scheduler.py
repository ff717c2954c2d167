"""When to tick and relay, and nothing else: APScheduler wakes the jobs at the next due instant.

One job waits for the next due row, whatever it is, and a safety tick every few seconds stands behind it. The rows
decide what is done; a wake that comes late or twice changes nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from adapters.clock import SystemClock
from bot.ports import Clock

log: Final = logging.getLogger(__name__)

SAFETY: Final = timedelta(seconds=15)
"""How often a tick runs even when nothing was announced as due."""


BREATH: Final = timedelta(milliseconds=500)
"""How long a round waits that finds something still due after the one before; twice as long each time."""


class Scheduler:
    """Runs one round of work at each wake, never two at once."""

    def __init__(
        self,
        work: Callable[[], Awaitable[None]],
        next_due: Callable[[], Awaitable[datetime | None]],
        *,
        clock: Clock | None = None,
        every: timedelta = SAFETY,
    ) -> None:
        self._work = work
        self._next_due = next_due
        self._clock = clock or SystemClock()
        self._every = every
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._wanted = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._watch: asyncio.Task[None] | None = None
        self._overdue = 0

    async def start(self) -> None:
        """Run one round at once, which is the catch-up after any downtime, and then at every wake."""
        self._scheduler.start()
        self._stand_behind()
        self._worker = asyncio.create_task(self._run(), name="scheduler")
        self._worker.add_done_callback(_tell_end)
        self._watch = asyncio.create_task(self._watch_the_clock(self._clock.now()), name="clock")
        self.wake()

    def _stand_behind(self) -> None:
        """Have a round run at intervals, whatever else is announced."""
        interval = IntervalTrigger(seconds=int(self._every.total_seconds()))
        self._scheduler.add_job(self._wake_on_the_loop, interval, id="safety", replace_existing=True)

    async def _watch_the_clock(self, seen: datetime) -> None:
        """Begin anew where the clock has been set back: APScheduler would sleep until it has caught up."""
        while True:
            await asyncio.sleep(self._every.total_seconds())
            now = self._clock.now()
            if now < seen:
                log.error("clock_went_back", extra={"seconds": int((seen - now).total_seconds())})
                self._stand_behind()
                self.wake()
            seen = now

    async def stop(self) -> None:
        """Stop waking; a round under way is left to its end or cut by its own lease."""
        self._scheduler.shutdown(wait=False)
        running = [task for task in (self._worker, self._watch) if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def wake(self) -> None:
        """Ask for a round; asking while one runs makes it run once more."""
        self._wanted.set()

    async def _wake_on_the_loop(self) -> None:
        """Wake from a job: APScheduler runs coroutines on the loop and plain functions on threads."""
        self.wake()

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._work()
            except Exception:
                log.exception("round_failed")
            try:
                await self._arm()
            except Exception:
                log.exception("next_due_not_known")

    async def _arm(self) -> None:
        due, now = await self._next_due(), self._clock.now()
        self._overdue = self._overdue + 1 if due is not None and due <= now else 0
        if due is not None:
            wait = due - now if due > now else min(BREATH * 2 ** min(self._overdue, 10), SAFETY)
            self._scheduler.add_job(
                self._wake_on_the_loop,
                DateTrigger(run_date=datetime.now(UTC) + wait),
                id="next_due",
                replace_existing=True,
                misfire_grace_time=None,
            )


def _tell_end(worker: asyncio.Task[None]) -> None:
    """Log why the rounds ended where they were not stopped."""
    if not worker.cancelled() and worker.exception() is not None:
        log.critical("scheduler_ended", exc_info=worker.exception())
