"""The Slack front: the real Bolt app over Socket Mode or signed HTTP, started and stopped as a whole."""

import asyncio
import contextlib
import logging
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from adapters.settings import Settings
from adapters.slack import checking, forms
from adapters.slack.authorizing import OneWorkspace
from adapters.slack.checking import SlackAppTokenRefused, SlackTokenRefused, SlackUnreachable
from adapters.slack.installing import Installing
from adapters.slack.limits import POST_PACE
from adapters.slack.listeners import FORM_PATIENCE, Door, Listeners
from adapters.slack.notifier import SlackNotifier
from adapters.slack.parse import SHORTCUT
from adapters.slack.tasks import Tasks
from adapters.slack.workspaces import Workspaces
from bot.commands.register import REGISTRY
from bot.commands.registry import Registry
from bot.domain.addresses import Channel
from bot.domain.errors import Refusal
from bot.locales.catalogue import Interpreter
from bot.ports import Clock, Writer

log: Final = logging.getLogger(__name__)

CONNECTIONS: Final = 2
"""Socket Mode connections: while one is replaced, the other hears what people do."""
PING_INTERVAL: Final = timedelta(seconds=2)
"""How often a connection is tried; a dead one is noticed and replaced within two of them."""
CALL_TIMEOUT: Final = timedelta(seconds=10)
"""Shorter than a relay's patience for a whole post."""
CONNECT_TIMEOUT: Final = timedelta(seconds=20)
"""How long the first connections may take before a start is given up."""
LONGEST_LOOK: Final = timedelta(seconds=30)
"""How long at most, while no connection stands, until it is asked again whether Slack still takes the app token."""
NO_CONNECTION: Final = "no Socket Mode connection"
NOT_HERE: Final = Interpreter.speaking(None)
"""Where the bot has no token it cannot know who reads, nor in what language."""
STOP_PATIENCE: Final = timedelta(seconds=5)


class SlackFront:
    """Takes what people do on Slack to the dispatcher, and shows what comes back.

    Made inside a running event loop. ``start`` raises a refusal with one sentence; ``stop`` lets
    running work end and closes every connection. Without an app token Slack's requests come to
    ``receive``; browsers that install the app come to the two pages of ``installing``.
    """

    def __init__(
        self,
        settings: Settings,
        dispatcher: Door,
        clock: Clock,
        *,
        registry: Registry = REGISTRY,
        pace: timedelta = POST_PACE,
        form_patience: timedelta = FORM_PATIENCE,
        connections: int = CONNECTIONS,
        ping_interval: timedelta = PING_INTERVAL,
        writer: Writer | None = None,
    ) -> None:
        self._settings = settings
        self._connections = connections
        self._ping_interval = ping_interval
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_TIMEOUT.total_seconds()))
        self.client: Final = _client(settings, self._session, settings.slack_bot_token)
        self.installing: Final = self._made_installing(writer, clock) if settings.is_installed_by_workspaces else None
        self.workspaces: Final[Workspaces] = (
            OneWorkspace(self.client, dead=self._token_died) if self.installing is None else self.installing.workspaces
        )
        self.notifier: Final = SlackNotifier(self.workspaces, pace=pace)
        self._tasks = Tasks()
        self._sockets: list[AsyncSocketModeHandler] = []
        self._watching: asyncio.Task[None] | None = None
        self._end: asyncio.Future[Refusal] = asyncio.get_running_loop().create_future()
        self.app: Final = _app(settings, self._session, self.workspaces.authorize)
        listeners = Listeners(
            door=dispatcher,
            registry=registry,
            clock=clock,
            workspaces=self.workspaces,
            tasks=self._tasks,
            prefix=settings.command_prefix,
            form_patience=form_patience,
        )
        _listen(self.app, listeners, registry, settings.command_prefix)
        if self.installing is not None:
            self.app.event("app_uninstalled")(self.installing.uninstalled)
            self.app.event("tokens_revoked")(self.installing.tokens_revoked)

    @property
    def uses_socket_mode(self) -> bool:
        """Whether Slack is heard over connections of ours, not over HTTP."""
        return self._settings.slack_app_token is not None

    async def check(self, channels: Iterable[Channel] = ()) -> tuple[Refusal, ...]:
        """Look for everything that would keep the front from working, all faults at once.

        ``channels`` are those linked; what is not Slack's is left out.
        """
        faults = checking.check_settings(self._settings)
        if self._settings.slack_bot_token is not None or self.installing is not None:
            faults = (*faults, *(found := await self.workspaces.check()))
            if not any(isinstance(fault, SlackTokenRefused | SlackUnreachable) for fault in found):
                faults = (*faults, *await checking.check_channels(self.workspaces, channels))
        if self._settings.slack_app_token is not None:
            app_token = self._settings.slack_app_token.get_secret_value()
            faults = (*faults, *await checking.check_app_token(self.client, app_token))
        return faults

    async def start(self) -> None:
        """Begin to hear Slack.

        Raises the refusal that says what is wrong: SlackTokenMissing, SlackTokenRefused,
        SlackSigningSecretMissing, SlackAppTokenRefused, or SlackUnreachable where no connection came about.
        """
        try:
            await self._hear()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Hear nothing more, let running work end, and close every connection."""
        if self._watching is not None:
            self._watching.cancel()
        sockets, self._sockets = self._sockets, []
        closing = (socket.close_async() for socket in sockets)  # type: ignore[no-untyped-call]  # no hints
        await asyncio.gather(*closing, return_exceptions=True)
        await self._tasks.finish(STOP_PATIENCE)
        await self._session.close()

    async def is_connected(self) -> bool:
        """Tell whether Slack can reach the front; over HTTP nothing is held open, so it always can.

        A connection counts while it answers pings.
        """
        return not self.uses_socket_mode or any([await socket.client.is_connected() for socket in self._sockets])

    async def in_reach(self) -> str | None:
        """Tell what keeps Slack out of reach, in its own words; None where it hears the bot, and the bot it."""
        if not await self.is_connected():
            return NO_CONNECTION
        fault = await self.workspaces.out_of_reach()
        if isinstance(fault, SlackTokenRefused):
            self._end_with(fault)
        return fault.reason if isinstance(fault, SlackTokenRefused | SlackUnreachable) else None

    async def ended(self) -> Refusal:
        """Wait until Slack takes a token of ours no more; give the refusal that says so."""
        return await asyncio.shield(self._end)

    async def receive(self, request: web.Request) -> web.Response:
        """Take a request of Slack's; its signature is checked."""
        answer = await self.app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    def _made_installing(self, writer: Writer | None, clock: Clock) -> Installing:
        if writer is None:
            raise TypeError("several workspaces need the writer of the house")
        return Installing(self._settings, self._client_for, writer, clock)

    def _client_for(self, token: str | None) -> AsyncWebClient:
        return _client(self._settings, self._session, None if token is None else SecretStr(token))

    def _token_died(self, reason: str) -> None:
        self._end_with(SlackTokenRefused(reason=reason))

    def _end_with(self, refusal: Refusal) -> None:
        if not self._end.done():
            self._end.set_result(refusal)

    async def _hear(self) -> None:
        for fault in checking.check_settings(self._settings):
            raise fault
        for fault in await self.workspaces.check():
            if isinstance(fault, SlackTokenRefused | SlackUnreachable):
                raise fault
            log.warning("slack_set_up_found_incomplete", extra={"fault": str(fault)})
        with contextlib.suppress(*checking.FAULTS):  # else it is asked at the first act, whose author waits for it
            await self.workspaces.prepare()
        if self._settings.slack_app_token is not None:
            await self._connect(self._settings.slack_app_token.get_secret_value())

    async def _connect(self, app_token: str) -> None:
        """Open the connections. The token is tried first, as the library would try a wrong one for ever."""
        for fault in await checking.check_app_token(self.client, app_token):
            raise fault
        ping = self._ping_interval.total_seconds()
        self._sockets = [
            AsyncSocketModeHandler(self.app, app_token=app_token, ping_interval=ping) for _ in range(self._connections)
        ]
        opening = (socket.connect_async() for socket in self._sockets)  # type: ignore[no-untyped-call]  # no hints
        try:
            await asyncio.wait_for(asyncio.gather(*opening), CONNECT_TIMEOUT.total_seconds())
        except checking.FAULTS as fault:
            raise SlackUnreachable(reason=type(fault).__name__) from fault
        self._watching = asyncio.create_task(self._watch(app_token), name="slack")

    async def _watch(self, app_token: str) -> None:
        """Ask whether Slack still takes the app token while no connection stands: the library would try for ever."""
        pause = self._ping_interval
        while True:
            await asyncio.sleep(pause.total_seconds())
            if await self.is_connected():
                pause = self._ping_interval
                continue
            pause = min(2 * pause, LONGEST_LOOK)
            for fault in await checking.check_app_token(self.client, app_token):
                if isinstance(fault, SlackAppTokenRefused):
                    self._end_with(fault)


def _client(settings: Settings, session: aiohttp.ClientSession, token: SecretStr | None) -> AsyncWebClient:
    return AsyncWebClient(
        token=None if token is None else token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=[],
        logger=_library_log(),
    )


def _app(settings: Settings, session: aiohttp.ClientSession, authorize: AsyncAuthorize) -> AsyncApp:
    """Make the Bolt app out of the settings alone: what Bolt would read in the environment is never used.

    An empty secret refuses every request. Bolt's own client has no token, as ``authorize`` brings it.
    """
    secret = settings.slack_signing_secret
    return AsyncApp(
        name="plenary",
        client=_client(settings, session, None),
        authorize=authorize,  # type: ignore[arg-type]  # a class of theirs, whose hint forgets None
        signing_secret="" if secret is None else secret.get_secret_value(),
        process_before_response=True,
        user_facing_authorize_error_message=NOT_HERE.words("slack.not_here"),
        logger=_library_log(),
    )


def _library_log() -> logging.Logger:
    """Give the libraries a log of their own that leaves their details out: those hold tokens and messages."""
    library = logging.getLogger("plenary.slack.library")
    library.setLevel(logging.WARNING)
    return library


def _listen(app: AsyncApp, listeners: Listeners, registry: Registry, prefix: str) -> None:
    """Tie each of Slack's acts to its listener. Buttons of any version get an answer, forms of ours alone.

    All commands are one listener: Bolt asks each listener in turn whether an act is for it, and a tap waits for that.
    """
    nouns = "|".join(map(re.escape, registry.nouns))
    app.command(re.compile(rf"\A/{re.escape(prefix)}(?:{nouns})\Z"))(listeners.command)
    app.action(re.compile(".+"))(listeners.press)
    app.options(re.compile(".+"))(listeners.suggest)
    app.shortcut(re.compile(f"{SHORTCUT}.+"))(listeners.shortcut)
    app.view(forms.CALLBACK)(listeners.form)
    app.event("app_mention")(listeners.mention)
    app.event("app_home_opened")(listeners.home)
