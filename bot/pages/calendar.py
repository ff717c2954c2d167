"""The page of the calendar: what is due in the coming year, each with its instant, as a feed has it too."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.cards.calendar import Dated
from bot.commands.calendar import AHEAD, SOURCES
from bot.commands.context import Context
from bot.locales.phrase import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something due; ``key`` names it in a feed: the same thing at the same instant, in the same words."""

    key: str
    at: datetime
    moment: Moment
    told: str


def calendar_page(context: Context) -> tuple[Due, ...]:
    """Gather what is due in the coming year, the earliest first."""
    dates = (dated for source in SOURCES for dated in source(context) if dated.at <= context.now + AHEAD)
    return tuple(_due(dated, context) for dated in sorted(dates, key=lambda dated: dated.at))


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
