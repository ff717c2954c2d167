"""Periods in working hours: exact instants, over nights, days off and the nights on which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.working_hours import NoWorkingTime, WorkingHours, beginning, elapsed, expiry

BRUSSELS = ZoneInfo("Europe/Brussels")
OFFICE = WorkingHours(days=frozenset(range(5)), opens=time(9), closes=time(17))
NUUK, APIA, HAVANA = ZoneInfo("America/Nuuk"), ZoneInfo("Pacific/Apia"), ZoneInfo("America/Havana")
ALWAYS = frozenset(range(7))
ZONES = (
    "America/Nuuk",
    "Pacific/Apia",
    "America/Havana",
    "Europe/Brussels",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "UTC",
)


def brussels(text: str) -> datetime:
    """Read a local time of Brussels."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 10:00", 2, "2026-11-23 12:00"),
        ("2026-11-23 10:00", 7, "2026-11-23 17:00"),
        ("2026-11-23 10:00", 8, "2026-11-24 10:00"),
        ("2026-11-23 07:00", 1, "2026-11-23 10:00"),
        ("2026-11-23 20:00", 1, "2026-11-24 10:00"),
        ("2026-11-27 16:00", 2, "2026-11-30 10:00"),
        ("2026-11-28 12:00", 24, "2026-12-02 17:00"),
        ("2026-11-27 17:00", 8, "2026-11-30 17:00"),
        ("2026-10-23 09:00", 24, "2026-10-27 17:00"),
    ],
)
def test_period_runs_in_office_hours_alone(start: str, hours: int, end: str) -> None:
    """Monday to Friday, nine to five; a period that ends with a day ends at its close, not at the next opening."""
    assert expiry(brussels(start), timedelta(hours=hours), OFFICE, BRUSSELS) == brussels(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [("2026-03-29 00:00", 4, "2026-03-29 05:00"), ("2026-10-25 00:00", 4, "2026-10-25 03:00")],
)
def test_hours_are_real_hours_where_clocks_change(start: str, hours: int, end: str) -> None:
    """On the night in spring an hour of the clock is missing, on that in autumn one comes twice."""
    always = WorkingHours(days=frozenset(range(7)), opens=time(0), closes=time(23))
    assert expiry(brussels(start), timedelta(hours=hours), always, BRUSSELS) == brussels(end)


@pytest.mark.parametrize(
    ("day", "zone", "opens", "closes", "real_hours"),
    [
        (date(2026, 3, 29), BRUSSELS, time(0), time(8), 7),
        (date(2026, 10, 25), BRUSSELS, time(0), time(8), 9),
        (date(2026, 3, 29), BRUSSELS, time(2, 30), time(8), 5),
        (date(2026, 3, 29), BRUSSELS, time(1), time(2, 30), 1),
        (date(2026, 3, 29), BRUSSELS, time(2), time(3), 0),
        (date(2026, 10, 25), BRUSSELS, time(2, 30), time(3, 30), 2),
        (date(2026, 10, 25), BRUSSELS, time(1, 30), time(2, 30), 1),
        (date(2024, 3, 30), NUUK, time(22), time(23, 30), 1),
        (date(2011, 12, 30), APIA, time(9), time(17), 0),
        (date(2011, 12, 31), APIA, time(9), time(17), 8),
        (date(2026, 3, 8), HAVANA, time(0), time(4), 3),
    ],
)
def test_local_time_stands_for_the_first_instant_at_which_the_clock_shows_it_or_a_later_one(
    day: date, zone: ZoneInfo, opens: time, closes: time, real_hours: int
) -> None:
    """What does not exist is the moment of the jump, what exists twice the first of the two; a day may be missing."""
    alone = WorkingHours(days=frozenset({day.weekday()}), opens=opens, closes=closes)
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    start, end = noon - timedelta(days=3), noon + timedelta(days=3)
    assert elapsed(start, end, alone, zone) == timedelta(hours=real_hours)


@pytest.mark.parametrize(
    ("start", "end", "zone"),
    [
        (datetime(2024, 3, 29, tzinfo=UTC), datetime(2024, 4, 2, tzinfo=UTC), NUUK),
        (datetime(2011, 12, 28, tzinfo=UTC), datetime(2012, 1, 3, tzinfo=UTC), APIA),
    ],
)
def test_no_time_counts_twice_where_the_clock_jumps_over_a_close(
    start: datetime, end: datetime, zone: ZoneInfo
) -> None:
    """The windows of two days never overlap, whatever the clock leaves out between them."""
    nearly = WorkingHours(days=ALWAYS, opens=time(0), closes=time(23, 59))
    assert elapsed(start, end, nearly, zone) < end - start


def test_period_of_nothing_ends_at_once_and_nothing_runs_backwards() -> None:
    """Also on a day off."""
    start = brussels("2026-11-28 03:00")
    assert expiry(start, timedelta(0), OFFICE, BRUSSELS) == start
    assert elapsed(start, start - timedelta(days=3), OFFICE, BRUSSELS) == timedelta(0)


def test_start_may_be_in_any_zone() -> None:
    """An instant is an instant; the answer is in UTC."""
    start = datetime(2026, 10, 24, 22, tzinfo=BRUSSELS)
    always = WorkingHours(days=ALWAYS, opens=time(0), closes=time(23))
    for worked in (None, always):
        end = expiry(start, timedelta(hours=7), worked, BRUSSELS)
        assert end == expiry(start.astimezone(UTC), timedelta(hours=7), worked, BRUSSELS)
        assert end.tzinfo is UTC


@pytest.mark.parametrize("days", [{7}, {-1, 2}])
def test_days_that_no_week_has_are_refused(days: set[int]) -> None:
    """No day would ever come."""
    with pytest.raises(NoWorkingTime):
        WorkingHours(days=frozenset(days), opens=time(9), closes=time(17))


def test_period_runs_day_and_night_without_hours() -> None:
    """A charter that gives no hours counts all of them."""
    start = brussels("2026-11-27 16:00")
    assert expiry(start, timedelta(hours=72), None, BRUSSELS) == start + timedelta(hours=72)
    assert elapsed(start, start + timedelta(hours=5), None, BRUSSELS) == timedelta(hours=5)


@pytest.mark.parametrize(
    ("days", "opens", "closes"), [(frozenset[int](), 9, 17), (frozenset({0}), 17, 9), (frozenset({0}), 9, 9)]
)
def test_hours_without_any_time_are_refused(days: frozenset[int], opens: int, closes: int) -> None:
    """No period would ever end in them."""
    with pytest.raises(NoWorkingTime):
        WorkingHours(days=days, opens=time(opens), closes=time(closes))


hours = st.builds(
    lambda days, first, length: WorkingHours(days=days, opens=time(first), closes=time(first + length)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 12),
    st.integers(1, 11),
)
starts = st.one_of(
    st.integers(0, 3 * 365 * 24 * 60).map(
        lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.integers(0, 14 * 24 * 60).map(lambda minutes: datetime(2011, 12, 24, tzinfo=UTC) + timedelta(minutes=minutes)),
)
periods = st.integers(1, 60 * 100).map(lambda minutes: timedelta(minutes=minutes))


@given(start=starts, period=periods, worked=hours, zone=st.sampled_from(ZONES))
def test_exactly_the_period_has_run_at_its_expiry(
    start: datetime, period: timedelta, worked: WorkingHours, zone: str
) -> None:
    """At the expiry so much has run, and a moment before it less."""
    end = expiry(start, period, worked, ZoneInfo(zone))
    assert elapsed(start, end, worked, ZoneInfo(zone)) == period
    assert elapsed(start, end - timedelta(seconds=1), worked, ZoneInfo(zone)) < period


@given(start=starts, first=periods, more=periods, worked=hours, zone=st.sampled_from(ZONES))
def test_longer_periods_and_later_starts_end_later(
    start: datetime, first: timedelta, more: timedelta, worked: WorkingHours, zone: str
) -> None:
    """Nothing that begins later or lasts longer ends earlier."""
    end = expiry(start, first, worked, ZoneInfo(zone))
    assert expiry(start, first + more, worked, ZoneInfo(zone)) > end
    assert expiry(start + more, first, worked, ZoneInfo(zone)) >= end


@given(end=starts, period=periods, worked=hours, zone=st.sampled_from(ZONES))
def test_exactly_the_period_has_run_since_its_beginning(
    end: datetime, period: timedelta, worked: WorkingHours, zone: str
) -> None:
    """Counted backwards as much runs as counted forwards."""
    start = beginning(end, period, worked, ZoneInfo(zone))
    assert elapsed(start, end, worked, ZoneInfo(zone)) == period
    assert elapsed(start + timedelta(seconds=1), end, worked, ZoneInfo(zone)) < period


@given(start=starts, first=periods, second=periods, worked=hours, zone=st.sampled_from(ZONES))
def test_time_adds_up(start: datetime, first: timedelta, second: timedelta, worked: WorkingHours, zone: str) -> None:
    """What counts up to an instant and from it on is what counts on the whole, and no more than has passed."""
    middle, end = start + first, start + first + second
    here = ZoneInfo(zone)
    whole = elapsed(start, end, worked, here)
    assert elapsed(start, middle, worked, here) + elapsed(middle, end, worked, here) == whole <= end - start
