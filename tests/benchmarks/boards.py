"""How often a running house edits the card of a motion while many vote."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from tests.benchmarks.alliance import STATES, Delegates, founded
from tests.benchmarks.growth import file_store
from tests.benchmarks.running import running_house
from tests.benchmarks.table import Line

VOTES = 200
PERIOD = timedelta(seconds=10)
HANDFUL = 8
BALLOTS = ("yes", "no", "abstain")
LAST_EDIT = timedelta(seconds=3)
"""How long after the last vote its card is waited for."""


def board_edits(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure the edits of one card under many votes, and how fast the house is then."""
    with file_store() as store:
        founded(store.url, now=datetime.now(UTC))
        edits = asyncio.run(_vote_and_count(store.url))
    told = f"edits of a card under {VOTES} votes in {PERIOD.total_seconds():.0f} s"
    return [Line(measured=told, product=edits, unit="edits", at_most=HANDFUL)]


async def _vote_and_count(url: str) -> int:
    async with running_house(url) as (delegates, posts):
        await delegates.open_motion()
        await _vote_evenly(delegates)
        await asyncio.sleep(LAST_EDIT.total_seconds())
        return posts.edits


async def _vote_evenly(delegates: Delegates) -> None:
    """Spread the votes over the period."""
    begun = time.perf_counter()
    for number in range(VOTES):
        at = begun + number * PERIOD.total_seconds() / VOTES
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        await delegates.vote(number % STATES, BALLOTS[number // STATES])
