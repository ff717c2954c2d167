"""What people do on Discord: type commands, press buttons, fill in forms, write messages.

Each act becomes the INTERACTION_CREATE Discord would send (docs "Interaction Object"), with the keys
discord.py needs. A person can only do what the screen allows: use a control that is there, fill in a form as
its limits demand.
"""

from collections.abc import Mapping
from secrets import token_urlsafe

from tests.servers.discord.callbacks import Callbacks
from tests.servers.discord.delivery import Delivery, Kind, Modal, Wait
from tests.servers.discord.gateway import Gateway
from tests.servers.discord.limits import SELECTS
from tests.servers.discord.messages import Message, User
from tests.servers.discord.options import Options, OptionTree, is_called
from tests.servers.discord.posts import Posts
from tests.servers.discord.refusals import Json
from tests.servers.discord.rest import Rest
from tests.servers.discord.uploads import Upload, Uploads
from tests.servers.discord.world import BOT_PERMISSIONS, Channel, Guild, World

IN_GUILD, IN_BOT_DM = 0, 1
SLASH, MESSAGE = 1, 3
ATTACHMENT_SIZE_LIMIT = 10 * 2**20


class People:
    """The hands of the users."""

    def __init__(
        self, *, world: World, gateway: Gateway, posts: Posts, rest: Rest, callbacks: Callbacks, wait: Wait
    ) -> None:
        self._world = world
        self._gateway = gateway
        self._posts = posts
        self._rest = rest
        self._callbacks = callbacks
        self._wait = wait
        self.published_only = False
        self.uploads = Uploads()

    async def command(
        self,
        *,
        kind: Kind,
        user: User,
        channel: Channel,
        name: str,
        options: Options,
        focused: str | None = None,
    ) -> Delivery:
        """Type a slash command, or part of it; raises `LookupError` when Discord would not let it."""
        published = self._published(channel.guild, name, SLASH, user.locale)
        tree = OptionTree(channel.guild, focused, user.locale, self._keep)
        described = None if published is None else published.get("options") or []
        data: Json = {
            "id": published["id"] if published else str(self._world.snowflakes.next()),
            "name": published["name"] if published else name,
            "type": SLASH,
            "options": tree.build(options, described),
        }
        if tree.resolved:
            data["resolved"] = tree.resolved
        if published and "guild_id" in published:
            data["guild_id"] = published["guild_id"]
        return await self._act(kind, user, channel, data)

    async def command_on(self, user: User, message: Message, name: str) -> Delivery:
        """Choose a command from the menu of a message; its text comes with it, whatever the intents.

        Raises `LookupError` where the menu has no such command.
        """
        channel = self._world.channel(message.channel_id)
        published = self._published(channel.guild, name, MESSAGE, user.locale)
        if published is None:
            raise LookupError(f"no message command {name!r}")
        identifier = str(message.id)
        data: Json = {
            "id": published["id"],
            "name": published["name"],
            "type": MESSAGE,
            "target_id": identifier,
            "resolved": {"messages": {identifier: message.json()}},
        }
        return await self._act(Kind.COMMAND, user, channel, data)

    async def click(self, user: User, message: Message, custom_id: str, values: list[str] | None) -> Delivery:
        """Press a button or choose from a select; raises `LookupError` when it is not there to be used."""
        control = message.control(custom_id)
        if message.deleted or (message.seen_by is not None and message.seen_by is not user):
            raise LookupError(f"{user.name} does not see message {message.id}")
        data: Json = {"custom_id": custom_id, "component_type": control["type"], "id": 1}
        if control["type"] in SELECTS:
            data["values"] = values or []
        return await self._act(Kind.COMPONENT, user, self._world.channel(message.channel_id), data, message)

    async def submit(self, user: User, modal: Modal, values: Mapping[str, object]) -> Delivery:
        """Fill in a form and send it; raises `LookupError` for what the form would not take."""
        data: Json = {"custom_id": modal.custom_id, "components": modal.filled(dict(values))}
        opened = modal.delivery
        return await self._act(Kind.MODAL, user, opened.channel, data, opened.source)

    async def say(self, user: User, channel: Channel, content: str) -> Message:
        """Write an ordinary message."""
        message = self._posts.draft(channel, user, {"content": content}, {})
        await self._posts.publish(channel, message)
        return message

    def _keep(self, upload: Upload) -> Json:
        return self.uploads.keep(str(self._world.snowflakes.next()), upload)

    async def _act(
        self, kind: Kind, user: User, channel: Channel, data: Json, source: Message | None = None
    ) -> Delivery:
        token, number = token_urlsafe(32), self._world.snowflakes.next()
        own: Json = {"id": str(number), "token": token, "type": int(kind), "data": data}
        if source is not None:
            own["message"] = source.json()
        delivery = Delivery(
            id=number,
            token=token,
            kind=kind,
            user=user,
            channel=channel,
            payload={**self._common(user, channel), **own},
            created_at=self._world.clock.now(),
            source=source,
            wait=self._wait,
            send=self._send,
        )
        self._callbacks.deliveries[token] = delivery
        await self._send(delivery)
        return delivery

    async def _send(self, delivery: Delivery) -> None:
        guild = delivery.channel.guild
        await self._gateway.emit("INTERACTION_CREATE", delivery.payload, guild.id if guild else None)

    def _common(self, user: User, channel: Channel) -> Json:
        guild = channel.guild
        owners = {"0": str(guild.id) if guild else "0"}
        shared: Json = {
            "application_id": str(self._world.bot.id),
            "version": 1,
            "channel_id": str(channel.id),
            "channel": channel.json(),
            "locale": user.locale,
            "app_permissions": str(BOT_PERMISSIONS),
            "entitlements": [],
            "attachment_size_limit": ATTACHMENT_SIZE_LIMIT,
            "authorizing_integration_owners": owners,
        }
        if guild is None:
            return {**shared, "user": user.json(), "context": IN_BOT_DM}
        member = guild.member(user)
        shared["channel"]["permissions"] = str(member.permissions)
        return {
            **shared,
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": member.json(permissions=True),
            "context": IN_GUILD,
        }

    def _published(self, guild: Guild | None, name: str, kind: int, locale: str) -> Json | None:
        """Return the command as published, the guild's own before the global one."""
        scopes = [guild.id if guild else None, None]
        for command in [one for scope in scopes for one in self._rest.commands.get(scope, [])]:
            if command["type"] == kind and is_called(command, name, locale):
                return command
        if self.published_only:
            raise LookupError(f"no published command {name!r}")
        return None
