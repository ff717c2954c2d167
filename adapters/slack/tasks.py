"""Work that outlives its acknowledgement: kept track of, so that nothing is lost in silence or at a stop."""

import asyncio
import logging
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, Final

log: Final = logging.getLogger(__name__)


class Tasks:
    """The tasks that run now; a task that fails is logged."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run work beside the listener."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def finish(self, patience: timedelta) -> None:
        """Wait for what runs, and end what takes longer."""
        if self._running:
            _, late = await asyncio.wait(tuple(self._running), timeout=patience.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task_failed", exc_info=error)
