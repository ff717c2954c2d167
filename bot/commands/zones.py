"""Time zones by their names in the IANA database."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import Refusal


@dataclass(kw_only=True, eq=False)
class UnknownTimeZone(Refusal):
    """A time zone that the IANA database does not know."""

    value: str


def check_zone(name: str) -> None:
    """Raise UnknownTimeZone where the database has no zone of that name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise UnknownTimeZone(value=name) from unknown
