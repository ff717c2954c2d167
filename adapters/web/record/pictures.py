"""Draws the pictures of pages, one at a time and away from the event loop, and keeps the last ones that were asked for.

What is drawn follows from the picture alone, so its fingerprint is the tag by which a browser asks whether it is still
the same: then nothing is drawn or sent. The fingerprint holds the time of this start too, as a new version may draw
the same otherwise.
"""

import asyncio
from collections import OrderedDict
from hashlib import sha256
from http import HTTPStatus
from secrets import token_hex
from typing import Final

from aiohttp import ETag, web

from adapters.drawing.chart import drawn
from adapters.web.record.answers import secured
from bot.cards.picture import Picture

KEPT: Final = 64
"""Pictures that are kept, some 40 kilobytes each."""
WAITING: Final = 20
"""Pictures that may wait to be drawn: some seconds; the next reader is told to come again."""


class Drawings:
    """The pictures of a site as bytes."""

    def __init__(self) -> None:
        self._start = token_hex(8)
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def answer(self, picture: Picture, request: web.Request) -> web.Response:
        """Send a picture, or say that it is the one that the browser has."""
        tag = sha256(f"{self._start}{picture!r}".encode()).hexdigest()[:32]
        known = request.if_none_match
        if known is not None and any(each.value in {tag, "*"} for each in known):
            sent = secured(web.Response(status=HTTPStatus.NOT_MODIFIED))
        else:
            sent = secured(web.Response(body=await self._drawn(tag, picture), content_type="image/png"))
        sent.etag = ETag(value=tag)
        sent.headers["Cache-Control"] = "private, no-cache"
        return sent

    async def _drawn(self, tag: str, picture: Picture) -> bytes:
        if tag not in self._kept and self._waiting >= WAITING:
            raise web.HTTPServiceUnavailable
        self._waiting += 1
        try:
            async with self._turn:
                content = self._kept.pop(tag, None) or await drawn(picture)
        finally:
            self._waiting -= 1
        self._kept[tag] = content
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return content
