"""The minutes of a session, made from the acts of the journal."""

from bot.cards.card import Card
from bot.cards.minutes import minutes_card
from bot.commands.context import Context
from bot.domain.alliance import Alliance
from bot.domain.ids import SessionNumber
from bot.domain.minute_taking import minutes_of
from bot.domain.minutes import Minutes
from bot.ports import UnitOfWork


def minutes_at(uow: UnitOfWork, alliance: Alliance, number: SessionNumber, *, until: int | None = None) -> Minutes:
    """Give the minutes of a session from the journal alone, up to its end or to entry ``until``."""
    acts = ((act.entry, act.at, act.event) for act in uow.journal.acts(alliance.code))
    minutes = minutes_of(number, acts, until=until)
    if minutes is None:
        raise LookupError(number)
    return minutes


def minutes_in(minutes: Minutes, context: Context, language: str) -> Card:
    """Give minutes to the caller: in the language named, else in its own."""
    return minutes_card(minutes, context.speaking(language))
