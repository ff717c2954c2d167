"""What is due, in the order of its instants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cards.card import Card, Table
from bot.locales.catalogue import Interpreter, Value

SHOWN: Final = 40
"""How many dates a card shows; the later ones are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something due at an instant; ``what`` names its message under ``calendar.``, with its facts."""

    at: datetime
    what: str
    facts: Mapping[str, Value]


def calendar_card(dates: Sequence[Dated], say: Interpreter) -> Card:
    """List what is due, each with its instant."""
    rows = tuple(
        (say.moment(each.at).words, say.words(f"calendar.{each.what}", **each.facts)) for each in dates[:SHOWN]
    )
    more = len(dates) - len(rows)
    return Card(
        title=say.words("card.calendar.title"),
        paragraphs=() if rows else (say.say("card.calendar.none"),),
        table=Table(columns=(say.words("card.calendar.when"), say.words("card.calendar.what")), rows=rows)
        if rows
        else None,
        footer=say.say_count("card.calendar.more", more) if more else (),
    )
