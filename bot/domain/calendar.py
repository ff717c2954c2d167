"""Days of the alliance's calendar on which something happens every year: seats rotate, the heads meet at the summit.

A day begins at 0:00 in the alliance's time zone. Everyone is reminded of it some days before, at the beginning of those
days. What is counted in years or months from an instant falls on the same day and time of the zone; where a month is
too short, on its last day.
"""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.charter import DAYS_BEFORE, Body, Charter, YearlyDay
from bot.domain.ids import BodyName

SUMMIT: Final = "(summit)"
"""How deadlines name the summit: no body can bear such a name."""


class Occasion(StrEnum):
    """What happens on a day of every year."""

    ROTATION = "rotation"
    SUMMIT = "summit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """Something that happens every year, as the charter has it; ``body`` is the one whose seats rotate."""

    occasion: Occasion
    body: BodyName | None
    day: YearlyDay
    reminders: tuple[int, ...]

    @property
    def subject(self) -> str:
        """How deadlines name it."""
        return subject_of(self.body)


def subject_of(body: BodyName | None) -> str:
    """Name a day of the calendar as its deadlines do: by the body whose seats rotate, else as the summit."""
    return SUMMIT if body is None else body


def yearly_days(charter: Charter) -> Iterator[Yearly]:
    """Give everything that a charter has happen every year."""
    for body in charter.bodies.values():
        if body.rotation is not None:
            reminders = DAYS_BEFORE if body.at_large is None else body.at_large.reminders
            yield Yearly(occasion=Occasion.ROTATION, body=body.name, day=body.rotation, reminders=reminders)
    if charter.summit is not None:
        day, reminders = charter.summit.day, charter.summit.reminders
        yield Yearly(occasion=Occasion.SUMMIT, body=None, day=day, reminders=reminders)


def next_day(day: YearlyDay, *, after: datetime, zone: ZoneInfo) -> datetime:
    """Give the first beginning of ``day`` in ``zone`` that is later than ``after``, in UTC."""
    year = after.astimezone(zone).year
    days = (first_instant(date(each, day.month, day.day), zone) for each in (year, year + 1))
    return next(begins for begins in days if begins > after)


def next_rotation(body: Body, *, after: datetime, zone: ZoneInfo) -> datetime | None:
    """Give the first rotation of a body's seats later than ``after``, at 0:00 of its day in ``zone``, in UTC.

    None where the seats do not rotate. No vote may be open across it (decision rules, deciding 4).
    """
    return None if body.rotation is None else next_day(body.rotation, after=after, zone=zone)


def rotation_across(body: Body, *, opens_at: datetime, closes_at: datetime, zone: ZoneInfo) -> datetime | None:
    """Give the rotation of a body's seats across which a vote between these instants would run; None for none.

    A vote that closes at the very instant of the rotation is over by then.
    """
    rotation = next_rotation(body, after=opens_at, zone=zone)
    return rotation if rotation is not None and closes_at > rotation else None


def at_time(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Give an hour of a day in a zone, in UTC."""
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def first_instant(day: date, zone: ZoneInfo) -> datetime:
    """Give the beginning of a day in a zone, in UTC."""
    return at_time(day, time(0, 0), zone)


def last_instant(day: date, zone: ZoneInfo) -> datetime:
    """Give the last instant of a day in a zone, in UTC: what ends on a day holds through it."""
    return first_instant(day + timedelta(days=1), zone) - timedelta.resolution


def reminders_before(at: datetime, days: Iterable[int], *, after: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Give the instants later than ``after`` at which everyone is reminded of the day that begins ``at``, in order."""
    day = at.astimezone(zone).date()
    instants = {first_instant(day - timedelta(days=before), zone) for before in days}
    return tuple(sorted(instant for instant in instants if instant > after))


def years_after(instant: datetime, years: int, *, zone: ZoneInfo) -> datetime:
    """Give the same day and time of ``zone``, ``years`` later, in UTC."""
    return months_after(instant, 12 * years, zone=zone)


def months_after(instant: datetime, months: int, *, zone: ZoneInfo) -> datetime:
    """Give the same day and time of ``zone``, ``months`` later, in UTC."""
    local = instant.astimezone(zone)
    years, month = divmod(local.month - 1 + months, 12)
    year, month = local.year + years, month + 1
    day = min(local.day, calendar.monthrange(year, month)[1])
    return local.replace(year=year, month=month, day=day).astimezone(UTC)
