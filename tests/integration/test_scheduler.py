"""The scheduler: the real APScheduler wakes rounds, never two at once, and outlives a round that fails."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from adapters.scheduler import Scheduler


@asynccontextmanager
async def running(
    work: Callable[[], Awaitable[None]], next_due: Callable[[], Awaitable[datetime | None]]
) -> AsyncIterator[Scheduler]:
    """Run a scheduler for a while."""
    scheduler = Scheduler(work, next_due)
    await scheduler.start()
    try:
        yield scheduler
    finally:
        await scheduler.stop()


async def nothing_due() -> datetime | None:
    """Say that nothing is due."""
    return None


async def test_start_runs_a_round_at_once() -> None:
    """The first round is the catch-up after any downtime."""
    ran = asyncio.Event()

    async def work() -> None:
        ran.set()

    async with running(work, nothing_due), asyncio.timeout(10):
        await ran.wait()


async def test_round_runs_at_the_next_due_instant() -> None:
    """What is due next wakes the next round, long before the safety tick."""
    rounds: list[datetime] = []
    second = asyncio.Event()
    due = datetime.now(UTC) + timedelta(milliseconds=1200)

    async def work() -> None:
        rounds.append(datetime.now(UTC))
        if len(rounds) == 2:
            second.set()

    async def next_due() -> datetime | None:
        return due if len(rounds) == 1 else None

    async with running(work, next_due), asyncio.timeout(12):
        await second.wait()
    assert rounds[1] >= due


async def test_rounds_never_overlap_and_a_wake_during_one_runs_another() -> None:
    """A wake that comes while a round runs is not lost."""
    under_way, most, rounds = 0, 0, 0
    release, begun, third = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        nonlocal under_way, most, rounds
        under_way, rounds = under_way + 1, rounds + 1
        most = max(most, under_way)
        begun.set()
        await release.wait()
        under_way -= 1
        if rounds == 2:
            third.set()

    async with running(work, nothing_due) as scheduler, asyncio.timeout(10):
        await begun.wait()
        scheduler.wake()
        scheduler.wake()
        release.set()
        await third.wait()
    assert most == 1


async def test_round_that_fails_is_logged_and_the_next_one_runs(caplog: pytest.LogCaptureFixture) -> None:
    """One failure does not stop the clock."""
    rounds = 0
    failing, again = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            failing.set()
            raise ZeroDivisionError
        again.set()

    async with running(work, nothing_due) as scheduler, asyncio.timeout(10):
        await failing.wait()
        scheduler.wake()
        await again.wait()
    assert [record.message for record in caplog.records] == ["round_failed"]


class Set:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def now(self) -> datetime:
        """Give the instant it was set to."""
        return self.at


async def test_clock_set_back_is_noticed_and_rounds_go_on(caplog: pytest.LogCaptureFixture) -> None:
    """The library counts by the clock and would sleep until it has caught up: the rounds begin anew."""
    clock, rounds, again = Set(), 0, asyncio.Event()

    async def work() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            clock.at -= timedelta(hours=1)
        elif "clock_went_back" in caplog.text:
            again.set()

    scheduler = Scheduler(work, nothing_due, clock=clock, every=timedelta(seconds=1))
    await scheduler.start()
    try:
        async with asyncio.timeout(20):
            await again.wait()
    finally:
        await scheduler.stop()
