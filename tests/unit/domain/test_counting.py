"""How the time of a period is counted, forwards and backwards, in working hours and without."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.working_hours import (
    DAY_AND_NIGHT,
    Counting,
    WorkingHours,
    beginning,
)

TALLINN, NEW_YORK = ZoneInfo("Europe/Tallinn"), ZoneInfo("America/New_York")
WEEK = WorkingHours(days=frozenset(range(5)), opens=time(9), closes=time(17))
HOUR = timedelta(hours=1)


def tallinn(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """Give an instant by Tallinn's clock, in 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=TALLINN)


@pytest.mark.parametrize(
    ("end", "hours", "start"),
    [
        (tallinn(25, 17), 24, tallinn(23, 9)),
        (tallinn(30, 17), 8, tallinn(30, 9)),
        (tallinn(30, 17), 9, tallinn(27, 16)),
        (tallinn(29, 12), 1, tallinn(27, 16)),
        (tallinn(23, 12), 0, tallinn(23, 12)),
    ],
)
def test_period_is_counted_back_the_same_way(end: datetime, hours: int, start: datetime) -> None:
    """A period that begins with a window begins at its opening, not at the close before."""
    assert beginning(end, hours * HOUR, WEEK, TALLINN) == start


def test_day_and_night_count_where_no_hours_are_given() -> None:
    """Then a period is plain time."""
    start = tallinn(28, 3)
    assert DAY_AND_NIGHT.after(start, 72 * HOUR) == start + 72 * HOUR
    assert DAY_AND_NIGHT.before(start, 72 * HOUR) == start - 72 * HOUR
    assert DAY_AND_NIGHT.between(start, start + HOUR) == HOUR
    assert DAY_AND_NIGHT.between(start, start - HOUR) == timedelta(0)


INSTANTS = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda after: datetime(2026, 1, 1, tzinfo=UTC) + after)
PERIODS = st.timedeltas(timedelta(seconds=1), timedelta(hours=200))
COUNTINGS = st.builds(
    Counting,
    hours=st.builds(
        WorkingHours,
        days=st.frozensets(st.integers(0, 6), min_size=1),
        opens=st.builds(time, st.integers(0, 11), st.sampled_from([0, 30])),
        closes=st.builds(time, st.integers(12, 23), st.sampled_from([0, 30, 59])),
    )
    | st.none(),
    zone=st.sampled_from([TALLINN, NEW_YORK, ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")]),
)


@given(start=INSTANTS, period=PERIODS, counting=COUNTINGS)
def test_exactly_the_period_counts_up_to_the_expiry(start: datetime, period: timedelta, counting: Counting) -> None:
    """No more and no less; and a moment before it some is left."""
    end = counting.after(start, period)
    assert counting.between(start, end) == period
    assert counting.between(start, end - timedelta(microseconds=1)) < period


@given(end=INSTANTS, period=PERIODS, counting=COUNTINGS)
def test_exactly_the_period_counts_from_the_beginning(end: datetime, period: timedelta, counting: Counting) -> None:
    """It is the latest such instant."""
    start = counting.before(end, period)
    assert counting.between(start, end) == period
    assert counting.between(start + timedelta(microseconds=1), end) < period


@given(instants=st.lists(INSTANTS, min_size=3, max_size=3), counting=COUNTINGS)
def test_time_adds_up(instants: list[datetime], counting: Counting) -> None:
    """What counts between two instants is what counts in its parts."""
    first, second, third = sorted(instants)
    parts = sum((counting.between(one, other) for one, other in pairwise((first, second, third))), timedelta(0))
    assert counting.between(first, third) == parts


@given(start=INSTANTS, period=PERIODS, later=PERIODS, counting=COUNTINGS)
def test_later_start_never_ends_earlier(
    start: datetime, period: timedelta, later: timedelta, counting: Counting
) -> None:
    """Whoever delivers late never shortens a period."""
    assume(start + later < datetime(2028, 6, 1, tzinfo=UTC))
    assert counting.after(start + later, period) >= counting.after(start, period)
