"""Running the bot: ``run``, ``console``, ``demo``."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from typing import Annotated, Final

import typer
from aiohttp import web

from adapters.bootstrap import House, open_house, the_alliance
from adapters.cli.demo import backsliding, brazil, estonia, military, nanotechnology
from adapters.cli.demo.scenario import play
from adapters.cli.pages import pages_here
from adapters.cli.terminal import FAILED, SAY, AllianceOption, fail, guarded, load_settings, told
from adapters.console.app import CHANNEL, NAME_LIMIT, SECRETARIAT, Ask, ConsoleFront, standard_input
from adapters.console.notifier import ConsoleNotifier
from adapters.logging import announce, log_whole_process, only_warnings
from adapters.platforms import check_settings, services_for, slack_among, slack_routes
from adapters.scheduler import Scheduler
from adapters.serving import Service
from adapters.settings import Settings
from adapters.signing import SigningKeyMissing, signing_key
from adapters.web.metrics import PrometheusObserver
from adapters.web.record.access import PREFIX, access_of
from adapters.web.record.site import RecordSite
from adapters.web.server import AddressInUse, WebServer
from adapters.web.status import StatusPages
from bot.commands.administration import link_channel
from bot.commands.conduct.owing import CARD_PAUSE
from bot.domain.addresses import Channel, Platform, Purpose
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode
from bot.locales.catalogue import Interpreter
from bot.ports import NotRecorded, UnitOfWork

DEMOS: Final[Mapping[str, Callable[[Callable[[str], None]], Coroutine[None, None, bool]]]] = {
    **{
        scenario.name: partial(play, scenario)
        for scenario in (estonia.SCENARIO, brazil.SCENARIO, nanotechnology.SCENARIO, military.SCENARIO)
    },
    "backsliding": backsliding.play,
}


@guarded
def run(alliance: AllianceOption = None) -> None:
    """Start with what is configured; with no tokens, the console."""
    settings = load_settings()
    if settings.wants_slack or settings.wants_discord:
        _serve_until_told(settings)
    else:
        asyncio.run(_converse(settings, alliance, SECRETARIAT, alone=True))


@guarded
def console(
    speaker: Annotated[
        str, typer.Option("--as", metavar="EST | secretariat | reviewer", help=told("cli.console.as"))
    ] = SECRETARIAT,
    alliance: AllianceOption = None,
) -> None:
    """Speak and vote in this terminal, for as many delegations as you like."""
    asyncio.run(_converse(load_settings(), alliance, speaker, alone=False))


@guarded
def demo(scenario: Annotated[str, typer.Argument(metavar="|".join(DEMOS))] = "estonia") -> None:
    """Play a scenario through the real dispatcher on a temporary database."""
    played = DEMOS.get(scenario)
    if played is None:
        fail(SAY.words("cli.demo.unknown", value=scenario, accepted=tuple(DEMOS)))
    if not asyncio.run(played(typer.echo)):
        raise typer.Exit(1)


def _serve_until_told(settings: Settings) -> None:
    """Run the platforms; what keeps them from starting is told where everything else is, which may be as JSON."""
    log_whole_process()
    gc.collect()
    gc.freeze()  # what the start has made stays: a full collection holds everything up and need not look at it again
    try:
        asyncio.run(_serve(settings))
    except Refusal as refusal:
        announce("start_refused", SAY.words(refusal.message_id, **refusal.facts), warning=True)
        raise typer.Exit(FAILED) from refusal
    except NotRecorded as lost:
        announce("start_not_recorded", SAY.words("cli.not_recorded", reason=lost.reason), warning=True)
        raise typer.Exit(FAILED) from lost


async def _serve(settings: Settings) -> None:
    """Run the platforms until the process is told to stop. The clock runs whether or not they can be reached."""
    check_settings(settings)
    stop, observer = _told_to_stop(), PrometheusObserver()
    async with open_house(settings, observer=observer) as house, AsyncExitStack() as stack:
        server = await _listen(settings, house, observer, stack)
        services = services_for(settings, house, _Announcing())
        await house.begin(frozenset(service.platform for service in services), only=True)
        await _keep_time(house, house.keeping_motions(), stack)
        await _keep_watch(house, stack)
        await _keep_checkpoints(house, settings, stack)
        server.mount(slack_routes(settings, partial(slack_among, services)))
        for service in services:
            stack.push_async_callback(service.stop)
            await service.start()
        _announce_start(services)
        await stop.wait()


def _announce_start(services: Iterable[Service]) -> None:
    """Say what is served from here, and what another process serves."""
    served = tuple(SAY.words(f"Platform.{service.platform.value}") for service in services if service.front is not None)
    for service in services:
        if service.stands_by:
            announce("platform_served_elsewhere", SAY.words("cli.run.stands_by", platform=service.platform))
    announce(
        "bot_started", SAY.words("cli.run.started", platforms=served) if served else SAY.words("cli.run.started_alone")
    )


class _Announcing:
    """Says what becomes of a platform to whoever started the process."""

    def incomplete(self, fault: Refusal) -> None:
        """Say what is wrong with a channel."""
        announce("set_up_found_wrong", SAY.words(fault.message_id, **fault.facts), warning=True)

    def away(self, platform: Platform, why: Refusal) -> None:
        """Say why a platform is not served, and that it is tried again."""
        sentence = SAY.words(why.message_id, **why.facts)
        goes_on = SAY.words("cli.run.goes_on", sentence=sentence, platform=platform)
        announce("platform_not_served", goes_on, warning=True)

    def back(self, platform: Platform) -> None:
        """Say that a platform is served again."""
        announce("platform_served_again", SAY.words("cli.run.back", platform=platform), warning=True)


async def _listen(settings: Settings, house: House, observer: PrometheusObserver, stack: AsyncExitStack) -> WebServer:
    """Listen for whoever watches the bot, and for Slack where it comes over HTTP.

    Raise AddressInUse where that cannot be and Slack needs it; else the bot runs without.
    """
    pages = StatusPages(writer=house.writer, clock=house.clock, check_schema=house.check_schema, observer=observer)
    server = WebServer(
        host=settings.web_host, port=settings.web_port, routes=pages.routes(), under=_record(settings, house)
    )
    try:
        await server.start()
    except AddressInUse as taken:
        if settings.wants_slack and settings.slack_app_token is None:
            raise
        announce("web_server_not_started", SAY.words("cli.run.not_listening", **taken.facts), warning=True)
    else:
        stack.push_async_callback(server.stop)
        announce("web_server_started", SAY.words("cli.run.listening", host=settings.web_host, port=server.port))
    return server


def _record(settings: Settings, house: House) -> dict[str, web.Application]:
    """Give what serves the web record, where it is served."""
    access = access_of(settings)
    if access is None:
        return {}
    site = RecordSite(writer=house.writer, clock=house.clock, access=access, journal=settings.web_journal)
    return {PREFIX: site.application()}


async def _keep_time(house: House, scheduler: Scheduler, stack: AsyncExitStack) -> None:
    house.writer.on_commit(scheduler.wake)
    await scheduler.start()
    stack.push_async_callback(scheduler.stop)


async def _keep_watch(house: House, stack: AsyncExitStack) -> None:
    """Note each minute what is in reach. No commit wakes this one: each beat is a commit itself."""
    watch = house.keeping_watch()
    await watch.start()
    stack.push_async_callback(watch.stop)


async def _keep_checkpoints(house: House, settings: Settings, stack: AsyncExitStack) -> None:
    """Sign the record each day; without the key on record say so, and keep the rest running. Raise as ``load_key``."""
    keys = await house.writer.read(lambda uow: {uow.checkpoints.public_key(code) for code in uow.alliances.codes()})
    try:
        signer = signing_key(settings.signing_key_file, keys)
    except SigningKeyMissing as missing:
        announce("signing_key_missed", SAY.words(missing.message_id, **missing.facts), warning=True)
        return
    if any(keys - {signer.public_key}):
        path = str(settings.signing_key_file)
        announce("signing_key_of_another_found", SAY.words("doctor.key.another", path=path), warning=True)
    checkpoints = house.keeping_checkpoints(signer)
    await checkpoints.start()
    stack.push_async_callback(checkpoints.stop)


def _told_to_stop() -> asyncio.Event:
    """Give what is set once the process is told to stop; from here on it stops in order."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for received in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(received, stop.set)
    return stop


async def _converse(settings: Settings, code: str | None, speaker: str, *, alone: bool) -> None:
    """Run the console until its input ends; ``alone`` where it is all that is configured."""
    if "log_level" not in settings.model_fields_set:
        only_warnings()
    observer = PrometheusObserver()
    async with open_house(settings, observer=observer) as house, AsyncExitStack() as stack:
        alliance = await house.writer.read(lambda uow: the_alliance(uow, code))
        await _begin_console(house, stack, alone=alone and not house.shared)
        if alone:
            await _keep_checkpoints(house, settings, stack)
            await _serve_record(settings, house, alliance.code, observer, stack)
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


async def _serve_record(
    settings: Settings, house: House, alliance: AllianceCode, observer: PrometheusObserver, stack: AsyncExitStack
) -> None:
    """Serve the record beside the console, where it is served at all, and tell its address."""
    if access_of(settings) is None:
        return
    server = await _listen(settings, house, observer, stack)
    served = pages_here(settings, port=server.port)
    if served is not None and server.listens:
        typer.echo(SAY.words("cli.pages.address", alliance=alliance, address=served.record(alliance)))


async def _begin_console(house: House, stack: AsyncExitStack, *, alone: bool) -> None:
    """Settle what happened while nothing ran. A console beside a bot, or while one is down, leaves it as it is."""
    await house.begin(frozenset({Platform.CONSOLE}), only=alone)
    house.reaches[Platform.CONSOLE] = _within_reach
    await house.beat()
    await _keep_watch(house, stack)


async def _within_reach() -> None:
    """Tell that nothing keeps the terminal out of reach: whoever speaks in it sits before it."""


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
