"""What the house's English texts mean: how a person reads an answer."""

import re
from typing import Final
from zoneinfo import ZoneInfo

from bot.locales.catalogue import Interpreter
from tests.crash.evidence import Told

ENGLISH: Final = Interpreter("en", ZoneInfo("UTC"))

_MOTION: Final = re.compile(r"M-(\d+)")
_ANY: Final = 987654321
"""Stands for the number of a motion in a sentence that names one."""


def readable(text: str) -> str:
    """Take off the signs by which a platform's text keeps its own marks apart."""
    return text.replace("\\", "")


def meaning(text: str) -> Told:
    """Tell what an answer says of the act it answers; what is none of the known answers is a refusal."""
    plain = readable(text)
    for message, told in (
        ("card.not_recorded.title", Told.NOT_RECORDED),
        ("card.outcome_unknown.title", Told.UNKNOWN),
        ("card.failure.title", Told.FAILED),
        ("card.receipt.title", Told.RECEIPT),
        ("card.tabled.title", Told.RECEIPT),
    ):
        sentence = re.escape(ENGLISH.words(message, motion=_ANY)).replace(str(_ANY), r"\d+")
        if re.search(sentence, plain):
            return told
    return Told.REFUSED


def motion_named(text: str) -> int | None:
    """Give the number of the first motion that a text names."""
    found = _MOTION.search(readable(text))
    return None if found is None else int(found[1])
