"""The REST routes for channels, people, guilds, threads and published commands.

Routes are named as in Discord's OpenAPI file. Left out: permissions of the bot beyond a closed channel
(50001), closed direct messages (50007) and threads, reactions, pins, webhooks of channels, bulk deletion, changing
guilds or members.
"""

from datetime import timedelta

from aiohttp import web

from tests.servers.discord.callbacks import Callbacks
from tests.servers.discord.command_limits import demand_commands
from tests.servers.discord.http import Call, HttpFront
from tests.servers.discord.messages import Message
from tests.servers.discord.posts import Posts
from tests.servers.discord.refusals import Json, Refusal, unknown
from tests.servers.discord.threads import Threads, demand_open
from tests.servers.discord.world import Channel, World

NONCE_KEPT = timedelta(minutes=5)


class Rest:
    """The handlers, on one world."""

    def __init__(self, world: World, posts: Posts, threads: Threads) -> None:
        self._world = world
        self._posts = posts
        self._threads = threads
        self.gateway_url = ""
        self.shards = 1
        self.max_concurrency = 1
        self.starts_left = 1000
        self.nonces_kept = NONCE_KEPT
        self.commands: dict[int | None, list[Json]] = {}

    async def me(self, _call: Call) -> object:
        """Return the bot."""
        return self._world.bot.json() | {"verified": True, "mfa_enabled": True, "flags": 0}

    async def application(self, _call: Call) -> object:
        """Return the application."""
        return self._world.application()

    async def gateway(self, _call: Call) -> object:
        """Return where the gateway is."""
        return {"url": self.gateway_url}

    async def gateway_for_bot(self, _call: Call) -> object:
        """Return where the gateway is and how many shards it advises."""
        limit = {"total": 1000, "remaining": self.starts_left, "reset_after": 0}
        limit["max_concurrency"] = self.max_concurrency
        return {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}

    async def user(self, call: Call) -> object:
        """Return a user."""
        return self._world.user(call.params["user_id"]).json()

    async def guild(self, call: Call) -> object:
        """Return a guild."""
        return self._world.guild(call.params["guild_id"]).json()

    async def guild_channels(self, call: Call) -> object:
        """Return the channels of a guild."""
        channels = self._world.guild(call.params["guild_id"]).channels.values()
        return [channel.json() for channel in channels if channel.parent is None]

    async def guild_roles(self, call: Call) -> object:
        """Return the roles of a guild."""
        return [role.json() for role in self._world.guild(call.params["guild_id"]).roles.values()]

    async def members(self, call: Call) -> object:
        """Return one page of members, by rising id."""
        after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
        members = sorted(self._world.guild(call.params["guild_id"]).members.items())
        return [member.json() for user_id, member in members if user_id > after][:limit]

    async def member(self, call: Call) -> object:
        """Return one member or refuse with 10007."""
        member = self._world.guild(call.params["guild_id"]).members.get(int(call.params["user_id"]))
        if member is None:
            raise unknown("Member", 10007)
        return member.json()

    async def channel(self, call: Call) -> object:
        """Return a channel."""
        return self._open_channel(call).json()

    async def open_direct(self, call: Call) -> object:
        """Open the conversation with a user."""
        return self._world.direct(self._world.user(call.json["recipient_id"])).json()

    async def history(self, call: Call) -> object:
        """Return messages, the newest first; with `after`, the oldest of those after it."""
        messages = self._world.history(self._open_channel(call))
        limit, after = int(call.query.get("limit", 50)), call.query.get("after")
        if before := call.query.get("before"):
            messages = [one for one in messages if one.id < int(before)]
        if after is not None:
            messages = [one for one in messages if one.id > int(after)][:limit]
        return [message.json() for message in messages[-limit:][::-1]]

    async def post(self, call: Call) -> object:
        """Write a message; with `enforce_nonce` a repeated nonce returns the first message."""
        channel = self._open_channel(call)
        self._posts.check(call.json, call.files)
        await self._threads.reopen_for(channel)
        known = channel.nonces.get(str(call.json.get("nonce"))) if call.json.get("enforce_nonce") else None
        if known is not None and self._world.clock.now() - known.created_at < self.nonces_kept:
            return known.json()
        message = self._posts.draft(channel, self._world.bot, call.json, call.files)
        if message.nonce is not None:
            channel.nonces[message.nonce] = message
        await self._posts.publish(channel, message)
        return message.json()

    async def message(self, call: Call) -> object:
        """Return a message."""
        return self._message(call)[1].json()

    async def edit(self, call: Call) -> object:
        """Change a message of the bot; others are refused with 50005."""
        channel, message = self._message(call)
        if message.author is not self._world.bot:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        demand_open(channel)
        await self._posts.edit(channel, message, call.json, call.files)
        return message.json()

    async def delete(self, call: Call) -> object:
        """Delete a message."""
        channel, message = self._message(call)
        demand_open(channel)
        await self._posts.delete(channel, message)
        return None

    async def typing(self, call: Call) -> object:
        """Accept the sign that the bot is writing."""
        self._open_channel(call)
        return None

    async def thread(self, call: Call) -> object:
        """Open a thread that hangs on no message."""
        return (await self._threads.open(self._open_channel(call), call.json)).json()

    async def message_thread(self, call: Call) -> object:
        """Open the thread of a message, once; it has the message's id."""
        return (await self._threads.open_on(*self._message(call), call.json)).json()

    async def change_thread(self, call: Call) -> object:
        """Rename a thread, archive it or take it out of the archive."""
        thread = self._open_channel(call)
        await self._threads.change(thread, call.json)
        return thread.json()

    async def published(self, call: Call) -> object:
        """Return the published commands."""
        return self.commands.get(_scope(call), [])

    async def publish(self, call: Call) -> object:
        """Replace all published commands; a command keeps its id when type and name stay."""
        bodies: list[Json] = call.body or []
        demand_commands(bodies)
        scope = _scope(call)
        self.commands[scope] = [self._command(scope, body) for body in bodies]
        return self.commands[scope]

    async def publish_one(self, call: Call) -> object:
        """Add or replace one command."""
        scope, known = _scope(call), self.commands.get(_scope(call), [])
        others = [one for one in known if _key(one) != _key(call.json)]
        demand_commands([*others, call.json])
        command = self._command(scope, call.json)
        self.commands[scope] = [*others, command]
        return command

    def _command(self, scope: int | None, body: Json) -> Json:
        kind = body.get("type") or 1
        same = [one for one in self.commands.get(scope, []) if _key(one) == _key(body)]
        command: Json = {
            "description": "",
            "default_member_permissions": None,
            "dm_permission": True,
            "nsfw": False,
            "integration_types": [0],
            "contexts": None,
            **body,
            "type": kind,
            "id": same[0]["id"] if same else str(self._world.snowflakes.next()),
            "application_id": str(self._world.bot.id),
            "version": str(self._world.snowflakes.next()),
        }
        return command if scope is None else {**command, "guild_id": str(scope)}

    def _open_channel(self, call: Call) -> Channel:
        channel = self._world.channel(call.params["channel_id"])
        if (channel.parent or channel).closed:
            raise Refusal(403, 50001, "Missing Access")
        writing = call.method in {"POST", "PATCH"}
        if writing and channel.recipient and not channel.recipient.accepts_direct_messages:
            raise Refusal(403, 50007, "Cannot send messages to this user")
        return channel

    def _message(self, call: Call) -> tuple[Channel, Message]:
        channel = self._open_channel(call)
        return channel, self._world.message(channel, call.params["message_id"])


def _key(command: Json) -> tuple[str, int]:
    return command["name"], command.get("type") or 1


def _scope(call: Call) -> int | None:
    return int(call.params["guild_id"]) if "guild_id" in call.params else None


def add_routes(app: web.Application, front: HttpFront, rest: Rest, callbacks: Callbacks) -> None:
    """Serve everything; routes with an interaction token need no bot token."""
    commands = "/applications/{application_id}/commands"
    guild_commands = "/applications/{application_id}/guilds/{guild_id}/commands"
    messages, message = "/channels/{channel_id}/messages", "/channels/{channel_id}/messages/{message_id}"
    webhook = "/webhooks/{webhook_id}/{webhook_token}"
    original, followup = webhook + "/messages/@original", webhook + "/messages/{message_id}"
    for_bot = [
        ("GET", "/users/@me", rest.me),
        ("GET", "/applications/@me", rest.application),
        ("GET", "/oauth2/applications/@me", rest.application),
        ("GET", "/gateway/bot", rest.gateway_for_bot),
        ("POST", "/users/@me/channels", rest.open_direct),
        ("GET", "/users/{user_id}", rest.user),
        ("GET", "/guilds/{guild_id}", rest.guild),
        ("GET", "/guilds/{guild_id}/channels", rest.guild_channels),
        ("GET", "/guilds/{guild_id}/roles", rest.guild_roles),
        ("GET", "/guilds/{guild_id}/members", rest.members),
        ("GET", "/guilds/{guild_id}/members/{user_id}", rest.member),
        ("GET", "/channels/{channel_id}", rest.channel),
        ("PATCH", "/channels/{channel_id}", rest.change_thread),
        ("GET", messages, rest.history),
        ("POST", messages, rest.post),
        ("GET", message, rest.message),
        ("PATCH", message, rest.edit),
        ("DELETE", message, rest.delete),
        ("POST", "/channels/{channel_id}/typing", rest.typing),
        ("POST", "/channels/{channel_id}/threads", rest.thread),
        ("POST", message + "/threads", rest.message_thread),
        *[("GET", path, rest.published) for path in (commands, guild_commands)],
        *[("PUT", path, rest.publish) for path in (commands, guild_commands)],
        *[("POST", path, rest.publish_one) for path in (commands, guild_commands)],
    ]
    for_anyone = [
        ("GET", "/gateway", rest.gateway),
        ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callbacks.respond),
        ("POST", webhook, callbacks.follow_up),
        *[("GET", path, callbacks.fetch) for path in (original, followup)],
        *[("PATCH", path, callbacks.edit) for path in (original, followup)],
        *[("DELETE", path, callbacks.delete) for path in (original, followup)],
    ]
    for method, template, handler in for_bot:
        front.add(app, method, template, handler, bot=True)
    for method, template, handler in for_anyone:
        front.add(app, method, template, handler, bot=False)
    front.add_fallback(app)
