"""The local Discord as one object: start it, fill its world, act as its users, see what the bot did."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.servers.discord.callbacks import Callbacks
from tests.servers.discord.delivery import Delivery, Kind, Modal
from tests.servers.discord.faults import Fault, Faults, Weather
from tests.servers.discord.gateway import Gateway
from tests.servers.discord.http import LARGEST_BODY, PREFIX, Exchange, HttpFront, Violation
from tests.servers.discord.messages import Message, User
from tests.servers.discord.options import Options
from tests.servers.discord.people import People
from tests.servers.discord.posts import Posts
from tests.servers.discord.refusals import Json
from tests.servers.discord.rest import Rest, add_routes
from tests.servers.discord.threads import Threads
from tests.servers.discord.uploads import Uploads
from tests.servers.discord.world import MEMBER_PERMISSIONS, Channel, Clock, Guild, Role, World

TOKEN = "MTAwMA.local.discord"
APPLICATION_ID = 900000000000000001
LOOPBACK = "127.0.0.1"
NO_TIME = timedelta()


class DiscordServer:
    """A Discord on an ephemeral port of 127.0.0.1, used as `async with DiscordServer() as server`.

    Set `discord.http.Route.BASE` to `api_url` and `DiscordWebSocket.DEFAULT_GATEWAY` to `gateway_url`; both
    are process-wide, so a fixture must restore them. With `published_only` nobody can type an unpublished
    command.
    """

    def __init__(
        self, *, token: str = TOKEN, application_id: int = APPLICATION_ID, published_only: bool = False
    ) -> None:
        self.token = token
        self._condition = asyncio.Condition()
        self._clock = Clock()
        self._faults = Faults()
        self.world = World(self._clock, application_id)
        self.gateway = Gateway(self.world, token, self._changed)
        self._posts = Posts(self.world, self.gateway)
        self._threads = Threads(self.world, self.gateway)
        self._rest = Rest(self.world, self._posts, self._threads)
        self._callbacks = Callbacks(self.world, self._posts)
        self._front = HttpFront(token, self._faults, self._changed)
        self._people = People(
            world=self.world,
            gateway=self.gateway,
            posts=self._posts,
            rest=self._rest,
            callbacks=self._callbacks,
            wait=self._wait,
        )
        self._people.published_only = published_only
        self._runner: web.AppRunner | None = None
        self._address = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/resume/", self.gateway.handle)
        app.router.add_get("/attachments/{identifier}/{name}", self.uploads.serve)
        add_routes(app, self._front, self._rest, self._callbacks)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, 0)
        await site.start()
        self._address = f"{LOOPBACK}:{self._runner.addresses[0][1]}"
        self.gateway.resume_url = f"ws://{self._address}/resume/"
        self._rest.gateway_url = self.gateway_url
        self.uploads.base_url = f"http://{self._address}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._faults.release_all()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """Return what `discord.http.Route.BASE` must be."""
        return f"http://{self._address}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Return what `DiscordWebSocket.DEFAULT_GATEWAY` must be (as a `yarl.URL`)."""
        return f"ws://{self._address}/gateway/"

    @property
    def exchanges(self) -> list[Exchange]:
        """Return every REST request with its answer, in order of answering."""
        return self._front.exchanges

    @property
    def violations(self) -> list[Violation]:
        """Return every body that broke Discord's rules."""
        return self._front.violations

    @property
    def deliveries(self) -> list[Delivery]:
        """Return every interaction that was sent."""
        return list(self._callbacks.deliveries.values())

    @property
    def uploads(self) -> Uploads:
        """Return the files that people attached."""
        return self._people.uploads

    def commands(self, guild: Guild | None = None) -> list[Json]:
        """Return the commands published for a guild, or for everywhere."""
        return self._rest.commands.get(guild.id if guild else None, [])

    # The world

    def add_guild(self, guild_id: int, name: str = "Alliance", locale: str = "en-US") -> Guild:
        """Create a guild with the bot in it; a bot already connected learns of it by `announce`."""
        return self.world.add_guild(guild_id, name, locale)

    def add_channel(self, guild: Guild, channel_id: int, name: str, *, closed: bool = False) -> Channel:
        """Create a text channel; the bot has no access to a closed one."""
        return self.world.add_channel(Channel(id=channel_id, name=name, guild=guild, closed=closed))

    def add_user(self, user_id: int, name: str, locale: str = "en-US", *, accepts_direct_messages: bool = True) -> User:
        """Create a person, who joins a guild at the first act there."""
        user = User(id=user_id, name=name, locale=locale, accepts_direct_messages=accepts_direct_messages)
        self.world.users[user_id] = user
        return user

    def add_role(self, guild: Guild, role_id: int, name: str, permissions: int = 0) -> Role:
        """Create a role."""
        guild.roles[role_id] = Role(id=role_id, name=name, permissions=permissions)
        return guild.roles[role_id]

    def set_member(
        self, guild: Guild, user: User, *, roles: Sequence[Role] = (), permissions: int = MEMBER_PERMISSIONS
    ) -> None:
        """Give a member roles and permissions, in place of those they had."""
        member = guild.member(user)
        member.roles, member.permissions = list(roles), permissions

    async def announce(self, guild: Guild) -> None:
        """Tell connected bots of a guild."""
        await self.gateway.emit("GUILD_CREATE", guild.create_event(), guild.id, intents=1)

    def messages(self, channel: Channel | int) -> list[Message]:
        """Return the messages everyone in a channel sees, the oldest first."""
        found = self.world.channel(channel if isinstance(channel, int) else channel.id)
        return [message for message in found.messages if not message.deleted]

    def thread(self, message: Message) -> Channel | None:
        """Return the thread of a message."""
        return self.world.channels.get(message.id)

    async def open_thread(self, message: Message, name: str) -> Channel:
        """Open the thread of a message, as a person does."""
        return await self._threads.open_on(self.world.channel(message.channel_id), message, {"name": name})

    async def delete_thread(self, thread: Channel) -> None:
        """Delete a thread, as a moderator does."""
        await self._threads.delete(thread)

    async def delete_message(self, message: Message) -> None:
        """Delete a message, as a moderator does; its thread stays."""
        await self._posts.delete(self.world.channel(message.channel_id), message)

    def direct_messages(self, user: User | int) -> list[Message]:
        """Return the conversation between the bot and a user."""
        person = self.world.user(user) if isinstance(user, int) else user
        return self.messages(self.world.direct(person))

    # Acting as a user

    async def slash_command(
        self,
        *,
        user: User,
        name: str,
        guild: Guild | None = None,
        channel: Channel | None = None,
        options: Options = (),
    ) -> Delivery:
        """Type a slash command: in a channel, a guild's first channel, else in the bot's direct messages.

        `options` maps names to values; a mapping inside is a sub-command or a group. A list is sent as it is.
        """
        place = self._place(user, guild, channel)
        return await self._people.command(kind=Kind.COMMAND, user=user, channel=place, name=name, options=options)

    async def autocomplete(
        self,
        *,
        user: User,
        name: str,
        options: Options,
        focused: str,
        guild: Guild | None = None,
        channel: Channel | None = None,
    ) -> Delivery:
        """Type into the option `focused` of a command and ask for suggestions."""
        place = self._place(user, guild, channel)
        return await self._people.command(
            kind=Kind.AUTOCOMPLETE, user=user, channel=place, name=name, options=options, focused=focused
        )

    async def message_command(self, user: User, message: Message, name: str) -> Delivery:
        """Choose a command from the menu of a message."""
        return await self._people.command_on(user, message, name)

    async def click(self, user: User, message: Message, custom_id: str, values: list[str] | None = None) -> Delivery:
        """Press a button, or choose `values` from a select."""
        return await self._people.click(user, message, custom_id, values)

    async def submit_modal(self, user: User, modal: Modal, values: Mapping[str, object]) -> Delivery:
        """Fill in a form, by custom id, and send it."""
        return await self._people.submit(user, modal, values)

    async def say(self, user: User, channel: Channel, content: str) -> Message:
        """Write an ordinary message."""
        return await self._people.say(user, channel, content)

    # Time, waiting and faults

    def advance(self, seconds: float) -> None:
        """Put the server's clock forward, so that interactions and nonces grow old."""
        self._clock.advance(seconds)

    async def wait_for(
        self,
        fact: Callable[[Self], bool],
        timeout: float = 5,  # noqa: ASYNC109 - a bound is part of every wait
    ) -> None:
        """Wait until something is true of the server; raises `TimeoutError`."""
        await self._wait(lambda: fact(self), timeout)

    def fail_next(self, method: str, route: str, fault: int | str, times: int = 1) -> Fault:
        """Order a failure for the next requests to a route: its template, or a pattern like `/channels/*`."""
        return self._faults.order(Fault(method=method, route=route, what=fault, times=times))

    def set_weather(self, weather: Weather) -> None:
        """Have `weather` decide what happens to every request for which nothing was ordered."""
        self._faults.weather = weather

    def keep_nonces(self, kept: timedelta) -> None:
        """Have repeated nonces recognised for this long only; Discord says no more than "a few minutes"."""
        self._rest.nonces_kept = kept

    def advise_shards(
        self,
        count: int,
        *,
        at_a_time: int = 16,
        apart: timedelta = NO_TIME,
        starts_left: int = 1000,
        gateway_url: str | None = None,
    ) -> None:
        """Have the gateway want so many shards, and name itself by another address where one is given.

        Those that share one of ``at_a_time`` turns must begin ``apart``: it refuses who comes sooner.
        """
        self.gateway.take_turns(at_a_time, apart=apart)
        self._rest.shards, self._rest.max_concurrency, self._rest.starts_left = count, at_a_time, starts_left
        self._rest.gateway_url = gateway_url or self.gateway_url

    async def cut_sockets(self, shard: int | None = None) -> None:
        """Break every gateway connection, or one shard's; the bot may come back at once."""
        await self.gateway.cut(shard)

    @asynccontextmanager
    async def gateway_gap(self, shard: int | None = None) -> AsyncIterator[None]:
        """Break every gateway connection, or one shard's, and let none in until the block ends."""
        self.gateway.hold()
        await self.gateway.cut(shard)
        try:
            yield
        finally:
            self.gateway.admit()

    def _place(self, user: User, guild: Guild | None, channel: Channel | None) -> Channel:
        if channel is not None:
            if guild is not None and channel.guild is not guild:
                raise LookupError(f"channel {channel.name!r} is not in guild {guild.name!r}")
            return channel
        return self.world.direct(user) if guild is None else next(iter(guild.channels.values()))

    async def _wait(self, true: Callable[[], bool], timeout: float) -> None:  # noqa: ASYNC109 - as above
        try:
            async with asyncio.timeout(timeout), self._condition:
                await self._condition.wait_for(true)
        except TimeoutError as late:
            last = [(one.method, one.path, one.status) for one in self.exchanges[-5:]]
            raise TimeoutError(f"last requests {last}, violations {list(map(str, self.violations))}") from late

    async def _changed(self) -> None:
        async with self._condition:
            self._condition.notify_all()
