"""Periods in working hours: exact instants, over nights, days off and the nights on which clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.working_hours import NoWorkingTime, WorkingHours, elapsed, expiry

BRUSSELS = ZoneInfo("Europe/Brussels")
OFFICE = WorkingHours(days=frozenset(range(5)), opens=time(9), closes=time(17))
ZONES = ("Europe/Brussels", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca", "UTC")


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
    st.integers(4, 12),
    st.integers(1, 10),
)
starts = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
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
