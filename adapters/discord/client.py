"""The connection to Discord: one client that hands every interaction to the answerer.

All kinds of interaction come through ``on_interaction`` and are known by what their ids say. Views and
dynamic items of the library are not used: it keeps the first in memory, finds the second only on messages
whose parts it can match, and drops forms that it does not remember; an id with a prefix of ours survives a
restart of any kind.
"""

import asyncio
from datetime import timedelta
from typing import Final

import discord

from adapters.discord.answering import Answerer

READY_WITHIN: Final = timedelta(milliseconds=100)
"""How long a session waits for the lists of its servers. No command needs them."""
LONGEST_RATE_LIMIT: Final = timedelta(seconds=30)
"""A pause that the library waits itself, its least; a longer one is raised and goes back into the outbox."""
SILENCE: Final = timedelta(seconds=60)
"""After how long without a word from Discord the session is made anew; its heartbeats come every 41 seconds."""
FINISH_WITHIN: Final = timedelta(seconds=5)
"""How long answers under way may take when the bot stops."""


class Connection(discord.Client):
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
        self.session_open: Final = asyncio.Event()

    async def on_connect(self) -> None:
        """Note that Discord has opened a session: interactions come from here on."""
        self.session_open.set()

    async def on_resumed(self) -> None:
        """Note that the session goes on after a break."""
        self.session_open.set()

    async def on_disconnect(self) -> None:
        """Note that the session has broken off, or that Discord left the heartbeats unanswered."""
        self.session_open.clear()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer an interaction."""
        answering = asyncio.create_task(self._answerer.answer(interaction), name=f"interaction {interaction.id}")
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)

    async def finish(self) -> None:
        """Wait for the answers under way, for a while."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=FINISH_WITHIN.total_seconds())
