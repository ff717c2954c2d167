"""What is given to adopted motions against what is asked for: in words, and as a picture with a gauge for each unit."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from bot.cards.picture import Bar, Gauge, Picture
from bot.domain.amounts import Amount
from bot.domain.implementation import Implementation
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase, words

GAUGES: Final = 6
"""Motions and units that one picture shows: what is still read on a telephone."""


def progress(found: Implementation, unit: str, say: Interpreter) -> Phrase:
    """Tell what is promised in a unit, against the target where there is one, by how many, and what is delivered."""
    promised, delivered, target = found.promised(unit), found.delivered(unit), found.target(unit)
    many = len(found.contributors(unit))
    told = (
        say.say_count("card.implementation.promised", many, promised=promised)
        if target is None
        else say.say_count(
            "card.implementation.of_target",
            many,
            promised=promised,
            target=target,
            share=say.decimal(share(promised, target)),
        )
    )
    return (*told, " ", *say.say("card.implementation.delivered", delivered=delivered)) if delivered.value else told


def share(part: Amount, whole: Amount) -> Fraction:
    """Give how much of the whole a part is in per cent, to one decimal, never rounded up: 100 is all of it."""
    return Fraction(part.value * 1000 // whole.value, 10)


def giving_of(every: Iterable[Implementation], say: Interpreter) -> Picture | None:
    """Draw what is given to each motion in each unit, the first few; None where nothing is given or asked for.

    The card that it goes with tells of every one.
    """
    found = [(each, unit) for each in every for unit in each.units]
    if not found:
        return None
    shown = found[:GAUGES]
    whole = len(shown) == len(found)
    title = say.words(f"picture.giving.title.{'whole' if whole else 'part'}", shown=len(shown), count=len(found))
    told = (f"{_name(each, unit, say)}: {words(progress(each, unit, say))}" for each, unit in shown)
    motions = {each.motion for each, _ in found}
    return Picture(
        name=f"M-{motions.pop()}-contributions" if len(motions) == 1 else "contributions",
        title=title,
        text="\n".join((f"{title}.", *told)),
        repeats=True,
        gauges=tuple(_gauge(each, unit, say) for each, unit in shown),
    )


def _gauge(found: Implementation, unit: str, say: Interpreter) -> Gauge:
    promised, delivered, target = found.promised(unit), found.delivered(unit), found.target(unit)
    part = "promised" if target is None else "promised_of"
    of_target = "" if target is None else say.decimal(share(promised, target))
    asked = None if target is None else Bar(value=target.value, label=say.words("picture.giving.target", amount=target))
    return Gauge(
        title=_name(found, unit, say),
        promised=Bar(value=promised.value, label=say.words(f"picture.giving.{part}", amount=promised, share=of_target)),
        delivered=Bar(value=delivered.value, label=say.words("picture.giving.delivered", amount=delivered)),
        target=asked,
    )


def _name(found: Implementation, unit: str, say: Interpreter) -> str:
    return say.words("card.contribution.total", motion=found.motion, unit=unit)
