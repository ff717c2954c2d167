"""Running the bot: ``run``, ``console``, ``demo``."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Final

import typer

from adapters.bootstrap import House, open_house, the_alliance
from adapters.cli.demo import estonia
from adapters.cli.terminal import SAY, AllianceOption, fail, guarded, load_settings, show, told
from adapters.console.app import CHANNEL, NAME_LIMIT, SECRETARIAT, Ask, ConsoleFront, standard_input
from adapters.console.notifier import ConsoleNotifier
from adapters.discord.app import DiscordFront
from adapters.discord.faults import DiscordUnreachable
from adapters.scheduler import Scheduler
from adapters.settings import Settings
from adapters.slack.app import SlackFront
from adapters.slack.checking import SlackUnreachable
from adapters.web.server import WebServer
from bot.commands.administration import link_channel
from bot.commands.proceedings import CARD_PAUSE
from bot.domain.addresses import Channel, Platform, Purpose
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode
from bot.locales.catalogue import Interpreter
from bot.ports import UnitOfWork

Front = SlackFront | DiscordFront
Maker = Callable[[], Front]

RETRY: Final = timedelta(seconds=30)
"""How long to wait before a platform that could not be reached at the start is tried again."""

DEMOS = {"estonia": estonia.play}


@guarded
def run(alliance: AllianceOption = None) -> None:
    """Start with what is configured; with no tokens, the console."""
    settings = load_settings()
    if settings.wants_slack or settings.wants_discord:
        asyncio.run(_serve(settings))
    else:
        asyncio.run(_converse(settings, alliance, SECRETARIAT))


@guarded
def console(
    speaker: Annotated[
        str, typer.Option("--as", metavar="EST | secretariat | reviewer", help=told("cli.console.as"))
    ] = SECRETARIAT,
    alliance: AllianceOption = None,
) -> None:
    """Speak and vote in this terminal, for as many delegations as you like."""
    asyncio.run(_converse(load_settings(), alliance, speaker))


@guarded
def demo(scenario: Annotated[str, typer.Argument(metavar="estonia")] = "estonia") -> None:
    """Play a scenario through the real dispatcher on a temporary database."""
    play = DEMOS.get(scenario)
    if play is None:
        fail(SAY.words("cli.demo.unknown", value=scenario, accepted=tuple(DEMOS)))
    if not asyncio.run(play(typer.echo)):
        raise typer.Exit(1)


async def _serve(settings: Settings) -> None:
    """Run the platforms until the process is told to stop. The clock runs whether or not they can be reached."""
    stop = _told_to_stop()
    async with open_house(settings) as house, AsyncExitStack() as stack:
        await _keep_time(house, house.keeping_motions(), stack)
        makers: list[Maker] = []
        if settings.wants_slack:
            makers.append(lambda: SlackFront(settings, house.dispatcher, house.clock))
        if settings.wants_discord:
            makers.append(lambda: DiscordFront(settings, house.dispatcher, house.clock))
        for make in makers:
            front = make()
            if await _started(front, house, stack):
                await _listen(settings, front, stack)
            else:
                retrying = asyncio.create_task(_retry(make, house, stack))
                stack.callback(retrying.cancel)
        show("cli.run.started", platforms=tuple(SAY.words(f"Platform.{name.value}") for name in house.notifiers))
        await stop.wait()


async def _started(front: Front, house: House, stack: AsyncExitStack) -> bool:
    """Start a front and its posts; give False where its platform cannot be reached now, raise where it is set wrong."""
    try:
        await front.start()
    except (SlackUnreachable, DiscordUnreachable) as unreachable:
        typer.echo(SAY.words(unreachable.message_id, **unreachable.facts), err=True)
        return False
    stack.push_async_callback(front.stop)
    platform = front.notifier.platform
    house.notifiers[platform] = front.notifier
    for fault in await front.check(await house.writer.read(_linked_channels)):
        typer.echo(SAY.words(fault.message_id, **fault.facts), err=True)
    await _keep_time(house, house.posting_on(platform), stack)
    return True


async def _retry(make: Maker, house: House, stack: AsyncExitStack) -> None:
    """Try again until a platform can be reached, or turns out to be set wrong."""
    started = False
    while not started:
        await asyncio.sleep(RETRY.total_seconds())
        try:
            started = await _started(make(), house, stack)
        except Refusal as refusal:
            typer.echo(SAY.words(refusal.message_id, **refusal.facts), err=True)
            return


def _linked_channels(uow: UnitOfWork) -> tuple[Channel, ...]:
    codes = uow.alliances.codes()
    return tuple(linked.channel for code in codes for linked in uow.channels.linked(code))


async def _listen(settings: Settings, front: Front, stack: AsyncExitStack) -> None:
    routes = front.web_routes() if isinstance(front, SlackFront) else []
    if routes:
        server = WebServer(host=settings.web_host, port=settings.web_port, routes=routes)
        await server.start()
        stack.push_async_callback(server.stop)
        show("cli.run.listening", host=settings.web_host, port=server.port)


async def _keep_time(house: House, scheduler: Scheduler, stack: AsyncExitStack) -> None:
    house.writer.on_commit(scheduler.wake)
    await scheduler.start()
    stack.push_async_callback(scheduler.stop)


def _told_to_stop() -> asyncio.Event:
    """Give what is set once the process is told to stop; from here on it stops in order."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for received in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(received, stop.set)
    return stop


async def _converse(settings: Settings, code: str | None, speaker: str) -> None:
    """Run the console until its input ends."""
    async with open_house(settings) as house, AsyncExitStack() as stack:
        alliance = await house.writer.read(lambda uow: the_alliance(uow, code))
        say = Interpreter(alliance.language, alliance.time_zone)
        channel = await house.writer.write(lambda uow: _console_channel(uow, alliance.code, house.clock.now()))
        front = ConsoleFront(
            dispatcher=house.dispatcher,
            writer=house.writer,
            clock=house.clock,
            alliance=alliance.code,
            write=typer.echo,
            say=say,
            speaker=speaker,
            channel=channel,
        )
        interactive = sys.stdin.isatty()
        house.notifiers[Platform.CONSOLE] = ConsoleNotifier(partial(_interject, front) if interactive else typer.echo)
        await _keep_time(house, house.keeping_motions(), stack)
        await _keep_time(house, house.posting_on(Platform.CONSOLE), stack)
        if interactive:
            typer.echo(say.words("console.welcome", alliance=alliance.name, speaker=speaker))
        await _read_lines(house, front, interactive=interactive)


def _console_channel(uow: UnitOfWork, alliance: AllianceCode, now: datetime) -> Channel:
    """Give the console's channel of an alliance, linked for motions; a second alliance has one of its own."""
    channel = CHANNEL
    if uow.alliances.of_channel(channel) not in {None, alliance}:
        channel = Channel.parse(f"console:{alliance}"[: len("console:") + NAME_LIMIT])
    if uow.alliances.of_channel(channel) is None:
        link_channel(uow, alliance, channel=channel, purpose=Purpose.MOTIONS, now=now)
    return channel


def _prompt(front: ConsoleFront) -> None:
    typer.echo(f"{front.speaker} › ", nl=False)


def _interject(front: ConsoleFront, text: str) -> None:
    """Write a post that comes while someone may be typing, and the prompt after it again."""
    typer.echo(f"\r{text}")
    _prompt(front)


async def _read_lines(house: House, front: ConsoleFront, *, interactive: bool) -> None:
    lines = standard_input()
    while True:
        if interactive:
            _prompt(front)
        line = await anext(lines, None)
        if line is None:
            break
        await front.line(line, _asker(lines) if interactive else None)
        if not interactive:
            await house.round()
    await asyncio.sleep(CARD_PAUSE.total_seconds())
    await house.round()


def _asker(lines: AsyncIterator[str]) -> Ask:
    async def ask(question: str) -> str | None:
        typer.echo(question, nl=False)
        line = await anext(lines, None)
        return None if line is None else line.rstrip("\n")

    return ask
