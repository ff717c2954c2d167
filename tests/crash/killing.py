"""When the bot dies: while it starts, just after it serves, under load, and in the moment something is accepted."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from tests.crash.engine import Engine
from tests.crash.fleet import Fleet
from tests.crash.process import Bot
from tests.crash.sightings import Sightings


class Instant(StrEnum):
    """What a process does when it is killed."""

    STARTING = "starting"
    SERVING = "serving"
    WORKING = "working"
    ACCEPTED = "accepted"


WEIGHTS = {Instant.STARTING: 1, Instant.SERVING: 5, Instant.WORKING: 2, Instant.ACCEPTED: 2}
START = 1.2
SERVED = 0.6
WORKED = 4.0
"""The longest times in seconds from the start of a process, or from when it serves, to its end."""

ACCEPTING = 4.0
"""How long a platform is watched for the next message before the process is killed all the same."""

DISTURBED = 0.15
"""How often the database is troubled under a process that serves, before the process dies."""

BESIDE = 0.2
"""How often the next process starts beside the one that is to die, as in a deployment without a gap."""

HEARD = 0.5
"""How often the instant counts from when both platforms are heard; on Discord one process leads, and must take over."""

TAKEN_OVER = 10.0
"""Seconds after which a process dies though it does not hear both platforms."""

PAUSED_EVERY = 20
"""Every so many kills a process is stopped for longer than a lease and then goes on; in shorter runs none is."""

ENDINGS = 10
"""Processes that may end by themselves, each because the database was away as it started, before a run is given up."""


@dataclass(kw_only=True)
class Killer:
    """Starts the bot and kills it, again and again. ``done`` counts what was done when."""

    fleet: Fleet
    engine: Engine
    sightings: Sightings
    random: Random
    lease: float
    done: Counter[str] = field(default_factory=Counter)

    async def kill(self, times: int) -> Bot:
        """Kill that many processes, each at an instant drawn by chance; give the one that serves on."""
        pause_at = self.random.randrange(PAUSED_EVERY) if times >= PAUSED_EVERY else -1
        bot = await self.fleet.start()
        while self.fleet.lost < times:
            if self.fleet.lost % PAUSED_EVERY == pause_at:
                bot = await self._pause(bot)
            instant = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            self.done[instant] += 1
            await self._reach(instant, bot)
            beside = await self._beside()
            bot = await self._next(bot, beside)
        while not await bot.serves():
            bot = await self._next(bot)
        return bot

    async def _next(self, bot: Bot, beside: Bot | None = None) -> Bot:
        """Kill a process; give the one that follows it."""
        await self.fleet.kill(bot)
        if len(self.fleet.ended) > ENDINGS:
            raise RuntimeError(self.fleet.ended[-1])
        return beside or await self.fleet.start()

    async def _beside(self) -> Bot | None:
        """Now and then start the next process while the one before still runs, where two may run."""
        if not self.engine.shared or self.random.random() > BESIDE:
            return None
        self.done["beside another"] += 1
        bot = await self.fleet.start()
        await bot.serves()
        await asyncio.sleep(self.random.uniform(0, SERVED))
        return bot

    async def _reach(self, instant: Instant, bot: Bot) -> None:
        """Wait for the instant at which a process is to die."""
        if instant is Instant.STARTING:
            await asyncio.sleep(self.random.uniform(0, START))
            return
        if not await bot.serves():
            return
        if self.random.random() < HEARD:
            await self.sightings.until(self.fleet.heard, TAKEN_OVER)
        if self.random.random() < DISTURBED:
            await asyncio.sleep(self.random.uniform(0, SERVED))
            self.done.update(await self.engine.disturb(self.random))
        match instant:
            case Instant.SERVING:
                await asyncio.sleep(self.random.uniform(0, SERVED))
            case Instant.WORKING:
                await asyncio.sleep(self.random.uniform(0, WORKED))
            case Instant.ACCEPTED:
                await asyncio.sleep(self.random.uniform(0, SERVED))
                await self._next_message()

    async def _next_message(self) -> None:
        """Wait until the bot has written something anywhere: its answer is then still on the way."""
        before = self.sightings.total()
        await self.sightings.until(lambda: self.sightings.total() > before, ACCEPTING)

    async def _pause(self, bot: Bot) -> Bot:
        """Stop a process for longer than its lease, another taking over where two may run; give the one that stays."""
        self.done["paused"] += 1
        await bot.serves()
        await self.sightings.until(self.fleet.heard, TAKEN_OVER)
        await asyncio.sleep(self.random.uniform(0, SERVED))
        bot.pause()
        try:
            if not self.engine.shared:
                await asyncio.sleep(self.lease + self.random.uniform(0.5, 1.5))
                return bot
            other = await self.fleet.start()
            await other.serves()
            await asyncio.sleep(self.lease + self.random.uniform(-1, 1))
        finally:
            bot.resume()
        await asyncio.sleep(self.random.uniform(0, WORKED))
        await self.fleet.kill(bot)
        return other
