"""A house that runs on the real clock: its schedulers wake it, and what it posts is noted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf

from adapters.clock import SystemClock
from bot.cards.card import Card
from bot.domain.addresses import Platform
from bot.ports import Address
from tests.benchmarks.alliance import Delegates, delegates_at


@dataclass(slots=True)
class NotedPosts:
    """Fills the port ``Notifier``: takes every post at once and notes it."""

    platform: Platform = Platform.CONSOLE
    results: asyncio.Queue[datetime] = field(default_factory=asyncio.Queue)
    """When the result of each motion was posted."""
    edits: int = 0

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",
        until: float = inf,
    ) -> str:
        """Take a post; the key of a result ends like ``result:7``."""
        if "result:" in key:
            self.results.put_nowait(datetime.now(UTC))
        return key

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Count an edit."""
        self.edits += 1

    async def find(self, to: Address, *, key: str, since: datetime, thread: str | None = None) -> str | None:
        """Find nothing: no post here is ever uncertain."""


@asynccontextmanager
async def running_house(url: str) -> AsyncIterator[tuple[Delegates, NotedPosts]]:
    """Run a house on the database at ``url``, as the bot does."""
    delegates, posts = delegates_at(url, SystemClock()), NotedPosts()
    house = delegates.house
    house.notifiers[posts.platform] = posts
    async with AsyncExitStack() as stack:
        stack.push_async_callback(delegates.close)
        for scheduler in (house.keeping_motions(), house.posting_on(posts.platform)):
            house.writer.on_commit(scheduler.wake)
            await scheduler.start()
            stack.push_async_callback(scheduler.stop)
        yield delegates, posts
