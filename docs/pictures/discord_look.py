"""Discord's embeds and buttons as HTML, as a reader sees them; a component that is not known here is an error."""
# ruff: noqa: INP001 - a script and its parts beside what they write

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any, Final
from zoneinfo import ZoneInfo

Json = dict[str, Any]

ROW: Final = 1
BUTTON: Final = 2
STYLES: Final = {1: "primary", 2: "secondary", 3: "success", 4: "danger"}
BESIDE: Final = 3
"""Short fields that stand in one row where there is room."""

_INLINE: Final = re.compile(
    r"\\(?P<sign>[!-/:-@\[-`{-~])"
    r"|<t:(?P<stamp>-?\d+):(?P<form>[fT])>"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?P<other><[@#:/][^>]*>)"
    r"|\*\*(?P<bold>.+?)\*\*|__(?P<under>.+?)__|~~(?P<gone>.+?)~~|\|\|(?P<hidden>.+?)\|\|"
    r"|\*(?P<star>[^*\s][^*]*)\*|(?<!\w)_(?P<line>[^_]+)_(?!\w)"
    r"|`(?P<code>[^`]+)`"
)
_TAGS: Final = {
    "bold": "b",
    "under": "u",
    "gone": "s",
    "hidden": "mark",
    "star": "i",
    "line": "i",
    "code": "code",
}
_HEAD: Final = re.compile(r"(?P<sign>-#|#{1,3}|>|-|\*|\d+\.) (?P<rest>.*)")


class DiscordLook:
    """Draws for a reader in ``zone``."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def message(self, payload: Json) -> str:
        """Draw the embeds of a message, its files and its rows of buttons."""
        files = payload.get("attachments", ())
        told = {f"attachment://{each['filename']}": each.get("description", "") for each in files}
        embeds = [self._embed(embed, told) for embed in payload["embeds"]]
        beside = [each["filename"] for each in files if not each["filename"].endswith(".png")]
        embeds += [f'<div class="file">📄 {escape(name)}</div>' for name in beside]
        return "".join([*embeds, *(self._row(row) for row in payload["components"])])

    def _embed(self, embed: Json, told: dict[str, str]) -> str:
        parts = [f'<h1 class="title">{self._inline(embed["title"])}</h1>' if embed.get("title") else ""]
        if embed.get("description"):
            parts.append(f'<div class="description">{self._markdown(embed["description"])}</div>')
        parts += [self._fields(row) for row in _rows(embed.get("fields", ()))]
        if embed.get("image"):
            parts.append(f'<div class="image">🖼️ {escape(told[embed["image"]["url"]])}</div>')
        if embed.get("footer"):
            parts.append(f'<div class="footer">{escape(embed["footer"]["text"])}</div>')
        return f'<div class="embed" style="border-left-color: #{embed["color"]:06x}">{"".join(parts)}</div>'

    def _fields(self, row: list[Json]) -> str:
        cells = "".join(
            f'<div class="field"><b>{self._inline(each["name"])}</b><div>{self._markdown(each["value"])}</div></div>'
            for each in row
        )
        return f'<div class="fields">{cells}</div>'

    def _row(self, row: Json) -> str:
        if row["type"] != ROW:
            raise ValueError(row)
        return f'<div class="actions">{"".join(map(_button, row["components"]))}</div>'

    def _markdown(self, text: str) -> str:
        return "<br>".join(map(self._line, text.split("\n"))).replace("</small><br>", "</small>")

    def _line(self, line: str) -> str:
        found = _HEAD.fullmatch(line)
        if found is None:
            return self._inline(line)
        rest = self._inline(found["rest"])
        match found["sign"]:
            case "-#":
                return f"<small>{rest}</small>"
            case "-" | "*":
                return f"• {rest}"
            case ">":
                return f"<q>{rest}</q>"
            case sign if sign.startswith("#"):
                return f"<strong>{rest}</strong>"
            case sign:
                return f"{sign} {rest}"

    def _inline(self, text: str) -> str:
        parts: list[str] = []
        end = 0
        for found in _INLINE.finditer(text):
            parts += [escape(text[end : found.start()]), self._found(found)]
            end = found.end()
        return "".join([*parts, escape(text[end:])])

    def _found(self, found: re.Match[str]) -> str:
        if found["sign"]:
            return escape(found["sign"])
        if found["stamp"]:
            at = datetime.fromtimestamp(int(found["stamp"]), self._zone)
            shown = f"{at:%H:%M:%S}" if found["form"] == "T" else f"{at.day} {at:%B %Y %H:%M}"
            return f'<span class="time">{shown}</span>'
        if found["url"]:
            return f'<a class="link">{escape(found["url"])}</a>'
        for name, tag in _TAGS.items():
            if found[name]:
                return f"<{tag}>{self._inline(found[name])}</{tag}>"
        raise ValueError(found["other"])


def _rows(fields: Iterable[Json]) -> list[list[Json]]:
    """Put short fields that follow each other into rows."""
    rows: list[list[Json]] = []
    for field in fields:
        last = rows[-1] if rows else []
        if field.get("inline") and last and last[-1].get("inline") and len(last) < BESIDE:
            last.append(field)
        else:
            rows.append([field])
    return rows


def _button(button: Json) -> str:
    if button["type"] != BUTTON:
        raise ValueError(button)
    return f'<span class="button {STYLES[button["style"]]}">{escape(button["label"])}</span>'
