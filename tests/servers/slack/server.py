"""The local Slack as a test holds it: start and stop, the world, the people in it and the ways to the app."""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.servers.slack.delivery import Delivery
from tests.servers.slack.faults import Faults, Order, Weather
from tests.servers.slack.oauth import OAuth
from tests.servers.slack.people import People
from tests.servers.slack.transports import Connection, SignedHttp, SocketMode, Transport
from tests.servers.slack.web_api import Call, WebApi
from tests.servers.slack.world import (
    DEFAULT_SCOPES,
    Channel,
    Message,
    User,
    View,
    Violation,
    Workspace,
    World,
)


class SlackServer(People):
    """A Slack on 127.0.0.1, as an async context manager.

    It starts with the workspace T1, whose bot is UBOT. Payloads go by Socket Mode until `send_by_http` is
    called.
    """

    def __init__(
        self,
        *,
        team: str = "T1",
        bot_token: str = "xoxb-local",  # noqa: S107 - made up
        app_token: str = "xapp-local",  # noqa: S107 - made up
        signing_secret: str = "local-signing-secret",  # noqa: S107 - made up
        client_id: str = "111.222",
        client_secret: str = "local-client-secret",  # noqa: S107 - made up
        scopes: str = DEFAULT_SCOPES,
    ) -> None:
        super().__init__(World(), self._way, lambda: self._address_of_server)
        self.bot_token = bot_token
        self.app_token = app_token
        self.signing_secret = signing_secret
        self._faults = Faults()
        self._socket_mode = SocketMode(self.world)
        self._http: SignedHttp | None = None
        self.oauth = OAuth(self.world, client_id, client_secret)
        self._web_api = WebApi(self.world, self._faults, app_token, self._new_socket_url, self.oauth)
        self._runner: web.AppRunner | None = None
        self._address_of_server = ""
        self.add_workspace(team, bot_token, scopes=scopes)

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        app = web.Application(client_max_size=2**24)
        app.router.add_get("/socket", self._socket_mode.serve)
        self._web_api.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._address_of_server = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the websockets, the HTTP session and the port."""
        await self._socket_mode.close()
        if self._http:
            await self._http.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """Return the Web API's base URL, with the slash at its end that slack_sdk needs."""
        return f"{self._address_of_server}/api/"

    @property
    def connections(self) -> list[Connection]:
        """Return the open websockets, oldest first."""
        return self._socket_mode.open_connections

    @property
    def all_connections(self) -> list[Connection]:
        """Return all websockets there have been."""
        return self._socket_mode.connections

    @property
    def violations(self) -> list[Violation]:
        """Return the rules broken so far."""
        return self.world.violations

    @property
    def calls(self) -> list[Call]:
        """Return the Web API calls so far, response_url included."""
        return self._web_api.calls

    def calls_of(self, method: str) -> list[Call]:
        """Return the calls of one method ("response_url" for those)."""
        return [call for call in self.calls if call.method == method]

    async def send_by_http(self, url: str) -> SignedHttp:
        """Send payloads as signed POSTs to the app's events URL from now on."""
        if self._http:
            await self._http.close()
        self._http = SignedHttp(url, self.signing_secret)
        return self._http

    def add_workspace(
        self,
        team: str,
        bot_token: str,
        *,
        domain: str = "",
        bot_user: str = "UBOT",
        scopes: str = DEFAULT_SCOPES,
        organisation: str | None = None,
    ) -> Workspace:
        """Add a workspace with the app's bot user; without a token the app is not installed there."""
        workspace = Workspace(
            id=team,
            domain=domain or f"workspace-{team.lower()}",
            bot_token=bot_token,
            bot_user=bot_user,
            bot_id=f"B{team}",
            scopes=frozenset(scopes.split(",")),
            organisation=organisation,
        )
        self.world.workspaces[team] = workspace
        self.add_user(bot_user, name="plenary", team=team, is_bot=True)
        return workspace

    def add_user(
        self,
        user: str,
        *,
        name: str = "",
        team: str | None = None,
        tz: str = "Europe/London",
        locale: str = "en-US",
        is_admin: bool = False,
        is_bot: bool = False,
        is_restricted: bool = False,
        is_deleted: bool = False,
    ) -> User:
        """Add a person, or change one."""
        workspace = self.world.workspace(team)
        workspace.users[user] = User(
            id=user,
            team=workspace.id,
            name=name or user.lower(),
            tz=tz,
            locale=locale,
            is_admin=is_admin,
            is_bot=is_bot,
            is_restricted=is_restricted,
            is_deleted=is_deleted,
        )
        return workspace.users[user]

    def add_channel(
        self,
        channel: str,
        *,
        members: Iterable[str] = (),
        name: str = "",
        team: str | None = None,
        is_private: bool = False,
        is_archived: bool = False,
        has_bot: bool = True,
    ) -> Channel:
        """Add a channel with these members, and the bot unless said otherwise."""
        workspace = self.world.workspace(team)
        workspace.channels[channel] = Channel(
            id=channel,
            team=workspace.id,
            name=name or channel.lower(),
            members={*members, *([workspace.bot_user] if has_bot else ())},
            is_private=is_private,
            is_archived=is_archived,
        )
        return workspace.channels[channel]

    def messages(self, channel: str, *, team: str | None = None) -> list[Message]:
        """Return what everybody in a channel sees, oldest first."""
        mine = (self.world.workspace(team).id, channel)
        kept = [each for each in self.world.messages if (each.team, each.channel) == mine]
        return [each for each in kept if not (each.is_deleted or each.ephemeral_to)]

    def direct_messages(self, user: str, *, team: str | None = None) -> list[Message]:
        """Return the direct messages between the bot and a user, oldest first."""
        workspace = self.world.workspace(team)
        rooms = [each for each in workspace.channels.values() if each.is_direct and user in each.members]
        return [message for room in rooms for message in self.messages(room.id, team=team)]

    def ephemerals(self, user: str, *, team: str | None = None) -> list[Message]:
        """Return the messages only this user sees, oldest first."""
        mine = (self.world.workspace(team).id, user)
        return [each for each in self.world.messages if (each.team, each.ephemeral_to) == mine and not each.is_deleted]

    def views(self, user: str, *, team: str | None = None) -> list[View]:
        """Return the open modals of a user, the top one last."""
        mine = (self.world.workspace(team).id, user)
        found = [each for each in self.world.views.values() if (each.team, each.user) == mine and each.is_open]
        return [each for each in found if each.body["type"] == "modal"]

    def home(self, user: str, *, team: str | None = None) -> View | None:
        """Return the App Home of a user."""
        mine = (self.world.workspace(team).id, user, "home")
        views = self.world.views.values()
        return next((each for each in views if (each.team, each.user, each.body["type"]) == mine), None)

    def fail_next(self, method: str, order: Order, *, times: int = 1) -> None:
        """Order a fault for the next calls of a method (or of "response_url").

        `order` is an error code, an HTTP status (int), "429:SECONDS", "cut-after-accept", a delay in
        seconds (float) or an Event that holds the call until it is set.
        """
        self._faults.order(method, order, times)

    def set_weather(self, weather: Weather) -> None:
        """Have `weather` decide what happens to every call for which nothing was ordered."""
        self._faults.weather = weather

    def revoke(self, team: str) -> None:
        """Revoke the token of a workspace, without a word to the app."""
        workspace = self.world.workspace(team)
        self.world.revoked_tokens |= {workspace.bot_token, *workspace.older_tokens}
        workspace.bot_token = ""
        workspace.older_tokens.clear()

    async def uninstall(self, team: str) -> list[Delivery]:
        """Take the app away from a workspace: its token is revoked, and the app hears of both (in any order)."""
        self.revoke(team)
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.world.workspace(team).bot_user]}}
        return [await self.event(revoked, team=team), await self.event({"type": "app_uninstalled"}, team=team)]

    def skip_time(self, seconds: float) -> None:
        """Move the platform's clock ahead, so that triggers and response urls grow old."""
        self.world.skipped_time += seconds

    async def wait_for(
        self,
        condition: Callable[[Self], object],
        timeout: float = 5.0,  # noqa: ASYNC109 - a test's patience
    ) -> None:
        """Wait until a condition on the server holds, looking at each change; raises TimeoutError."""
        await self.world.until(lambda: condition(self), timeout)

    def _way(self) -> Transport:
        return self._http or self._socket_mode

    def _new_socket_url(self) -> str:
        address = self._address_of_server.replace("http://", "ws://")
        return f"{address}/socket?ticket={self._socket_mode.new_ticket()}"
