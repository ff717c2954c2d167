"""How soon after a deadline its result is posted, by a running house."""

import asyncio
import statistics
from datetime import UTC, datetime, timedelta

from bot.domain.ids import AllianceCode, MotionNumber
from bot.domain.instants import CLOSING_GRACE
from tests.benchmarks.alliance import CHARTER, VOTING, Delegates, founded
from tests.benchmarks.growth import file_store
from tests.benchmarks.running import NotedPosts, running_house
from tests.benchmarks.table import Line

CLOSINGS = 5
PROMISED = timedelta(seconds=3)
QUICK = CHARTER.replace(VOTING, 'voting = "1s"')
"""The charter with votes of one second."""


def results_posted(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure from a deadline to the post of its result."""
    with file_store() as store:
        alliance = founded(store.url, now=datetime.now(UTC), charter=QUICK)
        lags = asyncio.run(_lags(store.url, alliance))
    told = f"from a deadline to its posted result, {CLOSING_GRACE.total_seconds():.0f} s of grace in it"
    return [Line(measured=told, product=statistics.median(lags), unit="s", at_most=PROMISED.total_seconds())]


async def _lags(url: str, alliance: AllianceCode) -> list[float]:
    async with running_house(url) as (delegates, posts):
        return [await _lag(delegates, alliance, posts) for _ in range(CLOSINGS)]


async def _lag(delegates: Delegates, alliance: AllianceCode, posts: NotedPosts) -> float:
    await delegates.open_motion()
    number = MotionNumber(delegates.motion)
    motion = await delegates.house.writer.read(lambda uow: uow.motions.get(alliance, number))
    if motion is None:
        raise AssertionError(number)
    return (await posts.results.get() - motion.closes_at).total_seconds()
