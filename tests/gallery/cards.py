"""Plays the gallery once for the process and keeps its cards: by name at the ordinary size, all at the others."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeVar, cast

from bot.cards.card import Card
from bot.cards.whole import whole
from storage.database import open_database
from tests.chance import settled
from tests.gallery.plays import PLAYS
from tests.gallery.scene import open_scene
from tests.gallery.sizes import HARDEST, LENGTHY, ORDINARY, WORLD, Size
from tests.gallery.watching import Sightings, watched

T = TypeVar("T")

AT_THE_OTHER_SIZES: Final[Mapping[Size, tuple[str, ...]]] = {
    LENGTHY: ("voting", "proposals"),
    HARDEST: tuple(PLAYS),
    WORLD: ("voting", "people"),
}
FOLDED: Final[Mapping[str, str]] = {
    "motions.motion_card": "hardest-motion-card",
    "motions.motion_details": "hardest-motion-details",
    "results.result_card": "hardest-result-card",
    "members.roster_card": "hardest-roster-card",
    "history.history_card": "hardest-history-card",
}
"""The cards of the hardest size that have a name, and so a golden file and a picture."""

_CHANCE: Final = (
    (re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}"), "2345-6789-ABCD-EFGH"),
    (re.compile(r"\b[0-9a-f]{8}\b(?=\.?$)"), "0a1b2c3d"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "0123456789abcdef" * 4),
)
"""What differs from play to play: one-time codes, references of defects, seeds made of all the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What a play has shown: every card in order, and those that functions gave, by function."""

    shown: tuple[Card, ...]
    made: tuple[tuple[str, Card], ...]


def play(name: str, size: Size, *, seen: bool) -> Played:
    """Play a play at a size on a database of its own; ``seen`` watches which functions give which cards."""
    logging.disable(logging.CRITICAL)
    try:
        with watched() if seen else nullcontext(Sightings()) as sightings:
            shown = asyncio.run(_played(name, size))
    finally:
        logging.disable(logging.NOTSET)
    made = tuple((function, card.in_language(size.language)) for function, card in sightings.made)
    return Played(shown=shown, made=made)


async def _played(name: str, size: Size) -> tuple[Card, ...]:
    course, charter = PLAYS[name]
    with TemporaryDirectory(prefix="plenary-gallery-") as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'gallery.db'}", chance=settled())
        database.migrate()
        try:
            async with open_scene(database, size, charter) as scene:
                await course(scene)
                return tuple(scene.wall.shown)
        finally:
            database.close()


@cache
def ordinary() -> tuple[Played, ...]:
    """Give all plays at the ordinary size, watched."""
    return tuple(play(name, ORDINARY, seen=True) for name in PLAYS)


@cache
def hard() -> tuple[tuple[str, Card], ...]:
    """Give every card that was shown at the other sizes, each with where it comes from."""
    return tuple(
        (f"{size.name} {name} {number}", card)
        for size, names in AT_THE_OTHER_SIZES.items()
        for name in names
        for number, card in enumerate(_distinct(play(name, size, seen=False).shown))
    )


@cache
def named() -> Mapping[str, Card]:
    """Give the cards that have a name: of each function and tone the longest at the ordinary size; some hard ones."""
    made = [pair for played in ordinary() for pair in played.made]
    tones = {function: len({card.tone for name, card in made if name == function}) for function, _ in made}
    found = _longest((f"{name}-{card.tone}" if tones[name] > 1 else name, card) for name, card in made)
    hardest = _longest(pair for name in ("voting", "people") for pair in play(name, HARDEST, seen=True).made)
    cards = found | {own: hardest[function] for function, own in FOLDED.items()}
    return {name.replace(".", "-").replace("_", "-"): without_chance(card) for name, card in sorted(cards.items())}


def every() -> tuple[tuple[str, Card], ...]:
    """Give every card of the gallery."""
    shown = (
        (f"ordinary {name} {number}", card)
        for name, played in zip(PLAYS, ordinary(), strict=True)
        for number, card in enumerate(_distinct(played.shown))
    )
    return (*named().items(), *shown, *hard())


def _distinct(cards: Iterable[Card]) -> list[Card]:
    return list(dict.fromkeys(cards))


def _longest(pairs: Iterable[tuple[str, Card]]) -> dict[str, Card]:
    """Give the longest of each name; of several as long the first by its words, since posts come in any order."""
    found: dict[str, Card] = {}
    for name, card in pairs:
        if name not in found or _rank(card) < _rank(found[name]):
            found[name] = card
    return found


def _rank(card: Card) -> tuple[int, str]:
    said = whole(without_chance(card))
    return -len(said), said


def without_chance(card: Card) -> Card:
    """Give a card with the same codes and references at every play."""

    def settled(text: str) -> str:
        for pattern, instead in _CHANCE:
            text = pattern.sub(instead, text)
        return text

    return _mapped(card, settled)


def _mapped(value: T, change: Callable[[str], str]) -> T:
    """Change every text in a value; enumerations and instants stay as they are."""
    return cast("T", _changed(value, change))


def _changed(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _changed(getattr(value, each.name), change) for each in fields(value)})
    return value
