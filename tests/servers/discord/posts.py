"""Writing, editing and deleting messages, with the gateway events that follow.

Left out: events for ephemeral messages, link previews, message content of other bots.
"""

from tests.servers.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, Gateway
from tests.servers.discord.limits import demand_message, demand_something
from tests.servers.discord.messages import EPHEMERAL, LOADING, SENDABLE_FLAGS, Message, User, pings
from tests.servers.discord.refusals import Json
from tests.servers.discord.world import Channel, World


class Posts:
    """The one place where messages change."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway

    def draft(
        self, channel: Channel, author: User, body: Json, files: dict[str, bytes], *, webhook: bool = False
    ) -> Message:
        """Return a message nobody sees yet."""
        content = body.get("content") or ""
        message = Message(
            id=self._world.snowflakes.next(),
            channel_id=channel.id,
            guild_id=channel.guild.id if channel.guild else None,
            author=author,
            created_at=self._world.clock.now(),
            content=content,
            embeds=body.get("embeds") or [],
            components=body.get("components") or [],
            attachments=body.get("attachments") or [],
            flags=(body.get("flags") or 0) & SENDABLE_FLAGS,
            nonce=None if body.get("nonce") is None else str(body["nonce"]),
            pings=pings(content, body.get("allowed_mentions"), webhook=webhook),
        )
        message.attach(files)
        return message

    def check(self, body: Json, files: dict[str, bytes], *base: str) -> None:
        """Refuse the body of a new message that breaks a rule or is empty."""
        demand_message(body, base)
        demand_something(body, files=len(files))

    async def publish(self, channel: Channel, message: Message) -> None:
        """Show a message in its channel, unless only one user may see it."""
        if message.flags & EPHEMERAL:
            return
        message.readable_at = message.created_at + self._world.history_lag()
        channel.messages.append(message)
        await self._emit("MESSAGE_CREATE", channel, message.json())

    async def edit(self, channel: Channel, message: Message, body: Json, files: dict[str, bytes]) -> None:
        """Change a message; refuses what breaks a rule or leaves nothing to see."""
        demand_message({**body, "flags": message.flags | (body.get("flags") or 0)})
        after = {name: getattr(message, name) for name in ("content", "embeds", "components", "attachments")}
        demand_something({**after, **body}, files=len(files))
        if message.flags & LOADING:
            message.fill(body)
        else:
            message.change(body, self._world.clock.now())
        message.attach(files)
        if not message.flags & EPHEMERAL:
            await self._emit("MESSAGE_UPDATE", channel, message.json())

    async def delete(self, channel: Channel, message: Message) -> None:
        """Take a message away."""
        message.deleted = True
        if not message.flags & EPHEMERAL:
            gone: Json = {"id": str(message.id), "channel_id": str(channel.id)}
            await self._emit("MESSAGE_DELETE", channel, gone)

    async def _emit(self, event: str, channel: Channel, data: Json) -> None:
        if channel.guild is None:
            await self._gateway.emit(event, data, None, DIRECT_MESSAGES)
        else:
            guild_id = channel.guild.id
            await self._gateway.emit(event, {**data, "guild_id": str(guild_id)}, guild_id, GUILD_MESSAGES)
