"""The calendar as iCalendar (RFC 5545), for any calendar program to subscribe to."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from icalendar import Calendar, Event

from bot.domain.alliance import Alliance
from bot.pages.calendar import Due

MADE_BY: Final = "-//Plenary//Record//EN"
LOOK_AGAIN: Final = timedelta(hours=1)
"""How often a program is asked to look again (RFC 7986, REFRESH-INTERVAL)."""


def feed(alliance: Alliance, dates: Iterable[Due], language: str) -> bytes:
    """Write what is due as a feed; each event is an instant, and blocks nobody's time."""
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("name", alliance.name)
    calendar.add("x-wr-calname", alliance.name)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"value": "DURATION"})
    for due in dates:
        event = Event()
        event.add("uid", f"{due.key}@{alliance.code}.plenary")
        event.add("dtstamp", due.at)
        event.add("dtstart", due.at)
        event.add("summary", due.told, parameters={"language": language})
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
