"""A phrase: text a person reads, with its instants kept apart.

A platform can show an instant in each reader's own time zone, so an instant stays an instant until a front writes
it. Everything else in a phrase is plain text: no markup, and nothing that a front may take for markup.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant inside a phrase; ``words`` is how it reads where a front can do no better.

    ``exact``: it is near, and the second matters, so it is told as a time of day to the second.
    """

    at: datetime
    words: str
    exact: bool = False


Span = str | Moment
Phrase = tuple[Span, ...]


def words(phrase: Phrase) -> str:
    """Write a phrase as plain text, its instants in words."""
    return "".join(span.words if isinstance(span, Moment) else span for span in phrase)
