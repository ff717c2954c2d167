"""Dates and durations: what is read, and that nothing uncertain is."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.moments import read_moment
from bot.commands.refusals import MalformedMoment, MomentTooFar

TALLINN = ZoneInfo("Europe/Tallinn")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""A Monday, noon in Tallinn."""

READINGS = [
    ("72h", NOW + timedelta(hours=72)),
    ("3d", NOW + timedelta(days=3)),
    ("3 D", NOW + timedelta(days=3)),
    ("3j", NOW + timedelta(days=3)),
    ("90m", NOW + timedelta(minutes=90)),
    ("5s", NOW + timedelta(seconds=5)),
    ("2w", NOW + timedelta(weeks=2)),
    ("now", NOW),
    ("2026-12-01 17:00", datetime(2026, 12, 1, 15, 0, tzinfo=UTC)),
    ("2026-12-01", datetime(2026, 12, 1, 21, 59, 59, tzinfo=UTC)),
    ("friday 17:00", datetime(2026, 11, 27, 15, 0, tzinfo=UTC)),
    ("Friday at 17:00", datetime(2026, 11, 27, 15, 0, tzinfo=UTC)),
    ("vendredi à 17h00", datetime(2026, 11, 27, 15, 0, tzinfo=UTC)),
    ("monday 9:00", datetime(2026, 11, 30, 7, 0, tzinfo=UTC)),
    ("tomorrow 09:00", datetime(2026, 11, 24, 7, 0, tzinfo=UTC)),
    ("2026‑12‑01 17:00", datetime(2026, 12, 1, 15, 0, tzinfo=UTC)),
    ("2026–12–01", datetime(2026, 12, 1, 21, 59, 59, tzinfo=UTC)),
    ("aujourd’hui 17:00", datetime(2026, 11, 23, 15, 0, tzinfo=UTC)),
    ("2026-12-01T17:00:00+01:00", datetime(2026, 12, 1, 16, 0, tzinfo=UTC)),
    ("2026-12-01T17:00:00Z", datetime(2026, 12, 1, 17, 0, tzinfo=UTC)),
    ("demain", datetime(2026, 11, 24, 21, 59, 59, tzinfo=UTC)),
]


def read(value: str, *, now: datetime = NOW, end_of_day: bool = True) -> datetime:
    """Read a closing moment in Tallinn."""
    return read_moment(value, option="closes", now=now, zone=TALLINN, end_of_day=end_of_day)


@pytest.mark.parametrize(("value", "expected"), READINGS)
def test_moment_is_read_in_the_alliances_zone(value: str, expected: datetime) -> None:
    """Dates as people write them, in the alliance's time zone; a date alone closes with its last second."""
    assert read(value) == expected


def test_date_alone_opens_with_its_first_second() -> None:
    """An opening on a day is its beginning."""
    assert read("2026-12-01", end_of_day=False) == datetime(2026, 11, 30, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    ["", "soon", "12", "2026-13-01", "2026-02-30", "01/02/2027", "friday 25:00", "9999999d", "1e3h", "-3d", "may",
     "2026-12-01T17:00Z banana", "2026-12-01T17:00:00", "2026-02-30T17:00:00Z", "2026-12-01T25:00:00+01:00",
     "friday\n17:00 x"],
)  # fmt: skip
def test_moment_that_is_not_certain_is_refused(value: str) -> None:
    """A deadline is never a guess."""
    with pytest.raises(MalformedMoment):
        read(value)


@pytest.mark.parametrize(
    "value",
    [
        "9999-12-31",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "2037-01-01T00:00:00Z",
        "1900-01-01 17:00",
        "2036-12-02",
        "3661d",
        "999999w",
    ],
)
def test_moment_that_is_too_far_off_is_refused_with_the_range(value: str) -> None:
    """What is in the form asked for is not told to be unreadable: ten years back and ahead are taken."""
    with pytest.raises(MomentTooFar) as caught:
        read(value)
    assert (caught.value.earliest, caught.value.latest) == ("2016-11-15", "2036-11-30")
    for day in (caught.value.earliest, caught.value.latest):
        assert read(day).tzinfo is not None


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but the refusal."""
    with suppress(MalformedMoment, MomentTooFar):
        assert read(text).tzinfo is not None


def test_clock_change_is_kept() -> None:
    """A day on which clocks change is read by the zone's own rules: 29 March 2026 is 23 hours long in Tallinn."""
    assert read("2026-03-29 12:00", now=datetime(2026, 3, 1, tzinfo=UTC)) == datetime(2026, 3, 29, 9, 0, tzinfo=UTC)
