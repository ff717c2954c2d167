"""What a start costs with nothing pending and with very many deadlines pending: time, and memory afterwards.

The house and its schedulers start in a process of their own, which tells how long it took until the next deadline was
known and armed. The time that Python takes to import the product is the same for both and is left out.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import insert

from adapters.bootstrap import House, open_house
from adapters.console.notifier import ConsoleNotifier
from adapters.scheduler import Scheduler
from adapters.settings import Settings
from bot.domain.addresses import Platform
from bot.domain.deadlines import Due
from storage.engines import Use, locate, make_engine
from storage.rows import DeadlineRow, table
from tests.behaviour.world import START
from tests.benchmarks.alliance import founded
from tests.benchmarks.growth import file_store
from tests.benchmarks.table import Line

PENDING = 100_000
FAR = timedelta(days=30_000)
"""When the deadlines are due: none of them while this is measured."""

STARTS = 15
SLOWER = 1.5
MEGABYTES = 20


def starting(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure starts in turn with no deadline and with very many."""
    with file_store() as store:
        alliance = founded(store.url)
        none = store.copy()
        _add_deadlines(store.url, alliance)
        pairs = [(_started(none), _started(store.url)) for _ in range(STARTS)]
    idle, busy = ([pair[which] for pair in pairs] for which in (0, 1))
    floor, product = (statistics.median(start[0] for start in starts) * 1e3 for starts in (idle, busy))
    more = statistics.median(start[1] for start in busy) - statistics.median(start[1] for start in idle)
    told = f"start-up with {PENDING:,} pending deadlines / with none"
    return [
        Line(measured=told, floor=floor, product=product, unit="ms", at_most=SLOWER),
        Line(measured="memory that they take after the start", product=max(0.0, more), unit="MB", at_most=MEGABYTES),
    ]


def _add_deadlines(url: str, alliance: str) -> None:
    rows = [
        {
            "alliance": alliance,
            "subject": str(number),
            "what": Due.CLOSING,
            "due_at": START + FAR + timedelta(seconds=number),
        }
        for number in range(PENDING)
    ]
    engine = make_engine(locate(url), Use.WRITE)
    with engine.begin() as connection:
        connection.execute(insert(table(DeadlineRow)), rows)
    engine.dispose()


def _started(url: str) -> tuple[float, float]:
    """Start the house in a process of its own; give its seconds and megabytes."""
    done = subprocess.run([sys.executable, "-m", __name__, url], check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


async def _start(url: str) -> tuple[float, float]:
    """Start the house as a running bot does; give the seconds until it is armed, and the megabytes it has then."""
    begun = time.perf_counter()
    settings = Settings(database_url=SecretStr(url))
    async with open_house(settings) as house, AsyncExitStack() as stack:
        house.notifiers[Platform.CONSOLE] = ConsoleNotifier(lambda _: None)
        await house.begin(frozenset({Platform.CONSOLE}), only=True)
        armed = asyncio.Event()
        for scheduler in (_keeping_motions(house, armed), house.posting_on(Platform.CONSOLE), house.keeping_watch()):
            house.writer.on_commit(scheduler.wake)
            await scheduler.start()
            stack.push_async_callback(scheduler.stop)
        await armed.wait()
        return time.perf_counter() - begun, _resident_megabytes()


def _keeping_motions(house: House, armed: asyncio.Event) -> Scheduler:
    """Give what moves motions on time, and tells when it knows the next of them."""

    async def next_due() -> datetime | None:
        due = await house.writer.read(lambda uow: uow.deadlines.next_due())
        armed.set()
        return due

    return Scheduler(house.move, next_due)


def _resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_start(sys.argv[1]))))
