"""The composition root: the only module that knows the storage and the fronts both.

It opens the database, starts the one writer, puts the dispatcher before it, starts whatever fronts are configured,
and lets the scheduler run tick and relay.
"""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from os import getpid
from secrets import token_hex
from typing import Final

from adapters.clock import SystemClock
from adapters.scheduler import SAFETY, Scheduler
from adapters.settings import Settings
from adapters.web.record.access import pages_of
from bot.dispatch import Dispatcher
from bot.domain.addresses import Platform
from bot.domain.alliance import Alliance
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode
from bot.jobs import heartbeat
from bot.jobs.checkpoints import checkpoint
from bot.jobs.heartbeat import BEAT
from bot.jobs.relay import LEASE, Relay
from bot.jobs.tick import tick
from bot.ports import Clock, NoPages, Notifier, Observer, Pages, Signer, UnitOfWork, Unobserved
from storage.database import Database, open_database
from storage.faults import DatabaseUnguarded
from storage.lock_file import LockFile
from storage.writer import WriterThread

log: Final = logging.getLogger(__name__)

ANSWERS_KEPT: Final = timedelta(hours=24)
"""How long first answers are kept; Slack's last redelivery comes after 5 minutes."""

PRUNING_PAUSE: Final = timedelta(hours=1)


@dataclass(kw_only=True, eq=False)
class NoAlliance(Refusal):
    """A database without any alliance."""


@dataclass(kw_only=True, eq=False)
class UnknownAlliance(Refusal):
    """A code that no alliance of this database has."""

    value: str
    accepted: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class SeveralAlliances(Refusal):
    """Several alliances, and none was named."""

    accepted: tuple[str, ...]


@contextmanager
def opened_database(settings: Settings, *, even_unguarded: bool = False) -> Iterator[Database]:
    """Open the configured database for one command, its schema checked.

    ``even_unguarded`` opens it also where the triggers that keep the journal from being changed are gone.
    """
    database = open_database(settings.database_url.get_secret_value())
    try:
        with suppress(*((DatabaseUnguarded,) if even_unguarded else ())):
            database.check_schema()
        yield database
    finally:
        database.close()


def the_alliance(uow: UnitOfWork, code: str | None) -> Alliance:
    """Give the alliance named, or the only one there is; raise where that is not one."""
    codes = uow.alliances.codes()
    if code is None:
        if not codes:
            raise NoAlliance
        if len(codes) > 1:
            raise SeveralAlliances(accepted=tuple(str(known) for known in codes))
        code = codes[0]
    alliance = uow.alliances.get(AllianceCode(code))
    if alliance is None:
        raise UnknownAlliance(value=code, accepted=tuple(str(known) for known in codes))
    return alliance


Reaching = Callable[[], Awaitable[str | None]]
"""Tells what keeps a platform out of reach; None where it is in reach."""


async def _nothing_due() -> None:
    """Give the next instant of what has none: the beat of the safety tick is all there is."""


class House:
    """A running bot: the writer, the dispatcher, and the rounds of tick and relay."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        observer: Observer | None = None,
        lease: timedelta = LEASE,
        pages: Pages | None = None,
    ) -> None:
        self.clock = clock
        self.observer = observer or Unobserved()
        self.owner: Final = f"{socket.gethostname()}:{getpid()}:{token_hex(4)}"
        """Who this process is among its replicas; in containers, names and numbers of processes may be the same."""
        self.shared: Final = database.path is None
        """Whether other processes may run on the same database."""
        self.check_schema: Final = database.check_schema
        self.writer = WriterThread(database)
        self.dispatcher = Dispatcher(self.writer, observer=self.observer, pages=pages or NoPages())
        self.notifiers: dict[Platform, Notifier] = {}
        self.reaches: dict[Platform, Reaching] = {}
        """For each platform that this process serves: what tells whether it is in reach, and else what ails it."""
        self.relay = Relay(self.writer, clock, self.notifiers, owner=self.owner, observer=self.observer, lease=lease)
        self._lease = lease
        self._pruned_at: datetime | None = None

    async def begin(self, platforms: frozenset[Platform], *, only: bool) -> None:
        """Settle what happened while nothing ran, before any ballot or tick.

        ``only``: no other bot on this database serves other platforms.
        """
        await heartbeat.begin(self.writer, self.clock, platforms, only=only)

    async def beat(self) -> None:
        """Note which of the platforms served here are in reach."""
        reached = {platform: await reaching() for platform, reaching in tuple(self.reaches.items())}
        await heartbeat.beat(self.writer, self.clock, reached, lease=self._lease)

    async def round(self) -> None:
        """Do at once all that is due now: move motions, then post what is owed."""
        await self.move()
        await self.relay.run()

    async def move(self) -> None:
        """Move the motions that are due, and drop answers too old to be asked for again."""
        await tick(self.writer, self.clock, self.observer)
        await self._prune()

    def keeping_motions(self) -> Scheduler:
        """Give what moves motions on time."""
        return Scheduler(self.move, self.next_move)

    def keeping_watch(self) -> Scheduler:
        """Give what notes each minute which platforms are in reach."""
        return Scheduler(self.beat, _nothing_due, every=BEAT)

    def keeping_checkpoints(self, signer: Signer) -> Scheduler:
        """Give what signs the record each day, within a minute of its beginning."""
        return Scheduler(partial(self._checkpoint, signer), _nothing_due, every=BEAT)

    async def _checkpoint(self, signer: Signer) -> None:
        await checkpoint(self.writer, self.clock, signer)

    def posting_on(self, platform: Platform) -> Scheduler:
        """Give what posts on one platform.

        Each has its own, so that one that is slow or out of reach holds up neither a closing nor another platform.
        """
        platforms = frozenset({platform})
        return Scheduler(partial(self._post, platforms), partial(self._next_post, platforms))

    async def _post(self, platforms: frozenset[Platform]) -> None:
        await self.relay.run(platforms)

    async def _next_post(self, platforms: frozenset[Platform]) -> datetime | None:
        return await self.writer.read(lambda uow: uow.outbox.next_due(platforms=platforms))

    async def next_move(self) -> datetime | None:
        """Give when motions are to be looked at next.

        What is overdue after a round is looked at again after a while, as a silence procedure may wait long for a
        credential; but never so that what comes due meanwhile is late.
        """
        now = self.clock.now()

        def look(uow: UnitOfWork) -> datetime | None:
            first, coming = uow.deadlines.next_due(), uow.deadlines.next_due(after=now)
            overdue = first is not None and first <= now
            return coming if overdue and coming is not None and coming - now <= SAFETY else first

        return await self.writer.read(look)

    async def _prune(self) -> None:
        now = self.clock.now()
        if self._pruned_at is None or abs(now - self._pruned_at) >= PRUNING_PAUSE:
            await self.writer.write(lambda uow: uow.answers.prune(now - ANSWERS_KEPT))
            self._pruned_at = now


@asynccontextmanager
async def open_house(
    settings: Settings, clock: Clock | None = None, *, observer: Observer | None = None
) -> AsyncIterator[House]:
    """Open the configured database for a running bot, alone on it where it is a file."""
    async with AsyncExitStack() as stack:
        database = stack.enter_context(opened_database(settings))
        if database.path is not None:
            stack.enter_context(LockFile(database.path.resolve()))
        lease = timedelta(seconds=settings.delivery_lease)
        house = House(database, clock or SystemClock(), observer=observer, lease=lease, pages=pages_of(settings))
        stack.push_async_callback(house.writer.close)
        stack.enter_context(database.heard(partial(house.writer.wake, asyncio.get_running_loop())))
        yield house
