"""Who leads in what only one process of several may do, such as listening to Discord.

The lead is a lease in the database. Whoever holds it renews it well before its end; when that process dies, another one
has the lead some seconds later. A leader that cannot reach the database stays: nobody can be told otherwise then, those
who speak to it must hear that nothing was recorded, and two who serve at once do no harm, as the platform's own id of
each act is a unique key.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.ports import NotRecorded, Writer

log: Final = logging.getLogger(__name__)

TERM: Final = timedelta(seconds=6)
"""How long the lead of a dead process lasts."""
RENEWAL: Final = timedelta(seconds=2)
"""How often the lead is renewed, and asked for: two renewals may be late before it is lost."""


class Everyone:
    """Lets every process do it."""

    async def take(self, waits: Callable[[], None]) -> None:
        """Begin at once."""

    async def lost(self) -> None:
        """Wait for ever."""
        await asyncio.get_running_loop().create_future()

    async def give_up(self) -> None:
        """Give nothing up."""


class Lead:
    """The lead in one thing, by its name: taken when it is free, kept while this process lives, given up in order."""

    def __init__(
        self, writer: Writer, name: str, *, owner: str, term: timedelta = TERM, renewal: timedelta = RENEWAL
    ) -> None:
        self._writer = writer
        self._name = name
        self._owner = owner
        self._term = term
        self._renewal = renewal.total_seconds()
        self._gone = asyncio.Event()
        self._renewing: asyncio.Task[None] | None = None

    async def take(self, waits: Callable[[], None]) -> None:
        """Wait until this process leads; ``waits`` is called where another one does. The lead is then renewed."""
        while not await self._hold(otherwise=False):
            waits()
            await asyncio.sleep(self._renewal)
        self._gone.clear()
        self._renewing = asyncio.create_task(self._renew(), name=f"lead in {self._name}")

    async def lost(self) -> None:
        """Wait until another process leads."""
        await self._gone.wait()

    async def give_up(self) -> None:
        """Let another process lead at once."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)
            self._renewing = None
        with contextlib.suppress(NotRecorded):  # the lease runs out by itself
            await self._writer.write(lambda uow: uow.leases.give_up(self._name, owner=self._owner))

    async def _renew(self) -> None:
        leads = True
        while leads:
            await asyncio.sleep(self._renewal)
            leads = await self._hold(otherwise=True)
        log.warning("lead_lost", extra={"lead": self._name})
        self._gone.set()

    async def _hold(self, *, otherwise: bool) -> bool:
        """Ask for the lead, or for more of it; ``otherwise`` is what holds where the database does not tell."""
        try:
            return await self._writer.write(lambda uow: uow.leases.hold(self._name, owner=self._owner, term=self._term))
        except NotRecorded:
            return otherwise
