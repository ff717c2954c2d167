"""Threads: opened on a message or by themselves, written in, archived, locked, deleted.

Imitated (docs "Threads", "Start Thread from Message"): the thread of a message has its id, and there is one at most
(160004); a deleted one is not given back (from memory); writing takes a thread out of the archive, editing in the
archive is refused (50083); in a locked one nobody writes (160005); the two permissions (50013). Left out: who is in a
thread, private threads' invitations, the message with which a thread starts, archiving by the clock, slow mode.
"""

from tests.servers.discord.gateway import GUILDS, Gateway
from tests.servers.discord.messages import HAS_THREAD, Message
from tests.servers.discord.refusals import Json, Refusal
from tests.servers.discord.world import (
    CREATE_PUBLIC_THREADS,
    PUBLIC_THREAD,
    SEND_MESSAGES_IN_THREADS,
    TEXT,
    Channel,
    World,
)


class Threads:
    """The one place where threads change."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway

    async def open(self, parent: Channel, body: Json) -> Channel:
        """Open a thread that hangs on no message."""
        return await self._open(parent, self._world.snowflakes.next(), body.get("type") or PUBLIC_THREAD, body)

    async def open_on(self, parent: Channel, message: Message, body: Json) -> Channel:
        """Open the thread of a message, once; it has the message's id."""
        if message.flags & HAS_THREAD:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        thread = await self._open(parent, message.id, PUBLIC_THREAD, body)
        message.flags |= HAS_THREAD
        return thread

    async def change(self, thread: Channel, body: Json) -> None:
        """Rename a thread, or put it into the archive or take it out; a locked one stays as it is."""
        if thread.parent is None:
            raise Refusal(403, 50013, "Missing Permissions")
        self._demand(thread, SEND_MESSAGES_IN_THREADS)
        if thread.locked or body.get("locked") is not None:
            raise Refusal(403, 50013, "Missing Permissions")
        thread.name = body.get("name") or thread.name
        if body.get("archived") is not None:
            thread.archived = body["archived"]
        await self._emit("THREAD_UPDATE", thread)

    async def delete(self, thread: Channel) -> None:
        """Take a thread away with all that was written in it."""
        del self._world.channels[thread.id]
        if thread.guild is not None:
            del thread.guild.channels[thread.id]
        await self._emit("THREAD_DELETE", thread)

    async def reopen_for(self, channel: Channel) -> None:
        """Make a channel ready for a new message; a thread where nobody may write refuses."""
        if channel.parent is None:
            return
        self._demand(channel, SEND_MESSAGES_IN_THREADS)
        if channel.locked:
            raise Refusal(403, 160005, "Thread is locked")
        if channel.archived:
            channel.archived = False
            await self._emit("THREAD_UPDATE", channel)

    async def _open(self, parent: Channel, number: int, kind: int, body: Json) -> Channel:
        if parent.kind != TEXT or parent.guild is None:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        self._demand(parent, CREATE_PUBLIC_THREADS)
        thread = Channel(id=number, name=body["name"], kind=kind, guild=parent.guild, parent=parent)
        thread.archive_after = body.get("auto_archive_duration") or thread.archive_after
        self._world.add_channel(thread)
        await self._emit("THREAD_CREATE", thread, newly_created=True)
        return thread

    def _demand(self, place: Channel, permission: int) -> None:
        if place.guild is not None:
            bot = place.guild.member(self._world.bot)
            if not any(
                granted & permission for granted in (bot.permissions, *(role.permissions for role in bot.roles))
            ):
                raise Refusal(403, 50013, "Missing Permissions")

    async def _emit(self, event: str, thread: Channel, **more: object) -> None:
        if thread.guild is not None:
            await self._gateway.emit(event, {**thread.json(), **more}, thread.guild.id, GUILDS)


def demand_open(thread: Channel) -> None:
    """Refuse to change what stands in the archive."""
    if thread.archived:
        raise Refusal(400, 50083, "Thread is archived")
