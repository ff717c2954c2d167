"""Whether a vote costs the same however many were cast before it, and finds its rows by an index among them."""

import asyncio
import statistics
import time
from contextlib import AbstractContextManager

from storage.engines import Use, locate, make_engine
from tests.behaviour.world import START
from tests.benchmarks.alliance import STATES, Delegates, SteppingClock, delegates_at
from tests.benchmarks.floors import recording
from tests.benchmarks.growth import DECIDED, Growth, Store, file_store, server_store
from tests.benchmarks.plans import whole_tables_read
from tests.benchmarks.table import Line

FEW, MANY, MOST = 1_000, 100_000, 1_000_000
AT_MOST = 1.1
"""A vote may take this many times what it takes after few."""

ROUNDS = 15


def earlier_on_sqlite(*, full: bool) -> list[Line]:
    """Measure votes after few and after many earlier ones on SQLite; ``full``: after very many too."""
    return _lines("SQLite", file_store(), (FEW, MANY, MOST) if full else (FEW, MANY))


def earlier_on_postgres(*, full: bool) -> list[Line]:
    """Measure votes after few and after many earlier ones on PostgreSQL; ``full``: after very many too."""
    return _lines("PostgreSQL", server_store(), (FEW, MANY, MOST) if full else (FEW, MANY))


def _lines(engine: str, opened: AbstractContextManager[Store], sizes: tuple[int, ...]) -> list[Line]:
    with opened as store:
        growth = Growth(store)
        urls = [growth.to_votes(votes) for votes in sizes]
        few, *more = asyncio.run(_milliseconds_a_vote(urls))
        scans = asyncio.run(_scans(urls[-1]))
    lines = [
        Line(
            measured=f"a vote on {engine} after {votes:,} earlier ones / after {FEW:,}",
            floor=few,
            product=after,
            unit="ms",
            at_most=AT_MOST,
        )
        for votes, after in zip(sizes[1:], more, strict=True)
    ]
    told = f"its statements that read a whole table on {engine} after {sizes[-1]:,}"
    return [*lines, Line(measured=told, product=scans, unit="statements", at_most=0)]


async def _milliseconds_a_vote(urls: list[str]) -> tuple[float, ...]:
    """Vote in all databases in turn, vote by vote; give the median vote of each. The first round is not counted."""
    houses = [delegates_at(url, SteppingClock(START + 2 * DECIDED)) for url in urls]
    taken: list[list[float]] = []
    for number in range((ROUNDS + 1) * STATES):
        if number % STATES == 0:
            for delegates in houses:
                await delegates.open_motion()
        taken.append([await _seconds(delegates, number % STATES) for delegates in houses])
    for delegates in houses:
        await delegates.close()
    warm = taken[STATES:]
    return tuple(statistics.median(column) * 1e3 for column in zip(*warm, strict=True))


async def _seconds(delegates: Delegates, number: int) -> float:
    started = time.perf_counter()
    await delegates.vote(number)
    return time.perf_counter() - started


async def _scans(url: str) -> int:
    """Count the statements of one vote that read a whole table."""
    delegates = delegates_at(url, SteppingClock(START + 3 * DECIDED))
    await delegates.open_motion()
    with recording() as transactions:
        await delegates.vote(0)
    await delegates.close()
    engine = make_engine(locate(url), Use.WRITE)
    with engine.connect() as connection:
        found = whole_tables_read(connection, transactions[0])
    engine.dispose()
    return len(found)
