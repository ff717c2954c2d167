"""A text of any length under a name, as Slack's sections: markup of ours, and none of what a person typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from adapters.slack.escape import (
    date_element,
    escaped,
    has_markup,
    has_moment,
    mrkdwn,
    pieces,
    plain,
    shortened,
    size,
    size_of,
)
from adapters.slack.limits import FIELD, SECTION
from bot.locales.phrase import Moment, Phrase

Json = dict[str, Any]
"""An object of Slack's API, as JSON knows it."""

FRAME: Final = 60
"""Characters kept free for the keys and types around each text."""
ELEMENT: Final = 12
"""The same around each part of a rich text."""
NAME: Final = FIELD // 2
"""Characters that the name of a text may have."""

_URL: Final = re.compile(r"https?://[^\s<>|]{1,1900}")


class Name(str):
    """The name of a field inside a longer text: it stands out there too."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of any length, under a name where it has one."""

    phrase: Phrase
    name: str = ""


def plain_text(text: str) -> Json:
    """Give a text that Slack shows as it is; flags and other emoji are drawn."""
    return {"type": "plain_text", "text": text if text.strip() else "–", "emoji": True}


def sections(text: Text) -> Iterator[Json]:
    """Give a text as blocks, as many as it needs; a name without a text has a dash under it."""
    name = shortened(text.name, NAME)
    nothing: list[Phrase] = [("–",)] if name.strip() else []
    for piece in _pieces(text.phrase, SECTION - size(name) - FRAME) or nothing:
        bold = any(isinstance(span, Name) for span in piece)
        marks = has_markup((name, *piece)) and not (_is_link(piece) and not has_markup((name,)))
        if bold or (marks and (name or has_moment(piece))):
            yield _rich_text(name, piece)
        else:
            yield {"type": "section", "text": named(name, piece)}
        name = ""


def _pieces(phrase: Phrase, limit: int) -> list[Phrase]:
    """Divide a phrase into parts of at most ``limit`` characters: before a name inside it where there is one."""
    if not any(isinstance(span, Name) for span in phrase):
        return pieces(phrase, limit)
    found: list[Phrase] = [()]
    for entry in _entries(phrase):
        if size_of(found[-1]) + size_of(entry) > limit:
            *whole, rest = pieces(entry, limit) or [()]
            found += [*whole, rest]
        else:
            found[-1] = (*found[-1], *entry)
    return [each for each in found if plain(each).strip()]


def _entries(phrase: Phrase) -> Iterator[Phrase]:
    """Give a phrase as what stands under each name inside it; all of it where there is none."""
    entry: Phrase = ()
    for span in phrase:
        if isinstance(span, Name) and entry:
            yield entry
            entry = ()
        entry = (*entry, span)
    yield entry


def named(name: str, phrase: Phrase) -> Json:
    """Give one text under its name; the name is bold where the text is sure to hold no markup."""
    if _is_link(phrase):
        return marked(f"*{escaped(name)}*\n<{escaped(plain(phrase))}>" if name else f"<{escaped(plain(phrase))}>")
    if has_moment(phrase) or (name and not has_markup((name, *phrase))):
        return marked(f"*{escaped(name)}*\n{mrkdwn(phrase)}" if name else mrkdwn(phrase))
    return plain_text(f"{name}\n{plain(phrase)}" if name else plain(phrase))


def _is_link(phrase: Phrase) -> bool:
    return len(phrase) == 1 and isinstance(phrase[0], str) and _URL.fullmatch(phrase[0]) is not None


def marked(text: str) -> Json:
    """Give a text with markup of ours; ``verbatim`` keeps Slack from finding more of it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _rich_text(name: str, phrase: Phrase) -> Json:
    elements: list[Json] = [_bold(f"{name}\n")] if name else []
    for span in phrase:
        if isinstance(span, Moment):
            elements.append(date_element(span))
        elif span:
            elements.append(_bold(span) if isinstance(span, Name) else {"type": "text", "text": plain((span,))})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _bold(text: str) -> Json:
    return {"type": "text", "text": plain((text,)), "style": {"bold": True}}
