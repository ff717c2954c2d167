"""What is due in the coming year as iCalendar (RFC 5545), for any calendar program to read or to subscribe to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from icalendar import Calendar, Event

from bot.cards.calendar import Dated
from bot.commands.calendar import dates_ahead
from bot.commands.context import Context
from bot.domain.alliance import Alliance
from bot.locales.phrase import Moment

MADE_BY: Final = "-//Plenary//Record//EN"
LOOK_AGAIN: Final = timedelta(hours=1)
"""How often a program is asked to look again (RFC 7986, REFRESH-INTERVAL)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something due; ``key`` names it in a feed: the same thing at the same instant, in the same words."""

    key: str
    at: datetime
    moment: Moment
    told: str


def due_dates(context: Context) -> tuple[Due, ...]:
    """Gather what is due in the coming year, the earliest first."""
    return tuple(_due(dated, context) for dated in dates_ahead(context))


def _due(dated: Dated, context: Context) -> Due:
    say = context.interpreter
    told = say.words(f"calendar.{dated.what}", **dated.facts)
    named = f"{context.alliance.code}\n{dated.what}\n{dated.at.isoformat()}\n{told}"
    return Due(
        key=sha256(named.encode()).hexdigest()[:32],
        at=dated.at,
        moment=say.moment(dated.at),
        told=told,
    )


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
