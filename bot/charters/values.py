"""The single values of a charter file: durations, names, counts, texts, each with what makes it wrong."""

import re
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field

from bot.charters.faults import refused
from bot.charters.sentences import names_a_weight
from bot.domain.charter import YearlyDay
from bot.domain.ids import WeightName

SCHEMA_VERSION: Final = 1
"""The one version of the file's layout that this reader knows."""

ROSTER_COLUMNS: Final = frozenset({"code", "name", "name_fr", "status", "term_start", "term_end", "seat"})
"""The columns of a roster that are no weights, so that no weight may take their names."""

_DURATION = re.compile(r"([0-9]{1,9}) ?([smhdw])")
_SHARE = re.compile(r"([0-9]{1,3})(?:/([0-9]{1,3}))?")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST: Final = timedelta(days=3660)


def read_duration(value: object) -> timedelta:
    """Read a duration such as ``72h``, ``7d`` or ``90s``, ten years at most; a timedelta is a default."""
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    length = None if found is None else _length(int(found.group(1)), found.group(2))
    if length is None or length > _LONGEST:
        raise refused("charter.DurationUnreadable")
    return length


def _length(count: int, unit: str) -> timedelta | None:
    try:
        return timedelta(**{_UNITS[unit]: count})
    except OverflowError:
        return None


def _more_than_nothing(value: timedelta) -> timedelta:
    if not value:
        raise refused("charter.DurationZero")
    return value


def read_share(value: object) -> Fraction:
    """Read a part of a whole such as ``1/4`` or ``1``; a Fraction is a default."""
    if isinstance(value, Fraction):
        return value
    found = _SHARE.fullmatch(value) if isinstance(value, str) else None
    share = None if found is None or not int(found.group(2) or 1) else Fraction(value if isinstance(value, str) else 0)
    if share is None or not 0 < share <= 1:
        raise refused("charter.ShareUnreadable")
    return share


def _known_version(value: int) -> int:
    if value != SCHEMA_VERSION:
        raise refused("charter.VersionNotKnown", given=value, known=SCHEMA_VERSION)
    return value


def _usable_weight(value: WeightName) -> WeightName:
    if value in ROSTER_COLUMNS or not names_a_weight(value):
        raise refused("charter.WeightName", name=value)
    return value


WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_MONTH = re.compile(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])")
_CODE = re.compile(r"[A-Z]{3}")  # ISO 3166-1 alpha-3, as a roster has it
_DAY = re.compile(r"(0[1-9]|1[0-2])-([0-3][0-9])")


def _weekday(value: object) -> int:
    if value not in WEEKDAYS:
        raise refused("charter.WeekdayUnreadable")
    return WEEKDAYS.index(str(value))


def _time_of_day(value: object) -> time:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise refused("charter.TimeUnreadable")
    return time(int(found.group(1)), int(found.group(2)))


def _member_code(value: object) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise refused("charter.CodeUnreadable")
    return value


def _month(value: object) -> date | None:
    if value is None:
        return None
    found = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise refused("charter.MonthUnreadable")
    return date(int(found.group(1)), int(found.group(2)), 1)


def _day_of_year(value: object) -> YearlyDay:
    """Read a day that every year has: 29 February is none."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        day = None if found is None else date(2027, int(found.group(1)), int(found.group(2)))
    except ValueError:
        day = None
    if day is None:
        raise refused("charter.DayUnreadable")
    return YearlyDay(month=day.month, day=day.day)


_NAMING: Final = Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)

Text = Annotated[str, Field(min_length=1, max_length=200)]
Name = Annotated[str, _NAMING]
Weight = Annotated[WeightName, _NAMING, AfterValidator(_usable_weight)]
Duration = Annotated[timedelta, BeforeValidator(read_duration)]
Share = Annotated[Fraction, BeforeValidator(read_share)]
Period = Annotated[Duration, AfterValidator(_more_than_nothing)]
Count = Annotated[int, Field(ge=0)]
Code = Annotated[str, BeforeValidator(_member_code)]
Weekday = Annotated[int, BeforeValidator(_weekday)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Month = Annotated[date, BeforeValidator(_month)]
DayOfYear = Annotated[YearlyDay, BeforeValidator(_day_of_year)]
Version = Annotated[int, AfterValidator(_known_version)]
