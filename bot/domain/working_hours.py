"""Periods counted in working hours: an exact instant at which so much working time has run.

Spec: rules, silence procedure. Working time is real, elapsed time inside the daily window of the alliance's own zone on
its working days. On a day on which clocks change the window is as long as it is in fact. A local time that does not
exist is read as if the clock had not been moved yet, one that exists twice as the first of the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo


@dataclass(kw_only=True, eq=False)
class NoWorkingTime(ValueError):
    """Hours in which no time would ever run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """The days, Monday being 0, and the window of each; ``closes`` is later than ``opens``."""

    days: frozenset[int]
    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse hours without any time in them."""
        if not self.days or self.closes <= self.opens:
            raise NoWorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How the time of a period is counted: in working hours of a zone, or day and night where ``hours`` is None."""

    hours: WorkingHours | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def after(self, start: datetime, period: timedelta) -> datetime:
        """Give the instant at which ``period`` has run since ``start``."""
        return expiry(start, period, self.hours, self.zone)

    def before(self, end: datetime, period: timedelta) -> datetime:
        """Give the instant from which ``period`` runs up to ``end``."""
        return beginning(end, period, self.hours, self.zone)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Give how much time counts between two instants; none where the second is not the later."""
        return elapsed(start, end, self.hours, self.zone)


DAY_AND_NIGHT: Final = Counting()


def expiry(start: datetime, period: timedelta, hours: WorkingHours | None, zone: ZoneInfo) -> datetime:
    """Give the instant, in UTC, at which ``period`` has run since ``start``; day and night where ``hours`` is None.

    A period that ends with a window ends at that window's close, not at the next one's opening.
    """
    if hours is None:
        return start + period
    left = period
    if not left:
        return start
    for opens, closes in _windows(start, hours, zone):
        begins = max(opens, start)
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
    raise NoWorkingTime


def beginning(end: datetime, period: timedelta, hours: WorkingHours | None, zone: ZoneInfo) -> datetime:
    """Give the instant, in UTC, from which ``period`` runs up to ``end``; day and night where ``hours`` is None.

    A period that begins with a window begins at that window's opening, not at the close of the one before.
    """
    if hours is None:
        return end - period
    left = period
    if not left:
        return end
    for opens, closes in _windows_back(end, hours, zone):
        ends = min(closes, end)
        if left <= ends - opens:
            return ends - left
        left -= ends - opens
    raise NoWorkingTime


def elapsed(start: datetime, end: datetime, hours: WorkingHours | None, zone: ZoneInfo) -> timedelta:
    """Give how much of the period between two instants counts."""
    if hours is None or end <= start:
        return max(end - start, timedelta(0))
    total = timedelta(0)
    for opens, closes in _windows(start, hours, zone):
        if opens >= end:
            break
        total += max(min(closes, end) - max(opens, start), timedelta(0))
    return total


def _windows(start: datetime, hours: WorkingHours, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Give the windows that end after ``start``, in order, in UTC."""
    day = start.astimezone(zone).date() - timedelta(days=1)
    while True:
        if day.weekday() in hours.days:
            opens, closes = (_instant(day, each, zone) for each in (hours.opens, hours.closes))
            if closes > start and closes > opens:
                yield opens, closes
        day += timedelta(days=1)


def _windows_back(end: datetime, hours: WorkingHours, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Give the windows that begin before ``end``, latest first, in UTC."""
    day = end.astimezone(zone).date() + timedelta(days=1)
    while True:
        if day.weekday() in hours.days:
            opens, closes = (_instant(day, each, zone) for each in (hours.opens, hours.closes))
            if opens < end and closes > opens:
                yield opens, closes
        day -= timedelta(days=1)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
