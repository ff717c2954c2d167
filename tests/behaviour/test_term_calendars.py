"""The reminders of terms over random calendars, with a bot that sleeps: the real house, its real clockwork."""

import asyncio
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import open_database
from tests.behaviour.cast import POL, SECRETARY
from tests.behaviour.fronts import open_console
from tests.behaviour.membership import BY_VOTE, dossier
from tests.behaviour.world import MovedClock, open_world

DAYS = [180, 90, 30, 7, 1, 0]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.dates(min_value=date(2026, 11, 24), max_value=date(2032, 3, 1)),
    hour=st.integers(0, 23),
    naps=st.lists(st.integers(1, 260), min_size=2, max_size=7),
)
def test_each_reminder_is_posted_once_and_in_order_however_long_the_bot_slept(
    start: date, hour: int, naps: list[int]
) -> None:
    """From the drawing of the first terms to past the end of the longest, woken at random (spec: terms)."""
    asyncio.run(_live(datetime.combine(start, time(hour), tzinfo=UTC), naps))


async def _live(start: datetime, naps: list[int]) -> None:
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'plenary.db'}")
        database.migrate()
        try:
            async with open_world(database, MovedClock(start)) as world, open_console(world):
                await world.apply(BY_VOTE)
                await world.front.say(SECRETARY, "/term draw")
                term = (await dossier(world, "POL")).term
                assert term is not None
                due = {reminder.days: reminder.at for reminder in term.reminders}
                seen: list[int] = []
                for nap in [*naps, 800]:
                    await world.pass_time(timedelta(days=nap))
                    await world.settle()
                    told = [text for text in await world.front.direct(POL) if "term of" in text and "ends" in text]
                    fresh = told[len(seen) :]
                    seen += [_days_of(text, due) for text in fresh]
                    assert seen == [days for days in DAYS if due[days] <= world.clock.now()]
                assert seen == DAYS
                assert await world.sound()
        finally:
            database.close()


def _days_of(text: str, due: dict[int, datetime]) -> int:
    """Tell which reminder a text is: by the day that it names where it comes late."""
    late = re.search(r"it was due on \w+ (\d+ \w+ \d+), 09:00", text)
    if late is not None:
        day = datetime.strptime(late.group(1), "%d %b %Y").replace(tzinfo=UTC).date()
        return next(days for days, at in due.items() if (at + timedelta(hours=3)).date() == day)
    if "ends today" in text:
        return 0
    found = re.search(r"in (\d+) days", text)
    return 1 if found is None else int(found.group(1))
