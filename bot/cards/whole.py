"""A card as plain text, whole: what goes with it as a file where a platform has no room for all of it.

Nothing that a card says may be lost on the way to its readers. A front that must shorten a card says so in words, says
where the whole is, and sends the whole along.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from bot.cards.card import Card, Field, Table
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import words
from bot.locales.signs import clean

BETWEEN: Final = " · "
LONGEST_NAME: Final = 60
"""Characters of a file's name, without its ending."""
ENDING: Final = ".txt"

_OTHER: Final = re.compile(r"[^a-z0-9]+")


class Rest(StrEnum):
    """Where what a shortened card leaves out can be read."""

    BESIDE = "beside"
    """In a file attached to the same message."""
    THREAD = "thread"
    """In a file in the message's thread, as it was when that was shared."""
    DIRECT = "direct"
    """In a file in the direct messages with the bot."""
    MESSAGE = "message"
    """In the message itself, where only the words for screen readers are shortened."""
    COMMAND = "command"
    """In the answer to a command, which always has it: nothing is said of a file that goes with the card itself."""
    FOLLOWS = "follows"
    """In a message that tells the same, and comes after the form that the card stands in."""
    NOWHERE = "nowhere"
    """The file could not be sent."""


def rest_words(card: Card, rest: Rest) -> str:
    """Say that a card is shortened and where the whole of it is, in the card's own language."""
    return Interpreter.speaking(card.language).words(f"card.rest.{rest}")


def left_out_words(count: int, language: str) -> str:
    """Say how many cards a page has no room for, and how to be told what they tell."""
    return words(Interpreter.speaking(language).say_count("card.home.left_out", count))


def file_name(card: Card) -> str:
    """Name the file of a card by its title, in letters that every system takes."""
    bare = unicodedata.normalize("NFKD", card.title).encode("ascii", "ignore").decode().lower()
    return (_OTHER.sub("-", bare).strip("-")[:LONGEST_NAME].strip("-") or "card") + ENDING


def whole(card: Card) -> str:
    """Give all that a card says as text; its document is a file of its own."""
    return "\n\n".join(whole_parts(card)) + "\n"


def whole_parts(card: Card) -> tuple[str, ...]:
    """Give all that a card says as texts: title, paragraphs, fields, table, picture in words, buttons, foot."""
    told = (
        card.title,
        *(words(paragraph) for paragraph in card.paragraphs),
        "\n".join(_fields(card.fields)),
        "" if card.table is None else "\n".join(_rows(card.table)),
        "" if card.picture is None or card.picture.repeats else f"{card.picture.title}\n{card.picture.text}",
        "\n".join(f"[{button.label}]" for button in card.buttons),
        words(card.footer),
    )
    return tuple(clean(part).strip() for part in told if part.strip())


def _fields(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        value = words(field.value)
        yield f"{field.name}:\n{value}\n" if "\n" in value else f"{field.name}: {value}"


def _rows(table: Table) -> Iterator[str]:
    for row in (table.columns, *table.rows):
        yield BETWEEN.join(" ".join(cell.splitlines()) for cell in row if cell)
