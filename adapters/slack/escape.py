"""Text for Slack: user text that stays text, and instants that each reader sees in the own time zone.

Slack has two kinds of text. ``plain_text`` is shown as it is. ``mrkdwn`` reads three control characters,
``& < >``, which are escaped here, and pairs of signs that have no escape: ``* _ ~`` and the grave accent. So a
phrase without an instant is plain_text, and one with an instant is mrkdwn unless its text holds such a sign;
then it is rich text, whose parts are never read as markup. Nothing is ever put into a text to defuse it.
Sources on docs.slack.dev: messaging/formatting-message-text, reference/block-kit/blocks.
"""

import re
import unicodedata
from typing import Final

from bot.locales.phrase import Moment, Phrase, words
from bot.locales.signs import clean

ELLIPSIS: Final = "…"
DATE_FORMAT: Final = "{date_short_pretty} {time}"
"""``Today 17:00`` or ``Dec 4, 2026 17:00``, in the reader's language and zone."""

EXACT_FORMAT: Final = "{time_secs}"
"""``17:00:05``, for what is near and a matter of seconds."""

_MARKUP: Final = re.compile(r"[*_~`]|^[^\S\n]*>", re.MULTILINE)
_LINE: Final = re.compile(r"\n[^\n]*\Z")
_WORD: Final = re.compile(r"\s\S*\Z")
_ASTRAL: Final = re.compile(r"[\U00010000-\U0010ffff]")
"""The signs beyond the first 65,536, emoji among them."""
_AMPERSAND: Final = 4
"""How much longer ``&`` is when escaped."""
_ANGLE: Final = 3
"""The same for ``<`` and ``>``."""
_EMOJI: Final = 4
"""Slack keeps an emoji as its name: a flag of two characters becomes ``:flag-ee:``, so each is five."""


def escaped(text: str) -> str:
    """Write text so that mrkdwn shows it and obeys nothing in it."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def date(moment: Moment) -> str:
    """Write an instant so that each reader sees it in the own zone, with words for clients that cannot."""
    return f"<!date^{int(moment.at.timestamp())}^{_format(moment)}|{escaped(moment.words).replace('|', '/')}>"


def date_element(moment: Moment) -> dict[str, str | int]:
    """Give an instant as an element of rich text."""
    stamp = int(moment.at.timestamp())
    return {"type": "date", "timestamp": stamp, "format": _format(moment), "fallback": clean(moment.words)}


def _format(moment: Moment) -> str:
    return EXACT_FORMAT if moment.exact else DATE_FORMAT


def mrkdwn(phrase: Phrase) -> str:
    """Write a phrase as mrkdwn."""
    return "".join(date(span) if isinstance(span, Moment) else escaped(span) for span in phrase)


def plain(phrase: Phrase) -> str:
    """Write a phrase as plain text."""
    return clean(words(phrase))


def has_moment(phrase: Phrase) -> bool:
    """Tell whether a phrase names an instant."""
    return any(isinstance(span, Moment) for span in phrase)


def has_markup(phrase: Phrase) -> bool:
    """Tell whether mrkdwn could read some of a phrase's text as formatting."""
    return any(_MARKUP.search(span) for span in phrase if isinstance(span, str))


def size(text: str) -> int:
    """Count the characters of a text at the most that Slack may: escaped, and with emoji as names."""
    escapes = _AMPERSAND * text.count("&") + _ANGLE * (text.count("<") + text.count(">"))
    return len(text) + escapes + (0 if text.isascii() else _EMOJI * len(_ASTRAL.findall(text)))


def size_of(phrase: Phrase) -> int:
    """Count the characters of a phrase, its instants written out."""
    return sum(len(date(span)) if isinstance(span, Moment) else size(span) for span in phrase)


def shortened(text: str, limit: int) -> str:
    """Give a text of at most ``limit`` characters; what is left out is marked by an ellipsis."""
    text = clean(text)
    return text if size(text) <= limit else text[: _fitting(text, limit - 1)].rstrip() + ELLIPSIS


def cut(phrase: Phrase, limit: int) -> Phrase:
    """Give a phrase of at most ``limit`` characters; what is left out is marked by an ellipsis."""
    if size_of(phrase) <= limit:
        return phrase
    kept = pieces(phrase, max(1, limit - 1))
    return (*kept[0], ELLIPSIS) if kept else (ELLIPSIS,)


def pieces(phrase: Phrase, limit: int) -> list[Phrase]:
    """Divide a phrase into parts of at most ``limit`` characters, at a space where there is one."""
    if size_of(phrase) <= limit:
        return [tuple(span for span in phrase if span)] if plain(phrase).strip() else []
    parts: list[Phrase] = []
    part: Phrase = ()
    room = limit
    for span in phrase:
        rest: str | Moment = span
        while rest:
            if isinstance(rest, Moment):
                length = size_of((rest,))
                if length > room and part:
                    parts, part, room = [*parts, part], (), limit
                part, room, rest = (*part, rest), room - length, ""
                continue
            head, rest = _head(rest, room, must=not part)
            part, room = ((*part, head), room - size(head)) if head else (part, room)
            if rest:
                parts, part, room = [*parts, part], (), limit
    return [each for each in (*parts, part) if plain(each).strip()]


def _head(text: str, room: int, *, must: bool) -> tuple[str, str]:
    """Give the part of a text that fits and the rest; where ``must`` is set, at least one character fits."""
    if size(text) <= room:
        return text, ""
    end = _fitting(text, room)
    for border in (_LINE, _WORD):
        found = border.search(text[: end + 1])
        if found and found.start() > end // 2:
            return text[: found.start()], text[found.start() :].lstrip()
    return (text[: max(1, end)], text[max(1, end) :]) if must else ("", text)


def _fitting(text: str, room: int) -> int:
    """Count the characters of a text that fit, without parting a sign from its accents."""
    used = 0
    for at, sign in enumerate(text):
        used += size(sign)
        if used > room:
            return next((back for back in range(at, 1, -1) if not _belongs(text[back])), at)
    return len(text)


def _belongs(sign: str) -> bool:
    """Tell whether a sign is part of the one before it."""
    return unicodedata.category(sign) in {"Mn", "Me"} or sign in "\u200d\ufe0f"
