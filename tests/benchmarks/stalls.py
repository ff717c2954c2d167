"""How long an event loop was held up: what kept it from whoever waits for an answer."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

BEAT = timedelta(milliseconds=2)


@dataclass(slots=True)
class Stalls:
    """The longest time, in seconds, by which the loop came late to a beat."""

    longest: float = 0.0


@asynccontextmanager
async def watched_loop() -> AsyncIterator[Stalls]:
    """Watch the running loop in the block."""
    stalls = Stalls()
    watching = asyncio.create_task(_watch(stalls))
    await asyncio.sleep(0)
    try:
        yield stalls
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _watch(stalls: Stalls) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(BEAT.total_seconds())
        stalls.longest = max(stalls.longest, time.perf_counter() - before - BEAT.total_seconds())
