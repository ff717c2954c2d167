"""The weekly digests over random calendars, with a bot that sleeps and heads that travel: the real clockwork."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import open_database
from tests.behaviour.cast import EST_HEAD
from tests.behaviour.fronts import open_console
from tests.behaviour.test_digest import DIGEST, digests, sent
from tests.behaviour.world import MovedClock, World, open_world

WEEK, LATE = timedelta(days=7), timedelta(days=4)
ZONES = st.sampled_from([None, None, "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
STEPS = st.tuples(st.integers(1, 20 * 24), ZONES)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.dates(min_value=date(2026, 1, 1), max_value=date(2032, 3, 1)),
    hour=st.integers(0, 23),
    steps=st.lists(STEPS, min_size=3, max_size=12),
)
def test_no_week_has_two_digests_and_each_is_posted_once(
    start: date, hour: int, steps: list[tuple[int, str | None]]
) -> None:
    """However long the bot slept, and wherever the head went meanwhile."""
    asyncio.run(_live(datetime.combine(start, time(hour), tzinfo=UTC), steps, whole=False))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.dates(min_value=date(2026, 1, 1), max_value=date(2032, 3, 1)),
    hour=st.integers(0, 23),
    steps=st.lists(st.tuples(st.integers(1, 48), ZONES), min_size=10, max_size=20),
)
def test_every_week_has_its_digest_where_the_bot_never_slept_long(
    start: date, hour: int, steps: list[tuple[int, str | None]]
) -> None:
    """Two days at the most: none is left out, none comes twice."""
    asyncio.run(_live(datetime.combine(start, time(hour), tzinfo=UTC), steps, whole=True))


async def _live(start: datetime, steps: list[tuple[int, str | None]], *, whole: bool) -> None:
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'plenary.db'}")
        database.migrate()
        try:
            async with open_world(database, MovedClock(start)) as world, open_console(world):
                await world.apply(DIGEST)
                for hours, zone in steps:
                    await world.pass_time(timedelta(hours=hours))
                    if zone is not None:
                        await world.front.say(EST_HEAD, f"/delegate settings zone:{zone}")
                    await world.house.round()
                await _check(world, whole=whole)
        finally:
            database.close()


async def _check(world: World, *, whole: bool) -> None:
    """Compare what was sent with what was posted, and the weeks with each other."""
    events = [event for event in await sent(world) if event.member == "EST"]
    assert len(await digests(world, EST_HEAD)) == len(events)
    assert all(event.week.weekday() == 0 for event in events)
    gaps = [later.week - earlier.week for earlier, later in pairwise(events)]
    assert all(gap >= WEEK for gap in gaps)
    assert all(event.due_at <= event.at <= event.due_at + LATE for event in events)
    if whole:
        assert all(gap == WEEK for gap in gaps)
    assert await world.sound()
