"""What a vote costs: through the dispatcher, against its bare statements by SQLAlchemy, against raw SQL.

Each round opens a motion and takes a first ballot of every state, in four databases that begin as copies of one: one is
voted in while its statements are recorded, one is voted in against the clock, and in two the recorded statements are
replayed against the clock. After the last round all four hold the same record, or there is no figure.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from storage.database import open_database
from tests.benchmarks.alliance import STATES, Delegates, delegates_at, founded
from tests.benchmarks.floors import DriverFloor, Floor, SqlFloor, Transaction, recording, run_on
from tests.benchmarks.growth import Store, file_store, server_store
from tests.benchmarks.table import ROUNDS, Line

CALLERS = (1, 32)
AT_MOST = 1.5
"""A vote may take this many times its bare statements."""

COPIES = 4
Vote = Callable[[int], Awaitable[None]]
"""Casts the vote of the state with this number, or does what stands for it."""


def _copies(store: Store) -> tuple[str, ...]:
    """Give the URLs of databases that hold the same alliance."""
    founded(store.url)
    return tuple(store.copy() for _ in range(COPIES))


@dataclass(kw_only=True)
class Rounds:
    """Rounds of votes in copies of one alliance, and what a vote took in each turn.

    In its turn each takes one vote of every caller: few, so that a machine that slows down slows all alike.
    """

    recorded: Delegates
    product: Delegates
    floors: tuple[Floor, ...]
    taken: list[tuple[float, ...]] = field(default_factory=list)

    async def run(self, callers: int) -> None:
        """Run one round with so many callers at once."""
        with recording() as transactions:
            await self.recorded.open_motion()
            await _seconds_a_vote(self.recorded.vote, range(STATES), callers)
        opening, *votes = transactions
        await self.product.open_motion()
        works: list[Vote] = [self.product.vote]
        for floor in self.floors:
            await run_on(floor, floor.ready(opening))
            works.append(_replaying(floor, votes))
        for first in range(0, STATES, callers):
            turn = range(first, first + callers)
            self.taken.append(tuple([await _seconds_a_vote(work, turn, callers) for work in works]))

    def medians(self) -> tuple[float, ...]:
        """Give the median seconds a vote of the product and of each floor, and forget the rounds."""
        columns = tuple(zip(*self.taken, strict=True))
        self.taken.clear()
        return tuple(statistics.median(column) for column in columns)


def _replaying(floor: Floor, votes: list[Transaction]) -> Vote:
    if len(votes) != STATES:
        raise AssertionError(f"{len(votes)} transactions for {STATES} votes")
    works = [floor.ready(vote) for vote in votes]
    return lambda number: run_on(floor, works[number])


async def _seconds_a_vote(vote: Vote, states: range, callers: int) -> float:
    """Let so many callers vote at once until every one of the states has, in order; give the seconds a vote."""
    waiting = iter(states)

    async def caller() -> None:
        for number in waiting:
            await vote(number)

    started = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return (time.perf_counter() - started) / len(states)


@asynccontextmanager
async def rounds_in(urls: tuple[str, ...]) -> AsyncIterator[Rounds]:
    """Open the copies of an alliance for rounds of votes; at the end they must hold the same record."""
    rounds = Rounds(
        recorded=delegates_at(urls[0]),
        product=delegates_at(urls[1]),
        floors=(SqlFloor(urls[2]), DriverFloor(urls[3])),
    )
    yield rounds
    await rounds.recorded.close()
    await rounds.product.close()
    for floor in rounds.floors:
        floor.close()
    heads = {head_at(url) for url in (urls[0], *urls[2:])}
    if len(heads) != 1:
        raise AssertionError(f"the floors did not do what the product did: {heads}")


def head_at(url: str) -> tuple[int, str]:
    """Give the number and the hash of the last entry in the journal of the one alliance at ``url``."""
    database = open_database(url)
    with database.snapshot() as uow:
        (alliance,) = uow.alliances.codes()
        head = uow.journal.head(alliance)
    database.close()
    return head.seq, head.hash


async def _lines(engine: str, urls: tuple[str, ...]) -> list[Line]:
    lines = []
    async with rounds_in(urls) as rounds:
        await rounds.run(1)
        rounds.taken.clear()
        for callers in CALLERS:
            for _ in range(ROUNDS):
                await rounds.run(callers)
            product, floor, driver = (figure * 1e3 for figure in rounds.medians())
            who = "1 caller" if callers == 1 else f"{callers} callers"
            lines.append(
                Line(
                    measured=f"a vote on {engine}, {who}: dispatch / its statements by SQLAlchemy",
                    floor=floor,
                    product=product,
                    unit="ms",
                    at_most=AT_MOST,
                )
            )
            lines.append(
                Line(
                    measured=f"a vote on {engine}, {who}: its statements by SQLAlchemy / raw SQL",
                    floor=driver,
                    product=floor,
                    unit="ms",
                )
            )
    return lines


def votes_on_sqlite(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure a vote on SQLite: write-ahead log, synchronous = FULL."""
    with file_store() as store:
        return asyncio.run(_lines("SQLite", _copies(store)))


def votes_on_postgres(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure a vote on PostgreSQL with fsync."""
    with server_store() as store:
        return asyncio.run(_lines("PostgreSQL", _copies(store)))
