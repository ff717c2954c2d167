"""The fronts of the suite. Slack and Discord are the real libraries against local servers; the console is itself."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from zoneinfo import ZoneInfo

from adapters.console.app import CHANNEL, ConsoleFront
from adapters.console.notifier import ConsoleNotifier
from bot.domain.addresses import Account, Channel, Platform
from bot.locales.catalogue import Interpreter
from tests.behaviour.cast import Person
from tests.behaviour.world import START, Front, World, people_of
from tests.integration.discord_world import DiscordWorld
from tests.integration.slack_world import SlackWorld, Transport


class ConsoleUnderTest:
    """The console, fed lines and read by what it writes."""

    platform = Platform.CONSOLE

    def __init__(self, world: World) -> None:
        self._lines: list[str] = []
        self._answers: list[str] = []
        self.notifier = ConsoleNotifier(self._lines.append)
        self._front = ConsoleFront(
            dispatcher=world.house.dispatcher,
            writer=world.house.writer,
            clock=world.clock,
            alliance=world.code,
            write=self._answers.append,
            say=Interpreter("en", ZoneInfo("Europe/Tallinn")),
        )

    def account(self, person: Person) -> Account:
        """Give a person's account."""
        return Account.parse(f"console:{person.name}")

    @property
    def channel(self) -> Channel:
        """The console's one channel."""
        return CHANNEL

    async def say(self, person: Person, line: str) -> str:
        """Type a line; give what is written back."""
        self._answers.clear()
        await self._front.line(f"@{person.name} {line}")
        return "\n".join(self._answers)

    async def press(self, person: Person, post: str, label: str) -> str:
        """Type what a button of the newest fitting post says."""
        shown = next(text for text in reversed(self._lines) if post in text and f"[{label} → " in text)
        line = shown.split(f"[{label} → ")[1].split("]")[0]
        return await self.say(person, line)

    async def posts(self) -> list[str]:
        """Give what the channel shows now, changed posts as they are after their changes."""
        return self.notifier.shown(self.channel)

    async def thread(self, post: str) -> list[str]:
        """Give what the thread of the newest fitting post shows now."""
        return self.notifier.thread(self.channel, post)

    async def direct(self, person: Person) -> list[str]:
        """Give the direct messages a person has."""
        return self.notifier.shown(self.account(person))


@asynccontextmanager
async def open_console(world: World) -> AsyncIterator[ConsoleUnderTest]:
    """Put the console before a house."""
    front = ConsoleUnderTest(world)
    people_of(world.database, world.code, front, START)
    world.house.notifiers[Platform.CONSOLE] = front.notifier
    world.fronts.append(front)
    yield front


@asynccontextmanager
async def open_discord(world: World) -> AsyncIterator[DiscordWorld]:
    """Put the real discord.py before a house, against a local server that speaks Discord's protocols."""
    async with DiscordWorld(world.house.dispatcher, world.clock) as front:
        people_of(world.database, world.code, front, START)
        world.house.notifiers[Platform.DISCORD] = front.notifier
        world.fronts.append(front)
        yield front
        assert front.server.violations == []


@asynccontextmanager
async def open_slack(world: World, transport: Transport = "socket mode") -> AsyncIterator[SlackWorld]:
    """Put the real slack-bolt before a house, against a local server that speaks Slack's protocols."""
    async with SlackWorld(world.house.dispatcher, world.clock, transport=transport) as front:
        people_of(world.database, world.code, front, START)
        world.house.notifiers[Platform.SLACK] = front.notifier
        world.fronts.append(front)
        yield front
        assert front.server.violations == []


Opener = Callable[[World], AbstractAsyncContextManager[Front]]

FRONTS: Mapping[str, Opener] = {
    "console": open_console,
    "discord": open_discord,
    "slack": open_slack,
    "slack-http": partial(open_slack, transport="signed http"),
}
