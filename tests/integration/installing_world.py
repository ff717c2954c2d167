"""A house that workspaces of a local Slack install its app for: the real service, its web server, and a browser."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import aiohttp
from pydantic import SecretStr

from adapters.bootstrap import House
from adapters.platforms import slack_among, slack_routes
from adapters.serving import Pauses, Service
from adapters.settings import Settings
from adapters.slack.app import SlackFront
from adapters.web.server import WebServer
from bot.domain.addresses import Platform
from bot.domain.errors import Refusal
from bot.ports import UnitOfWork
from storage.database import open_database
from tests.behaviour.world import MovedClock
from tests.e2e.scene import found
from tests.servers.slack import Delivery, SlackServer

QUICK: Final = Pauses(
    first=timedelta(milliseconds=200),
    longest=timedelta(milliseconds=400),
    look=timedelta(milliseconds=100),
    settling=timedelta(milliseconds=100),
)
PATIENCE: Final = 15
PEOPLE: Final = ("USEC", "UEST", "ULVA")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a browser is shown: a page, or where it is sent."""

    status: int
    text: str
    location: str
    cookie: str
    """The state cookie as it is sent back, empty where none was set."""
    headers: Mapping[str, str]


class Told:
    """Keeps what the operator is told."""

    def __init__(self) -> None:
        self.faults: list[Refusal] = []
        self.ended: list[Refusal] = []

    def incomplete(self, fault: Refusal) -> None:
        """Keep a fault."""
        self.faults.append(fault)

    def away(self, platform: Platform, why: Refusal) -> None:
        """Keep why Slack is not served."""
        self.ended.append(why)

    def back(self, platform: Platform) -> None:
        """Take no note."""


class InstallingWorld:
    """The house with its alliance, whose channel is C1 of the workspace T1; the app is installed nowhere yet."""

    def __init__(self, house: House, clock: MovedClock, slack: SlackServer, *, socket_mode: bool) -> None:
        self.house, self.clock, self.slack = house, clock, slack
        self.told = Told()
        self.server = WebServer(host="127.0.0.1", port=0)
        self.service: Service | None = None
        self._socket_mode = socket_mode
        self._browser = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    @property
    def address(self) -> str:
        """The address of the bot."""
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def front(self) -> SlackFront:
        """The front that serves."""
        assert self.service is not None
        assert isinstance(self.service.front, SlackFront)
        return self.service.front

    def settings(self) -> Settings:
        """Give the settings of a bot for several workspaces."""
        return Settings(
            _env_file=None,
            slack_client_id=self.slack.oauth.client_id,
            slack_client_secret=SecretStr(self.slack.oauth.client_secret),
            slack_app_token=SecretStr(self.slack.app_token) if self._socket_mode else None,
            slack_signing_secret=None if self._socket_mode else SecretStr(self.slack.signing_secret),
            slack_api_url=self.slack.base_url,
            public_url=self.address,
        )

    async def start(self) -> None:
        """Listen, and serve Slack."""
        await self.server.start()
        make = partial(
            SlackFront,
            self.settings(),
            self.house.dispatcher,
            self.house.clock,
            pace=timedelta(0),
            ping_interval=timedelta(seconds=1),
            writer=self.house.writer,
        )
        self.service = Service(self.house, Platform.SLACK, make, reporter=self.told, pauses=QUICK)
        self.server.mount(slack_routes(self.settings(), partial(slack_among, [self.service])))
        await self.service.start()
        if self._socket_mode:
            await self.slack.wait_for(lambda slack: len(slack.connections) == 2)
        else:
            await self.slack.send_by_http(f"{self.address}/slack/events")

    async def stop(self) -> None:
        """Stop everything in order."""
        if self.service is not None:
            await self.service.stop()
        await self.server.stop()
        await self._browser.close()

    async def open(self, address: str, *, cookie: str = "", language: str = "en") -> Shown:
        """Open an address in a browser that follows no redirection; a path is the bot's."""
        url = address if "://" in address else f"{self.address}{address}"
        headers = {"Accept-Language": language} | ({"Cookie": cookie} if cookie else {})
        async with self._browser.get(url, headers=headers, allow_redirects=False) as got:
            kept = [f"{name}={each.value}" for name, each in got.cookies.items()]
            return Shown(
                status=got.status,
                text=await got.text(),
                location=got.headers.get("Location", ""),
                cookie=kept[0] if kept else "",
                headers=dict(got.headers),
            )

    async def agreed(self, team: str, *, user: str = "UADMIN", whole: bool = False) -> tuple[str, str]:
        """Begin to install the app and agree to it; give the address to come back to, and the cookie."""
        begun = await self.open("/slack/install")
        assert begun.status == 302
        return self.slack.oauth.agree(begun.location, team=team, user=user, whole=whole), begun.cookie

    async def install(self, team: str, *, user: str = "UADMIN", whole: bool = False) -> Shown:
        """Install the app in a workspace, or in the organisation that it is of."""
        back, cookie = await self.agreed(team, user=user, whole=whole)
        done = await self.open(back, cookie=cookie)
        assert done.status == 200
        return done

    async def type(self, team: str, user: str, line: str, channel: str = "C1") -> Delivery:
        """Type a slash command in a workspace."""
        command, _, text = line.partition(" ")
        return await self.slack.slash_command(user=user, channel=channel, command=command, text=text, team=team)

    async def say(self, team: str, user: str, line: str, channel: str = "C1") -> str:
        """Type a slash command; give the private answer."""
        return str((await (await self.type(team, user, line, channel)).answer()).blocks)

    async def table(self, team: str = "T1", title: str = "Open skies") -> None:
        """Have the secretariat open a motion."""
        told = await self.say(team, "USEC", f'/motion open resolution "{title}" "1. The skies are open."')
        assert "is tabled" in told

    async def shown(self, words: str, *, channel: str = "C1", team: str = "T1") -> None:
        """Wait until a channel shows something."""
        await self.slack.wait_for(
            lambda slack: any(words in str(each.blocks) for each in slack.messages(channel, team=team)), PATIENCE
        )

    async def until(self, holds: Callable[[UnitOfWork], bool]) -> None:
        """Wait until something holds of the database; there is nothing but the database to wait on."""
        async with asyncio.timeout(PATIENCE):
            held = False
            while not held:
                held = await self.house.writer.read(holds)

    async def places(self) -> list[str]:
        """Give where the app is installed."""
        found = await self.house.writer.read(lambda uow: uow.installations.every())
        return [each.place for each in found]


def add_people(slack: SlackServer, team: str, *, token: str = "", organisation: str | None = None) -> None:
    """Add a workspace in which the same people have the same ids, and a channel has the same id."""
    slack.add_workspace(team, token, organisation=organisation)
    for user in PEOPLE:
        slack.add_user(user, team=team)
    slack.add_channel("C1", members=PEOPLE, team=team)


@asynccontextmanager
async def open_installing(url: str, *, socket_mode: bool = False) -> AsyncIterator[InstallingWorld]:
    """Open a house on a database and have it serve a Slack in which nobody has installed the app."""
    found(url, voting=600)
    database, clock = open_database(url), MovedClock(datetime.now(UTC))
    async with SlackServer(team="T1", bot_token="") as slack:
        add_people(slack, "T1")
        add_people(slack, "T2")
        house = House(database, clock)
        await house.begin(frozenset({Platform.SLACK}), only=True)
        world = InstallingWorld(house, clock, slack, socket_mode=socket_mode)
        try:
            await world.start()
            yield world
        finally:
            await world.stop()
            await house.writer.close()
            database.close()
        assert slack.violations == []
