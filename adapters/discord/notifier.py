"""Posts cards on Discord; fills the port ``Notifier``.

A post bears a nonce made of its key: Discord gives the first message back where the same nonce comes again
within some minutes, which also makes the library's own repetitions after a 5xx or a reset connection
harmless. For longer gaps a short mark of the key stands at the end of the foot, and is carried over by every
edit.

A post in a thread has the id ``THREAD:MESSAGE``, one outside its message's id alone; a thread has the id of the
message that it hangs on.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import inf
from typing import Any, Final, TypeVar

import aiohttp
import discord
from discord.utils import MISSING

from adapters.discord import limits
from adapters.discord.escaping import fitted, plain
from adapters.discord.messages import Message, in_words, message_of
from adapters.discord.outcomes import ARCHIVED, PROOF, THREAD_EXISTS, UNAUTHORIZED, UNKNOWN_CHANNEL, outcome_of
from adapters.discord.render import mark_of
from bot.cards.card import Card
from bot.domain.addresses import Account, Platform
from bot.ports import Address, Postponed, Uncertain, Vanished, check_not_late

log: Final = logging.getLogger(__name__)

T = TypeVar("T")
Place = discord.PartialMessageable | discord.DMChannel

MARK: Final = "ref."
"""What stands before a post's reference in its foot: the last part of its key, such as ``card:12``."""
DEAF: Final = timedelta(seconds=5)
SKEW: Final = timedelta(minutes=1)
"""How far Discord's clock, which dates messages, may be behind ours."""
LOOKED_THROUGH: Final = 500
"""Messages looked through for a lost post; a post is looked for within minutes."""


class DiscordNotifier:
    """Posts in channels and in direct messages. ``dead`` is told where Discord takes the token no more."""

    platform: Final = Platform.DISCORD

    def __init__(self, client: discord.Client, *, dead: Callable[[], None] | None = None) -> None:
        self._client = client
        self._dead = dead
        self._requests: set[asyncio.Task[Any]] = set()

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",
        until: float = inf,
    ) -> str:
        """Write a post, in the channel where Discord will not have it in the thread; give its id."""
        return await self._run(self._post(to, card, key, thread, thread_name or card.title, until))

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Replace what a post shows; its mark stays."""
        await self._run(self._edit(to, message, card, until))

    async def find(self, to: Address, *, key: str, since: datetime, thread: str | None = None) -> str | None:
        """Look for a post of ours that bears the key's mark: in its thread, then in the channel."""
        return await self._run(self._find(to, key, since, thread))

    async def finish(self) -> None:
        """End the requests that nobody waits for any more."""
        for request in self._requests:
            request.cancel()
        await asyncio.gather(*self._requests, return_exceptions=True)

    async def _run(self, request: Coroutine[Any, Any, T]) -> T:
        """Run a request to its end even where the caller stops waiting for it.

        discord.py holds a lock during a global rate limit and never gives it back where the wait is
        cancelled.
        """
        task = asyncio.create_task(request)
        self._requests.add(task)
        task.add_done_callback(self._forget)
        with self._translated():
            if self._client.is_closed():
                task.cancel()
                raise Postponed(pause=DEAF, reason="Discord is not connected")
            return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._requests.discard(task)
        if not task.cancelled():
            task.exception()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what discord.py raises into what the port knows."""
        try:
            yield
        except discord.RateLimited as limited:
            raise Postponed(pause=timedelta(seconds=limited.retry_after), reason="rate limited") from limited
        except discord.HTTPException as refused:
            if refused.status == UNAUTHORIZED and self._dead is not None:
                self._dead()
            raise outcome_of(refused) from refused
        except (aiohttp.ClientError, TimeoutError, OSError) as lost:
            raise Uncertain(reason=str(lost) or type(lost).__name__) from lost

    async def _post(self, to: Address, card: Card, key: str, thread: str | None, thread_name: str, until: float) -> str:
        place = await self._place(to)
        if thread is not None and isinstance(place, discord.PartialMessageable):
            try:
                return await self._post_in_thread(place, int(thread), thread_name, card, key, until)
            except discord.HTTPException as refused:
                if refused.status not in PROOF:
                    raise
                log.warning("thread_refused", extra={"key": key, "reason": f"{refused.code} {refused.text}"})
        return str(await self._send(place, card, key, until))

    async def _post_in_thread(
        self, channel: discord.PartialMessageable, thread: int, name: str, card: Card, key: str, until: float
    ) -> str:
        """Write in the thread of a message, and open it first where there is none; writing reopens an archived one."""
        inside = self._client.get_partial_messageable(thread, guild_id=channel.guild_id)
        try:
            written = await self._send(inside, card, key, until)
        except discord.NotFound as gone:
            if gone.code != UNKNOWN_CHANNEL or channel.guild is None:
                raise
            await _open_thread(channel.get_partial_message(thread), name)
            written = await self._send(inside, card, key, until)
        return f"{thread}:{written}"

    async def _send(self, place: Place, card: Card, key: str, until: float) -> int:
        """Write a post; where Discord does not take its files, as in a channel closed to files, in words."""
        mark = mark_for(key)
        message = await message_of(card, mark=mark)
        try:
            return await self._write(place, message, key, until)
        except discord.Forbidden:
            if not message.attached:
                raise
            log.warning("files_refused", extra={"key": key})
            return await self._write(place, in_words(card, mark=mark), key, until)

    async def _write(self, place: Place, message: Message, key: str, until: float) -> int:
        embeds, view, files = message.embeds, message.view(), message.files()
        nonce = hashlib.sha256(key.encode()).hexdigest()[: limits.NONCE - 1]
        check_not_late(until)
        if view is None:
            return (await place.send(embeds=embeds, files=files, nonce=nonce)).id
        return (await place.send(embeds=embeds, view=view, files=files, nonce=nonce)).id

    async def _edit(self, to: Address, message: str, card: Card, until: float) -> None:
        thread, _, own = message.rpartition(":")
        shown = await self._shown(to, thread, int(own))
        mark = mark_of(shown.embeds, MARK)
        changed = await message_of(card, mark=mark)
        try:
            await _change(shown, changed, until)
        except discord.HTTPException as refused:
            if refused.code == ARCHIVED:
                await self._reopen(int(thread))
                await _change(shown, changed, until)
            elif isinstance(refused, discord.Forbidden) and changed.attached:
                log.warning("files_refused", extra={"post": message})
                await _change(shown, in_words(card, mark=mark), until)
            else:
                raise

    async def _shown(self, to: Address, thread: str, own: int) -> discord.Message:
        """Give a post as it stands; one whose thread was deleted is gone with it, and the channel is not."""
        try:
            return await (await self._place(to, thread)).fetch_message(own)
        except discord.NotFound as gone:
            if not thread or gone.code != UNKNOWN_CHANNEL:
                raise
            raise Vanished(reason=f"{gone.status} {gone.code} {gone.text}") from gone

    async def _reopen(self, thread: int) -> None:
        """Take a thread out of the archive; only writing in it does so by itself."""
        found = await self._client.fetch_channel(thread)
        if isinstance(found, discord.Thread):
            await found.edit(archived=False)

    async def _find(self, to: Address, key: str, since: datetime, thread: str | None) -> str | None:
        if thread is not None and not isinstance(to, Account):
            try:
                found = await self._search(await self._place(to, thread), key, since)
            except discord.NotFound:
                found = None  # there is no such thread, so nothing was written in it
            if found is not None:
                return f"{thread}:{found}"
        found = await self._search(await self._place(to), key, since)
        return None if found is None else str(found)

    async def _search(self, place: Place, key: str, since: datetime) -> int | None:
        mark, seen = mark_for(key), 0
        async for message in place.history(after=since - SKEW, limit=LOOKED_THROUGH, oldest_first=True):
            seen += 1
            if message.author == self._client.user and mark_of(message.embeds, MARK) == mark:
                return message.id
        if seen >= LOOKED_THROUGH:
            raise Uncertain(reason="the channel's history is too long to search")
        return None

    async def _place(self, to: Address, thread: str = "") -> Place:
        """Give a person's direct messages, a channel, or a thread in it."""
        if isinstance(to, Account):
            return await self._client.create_dm(discord.Object(int(to.parts[0])))
        guild, channel = (int(part) for part in to.parts)
        return self._client.get_partial_messageable(int(thread or channel), guild_id=guild)


async def _change(shown: discord.Message, to: Message, until: float) -> None:
    """Have a message show a card with its files alone: those of what it showed before go, as they may be wrong now."""
    files = to.files() or ([] if shown.attachments else MISSING)
    check_not_late(until)
    await shown.edit(embeds=to.embeds, view=to.view(), attachments=files)


async def _open_thread(message: discord.PartialMessage, name: str) -> None:
    """Open the thread of a message; it may be there already."""
    called = fitted(plain(name), limits.THREAD_NAME)
    try:
        await message.create_thread(name=called, auto_archive_duration=limits.ARCHIVED_AFTER)
    except discord.HTTPException as refused:
        if refused.code != THREAD_EXISTS:
            raise


def mark_for(key: str) -> str:
    """Give the reference that a post bears in its foot, for the key it is found by."""
    return MARK + key.rpartition("/")[2]
