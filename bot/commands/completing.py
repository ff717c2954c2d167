"""Completing what a person types where the values come from no record: lists of members, time zones, commands."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.commands.choices import AUTOMATIC
from bot.domain.membership import Member

_LAST: Final = re.compile(r"(?P<before>.*[,;>]\s*)?(?P<last>[^,;>]*)", re.DOTALL)
"""A list as far as it is typed: what is complete, and the item that a person is in."""
_BETWEEN: Final = re.compile(r"[,;>]")


def split_list(typed: str) -> tuple[str, str]:
    """Give the complete items of a list as they were typed, and the last one, which a person is still typing."""
    found = _LAST.fullmatch(typed)
    if found is None:
        raise LookupError("the pattern fits every text")
    return found["before"] or "", found["last"].strip()


def not_yet_named(members: Iterable[Member], before: str) -> Iterator[Member]:
    """Leave out the members that a list names already, by code, name or flag."""
    named = {part.strip().casefold() for part in _BETWEEN.split(before)} - {""}
    for member in members:
        own = {member.code.casefold(), member.name.casefold(), member.name_fr.casefold(), member.flag}
        if not own & named:
            yield member


def zones(own: ZoneInfo) -> Iterator[str]:
    """Give the time zones of the IANA database: the alliance's ``own`` first, then how to choose none."""
    yield own.key
    yield AUTOMATIC
    yield from (zone for zone in _zones() if zone != own.key)


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    """Give the zones named for a place, and UTC: the rest of the database are old names for these."""
    return ("UTC", *sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _AREAS))


_AREAS: Final = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)
"""The areas of the database's own naming rules (tz, "Theory and pragmatics", Timezone identifiers)."""
