"""The bots whose cost is compared on each platform: the product, and the least that the same library can do.

The product is a house as it runs, with its logs and its counts, behind its real front. A floor is set up as that front
sets its library up; its handler acknowledges, runs the recorded transaction of that vote by ``SqlFloor``, and answers
in the product's way with a receipt that was made before: no code of the product, and nothing computed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import aiohttp
import discord
from discord.utils import MISSING
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.clock import SystemClock
from adapters.discord.app import DiscordFront
from adapters.discord.client import LONGEST_RATE_LIMIT, READY_WITHIN
from adapters.discord.endpoints import redirect
from adapters.logging import configure
from adapters.logging.redaction import secrets_of
from adapters.slack.app import CONNECTIONS, PING_INTERVAL, SlackFront
from adapters.web.metrics import PrometheusObserver
from bot.domain.addresses import Account
from tests.benchmarks.alliance import Delegates, delegates_at
from tests.benchmarks.floors import SqlFloor, run_on
from tests.benchmarks.front_process import Bot, Receipt, Round, Setup

Stop = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A house that serves a platform."""

    delegates: Delegates
    stop_front: Stop

    async def begin(self, given: Round) -> None:
        """Let the secretariat open the next motion."""
        await self.delegates.open_motion()

    async def stop(self) -> None:
        """Stop the front, then the house."""
        await self.stop_front()
        await self.delegates.close()


def _house(setup: Setup) -> Delegates:
    settings = setup.settings
    configure(level=settings.log_level, form=settings.log_format, secrets=secrets_of(settings))
    return delegates_at(setup.url, SystemClock(), at=setup.at, observer=PrometheusObserver())


async def slack_product(setup: Setup) -> Bot:
    """Serve Slack."""
    delegates = _house(setup)
    front = SlackFront(setup.settings, delegates.house.dispatcher, SystemClock())
    await front.start()
    return Product(delegates=delegates, stop_front=front.stop)


async def discord_product(setup: Setup) -> Bot:
    """Serve Discord."""
    delegates = _house(setup)
    front = DiscordFront(setup.settings, delegates.house.dispatcher, SystemClock())
    await front.start()
    return Product(delegates=delegates, stop_front=front.stop)


class Votes:
    """The recorded votes of the motion that is voted on, by the account that casts them, and the receipt."""

    def __init__(self, setup: Setup) -> None:
        self._floor = SqlFloor(setup.url)
        self._heads = setup.at.heads
        self._works: Mapping[Account, Callable[[], None]] = {}
        self.receipt: Receipt = {}

    async def begin(self, given: Round) -> None:
        """Run the transaction of the opening, and make those of the votes ready."""
        await run_on(self._floor, self._floor.ready(given.opening))
        works = map(self._floor.ready, given.votes)
        self._works = dict(zip(self._heads, works, strict=False))
        self.receipt = given.receipt

    async def cast(self, account: str) -> None:
        """Run the transaction of an account's vote."""
        await run_on(self._floor, self._works[Account(account)])

    def close(self) -> None:
        """Close the database."""
        self._floor.close()


class SlackFloor:
    """Bolt over Socket Mode with one listener."""

    def __init__(self, setup: Setup) -> None:
        self._votes = Votes(setup)
        self._session = aiohttp.ClientSession()
        self._tasks: set[asyncio.Task[None]] = set()
        settings = setup.settings
        client = partial(AsyncWebClient, base_url=settings.slack_api_url, session=self._session, retry_handlers=[])
        app = AsyncApp(
            client=client(),
            authorize=_Authorized(client(token=_secret(settings.slack_bot_token))),
            signing_secret="",
            process_before_response=True,
        )
        app.command("/vote")(self._vote)
        token, ping = _secret(settings.slack_app_token), PING_INTERVAL.total_seconds()
        self._sockets = [AsyncSocketModeHandler(app, app_token=token, ping_interval=ping) for _ in range(CONNECTIONS)]

    async def start(self) -> None:
        """Connect."""
        for socket in self._sockets:
            await socket.connect_async()  # type: ignore[no-untyped-call]  # no hints

    async def begin(self, given: Round) -> None:
        """Open the next motion."""
        await self._votes.begin(given)

    async def _vote(self, ack: Callable[[], Awaitable[object]], body: Mapping[str, Any]) -> None:
        await ack()
        task = asyncio.create_task(self._answer(body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, body: Mapping[str, Any]) -> None:
        await self.count(f"slack:{body['team_id']}:{body['user_id']}")
        hook = AsyncWebhookClient(body["response_url"], session=self._session, retry_handlers=[])
        await hook.send_dict(dict(self._votes.receipt))

    async def count(self, account: str) -> None:
        """Run the transaction of an account's vote."""
        await self._votes.cast(account)

    async def stop(self) -> None:
        """Close the connections and the database."""
        for socket in self._sockets:
            await socket.close_async()  # type: ignore[no-untyped-call]  # no hints
        await self._session.close()
        self._votes.close()


class _Authorized(AsyncAuthorize):
    """Tells Bolt who the bot is, having asked once."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: AuthorizeResult | None = None

    async def __call__(self, **_: Any) -> AuthorizeResult:  # noqa: ANN401 (as Bolt calls it)
        if self._known is None:
            answer = await self._client.auth_test()
            self._known = AuthorizeResult.from_auth_test_response(
                bot_token=self._client.token, auth_test_response=answer
            )
        return self._known


async def slack_floor(setup: Setup) -> Bot:
    """Do on Slack the least that counts a vote."""
    bot = SlackFloor(setup)
    await bot.start()
    return bot


class DiscordFloor(discord.AutoShardedClient):
    """A client with one handler."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=READY_WITHIN.total_seconds(),
            max_ratelimit_timeout=LONGEST_RATE_LIMIT.total_seconds(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            shard_count=1,
        )
        self._votes = Votes(setup)
        self._embeds: list[discord.Embed] = []
        self._running: asyncio.Task[None] | None = None

    async def open(self, token: str) -> None:
        """Connect."""
        await self.login(token)
        self._running = asyncio.create_task(self.connect())
        await self.wait_until_ready()

    async def begin(self, given: Round) -> None:
        """Open the next motion, and make the receipt."""
        await self._votes.begin(given)
        embeds = cast("list[dict[str, Any]]", given.receipt.get("embeds", []))
        self._embeds = [discord.Embed.from_dict(embed) for embed in embeds]

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Count a vote."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._votes.cast(f"discord:{interaction.user.id}")
        await interaction.edit_original_response(embeds=self._embeds, view=None, attachments=MISSING)

    async def stop(self) -> None:
        """Close the connection and the database."""
        await self.close()
        if self._running is not None:
            await self._running
        self._votes.close()


async def discord_floor(setup: Setup) -> Bot:
    """Do on Discord the least that counts a vote."""
    redirect(setup.settings)
    bot = DiscordFloor(setup)
    await bot.open(_secret(setup.settings.discord_token))
    return bot


def _secret(token: SecretStr | None) -> str:
    return "" if token is None else token.get_secret_value()
