"""What the clock has to do: catching up after a downtime, a thousand votes that close at once, waking on time."""

import asyncio
import statistics
import time
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from adapters.scheduler import Scheduler
from storage.engines import Use, locate, make_engine
from storage.rows import DeadlineRow, OutboxRow, Row, table
from tests.behaviour.world import START, MovedClock
from tests.benchmarks.alliance import CHARTER, REMINDERS, delegates_at
from tests.benchmarks.growth import Growth, Store, file_store, server_store
from tests.benchmarks.stalls import watched_loop
from tests.benchmarks.table import Line

REMINDED = CHARTER.replace(REMINDERS, 'reminders = ["24h", "4h", "1h"]')
"""The charter with three reminders before the deadline of each vote."""

OVERDUE = 2_000
CATCH_UPS = 3
CLOSINGS = 1_000
AFTER_ALL = START + timedelta(days=4)
"""When every deadline of the votes has passed."""

WAKES = 40
AHEAD = timedelta(milliseconds=70)


def catching_up(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure the catch-up of overdue deadlines: for each motion three reminders and its closing."""
    with file_store() as store:
        growth = Growth(store, running=True, charter=REMINDED)
        taken = [_caught_up(growth.to_motions(OVERDUE // 4)) for _ in range(CATCH_UPS)]
    seconds = statistics.median(each[0] for each in taken)
    stall = max(each[1] for each in taken) * 1e3
    return [
        Line(measured=f"catch-up of {OVERDUE:,} overdue deadlines", product=seconds, unit="s", at_most=1),
        Line(measured="its longest hold-up of the event loop", product=stall, unit="ms", at_most=50),
    ]


def _caught_up(url: str) -> tuple[float, float]:
    _expect(_count(url, DeadlineRow), OVERDUE)
    figures = asyncio.run(_meet_all(url))
    _expect(_count(url, DeadlineRow), 0)
    return figures


def closing_at_once(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure how long it takes until the results of votes that close in the same second are owed."""
    return [_closing("SQLite", file_store()), _closing("PostgreSQL", server_store())]


def _closing(engine: str, opened: AbstractContextManager[Store]) -> Line:
    with opened as store:
        url = Growth(store, running=True).to_motions(CLOSINGS)
        _expect(_count(url, DeadlineRow), CLOSINGS)
        seconds, _ = asyncio.run(_meet_all(url))
        _expect(_count(url, OutboxRow, notice="ResultNotice"), CLOSINGS)
    told = f"{CLOSINGS:,} votes that close in one second: all results owed, {engine}"
    return Line(measured=told, product=seconds, unit="s", at_most=5)


async def _meet_all(url: str) -> tuple[float, float]:
    """Let the clock meet every deadline; give the seconds it took, and those by which the loop was held up."""
    delegates = delegates_at(url, MovedClock(AFTER_ALL))
    async with watched_loop() as stalls:
        started = time.perf_counter()
        await delegates.house.move()
        seconds = time.perf_counter() - started
    await delegates.close()
    return seconds, stalls.longest


def _count(url: str, row: type[Row], notice: str | None = None) -> int:
    engine, rows = make_engine(locate(url), Use.READ), table(row)
    counted = select(func.count()).select_from(rows)
    with engine.begin() as connection:
        found = connection.scalars(counted if notice is None else counted.where(rows.c.notice == notice)).one()
    engine.dispose()
    return found


def _expect(found: int, wanted: int) -> None:
    if found != wanted:
        raise AssertionError(f"{found} rows instead of {wanted}")


def waking(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure how long after an instant the scheduler begins the work that is due then."""
    late = asyncio.run(_wakes())
    median, longest = statistics.median(late) * 1e3, max(late) * 1e3
    told = f"a wake after its instant, median of {WAKES} (longest {longest:.1f} ms)"
    return [Line(measured=told, product=median, unit="ms", at_most=20)]


async def _wakes() -> list[float]:
    """Let the scheduler wake for one instant after the other; give by how many seconds it was late."""
    late: list[float] = []
    enough = asyncio.Event()
    due = datetime.now(UTC) + AHEAD

    async def work() -> None:
        nonlocal due
        now = datetime.now(UTC)
        if now >= due:
            late.append((now - due).total_seconds())
            due = now + AHEAD
        if len(late) == WAKES:
            enough.set()

    async def next_due() -> datetime:
        return due

    scheduler = Scheduler(work, next_due)
    await scheduler.start()
    await enough.wait()
    await scheduler.stop()
    return late
