"""Who and what exists on the local Discord: people, guilds, roles, channels and the messages in them.

Objects carry the keys discord.py reads, with Discord's types (ids are strings). Left out: permission
overwrites, categories, voice, emojis, stickers, presences.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from tests.servers.discord.messages import Message, User
from tests.servers.discord.refusals import Json, unknown

__all__ = ["Channel", "Clock", "Guild", "Member", "Role", "Snowflakes", "User", "World"]

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
TEXT, DIRECT, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
MEMBER_PERMISSIONS = 0x400 | 0x800 | 0x10000 | 0x80000000  # see, send, read history, use commands
ADMINISTRATOR = 0x8
CREATE_PUBLIC_THREADS, SEND_MESSAGES_IN_THREADS = 1 << 35, 1 << 38
BOT_PERMISSIONS = MEMBER_PERMISSIONS | 0x4000 | 0x8000 | CREATE_PUBLIC_THREADS | SEND_MESSAGES_IN_THREADS
MESSAGE_CONTENT_LIMITED = 1 << 19

Thing = TypeVar("Thing")


class Clock:
    """The server's clock: real time, which a test may put forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the present, aware and in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Put the clock forward."""
        self._ahead += timedelta(seconds=seconds)


class Snowflakes:
    """Makes ids that carry their time, each greater than the one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """Return a new id for this moment."""
        milliseconds = (self._clock.now() - DISCORD_EPOCH) // timedelta(milliseconds=1)
        self._last = max(milliseconds << 22, self._last + 1)
        return self._last


@dataclass(kw_only=True, eq=False)
class Role:
    """A role of a guild."""

    id: int
    name: str
    permissions: int = 0

    def json(self) -> Json:
        """Return Discord's role object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 1,
            "managed": False,
            "mentionable": True,
            "flags": 0,
        }


@dataclass(kw_only=True, eq=False)
class Member:
    """A user in a guild, with roles and the permissions they come to."""

    user: User
    roles: list[Role] = field(default_factory=list)
    permissions: int = MEMBER_PERMISSIONS
    nick: str | None = None

    def json(self, *, permissions: bool = False) -> Json:
        """Return Discord's member object; interactions add the permissions."""
        member: Json = {
            "user": self.user.json(),
            "nick": self.nick,
            "avatar": None,
            "roles": [str(role.id) for role in self.roles],
            "joined_at": "2024-01-01T00:00:00+00:00",
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "communication_disabled_until": None,
            "flags": 0,
        }
        return {**member, "permissions": str(self.permissions)} if permissions else member


@dataclass(kw_only=True, eq=False)
class Channel:
    """A text channel, a thread (with its parent) or the conversation with one user."""

    id: int
    name: str = ""
    kind: int = TEXT
    guild: "Guild | None" = None
    recipient: User | None = None
    parent: "Channel | None" = None
    archive_after: int = 1440
    archived: bool = False
    locked: bool = False
    closed: bool = False
    messages: list[Message] = field(default_factory=list)
    nonces: dict[str, Message] = field(default_factory=dict)

    def json(self) -> Json:
        """Return Discord's channel object."""
        channel: Json = {"id": str(self.id), "type": self.kind, "flags": 0, "last_message_id": None}
        if self.recipient is not None:
            return {**channel, "recipients": [self.recipient.json()]}
        guild_id = str(self.guild.id) if self.guild else None
        channel |= {"guild_id": guild_id, "name": self.name, "rate_limit_per_user": 0}
        if self.parent is not None:
            return channel | self._thread(self.parent)
        return channel | {
            "position": 0,
            "permission_overwrites": [],
            "nsfw": False,
            "topic": None,
            "parent_id": None,
        }

    def _thread(self, parent: "Channel") -> Json:
        return {
            "parent_id": str(parent.id),
            "owner_id": "0",
            "message_count": len(self.messages),
            "member_count": 1,
            "total_message_sent": len(self.messages),
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": self.archive_after,
                "archive_timestamp": "2024-01-01T00:00:00+00:00",
                "locked": self.locked,
            },
        }


@dataclass(kw_only=True, eq=False)
class Guild:
    """A guild (a "server" in Discord's windows)."""

    id: int
    name: str
    locale: str
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)

    def member(self, user: User) -> Member:
        """Return the member, who joins at the first call."""
        return self.members.setdefault(user.id, Member(user=user))

    def json(self) -> Json:
        """Return Discord's guild object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "owner_id": "1",
            "preferred_locale": self.locale,
            "features": [],
            "roles": [role.json() for role in self.roles.values()],
            "emojis": [],
            "stickers": [],
            "afk_timeout": 300,
            "verification_level": 1,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "system_channel_flags": 0,
            "max_members": 500000,
        }

    def create_event(self) -> Json:
        """Return the data of GUILD_CREATE: the bot is the only member sent, as without the members intent."""
        channels = [channel for channel in self.channels.values() if channel.parent is None]
        threads = [channel for channel in self.channels.values() if channel.parent is not None]
        return {
            **self.json(),
            "unavailable": False,
            "large": False,
            "joined_at": "2024-01-01T00:00:00+00:00",
            "member_count": len(self.members),
            "members": [member.json() for member in self.members.values() if member.user.bot],
            "channels": [channel.json() for channel in channels],
            "threads": [thread.json() for thread in threads],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }


class World:
    """Everything that exists, and the look-ups that refuse what does not."""

    def __init__(self, clock: Clock, application_id: int) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self.history_lag: Callable[[], timedelta] = timedelta
        self.bot = User(id=application_id, name="plenary", locale="en-US", bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}

    def add_guild(self, guild_id: int, name: str, locale: str) -> Guild:
        """Create a guild with its @everyone role and the bot in it."""
        guild = Guild(id=guild_id, name=name, locale=locale)
        guild.roles[guild_id] = Role(id=guild_id, name="@everyone", permissions=MEMBER_PERMISSIONS)
        guild.members[self.bot.id] = Member(user=self.bot, permissions=BOT_PERMISSIONS)
        self.guilds[guild_id] = guild
        return guild

    def add_channel(self, channel: Channel) -> Channel:
        """Put a channel into the world and into its guild."""
        self.channels[channel.id] = channel
        if channel.guild is not None:
            channel.guild.channels[channel.id] = channel
        return channel

    def user(self, user_id: int | str) -> User:
        """Return a user or refuse with 10013."""
        return _found(self.users.get(int(user_id)), "User", 10013)

    def guild(self, guild_id: int | str) -> Guild:
        """Return a guild or refuse with 10004."""
        return _found(self.guilds.get(int(guild_id)), "Guild", 10004)

    def channel(self, channel_id: int | str) -> Channel:
        """Return a channel or refuse with 10003."""
        return _found(self.channels.get(int(channel_id)), "Channel", 10003)

    def history(self, channel: Channel) -> list[Message]:
        """Return what a channel's history shows; it lags behind by what `history_lag` gives for each message."""
        now = self.clock.now()
        seen = [message for message in channel.messages if not message.deleted]
        return [message for message in seen if message.readable_at is None or message.readable_at <= now]

    def message(self, channel: Channel, message_id: int | str) -> Message:
        """Return a message that everyone in the channel sees or refuse with 10008."""
        seen = [message for message in channel.messages if not message.deleted]
        return _found(next((one for one in seen if one.id == int(message_id)), None), "Message", 10008)

    def direct(self, user: User) -> Channel:
        """Return the bot's conversation with a user, opened at the first call."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        return self.add_channel(Channel(id=self.snowflakes.next(), kind=DIRECT, recipient=user))

    def application(self) -> Json:
        """Return the application object."""
        owner = User(id=1, name="owner", locale="en-US").json()
        return {
            "id": str(self.bot.id),
            "name": self.bot.name,
            "description": "",
            "icon": None,
            "bot_public": False,
            "bot_require_code_grant": False,
            "owner": owner,
            "team": None,
            "verify_key": "0" * 64,
            "flags": MESSAGE_CONTENT_LIMITED,
            "summary": "",
        }


def _found(thing: Thing | None, what: str, code: int) -> Thing:
    if thing is None:
        raise unknown(what, code)
    return thing
