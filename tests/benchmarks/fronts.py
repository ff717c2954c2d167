"""What a vote costs through a platform: the product behind its front, against a no-op handler of the same library.

The platform and the people on it are in this process; the product and its floor (``front_bots``) are in one of their
own each, on a platform and a copy of the database of their own. A round opens a motion, and every state votes once, the
product's people and the floor's in turn; nobody votes before the last one has the receipt. For each:

* the time from the command to the receipt, median over the votes of a round. In it are the platform's own work and
  the way through the sockets, alike in both;
* the processor time of the bot's process by the vote: all its threads, the library, the database, the log.

In both are the acknowledgement, the vote's transaction, which writes what the vote owes into the outbox (the edit of
the card, the receipts to the rest of a delegation), and the private receipt. In neither is what goes on after a commit:
no relay posts what is owed, no scheduler looks for the next deadline. What a person's first vote within an hour costs
more, as Slack is asked for its language, has a line of its own; the rounds after the first are without it.

The transactions are recorded in a third copy where the product votes without any front. At the end it holds the same
record as the floor's, and the product's is as long, or there is no figure.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from adapters.clock import SystemClock
from adapters.settings import Settings
from bot.commands.register import REGISTRY
from bot.commands.text import parse_line
from bot.domain.addresses import Account, Channel
from tests.benchmarks.alliance import STATES, Addresses, Delegates, delegates_at, founded
from tests.benchmarks.floors import recording
from tests.benchmarks.front_bots import discord_floor, discord_product, slack_floor, slack_product
from tests.benchmarks.front_process import BotProcess, Receipt, Round, Setup, StartBot, bot_process
from tests.benchmarks.growth import FileStore, file_store
from tests.benchmarks.table import ROUNDS, Line
from tests.benchmarks.votes import head_at
from tests.servers.discord import DiscordServer, Message
from tests.servers.slack import SlackServer

TIMES_THE_FLOOR = 2.0
"""How many times the floor's the time to the receipt may be."""
OWN_MILLISECONDS = 1.0
"""How much processor time a vote may take beyond the floor's."""

TEAM, MOTIONS, OFFICER = "T1", "C1", "UOFFICER"
GUILD, COUNCIL, SECRETARY, FIRST_HEAD = 4194304000, 4194304001, 4194304100, 4194305000

ON_SLACK = Addresses(
    channel=Channel(f"slack:{TEAM}:{MOTIONS}"),
    officer=Account(f"slack:{TEAM}:{OFFICER}"),
    heads=tuple(Account(f"slack:{TEAM}:U{number:04}") for number in range(STATES)),
)
ON_DISCORD = Addresses(
    channel=Channel(f"discord:{GUILD}:{COUNCIL}"),
    officer=Account(f"discord:{SECRETARY}"),
    heads=tuple(Account(f"discord:{FIRST_HEAD + number}") for number in range(STATES)),
)


class Place(Protocol):
    """A platform with the people of the alliance on it."""

    @property
    def settings(self) -> Settings:
        """What a bot needs to know to connect."""
        ...

    @property
    def violations(self) -> Sequence[object]:
        """The rules of the platform that the bot broke."""
        ...

    async def vote(self, head: Account, motion: int) -> None:
        """Let a head of delegation vote by a command, and wait until it has the receipt."""
        ...

    def receipt(self) -> Receipt:
        """Give the last receipt, or something short while there is none."""
        ...


class SlackPlace:
    """A Slack with one workspace and one channel."""

    def __init__(self, server: SlackServer) -> None:
        self._server = server
        people = [account.parts[-1] for account in (ON_SLACK.officer, *ON_SLACK.heads)]
        for person in people:
            server.add_user(person)
        server.add_channel(MOTIONS, members=people)
        self.settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(server.bot_token),
            slack_app_token=SecretStr(server.app_token),
            slack_api_url=server.base_url,
        )

    @property
    def violations(self) -> Sequence[object]:
        """The rules of Slack that the bot broke."""
        return self._server.violations

    async def vote(self, head: Account, motion: int) -> None:
        """Type the command, and wait until the receipt is there."""
        line = f"M-{motion} yes"
        typed = await self._server.slash_command(user=head.parts[-1], channel=MOTIONS, command="/vote", text=line)
        await typed.answer()

    def receipt(self) -> Receipt:
        """Give the last one, as it came by its response_url."""
        calls = self._server.calls_of("response_url")
        return calls[-1].args if calls else {"response_type": "ephemeral", "text": "…"}


class DiscordPlace:
    """A Discord with one guild and one channel."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server
        self._guild = server.add_guild(GUILD)
        self._channel = server.add_channel(self._guild, COUNCIL, "council")
        people = [int(account.parts[0]) for account in (ON_DISCORD.officer, *ON_DISCORD.heads)]
        self._users = {number: server.add_user(number, f"user{number}") for number in people}
        self._last: Message | None = None
        self.settings = Settings(
            _env_file=None,
            discord_token=SecretStr(server.token),
            discord_api_url=server.api_url,
            discord_gateway_url=server.gateway_url,
        )

    @property
    def violations(self) -> Sequence[object]:
        """The rules of Discord that the bot broke."""
        return self._server.violations

    async def vote(self, head: Account, motion: int) -> None:
        """Send the command with its options, and wait until the receipt is there."""
        parsed = parse_line(REGISTRY, f"/vote M-{motion} yes")
        sent = await self._server.slash_command(
            user=self._users[int(head.parts[0])],
            channel=self._channel,
            name=parsed.command.noun,
            options={parsed.command.verb: dict(parsed.values)},
        )
        self._last = await sent.answer()

    def receipt(self) -> Receipt:
        """Give the last one."""
        return {"embeds": [{"title": "…"}] if self._last is None else self._last.embeds}


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform to be measured, with the two bots on it."""

    name: str
    at: Addresses
    place: Callable[[], AbstractAsyncContextManager[Place]]
    product: StartBot
    floor: StartBot


@asynccontextmanager
async def _slack() -> AsyncIterator[Place]:
    async with SlackServer() as server:
        yield SlackPlace(server)


@asynccontextmanager
async def _discord() -> AsyncIterator[Place]:
    async with DiscordServer() as server:
        yield DiscordPlace(server)


SLACK = Platform(name="Slack", at=ON_SLACK, place=_slack, product=slack_product, floor=slack_floor)
DISCORD = Platform(name="Discord", at=ON_DISCORD, place=_discord, product=discord_product, floor=discord_floor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a vote took in one round: milliseconds to the receipt, and of processor time."""

    receipt: float
    spent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One bot, and the platform that it is connected to."""

    place: Place
    bot: BotProcess


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Rounds of votes in copies of one alliance."""

    recorded: Delegates
    product: Bench
    floor: Bench

    async def run(self, voters: int) -> tuple[Cost, Cost]:
        """Let so many states vote on a new motion; give what a vote took of the product and of the floor."""
        heads, benches = self.recorded.at.heads[:voters], (self.product, self.floor)
        await self._begin(voters)
        before = [await bench.bot.spent() for bench in benches]
        waits = [[await self._wait(bench.place, head) for bench in benches] for head in heads]
        after = [await bench.bot.spent() for bench in benches]
        product, floor = (
            Cost(receipt=statistics.median(waited) * 1e3, spent=(end - begun) / voters * 1e3)
            for waited, begun, end in zip(zip(*waits, strict=True), before, after, strict=True)
        )
        return product, floor

    async def _begin(self, voters: int) -> None:
        """Record the transactions of a motion and its votes, and have it opened for both bots."""
        with recording() as transactions:
            await self.recorded.open_motion()
            for number in range(voters):
                await self.recorded.vote(number)
        opening, *votes = transactions
        if len(votes) != voters:
            raise AssertionError(f"{len(votes)} transactions for {voters} votes")
        given = Round(opening=opening, votes=tuple(votes), receipt=self.product.place.receipt())
        await self.product.bot.begin(given)
        await self.floor.bot.begin(given)

    async def _wait(self, place: Place, head: Account) -> float:
        """Give the seconds from a command to its receipt."""
        sent = time.perf_counter()
        await place.vote(head, self.recorded.motion)
        return time.perf_counter() - sent


@asynccontextmanager
async def _rounds_on(platform: Platform, store: FileStore) -> AsyncIterator[Rounds]:
    """Start the bots on copies of one alliance; at the end these must hold the same record."""
    founded(store.url, now=datetime.now(UTC), at=platform.at)
    urls = [store.copy() for _ in range(3)]
    recorded = delegates_at(urls[0], SystemClock(), at=platform.at)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(recorded.close)
        product, floor = [
            await _bench(platform, start, url, stack)
            for start, url in zip((platform.product, platform.floor), urls[1:], strict=True)
        ]
        yield Rounds(recorded=recorded, product=product, floor=floor)
        if found := [*product.place.violations, *floor.place.violations]:
            raise AssertionError(found)
    heads = [head_at(url) for url in urls]
    if heads[0] != heads[2] or heads[0][0] != heads[1][0]:
        raise AssertionError(f"not all did what was recorded: {heads}")


async def _bench(platform: Platform, start: StartBot, url: str, stack: AsyncExitStack) -> Bench:
    place = await stack.enter_async_context(platform.place())
    log = Path(url.removeprefix("sqlite:///")).with_suffix(".log")
    setup = Setup(settings=place.settings, url=url, at=platform.at, log=log)
    return Bench(place=place, bot=await stack.enter_async_context(bot_process(start, setup)))


async def lines_of(platform: Platform, *, rounds: int = ROUNDS, voters: int = STATES) -> list[Line]:
    """Run the rounds on a platform; give the lines of the table."""
    with file_store() as store:
        async with _rounds_on(platform, store) as running:
            await running.run(1)
            first = await running.run(voters)
            product, floor = zip(*[await running.run(voters) for _ in range(rounds)], strict=True)
    vote = f"a vote on {platform.name}"
    return [
        Line(
            measured=f"{vote}: from the command to the receipt, median",
            floor=_median(floor, lambda cost: cost.receipt),
            product=_median(product, lambda cost: cost.receipt),
            unit="ms",
            at_most=TIMES_THE_FLOOR,
        ),
        Line(
            measured=f"{vote}: the same, each person's first",
            floor=first[1].receipt,
            product=first[0].receipt,
            unit="ms",
        ),
        Line(
            measured=f"{vote}: processor time",
            floor=_median(floor, lambda cost: cost.spent),
            product=_median(product, lambda cost: cost.spent),
            unit="ms",
            more_at_most=OWN_MILLISECONDS,
        ),
    ]


def _median(costs: Iterable[Cost], what: Callable[[Cost], float]) -> float:
    return statistics.median(map(what, costs))


def votes_on_slack(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure votes through Slack, over Socket Mode."""
    return asyncio.run(lines_of(SLACK))


def votes_on_discord(*, full: bool) -> list[Line]:  # noqa: ARG001 (as all measurements are called)
    """Measure votes through Discord, over its gateway."""
    return asyncio.run(lines_of(DISCORD))
