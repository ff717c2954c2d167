"""Whose turn it is: a few pages are made at a time, some readers wait for theirs, and the next are told to come again.

Whoever waits has a place, whatever for, and keeps it until all that was asked for is there: what was begun is not
refused halfway.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

AT_ONCE: Final = 2
"""Pages that are made at the same time: half of the threads that read the database."""
WAITING: Final = 100
"""Readers that may wait for theirs; the next is told to come again."""
DOWNLOADS: Final = 10
"""Journals that may be sent at the same time, so that readers who are slow to take them leave places to others."""


class Turns:
    """The places of a site. ``making`` is held while a page is made, ``writing`` while a file is."""

    def __init__(self) -> None:
        self.making = asyncio.Semaphore(AT_ONCE)
        self.writing = asyncio.Semaphore(1)
        self._waiting = 0
        self._downloads = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Take a place; raise HTTPServiceUnavailable where all are taken."""
        if self._waiting >= WAITING:
            raise web.HTTPServiceUnavailable
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    @asynccontextmanager
    async def download(self) -> AsyncIterator[None]:
        """Take a place for as long as a download lasts; raise HTTPServiceUnavailable where there are too many."""
        if self._downloads >= DOWNLOADS:
            raise web.HTTPServiceUnavailable
        self._downloads += 1
        try:
            async with self.place():
                yield
        finally:
            self._downloads -= 1
