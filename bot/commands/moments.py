"""Dates and durations as people write them, read in the alliance's time zone; nothing uncertain is accepted.

Accepted: ``2026-12-01``, ``2026-12-01 17:00``, ``72h``, ``3d``, ``90m``, ``30s``, ``2w``, ``friday``, ``friday 17:00``,
``tomorrow 9:00``, in English and French. A date alone means its last second for a closing and its first for an
opening. The date pickers of fronts write ``2026-12-01T17:00:00+01:00``. Libraries that guess were left aside: they
read ``2026-13-01`` as 13 January (see ``docs/adr``).
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from bot.commands.refusals import MalformedMoment, MomentTooFar
from bot.commands.typography import plainly
from bot.locales.catalogue import LANGUAGES

LONGEST: Final = timedelta(days=3660)
"""Nothing in an alliance is set further ahead than ten years."""

_DURATION: Final = re.compile(r"(?P<count>[0-9]{1,6})\s*(?P<unit>s|m|min|h|d|j|w)", re.IGNORECASE)
_UNITS: Final = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "j": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_DAY_AND_TIME: Final = re.compile(r"(?P<day>\S+)(?:\s+(?:at\s+|à\s+)?(?P<time>[0-9]{1,2}[:h][0-9]{2}))?", re.IGNORECASE)
_PICKED: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}t[0-9]{2}:[0-9]{2}:[0-9]{2}(?:z|[+-][0-9]{2}:[0-9]{2})")
_RELATIVE_DAYS: Final = {"today": 0, "aujourd'hui": 0, "tomorrow": 1, "demain": 1}
_LAST_SECOND: Final = time(23, 59, 59)


def read_moment(value: str, *, option: str, now: datetime, zone: ZoneInfo, end_of_day: bool) -> datetime:
    """Read a date, a date and time, a weekday or a duration from now; raise MalformedMoment for anything else.

    Raise MomentTooFar for what is more than ten years away. The answer is in UTC. Where clocks change, a repeated time
    is read as the first of the two, a skipped one as if the clock had not been moved yet.
    """
    text, today = plainly(value.strip().casefold()), now.astimezone(zone).date()
    duration = _DURATION.fullmatch(text)
    if duration:
        ahead = int(duration["count"]) * _UNITS[duration["unit"]]
        if ahead > LONGEST:
            raise _too_far(option, value, today)
        return now + ahead
    if text in {"now", "maintenant"}:
        return now
    if _PICKED.fullmatch(text):
        return _picked(text, option=option, today=today)
    day_and_time = _DAY_AND_TIME.fullmatch(text)
    day = None if day_and_time is None else _day(day_and_time["day"], today)
    clock = None if day_and_time is None else _clock(day_and_time["time"], end_of_day=end_of_day)
    if day is None or clock is None:
        raise MalformedMoment(option=option, value=value)
    if abs(day - today) > LONGEST:
        raise _too_far(option, value, today)
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _picked(text: str, *, option: str, today: date) -> datetime:
    """Read an instant that says its distance from UTC itself."""
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError:
        raise MalformedMoment(option=option, value=text) from None
    if abs(at.date() - today) > LONGEST:
        raise _too_far(option, text, today)
    return at.astimezone(UTC)


def _too_far(option: str, value: str, today: date) -> MomentTooFar:
    earliest, latest = today - LONGEST, today + LONGEST
    return MomentTooFar(option=option, value=value, earliest=earliest.isoformat(), latest=latest.isoformat())


def _day(word: str, today: date) -> date | None:
    if word in _RELATIVE_DAYS:
        return today + timedelta(days=_RELATIVE_DAYS[word])
    weekday = _weekdays().get(word)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _clock(text: str | None, *, end_of_day: bool) -> time | None:
    if text is None:
        return _LAST_SECOND if end_of_day else time(0, 0)
    hour, minute = re.split("[:h]", text)
    try:
        return time(int(hour), int(minute))
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _weekdays() -> Mapping[str, int]:
    return {
        name.casefold(): number for language in LANGUAGES for number, name in get_day_names(locale=language).items()
    }


def whole_minute(at: datetime, zone: ZoneInfo) -> datetime:
    """Give the whole minute at which something closes that was given to the second, or the last second of a day."""
    if at.astimezone(zone).time() == _LAST_SECOND or not (at.second or at.microsecond):
        return at
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def written_closing(at: datetime, zone: ZoneInfo) -> str:
    """Write a ``whole_minute`` so that ``read_moment`` gives it again: the last second of a day as the day alone."""
    local = whole_minute(at, zone).astimezone(zone)
    return local.date().isoformat() if local.time() == _LAST_SECOND else local.strftime("%Y-%m-%d %H:%M")
