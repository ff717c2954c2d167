"""The Discord front as one thing to start and stop."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Final

import aiohttp
import discord

from adapters.discord.answering import Answerer, Door
from adapters.discord.client import SILENCE, Connection
from adapters.discord.endpoints import redirect
from adapters.discord.faults import (
    DiscordChannelForbids,
    DiscordChannelUnreachable,
    DiscordTokenMissing,
    DiscordTokenRefused,
    reaching,
    refusal_of,
)
from adapters.discord.notifier import DiscordNotifier
from adapters.settings import Settings
from bot.domain.addresses import Channel
from bot.domain.errors import Refusal
from bot.ports import Clock

log: Final = logging.getLogger(__name__)

LOG_IN_WITHIN: Final = timedelta(seconds=30)
"""How long a login may take: the library itself waits for minutes where nothing comes back."""
OPEN_WITHIN: Final = timedelta(seconds=20)
"""How long a start waits for a session; after that the connection is tried on in the background."""
BREAK: Final = timedelta(seconds=5)
"""How long a session may be broken off and still count: the library resumes it at once where it can."""
NO_SESSION: Final = "no gateway session"

NEEDED: Final[Mapping[str, str]] = {
    "view_channel": "to see the linked channels",
    "send_messages": "to post motions, results and reminders",
    "embed_links": "to show them as cards",
    "read_message_history": "to find a post again when its confirmation was lost, not to post it twice",
    "create_public_threads": "to open a thread for each motion",
    "send_messages_in_threads": "to write there what happens to it",
}
"""What the bot is permitted in a linked channel, and why (Permissions)."""


class DiscordFront:
    """Commands in, cards out, on Discord.

    Made inside a running event loop. One in a process: the addresses of discord.py are process-wide.
    """

    def __init__(self, settings: Settings, dispatcher: Door, clock: Clock, *, silence: timedelta = SILENCE) -> None:
        self._settings = settings
        self._silence = silence
        self._dispatcher = dispatcher
        self._clock = clock
        self._connection: Connection | None = None
        self._running: asyncio.Task[None] | None = None
        self._restore: Callable[[], None] | None = None
        self._notifier: DiscordNotifier | None = None
        self._end: asyncio.Future[Refusal] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        """Log in and connect.

        Raises DiscordTokenMissing, DiscordTokenRefused or DiscordUnreachable, or DiscordEnded where Discord closes the
        connection at once for good.
        """
        token = self._settings.discord_token
        if token is None:
            raise DiscordTokenMissing
        self._restore = redirect(self._settings)
        connection = self._connection = Connection(Answerer(self._dispatcher, self._clock), silence=self._silence)
        try:
            with reaching(self._settings.discord_api_url):
                await asyncio.wait_for(connection.login(token.get_secret_value()), LOG_IN_WITHIN.total_seconds())
            await self._open(connection)
        except BaseException:
            await self.stop()
            raise

    async def _open(self, connection: Connection) -> None:
        """Connect, and wait a while for the session; raise where Discord refuses one."""
        self._notifier = DiscordNotifier(connection, dead=self._token_died)
        self._running = asyncio.create_task(connection.connect(), name="discord")
        self._running.add_done_callback(self._connection_ended)
        opened = asyncio.create_task(connection.session_open.wait())
        waited = {self._running, opened}
        try:
            await asyncio.wait(waited, timeout=OPEN_WITHIN.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
        finally:
            opened.cancel()
        if self._running.done():
            raise await self.ended()

    async def stop(self) -> None:
        """Let answers under way end, close everything, and give discord.py its addresses back."""
        if self._running is not None:
            self._running.remove_done_callback(self._connection_ended)
        if self._connection is not None:
            await self._connection.finish()
            if self._notifier is not None:
                await self._notifier.finish()
            await self._connection.close()
        if self._running is not None:
            self._running.cancel()  # it may sleep for minutes before the library looks whether it was closed
            await asyncio.gather(self._running, return_exceptions=True)
        if self._restore is not None:
            self._restore()
        self._connection = self._running = self._restore = self._notifier = None

    @property
    def notifier(self) -> DiscordNotifier:
        """What posts on Discord; there is one once the front has started."""
        if self._notifier is None:
            raise LookupError("the Discord front has not been started")
        return self._notifier

    @property
    def connected(self) -> bool:
        """Whether every shard has a session, as far as can be told."""
        connection = self._connection
        return connection is not None and connection.session_open.is_set() and not connection.is_closed()

    async def in_reach(self) -> str | None:
        """Tell what keeps Discord out of reach; None while every shard has a session, short breaks aside.

        A session whose heartbeats are left unanswered for a minute is not open (``heartbeat_timeout``).
        """
        if self._connection is not None and not self._end.done():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._connection.session_open.wait(), BREAK.total_seconds())
        return None if self.connected else self._trouble()

    def _trouble(self) -> str:
        """Say which shards are away, where there are several."""
        connection = self._connection
        if connection is None or (connection.shard_count or 1) == 1 or not connection.away:
            return NO_SESSION
        return f"{NO_SESSION} on shard {', '.join(map(str, connection.away))} (of {connection.shard_count}, from 0)"

    async def ended(self) -> Refusal:
        """Wait until Discord will not have the bot any more; give the refusal that says so."""
        return await asyncio.shield(self._end)

    def _token_died(self) -> None:
        self._end_with(DiscordTokenRefused())

    def _connection_ended(self, running: asyncio.Task[None]) -> None:
        """Note why the connection ended where it was not stopped."""
        if running.cancelled():
            return
        fault = running.exception()
        if not isinstance(fault, discord.ClientException | None):
            log.critical("discord_connection_ended", exc_info=fault)
        self._end_with(refusal_of(fault))

    def _end_with(self, refusal: Refusal) -> None:
        if not self._end.done():
            self._end.set_result(refusal)

    async def check(self, channels: Iterable[Channel]) -> tuple[Refusal, ...]:
        """Tell which linked channels cannot be reached or posted in, for the log at start."""
        found = [await self._channel_fault(channel) for channel in channels if channel.platform == "discord"]
        return tuple(fault for fault in found if fault is not None)

    async def _channel_fault(self, channel: Channel) -> Refusal | None:
        if self._connection is None:
            raise LookupError("the Discord front has not been started")
        guild_id, channel_id = (int(part) for part in channel.parts)
        try:
            place = await self._connection.fetch_channel(channel_id)
        except discord.HTTPException as refused:
            return DiscordChannelUnreachable(channel=channel.text, reason=refused.text)
        except (discord.InvalidData, aiohttp.ClientError, TimeoutError, OSError) as lost:
            return DiscordChannelUnreachable(channel=channel.text, reason=str(lost))
        guild = self._connection.get_guild(guild_id)
        if guild is None or not isinstance(place, discord.abc.GuildChannel | discord.Thread):
            return DiscordChannelUnreachable(channel=channel.text, reason="Unknown Guild")
        granted = place.permissions_for(guild.me)
        lacking = tuple(name for name in NEEDED if not getattr(granted, name))
        return DiscordChannelForbids(channel=channel.text, permissions=lacking) if lacking else None
