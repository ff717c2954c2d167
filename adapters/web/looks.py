"""A look at the house that many may ask for: one at a time, and each kept for a moment.

So however often somebody asks, on a port that may be open to the world, the database is asked a few times a minute.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic
from typing import Final, Generic, TypeVar

T = TypeVar("T")

FRESH: Final = timedelta(seconds=2)
"""How long a look is kept: less than any usual pause between two probes or scrapes."""
PATIENCE: Final = timedelta(seconds=2)
"""How long anything that is looked at may take to answer."""


class Look(Generic[T]):
    """Looks where nobody has just done so; all who ask meanwhile wait for the same look."""

    def __init__(self, look: Callable[[], Awaitable[T]], *, fresh: timedelta = FRESH) -> None:
        self._look = look
        self._fresh = fresh.total_seconds()
        self._looking: asyncio.Task[T] | None = None
        self._looked_at = 0.0

    async def __call__(self) -> T:
        """Give what is seen now, or was a moment ago. Whoever asks may go away: the look goes on for the others."""
        if self._looking is None or (self._looking.done() and not self._is_fresh(self._looking)):
            self._looking = asyncio.create_task(self._once(), name="look")
        return await asyncio.shield(self._looking)

    async def _once(self) -> T:
        try:
            return await self._look()
        finally:
            self._looked_at = monotonic()

    def _is_fresh(self, looked: asyncio.Task[T]) -> bool:
        failed = looked.cancelled() or looked.exception() is not None
        return not failed and monotonic() - self._looked_at < self._fresh
