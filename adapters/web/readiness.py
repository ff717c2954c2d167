"""Whether the bot can do its work now: the database answers, has the right schema, takes writes, and people are heard.

Each part is told by a plain sentence for whoever is on duty; nothing here is about any person or motion.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from adapters.web.looks import FRESH, PATIENCE, Look
from bot.domain.addresses import Platform
from bot.domain.errors import Refusal
from bot.jobs.heartbeat import BEAT
from bot.locales.catalogue import Interpreter
from bot.ports import Clock, NotRecorded, Reach, Writer

SAY: Final = Interpreter.speaking("en")

MISSED: Final = 2
"""Beats after which a platform that was not heard of counts as out of reach, as ``bot.domain.outages`` has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that work depends on; ``trouble`` says what is wrong with it."""

    name: str
    trouble: str | None = None


class Readiness:
    """Looks at every part at once; what does not answer in time is in trouble."""

    def __init__(
        self,
        *,
        writer: Writer,
        clock: Clock,
        check_schema: Callable[[], None],
        fresh: timedelta = FRESH,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._check_schema = check_schema
        self._patience = patience
        self.parts: Final = Look(self._parts, fresh=fresh)
        """Give every part, those without trouble too."""

    async def _parts(self) -> tuple[Part, ...]:
        database, schema, writing = await asyncio.gather(
            self._part("database", self._read),
            self._part("schema", lambda: asyncio.to_thread(self._check_schema)),
            self._part("writing", self._write),
        )
        reach = database.found or {}
        platforms = (platform_part(each, self._clock.now()) for each in watched(reach.values()))
        return (database.part, schema.part, writing.part, *platforms)

    async def _read(self) -> Mapping[Platform, Reach]:
        return await self._writer.read(lambda uow: uow.liveness.reach())

    async def _write(self) -> None:
        await self._writer.write(lambda uow: uow.leases.touch())

    async def _part(self, name: str, look: Callable[[], Awaitable[Mapping[Platform, Reach] | None]]) -> "_Looked":
        trouble: str | None = None
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                return _Looked(Part(name=name), await look())
        except TimeoutError:
            trouble = SAY.words("ready.too_slow", seconds=int(self._patience.total_seconds()))
        except NotRecorded as lost:
            trouble = lost.reason
        except Refusal as refusal:
            trouble = SAY.words(refusal.message_id, **refusal.facts)
        return _Looked(Part(name=name, trouble=trouble))


@dataclass(frozen=True, slots=True)
class _Looked:
    part: Part
    found: Mapping[Platform, Reach] | None = None


def watched(reach: Iterable[Reach]) -> tuple[Reach, ...]:
    """Give the platforms on which people must be heard; a terminal comes and goes, unless it is all there is."""
    served = tuple(each for each in reach if each.served)
    return tuple(each for each in served if each.platform is not Platform.CONSOLE) or served


def platform_part(reach: Reach, now: datetime) -> Part:
    """Tell whether a platform is in reach, as it was noted at the last beats."""
    name = reach.platform.value
    if reach.trouble is not None:
        return Part(name=name, trouble=reach.trouble)
    if reach.seen_at is None:
        return Part(name=name, trouble=SAY.words("ready.not_yet_reached"))
    if now - reach.seen_at > MISSED * BEAT:
        return Part(name=name, trouble=SAY.words("ready.not_reached_since", at=reach.seen_at))
    return Part(name=name)
