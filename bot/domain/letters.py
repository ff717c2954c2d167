"""The letter of a credential as people write it: ``Ministry of Foreign Affairs, 2026-11-20, https://…``."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.credentials import Letter
from bot.domain.errors import Refusal

ISSUER_LIMIT: Final = 150
"""The longest name of who issued a letter, in characters."""

_LETTER: Final = re.compile(
    r"(?P<issuer>\S.*?)\s*[,;]\s*(?P<dated>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s*[,;]\s*(?P<file>https?://[^\s<>|\"']{3,500}))?"
)


@dataclass(kw_only=True, eq=False)
class MalformedLetter(Refusal):
    """A letter that does not say who issued it and of what day it is."""

    value: str


def read_letter(text: str) -> Letter:
    """Read who issued a letter, of what day it is, and where it is kept if that is said; raise MalformedLetter."""
    found = _LETTER.fullmatch(text.strip())
    if found is None or len(found["issuer"]) > ISSUER_LIMIT or not found["issuer"].isprintable():
        raise MalformedLetter(value=text)
    try:
        dated = date.fromisoformat(found["dated"])
    except ValueError as no_such_day:
        raise MalformedLetter(value=text) from no_such_day
    return Letter(issuer=found["issuer"], dated=dated, file=found["file"] or "")


def written_letter(letter: Letter) -> str:
    """Write a letter as ``read_letter`` reads it."""
    return ", ".join(filter(None, (letter.issuer, letter.dated.isoformat(), letter.file)))
