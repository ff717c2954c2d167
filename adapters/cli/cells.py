"""The single cells of the operator's CSV files: states, names, numbers, days, choices and accounts."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

import pycountry

from bot.domain.addresses import Account, MalformedAccount
from bot.domain.errors import Fact
from bot.domain.ids import MemberCode

_KOSOVO: Final = ("XKX", "XK")  # user-assigned codes in general use; ISO 3166-1 gives it none
_LONGEST_NAME: Final = 100
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""Nothing that the house keeps lies outside these days: a day that does is a slip of the pen."""

_NUMBER: Final = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,12})?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REGIONAL_INDICATOR_A: Final = 0x1F1E6  # Unicode: two regional indicators make the flag of a region

_Choice = TypeVar("_Choice", bound=StrEnum)
_Read = TypeVar("_Read")


@dataclass(kw_only=True, eq=False)
class WrongCell(ValueError):
    """A cell that cannot be read: the message of its fault and what that message names."""

    message_id: str
    facts: Mapping[str, Fact]


def flag_of(code: str) -> str | None:
    """Give the flag of an ISO 3166-1 alpha-3 code, or of XKX; None where the code is not known."""
    if code == _KOSOVO[0]:
        alpha_2 = _KOSOVO[1]
    else:
        country = pycountry.countries.get(alpha_3=code)
        if country is None:
            return None
        alpha_2 = str(country.alpha_2)
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in alpha_2)


def optional(reading: Callable[[str], _Read]) -> Callable[[str], _Read | None]:
    """Let a cell be empty."""
    return lambda value: reading(value) if value else None


def read_name(value: str) -> str:
    """Read the name of a state; raise WrongCell where it is empty, too long or not on one line."""
    if value and value.isprintable() and len(value) <= _LONGEST_NAME:
        return value
    raise _wrong("file.Name", longest=_LONGEST_NAME)


def read_state(value: str) -> MemberCode:
    """Read the code of a state; raise WrongCell where no state has it."""
    if flag_of(value.upper()) is not None:
        return MemberCode(value.upper())
    raise _wrong("file.UnknownState", value=value)


def read_number(value: str) -> Fraction:
    """Read a number of 0 or more, exactly; raise WrongCell where it is none."""
    if _NUMBER.fullmatch(value):
        return Fraction(value)
    if value.startswith("-") and _NUMBER.fullmatch(value[1:]):
        raise _wrong("file.NegativeNumber", value=value)
    raise _wrong("file.NumberUnreadable", value=value)


def read_day(value: str) -> date:
    """Read a day such as ``2026-12-31``; raise WrongCell where it is none, or lies too far off."""
    try:
        day = date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        day = None  # no such day, as 2026-02-30
    if day is None:
        raise _wrong("file.DayUnreadable", value=value)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _wrong("file.DayTooFar", value=value, earliest=str(FIRST_DAY), latest=str(LAST_DAY))
    return day


def read_choice(value: str, choices: Iterable[_Choice]) -> _Choice:
    """Read a word of a closed set; raise WrongCell where it is not in it."""
    known = {choice.value: choice for choice in choices}
    if value.lower() in known:
        return known[value.lower()]
    raise _wrong("file.UnknownValue", value=value, known=tuple(known))


def read_account(value: str) -> Account:
    """Read an account of a platform; raise WrongCell where it is not written as one."""
    try:
        return Account.parse(value)
    except MalformedAccount as error:
        raise _wrong("file.AccountUnreadable", value=value) from error


def _wrong(message_id: str, /, **facts: Fact) -> WrongCell:
    return WrongCell(message_id=message_id, facts=facts)
