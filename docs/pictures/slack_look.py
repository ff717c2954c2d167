"""Slack's blocks as HTML, as a reader sees them; a block or a sign that is not known here is an error."""
# ruff: noqa: INP001 - a script and its parts beside what they write

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import escape, unescape
from typing import Any, Final
from zoneinfo import ZoneInfo

Json = dict[str, Any]

_INLINE: Final = re.compile(
    r"<!date\^(?P<stamp>\d+)\^(?P<form>[^|>]*)\|[^>]*>"
    r"|<(?P<url>https?://[^|>]+)(?:\|(?P<label>[^>]*))?>"
    r"|(?P<other><[^>]*>)"
    r"|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)"
    r"|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)"
    r"|(?<!\w)~(?P<gone>[^~\n]+)~(?!\w)"
    r"|`(?P<code>[^`\n]+)`"
)
_TAGS: Final = {"bold": "b", "italic": "i", "gone": "s", "code": "code"}


class SlackLook:
    """Draws for a reader in ``zone`` at ``now``."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        self._zone = zone
        self._now = now

    def message(self, payload: Json) -> str:
        """Draw all blocks of a message, and the files in its thread."""
        files = "".join(f'<div class="file">📄 {escape(name)}</div>' for name in payload.get("files", ()))
        return "".join(self._block(block) for block in payload["blocks"]) + files

    def _block(self, block: Json) -> str:
        match block:
            case {"type": "header", "text": text}:
                return f'<h1 class="header">{self._text(text)}</h1>'
            case {"type": "section", "fields": fields}:
                return f'<div class="fields">{self._each(fields, "field")}</div>'
            case {"type": "section", "text": text}:
                return f'<div class="section">{self._text(text)}</div>'
            case {"type": "rich_text", "elements": elements}:
                return "".join(f'<div class="section">{self._rich(each["elements"])}</div>' for each in elements)
            case {"type": "actions", "elements": elements}:
                return f'<div class="actions">{"".join(map(self._button, elements))}</div>'
            case {"type": "image", "alt_text": str(words)}:
                return f'<div class="image">🖼️ {escape(words)}</div>'
            case {"type": "context", "elements": elements}:
                return f'<div class="context">{self._each(elements, "note")}</div>'
            case _:
                raise ValueError(block)

    def _each(self, texts: Iterable[Json], name: str) -> str:
        return "".join(f'<div class="{name}">{self._text(text)}</div>' for text in texts)

    def _button(self, button: Json) -> str:
        return f'<span class="button {button.get("style", "")}">{self._text(button["text"])}</span>'

    def _text(self, text: Json) -> str:
        match text:
            case {"type": "plain_text", "text": str(words)}:
                return _lines(escape(words))
            case {"type": "mrkdwn", "text": str(words)}:
                return _lines(self._mrkdwn(words))
            case _:
                raise ValueError(text)

    def _mrkdwn(self, text: str) -> str:
        parts: list[str] = []
        end = 0
        for found in _INLINE.finditer(text):
            start = not text[: found.start()].strip() or text[found.start() - 1] == "\n"
            parts += [_typed(text[end : found.start()]), self._found(found, start=start)]
            end = found.end()
        return "".join([*parts, _typed(text[end:])])

    def _found(self, found: re.Match[str], *, start: bool) -> str:
        if found["stamp"]:
            return self._date(int(found["stamp"]), found["form"], start=start)
        if found["url"]:
            return f'<a class="link">{_typed(found["label"] or found["url"])}</a>'
        for name, tag in _TAGS.items():
            if found[name]:
                return f"<{tag}>{self._mrkdwn(found[name])}</{tag}>"
        raise ValueError(found["other"])

    def _rich(self, elements: Iterable[Json]) -> str:
        parts: list[str] = []
        for number, element in enumerate(elements):
            match element:
                case {"type": "text", "text": str(text)}:
                    bold = element.get("style", {}).get("bold")
                    parts.append(f"<b>{escape(text)}</b>" if bold else escape(text))
                case {"type": "date", "timestamp": int(stamp), "format": str(form)}:
                    parts.append(self._date(stamp, form, start=number == 0))
                case _:
                    raise ValueError(element)
        return _lines("".join(parts))

    def _date(self, stamp: int, form: str, *, start: bool) -> str:
        """Write an instant: ``today``, ``tomorrow`` or ``yesterday`` where it is, else the day."""
        at, today = datetime.fromtimestamp(stamp, self._zone), self._now.astimezone(self._zone).date()
        near = {today: "today", today + timedelta(days=1): "tomorrow", today - timedelta(days=1): "yesterday"}
        day = near.get(at.date(), f"{at:%b} {at.day}, {at.year}")
        told = form.replace("{date_short_pretty}", day.capitalize() if start else day)
        told = told.replace("{time_secs}", f"{at:%H:%M:%S}")
        return escape(told.replace("{time}", f"{at:%H:%M}"))


def _typed(text: str) -> str:
    """Read the three escapes that Slack knows and write the text for HTML."""
    return escape(unescape(text))


def _lines(text: str) -> str:
    return text.replace("\n", "<br>")
