"""Running the bot: ``run``, ``console``, ``demo``."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Annotated

import typer

from adapters.bootstrap import House, open_house, the_alliance
from adapters.cli.demo import estonia
from adapters.cli.terminal import SAY, AllianceOption, fail, guarded, load_settings, show, told
from adapters.console.app import CHANNEL, SECRETARIAT, Ask, ConsoleFront, standard_input
from adapters.console.notifier import ConsoleNotifier
from adapters.discord.app import DiscordFront
from adapters.settings import Settings
from adapters.slack.app import SlackFront
from adapters.web.server import WebServer
from bot.commands.administration import link_channel
from bot.domain.addresses import Channel, Platform, Purpose
from bot.locales.catalogue import Interpreter
from bot.ports import UnitOfWork

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
    """Run the platforms until the process is told to stop."""
    async with open_house(settings) as house, AsyncExitStack() as stack:
        fronts: list[SlackFront | DiscordFront] = []
        if settings.wants_slack:
            fronts.append(SlackFront(settings, house.dispatcher, house.clock))
        if settings.wants_discord:
            fronts.append(DiscordFront(settings, house.dispatcher, house.clock))
        linked = await house.writer.read(_linked_channels)
        for front in fronts:
            await front.start()
            stack.push_async_callback(front.stop)
            house.notifiers[front.notifier.platform] = front.notifier
            for fault in await front.check(linked):
                typer.echo(SAY.words(fault.message_id, **fault.facts), err=True)
        await _listen(settings, fronts, stack)
        await _keep_time(house, stack)
        show(
            "cli.run.started",
            platforms=tuple(SAY.words(f"Platform.{name.value}") for name in house.notifiers),
        )
        await _until_told_to_stop()


def _linked_channels(uow: UnitOfWork) -> tuple[Channel, ...]:
    codes = uow.alliances.codes()
    return tuple(linked.channel for code in codes for linked in uow.channels.linked(code))


async def _listen(settings: Settings, fronts: list[SlackFront | DiscordFront], stack: AsyncExitStack) -> None:
    routes = [route for front in fronts if isinstance(front, SlackFront) for route in front.web_routes()]
    if routes:
        server = WebServer(host=settings.web_host, port=settings.web_port, routes=routes)
        await server.start()
        stack.push_async_callback(server.stop)
        show("cli.run.listening", host=settings.web_host, port=server.port)


async def _keep_time(house: House, stack: AsyncExitStack) -> None:
    house.writer.on_commit(house.scheduler.wake)
    await house.scheduler.start()
    stack.push_async_callback(house.scheduler.stop)


async def _until_told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for received in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(received, stop.set)
    await stop.wait()


async def _converse(settings: Settings, code: str | None, speaker: str) -> None:
    """Run the console until its input ends."""
    async with open_house(settings) as house, AsyncExitStack() as stack:
        alliance = await house.writer.read(lambda uow: the_alliance(uow, code))
        say = Interpreter(alliance.language, alliance.time_zone)
        front = ConsoleFront(
            dispatcher=house.dispatcher,
            writer=house.writer,
            clock=house.clock,
            alliance=alliance.code,
            write=typer.echo,
            say=say,
            speaker=speaker,
        )
        house.notifiers[Platform.CONSOLE] = ConsoleNotifier(typer.echo)
        await house.writer.write(
            lambda uow: (
                None
                if uow.alliances.of_channel(CHANNEL)
                else link_channel(uow, alliance.code, channel=CHANNEL, purpose=Purpose.MOTIONS, now=house.clock.now())
            )
        )
        await _keep_time(house, stack)
        interactive = sys.stdin.isatty()
        if interactive:
            typer.echo(say.words("console.welcome", alliance=alliance.name, speaker=speaker))
        await _read_lines(house, front, interactive=interactive)


async def _read_lines(house: House, front: ConsoleFront, *, interactive: bool) -> None:
    lines = standard_input()
    while True:
        if interactive:
            typer.echo(f"{front.speaker} › ", nl=False)
        line = await anext(lines, None)
        if line is None:
            break
        await front.line(line, _asker(lines) if interactive else None)
        if not interactive:
            await house.round()
    with contextlib.suppress(asyncio.CancelledError):
        await house.round()


def _asker(lines: AsyncIterator[str]) -> Ask:
    async def ask(question: str) -> str | None:
        typer.echo(question, nl=False)
        line = await anext(lines, None)
        return None if line is None else line.rstrip("\n")

    return ask
