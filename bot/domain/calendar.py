"""Days of the alliance's calendar: when they begin and end, and what happens on them every year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.charter import Body


def next_rotation(body: Body, *, after: datetime, zone: ZoneInfo) -> datetime | None:
    """Give the first rotation of a body's seats later than ``after``, at 0:00 of its day in ``zone``, in UTC.

    None where the seats do not rotate. No vote may be open across it (decision rules, deciding 4).
    """
    if body.rotation is None:
        return None
    year = after.astimezone(zone).year
    days = (datetime(each, body.rotation.month, body.rotation.day, tzinfo=zone) for each in (year, year + 1))
    return next(day.astimezone(UTC) for day in days if day > after)


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
