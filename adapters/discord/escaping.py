r"""User text as plain text in Discord's markdown, and texts cut to Discord's limits.

Discord takes a backslash before any punctuation as "this sign is itself". ``discord.utils.escape_markdown``
leaves numbered lists, angle brackets and whatever stands inside a masked link as they are, so the signs are
listed here.
"""

import re
from typing import Final

from discord.utils import escape_mentions

from bot.locales.signs import clean

ELLIPSIS: Final = "…"
INVISIBLE: Final = "\u200b"
"""A space of no width, for a heading that Discord demands and nobody should read."""

_URL: Final = r"https?://[A-Za-z0-9._~:/?#@!$&'+,;=%-]*[A-Za-z0-9_/=-]"
"""An address links to itself and a backslash would break it: it stays, as far as it has no other sign."""
_SIGN: Final = r"[\\*_~|`<\[\]]"
_LINE_SIGN: Final = r"(?m:^(?P<indent>[ \t]*)(?P<first>[#>+-]|[0-9]{1,9}(?=[.)])))"
_MARKUP: Final = re.compile(f"(?P<url>{_URL})|{_LINE_SIGN}|(?P<sign>{_SIGN})")
_ATOM: Final = re.compile(r"\\.|<t:-?\d+:[fT]>|.", re.DOTALL)


def plain(text: str) -> str:
    """Give user text where Discord reads no markdown: footers, labels of buttons, titles of forms."""
    return clean(text)


def escaped(text: str) -> str:
    """Give user text where Discord reads markdown: it shows as typed, hides no link, names nobody."""
    return escape_mentions(_MARKUP.sub(_escape, plain(text)))


def _escape(found: re.Match[str]) -> str:
    if found["url"]:
        return found["url"]
    if found["sign"]:
        return "\\" + found["sign"]
    first = found["first"]
    return f"{found['indent']}{first}\\" if first.isdigit() else f"{found['indent']}\\{first}"


def size(text: str) -> int:
    """Count a text as Discord may at the most: in UTF-16 units, of which a flag has four."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitted(text: str, limit: int) -> str:
    """Cut a text to ``limit`` with a visible ellipsis, never inside an escape or an instant."""
    if size(text) <= limit:
        return text
    kept, room = [], limit - size(ELLIPSIS)
    for atom in _ATOM.findall(text):
        room -= size(atom)
        if room < 0:
            break
        kept.append(atom)
    return "".join(kept).rstrip() + ELLIPSIS if limit > 0 else ""
