"""Keeps each platform served: start it, serve it, and where it ends, tell the operator once and try it again.

A platform that cannot be reached, whose token was revoked, or whose connection is closed for good takes neither the
clock nor the other platform down. What is owed there waits in the outbox, untried, until the platform is served again.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final, Protocol

from adapters.bootstrap import House
from adapters.discord.faults import DiscordUnreachable
from adapters.leading import Everyone, Lead
from adapters.scheduler import Scheduler
from adapters.slack.checking import SlackUnreachable
from bot.domain.addresses import Channel, Platform
from bot.domain.errors import Refusal
from bot.jobs.alarms import let_in, shut_out
from bot.ports import Notifier, NotRecorded, UnitOfWork

log: Final = logging.getLogger(__name__)


class Front(Protocol):
    """One platform's front, as a whole."""

    @property
    def notifier(self) -> Notifier:
        """What posts there, once the front has started."""
        ...

    async def start(self) -> None:
        """Begin to hear the platform; raise the refusal that says what is wrong, with nothing left open."""
        ...

    async def stop(self) -> None:
        """Let running work end and close everything."""
        ...

    async def check(self, channels: Iterable[Channel], /) -> tuple[Refusal, ...]:
        """Look for what is wrong with the linked channels."""
        ...

    async def in_reach(self) -> str | None:
        """Tell what keeps the platform out of reach, in its own words; None where it is in reach."""
        ...

    async def ended(self) -> Refusal:
        """Wait until the platform will not have the bot any more; give the refusal that says so."""
        ...


class Reporter(Protocol):
    """Tells the operator, once each, what becomes of a platform."""

    def incomplete(self, fault: Refusal) -> None:
        """Tell of a fault that does not keep the platform from being served."""
        ...

    def away(self, platform: Platform, why: Refusal) -> None:
        """Tell that a platform is not served any more, or not yet."""
        ...

    def back(self, platform: Platform) -> None:
        """Tell that a platform is served again."""
        ...


@dataclass(kw_only=True, eq=False)
class OutOfReach(Refusal):
    """A platform that was served and has not been in reach for minutes; ``reason`` is in its own words."""

    platform: Platform
    reason: str


@dataclass(kw_only=True, eq=False)
class PlatformFailed(Refusal):
    """A platform that a defect keeps from being served."""

    platform: Platform
    reason: str


UNREACHABLE: Final = (SlackUnreachable, DiscordUnreachable, OutOfReach)
"""What passes by itself; everything else somebody has to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """How long a platform is left alone before it is tried again, and when it is given up for a while."""

    first: timedelta = timedelta(seconds=30)
    """Before it is tried again; always, where it could not be reached."""
    longest: timedelta = timedelta(minutes=15)
    """What the pause grows to where somebody has to mend something: nobody does that within seconds."""
    deaf: timedelta = timedelta(minutes=2)
    """How long a platform may be out of reach before its front is made anew: a library can be stuck for ever."""
    look: timedelta = timedelta(seconds=5)
    """How often it is looked, after a start, whether the platform is in reach."""
    settling: timedelta = timedelta(seconds=1)
    """How long posts under way may take to be put off when a platform ends."""


class Service:
    """Keeps one platform served for as long as the process runs, where this process is the one to do it."""

    def __init__(
        self,
        house: House,
        platform: Platform,
        make: Callable[[], Front],
        *,
        reporter: Reporter,
        lead: Lead | None = None,
        pauses: Pauses | None = None,
    ) -> None:
        self.platform: Final = platform
        self.front: Front | None = None
        """The front that serves; None while none does."""
        self.stands_by = False
        """Whether another process serves the platform."""
        self._house = house
        self._make = make
        self._reporter = reporter
        self._lead = lead or Everyone()
        self._pauses = pauses or Pauses()
        self._pause = self._pauses.first
        self._told: type[Refusal] | None = None
        self._tried = asyncio.Event()
        self._deaf: asyncio.Future[str] | None = None
        self._deaf_since: float | None = None
        self._posting: Scheduler | None = None
        self._keeping: asyncio.Task[None] | None = None
        house.writer.on_commit(self._wake)

    async def start(self) -> None:
        """Try the platform; raise the refusal where it is set wrong. From then on it is kept served."""
        self._keeping = asyncio.create_task(self._keep(), name=f"service of {self.platform}")
        self._keeping.add_done_callback(_tell_end)
        tried = asyncio.create_task(self._tried.wait())
        try:
            await asyncio.wait({self._keeping, tried}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            tried.cancel()
        if self._keeping.done():
            self._keeping.result()

    async def stop(self) -> None:
        """Stop serving, in order, and let another process serve."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        await self._lead.give_up()

    async def _keep(self) -> None:
        """Serve whenever it is this process's turn and the platform can be had."""
        while True:
            await self._lead.take(self._stand_by)
            self.stands_by = False
            why = await self._attempt()
            self._tried.set()
            if why is not None:
                await self._note(why)
            await self._lead.give_up()
            if why is not None:
                await asyncio.sleep(self._next_pause(why).total_seconds())

    def _stand_by(self) -> None:
        self.stands_by = True
        self._tried.set()

    async def _attempt(self) -> Refusal | None:
        """Serve until the platform ends; give why, None where another process leads.

        At the first attempt what is set wrong is raised: a process that starts says so and does not.
        """
        try:
            front = self._make()
            await front.start()
            return await self._serve(front)
        except Refusal as refused:
            if not self._tried.is_set() and not isinstance(refused, UNREACHABLE):
                raise
            return refused
        except Exception as defect:
            if not self._tried.is_set():
                raise
            log.exception("platform_failed", extra={"platform": self.platform})
            return PlatformFailed(platform=self.platform, reason=type(defect).__name__)

    async def _serve(self, front: Front) -> Refusal | None:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(front.stop)
            stack.callback(self._leave)
            self.front, self._deaf_since = front, None
            self._deaf = asyncio.get_running_loop().create_future()
            self._house.notifiers[self.platform] = front.notifier
            self._house.reaches[self.platform] = partial(self._reach, front)
            posting = self._house.posting_on(self.platform)
            await posting.start()
            stack.push_async_callback(posting.stop)
            self._posting = posting
            self._tried.set()
            log.info("platform_served", extra={"platform": self.platform})
            await self._check(front)
            why = await self._until_away(front, self._deaf)
            await asyncio.sleep(self._pauses.settling.total_seconds())
            return why

    def _leave(self) -> None:
        self.front = self._posting = None
        self._house.reaches.pop(self.platform, None)
        self._house.notifiers.pop(self.platform, None)

    def _wake(self) -> None:
        if self._posting is not None:
            self._posting.wake()

    async def _check(self, front: Front) -> None:
        """Tell what is wrong with the linked channels."""
        try:
            channels = await self._house.writer.read(_linked_channels)
        except NotRecorded as lost:
            log.warning("channels_not_checked", extra={"platform": self.platform, "reason": lost.reason})
            return
        for fault in await front.check(channels):
            self._reporter.incomplete(fault)

    async def _until_away(self, front: Front, deaf: asyncio.Future[str]) -> Refusal | None:
        """Wait for what ends the service; give why, None where another process leads."""
        causes = [
            asyncio.ensure_future(cause) for cause in (front.ended(), self._gone_deaf(deaf), self._no_longer_leads())
        ]
        greeting = asyncio.create_task(self._greet(front))
        try:
            await asyncio.wait(causes, return_when=asyncio.FIRST_COMPLETED)
            return next(cause.result() for cause in causes if cause.done())
        finally:
            for task in (*causes, greeting):
                task.cancel()
            await asyncio.gather(*causes, greeting, return_exceptions=True)

    async def _gone_deaf(self, deaf: asyncio.Future[str]) -> Refusal | None:
        return OutOfReach(platform=self.platform, reason=await deaf)

    async def _no_longer_leads(self) -> Refusal | None:
        await self._lead.lost()
        return None

    async def _greet(self, front: Front) -> None:
        """Note that the platform is in reach as soon as it is: an outage is settled with its return."""
        trouble = await self._reach(front)
        while trouble is not None:
            await asyncio.sleep(self._pauses.look.total_seconds())
            trouble = await self._reach(front)
        self._pause = self._pauses.first
        if self._told is not None:
            self._told = None
            self._reporter.back(self.platform)
        try:
            await let_in(self._house.writer, self._house.clock, self.platform)
            await self._house.beat()
        except NotRecorded as lost:  # the next beat comes within a minute
            log.warning("beat_not_recorded", extra={"platform": self.platform, "reason": lost.reason})

    async def _reach(self, front: Front) -> str | None:
        """Tell what keeps the platform out of reach; have the front made anew where that lasts."""
        trouble = await front.in_reach()
        now = asyncio.get_running_loop().time()
        if trouble is None or self._deaf is None:
            self._deaf_since = None
        elif self._deaf_since is None:
            self._deaf_since = now
        elif now - self._deaf_since >= self._pauses.deaf.total_seconds() and not self._deaf.done():
            self._deaf.set_result(trouble)
        return trouble

    async def _note(self, why: Refusal) -> None:
        """Tell the operator why the platform is not served, once for each kind of reason, and write it down."""
        kind = OutOfReach if isinstance(why, UNREACHABLE) else type(why)
        if kind is not self._told:
            self._told = kind
            self._reporter.away(self.platform, why)
        trouble = str(getattr(why, "reason", why.message_id))
        writer, clock = self._house.writer, self._house.clock
        try:
            await writer.write(lambda uow: uow.liveness.ail(self.platform, trouble))
            if not isinstance(why, UNREACHABLE):
                await shut_out(writer, clock, self.platform, reason=trouble)
        except NotRecorded as lost:
            log.warning("trouble_not_recorded", extra={"platform": self.platform, "reason": lost.reason})

    def _next_pause(self, why: Refusal) -> timedelta:
        """Give how long to wait before the next attempt."""
        if isinstance(why, UNREACHABLE):
            return self._pauses.first
        pause, self._pause = self._pause, min(2 * self._pause, self._pauses.longest)
        return pause


def _tell_end(keeping: asyncio.Task[None]) -> None:
    """Log why a platform is kept no more where it was not stopped, nor set wrong at the start."""
    if not keeping.cancelled() and not isinstance(fault := keeping.exception(), Refusal | None):
        log.critical("service_ended", exc_info=fault)


def _linked_channels(uow: UnitOfWork) -> tuple[Channel, ...]:
    codes = uow.alliances.codes()
    return tuple(linked.channel for code in codes for linked in uow.channels.linked(code))
