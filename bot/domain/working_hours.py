"""Periods counted in working hours: an exact instant at which so much working time has run.

Spec: rules, silence procedure. Working time is real, elapsed time inside the daily window of the alliance's own zone on
its working days. On a day on which clocks change the window is as long as it is in fact. A local time stands for the
first instant at which the clock shows it or a later one: one that exists twice for the first of the two, one that does
not exist for the moment at which the clock jumps over it. So windows never overlap, and a day that a zone leaves out
(Samoa, 30 December 2011) has none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.instants import utc

_WEEK: Final = frozenset(range(7))


@dataclass(kw_only=True, eq=False)
class NoWorkingTime(ValueError):
    """Hours in which no time would ever run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """The days, Monday being 0, and the window of each, in local time; raise NoWorkingTime where none would run.

    There is one day at least, all are days of a week, and ``closes`` is later than ``opens``.
    """

    days: frozenset[int]
    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse hours without any time in them."""
        if not self.days or not self.days <= _WEEK or self.closes <= self.opens:
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


_TICK: Final = timedelta(microseconds=1)

DAY_AND_NIGHT: Final = Counting()


def expiry(start: datetime, period: timedelta, hours: WorkingHours | None, zone: ZoneInfo) -> datetime:
    """Give the instant, in UTC, at which ``period`` has run since ``start``; day and night where ``hours`` is None.

    A period that ends with a window ends at that window's close, not at the next one's opening; one of no length ends
    at its start. A period is never negative. Raise NaiveInstant for a start without a zone.
    """
    start = utc(start)
    if hours is None or not period:
        return start + period
    left = period
    for opens, closes in _windows(start, hours, zone):
        begins = max(opens, start)
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
    raise NoWorkingTime


def beginning(end: datetime, period: timedelta, hours: WorkingHours | None, zone: ZoneInfo) -> datetime:
    """Give the instant, in UTC, from which ``period`` runs up to ``end``; day and night where ``hours`` is None.

    A period that begins with a window begins at that window's opening, not at the close of the one before; one of no
    length begins at its end. A period is never negative. Raise NaiveInstant for an end without a zone.
    """
    end = utc(end)
    if hours is None or not period:
        return end - period
    left = period
    for opens, closes in _windows_back(end, hours, zone):
        ends = min(closes, end)
        if left <= ends - opens:
            return ends - left
        left -= ends - opens
    raise NoWorkingTime


def elapsed(start: datetime, end: datetime, hours: WorkingHours | None, zone: ZoneInfo) -> timedelta:
    """Give how much time counts between two instants; none where the second is not the later.

    The inverse of ``expiry`` and of ``beginning``. Raise NaiveInstant for an instant without a zone.
    """
    start, end = utc(start), utc(end)
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
    """Give the first instant at which the clock shows this local time or a later one, in UTC."""
    local = datetime.combine(day, at)
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        return first
    before, jumped = second, first
    while jumped - before > _TICK:
        middle = before + (jumped - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < local:
            before = middle
        else:
            jumped = middle
    return jumped
