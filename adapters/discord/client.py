"""The connection to Discord: one client, of as many shards as Discord wants, that hands on every interaction.

All kinds of interaction come through ``on_interaction`` and are known by what their ids say. Views and
dynamic items of the library are not used: it keeps the first in memory, finds the second only on messages
whose parts it can match, and drops forms that it does not remember; an id with a prefix of ours survives a
restart of any kind.

Discord divides its servers among shards, each with a session of its own, and says how many there must be; from 2,500
servers on it takes no less. The bot is in reach while every one has a session. Source: Gateway, Sharding and Session
Start Limit Object.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Final

import discord

from adapters.discord import limits
from adapters.discord.answering import Answerer

log: Final = logging.getLogger(__name__)

READY_WITHIN: Final = timedelta(milliseconds=100)
"""How long a session waits for the lists of its servers. No command needs them."""
LONGEST_RATE_LIMIT: Final = timedelta(seconds=30)
"""A pause that the library waits itself, its least; a longer one is raised and goes back into the outbox."""
SILENCE: Final = timedelta(seconds=60)
"""After how long without a word from Discord the session is made anew; its heartbeats come every 41 seconds."""
FINISH_WITHIN: Final = timedelta(seconds=5)
"""How long answers under way may take when the bot stops."""


class Connection(discord.AutoShardedClient):
    """A client that asks Discord for nothing but servers and interactions, and remembers no messages."""

    def __init__(self, answerer: Answerer, *, silence: timedelta = SILENCE) -> None:
        super().__init__(
            heartbeat_timeout=silence.total_seconds(),
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=READY_WITHIN.total_seconds(),
            max_ratelimit_timeout=LONGEST_RATE_LIMIT.total_seconds(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
        )
        self._answerer = answerer
        self._answering: set[asyncio.Task[None]] = set()
        self._concurrency = 1
        self._free_from: dict[int, float] = {}
        self._identified: set[int] = set()
        self._open: set[int] = set()
        self.session_open: Final = asyncio.Event()

    async def setup_hook(self) -> None:
        """Ask Discord how many shards there must be, and how many may begin at a time.

        The count is set here, so that the library connects to the gateway of the settings: it would take the address
        that comes with the count, which a proxy of the API passes on unchanged.
        """
        count, _, limit = await self.http.get_bot_gateway()
        self.shard_count = max(count, 1)
        self._concurrency = max(limit["max_concurrency"], 1)
        if limit["remaining"] < self.shard_count:
            log.warning("session_starts_exhausted", extra={"remaining": limit["remaining"], "shards": self.shard_count})

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Let a session begin no sooner than Discord allows it, and a little after the one that it replaces.

        Its turn is taken before the wait for it, so that others which ask meanwhile come after it.
        """
        del initial
        shard, now = shard_id or 0, asyncio.get_running_loop().time()
        turn = shard % self._concurrency
        least = limits.AFTER_A_SESSION.total_seconds() if shard in self._identified else 0
        begins = max(now + least, self._free_from.get(turn, now))
        self._free_from[turn] = begins + limits.BETWEEN_SESSIONS.total_seconds()
        self._identified.add(shard)
        await asyncio.sleep(begins - now)

    @property
    def away(self) -> tuple[int, ...]:
        """The shards without a session, by number; before the login the only one there may be."""
        return tuple(shard for shard in range(self.shard_count or 1) if shard not in self._open)

    async def on_shard_connect(self, shard_id: int) -> None:
        """Note that Discord has opened a session: the interactions of its servers come from here on."""
        self._opened(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note that a session goes on after a break."""
        self._opened(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note that a session has broken off, or that Discord left its heartbeats unanswered."""
        self._open.discard(shard_id)
        self.session_open.clear()
        log.info("shard_lost", extra={"shard": shard_id, "shards": self.shard_count})

    def _opened(self, shard_id: int) -> None:
        self._open.add(shard_id)
        if not self.away:
            self.session_open.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer an interaction."""
        answering = asyncio.create_task(self._answerer.answer(interaction), name=f"interaction {interaction.id}")
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)

    async def finish(self) -> None:
        """Wait for the answers under way, for a while."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=FINISH_WITHIN.total_seconds())
