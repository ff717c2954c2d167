"""Platforms that end in mid-run and come back: told once, written down, nothing lost, the rest goes on meanwhile."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from pydantic import SecretStr

from adapters.bootstrap import House
from adapters.clock import SystemClock
from adapters.discord.app import DiscordFront
from adapters.discord.faults import DiscordEnded, DiscordTokenRefused, DiscordUnreachable
from adapters.leading import Lead
from adapters.platforms import slack_among, slack_routes
from adapters.serving import Front, OutOfReach, Pauses, PlatformFailed, Service
from adapters.settings import Settings
from adapters.slack.app import SlackFront
from adapters.slack.checking import SlackAppTokenRefused, SlackTokenRefused, SlackUnreachable
from adapters.web.server import WebServer
from bot.domain.addresses import Platform
from bot.domain.errors import Refusal
from bot.ports import Reach, UnitOfWork
from storage.database import open_database
from storage.patience import USUAL, Patience
from tests.behaviour.storage.cut_wire import Cut, wire_to
from tests.conftest import PostgresServer
from tests.e2e.scene import found, platforms
from tests.servers.discord import Channel as DiscordChannel
from tests.servers.discord import DiscordServer, Guild
from tests.servers.discord.faults import Fault as DiscordFault
from tests.servers.slack import Delivery, Fault, SlackServer

QUICK: Final = Pauses(
    first=timedelta(milliseconds=200),
    longest=timedelta(milliseconds=400),
    look=timedelta(milliseconds=100),
    settling=timedelta(milliseconds=200),
)
PATIENCE: Final = 15
"""Seconds that anything here may take."""


class Log:
    """Keeps what the operator is told."""

    def __init__(self) -> None:
        self.faults: list[Refusal] = []
        self.told: list[tuple[Platform, type[Refusal] | None]] = []
        self._changed = asyncio.Event()

    def incomplete(self, fault: Refusal) -> None:
        """Keep a fault."""
        self.faults.append(fault)
        self._changed.set()

    def away(self, platform: Platform, why: Refusal) -> None:
        """Keep why a platform is not served."""
        self._keep((platform, type(why)))

    def back(self, platform: Platform) -> None:
        """Keep that a platform is back."""
        self._keep((platform, None))

    async def until(self, *told: tuple[Platform, type[Refusal] | None]) -> None:
        """Wait until this has been told, and nothing else."""
        async with asyncio.timeout(PATIENCE):
            while len(self.told) < len(told):
                self._changed.clear()
                await self._changed.wait()
        assert self.told == list(told)

    async def until_faults(self, count: int) -> None:
        """Wait until so many faults have been told that keep nothing away."""
        async with asyncio.timeout(PATIENCE):
            while len(self.faults) < count:
                self._changed.clear()
                await self._changed.wait()

    def _keep(self, entry: tuple[Platform, type[Refusal] | None]) -> None:
        self.told.append(entry)
        self._changed.set()


class Stage:
    """A house on the real clock between a local Slack and a local Discord, with services that try again soon."""

    def __init__(
        self, house: House, slack: SlackServer, discord: DiscordServer, guild: Guild, channel: DiscordChannel
    ) -> None:
        self.house, self.slack, self.discord = house, slack, discord
        self.guild, self.channel = guild, channel
        self.log = Log()
        self.services: list[Service] = []

    def settings(self, **changes: object) -> Settings:
        """Give the settings of the local platforms, with changes."""
        usual = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(self.slack.bot_token),
            slack_app_token=SecretStr(self.slack.app_token),
            slack_api_url=self.slack.base_url,
            discord_token=SecretStr(self.discord.token),
            discord_api_url=self.discord.api_url,
            discord_gateway_url=self.discord.gateway_url,
        )
        return usual.model_copy(update=changes)

    async def serve(self, platform: Platform, *, settings: Settings | None = None, pauses: Pauses = QUICK) -> Service:
        """Have a platform served, and its first beat noted where it is in reach."""
        make = self.maker(platform, settings or self.settings())
        service = Service(self.house, platform, make, reporter=self.log, pauses=pauses)
        self.services.append(service)
        await service.start()
        if service.front is not None:
            await self.until(lambda uow: uow.liveness.reach()[platform].seen_at is not None)
        return service

    def maker(self, platform: Platform, settings: Settings) -> Callable[[], Front]:
        """Give what makes a platform's front."""
        house = self.house
        if platform is Platform.SLACK:
            return partial(
                SlackFront,
                settings,
                house.dispatcher,
                house.clock,
                pace=timedelta(0),
                ping_interval=timedelta(seconds=1),
            )
        return partial(DiscordFront, settings, house.dispatcher, house.clock)

    async def table(self) -> None:
        """Have the secretariat open a motion in Slack, and its cards posted where they can be."""
        opened = await self.slack.slash_command(
            user="USEC", channel="C1", command="/motion", text='open resolution "Open skies" "1. The skies are open."'
        )
        assert "M-1 is tabled" in (await opened.answer()).text

    async def vote_in_slack(self, user: str) -> Delivery:
        """Have a delegation vote in Slack."""
        cast = await self.slack.slash_command(user=user, channel="C1", command="/vote", text="M-1 yes")
        assert "Ballot recorded" in (await cast.answer()).text
        return cast

    async def vote_on_discord(self, user: int) -> None:
        """Have a delegation vote on Discord."""
        cast = await self.discord.slash_command(
            user=self.discord.world.users[user],
            guild=self.guild,
            channel=self.channel,
            name="vote",
            options={"cast": {"motion": "M-1", "ballot": "yes"}},
        )
        assert "Ballot recorded" in (await cast.answer()).text

    async def shown_in_slack(self, words: str) -> None:
        """Wait until Slack's channel shows something."""
        await self.slack.wait_for(lambda s: any(words in str(m.blocks) for m in s.messages("C1")), PATIENCE)

    async def shown_on_discord(self, words: str) -> None:
        """Wait until Discord's channel shows something."""
        await self.discord.wait_for(lambda d: any(words in m.text for m in d.messages(1002)), PATIENCE)

    async def reach(self, platform: Platform) -> Reach:
        """Give what is written down of a platform."""
        return (await self.house.writer.read(lambda uow: uow.liveness.reach()))[platform]

    async def trouble(self, platform: Platform) -> str | None:
        """Give the trouble that is written down of a platform, once it has been."""
        await self.until(lambda uow: uow.liveness.reach()[platform].trouble is not None)
        return (await self.reach(platform)).trouble

    async def until(self, holds: Callable[[UnitOfWork], bool]) -> None:
        """Wait until something holds of the record; there is nothing but the record to wait on."""
        async with asyncio.timeout(PATIENCE):
            held = False
            while not held:
                held = await self.house.writer.read(holds)

    async def owed(self) -> tuple[int, int]:
        """Count the posts that wait, and the dead letters."""
        return await self.house.writer.read(lambda uow: (uow.outbox.waiting(), len(uow.outbox.dead())))

    def slack_takes_no_token(self, error: str) -> None:
        """Have Slack refuse the bot token in everything."""
        free = {"apps.connections.open", "response_url"}
        self.slack.set_weather(lambda method: Fault() if method in free else Fault(error=error))

    def refused_tries(self) -> int:
        """Count how often Slack has refused a token at a start or a beat."""
        return len([call for call in self.slack.calls_of("auth.test") if call.answer.get("error")])

    @contextmanager
    def discord_takes_no_token(self) -> Iterator[None]:
        """Have Discord refuse the token in everything but answers to interactions, which need none."""

        def refusing(method: str, route: str) -> DiscordFault | None:
            free = route.startswith(("/interactions", "/webhooks"))
            return None if free else DiscordFault(method=method, route=route, what=401, times=1)

        self.discord.set_weather(refusing)
        self.discord.gateway.takes_token = False
        yield
        self.discord.gateway.takes_token = True
        self.discord.set_weather(lambda _method, _route: None)


@asynccontextmanager
async def open_stage(url: str, *, voting: int = 600) -> AsyncIterator[Stage]:
    """Open a house on a database; at the end its services are stopped in order."""
    found(url, voting=voting)
    database = open_database(url)
    async with platforms() as (slack, discord, guild, channel):
        house = House(database, SystemClock())
        stage = Stage(house, slack, discord, guild, channel)
        await house.begin(frozenset({Platform.SLACK, Platform.DISCORD}), only=True)
        try:
            yield stage
        finally:
            for service in reversed(stage.services):
                await service.stop()
            await house.writer.close()
            database.close()
        assert slack.violations == []
        assert discord.violations == []


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """Give a house on SQLite between both platforms."""
    async with open_stage(sqlite_url) as opened:
        yield opened


async def test_platform_is_noted_in_reach_as_soon_as_it_is(stage: Stage) -> None:
    """The first beat follows the start at once; nothing is told where nothing is wrong."""
    for platform in (Platform.SLACK, Platform.DISCORD):
        await stage.serve(platform)
        assert (await stage.reach(platform)).seen_at is not None
    assert stage.log.told == []
    assert set(stage.house.reaches) == {Platform.SLACK, Platform.DISCORD}


async def test_slack_token_revoked_in_mid_run_and_given_back(stage: Stage) -> None:
    """A post finds out. It is told once, doctor can tell it, and what is owed comes after the app is back."""
    await stage.serve(Platform.SLACK)
    await stage.table()
    await stage.shown_in_slack("Open skies")
    stage.slack_takes_no_token("token_revoked")
    await stage.vote_in_slack("UEST")
    await stage.log.until((Platform.SLACK, SlackTokenRefused))
    await stage.slack.wait_for(lambda slack: slack.connections == [] and stage.refused_tries() > 3, PATIENCE)
    assert await stage.trouble(Platform.SLACK) == "token_revoked"
    waiting, dead = await stage.owed()
    assert waiting > 0
    assert dead == 0
    stage.slack.set_weather(lambda _method: Fault())
    await stage.log.until((Platform.SLACK, SlackTokenRefused), (Platform.SLACK, None))
    await stage.slack.wait_for(lambda slack: len(slack.connections) == 2, PATIENCE)
    await stage.shown_in_slack("For (1)")
    assert len([message for message in stage.slack.messages("C1") if "Kind" in str(message.blocks)]) == 1


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_idle_bot_finds_out_at_the_next_beat(stage: Stage, error: str) -> None:
    """Nobody votes and nothing is owed: the heartbeat asks Slack whether it still takes the token."""
    service = await stage.serve(Platform.SLACK)
    stage.slack_takes_no_token(error)
    await stage.house.beat()
    await stage.log.until((Platform.SLACK, SlackTokenRefused))
    await stage.slack.wait_for(lambda slack: slack.connections == [], PATIENCE)
    assert service.front is None
    assert await stage.trouble(Platform.SLACK) == error


async def test_slack_app_token_revoked_in_mid_run_and_given_back(stage: Stage) -> None:
    """No connection comes about any more, and Slack says why."""
    await stage.serve(Platform.SLACK)
    refusing = {"apps.connections.open": Fault(error="invalid_auth")}
    stage.slack.set_weather(lambda method: refusing.get(method, Fault()))
    for connection in stage.slack.connections:
        connection.cut()
    await stage.log.until((Platform.SLACK, SlackAppTokenRefused))
    assert await stage.trouble(Platform.SLACK) == "invalid_auth"
    refusing.clear()
    await stage.log.until((Platform.SLACK, SlackAppTokenRefused), (Platform.SLACK, None))
    await stage.slack.wait_for(lambda slack: len(slack.connections) == 2, PATIENCE)
    await stage.table()


async def test_slack_over_http_is_told_to_come_again_while_it_is_not_served(stage: Stage) -> None:
    """The port stays open; Slack's request is refused in a way that it repeats, and taken after the return."""
    over_http = stage.settings(slack_app_token=None, slack_signing_secret=SecretStr(stage.slack.signing_secret))
    await stage.serve(Platform.SLACK, settings=over_http)
    server = WebServer(host="127.0.0.1", port=0)
    server.mount(slack_routes(over_http, partial(slack_among, stage.services)))
    await server.start()
    try:
        await stage.slack.send_by_http(f"http://127.0.0.1:{server.port}/slack/events")
        await stage.table()
        stage.slack_takes_no_token("token_revoked")
        await stage.house.beat()
        await stage.log.until((Platform.SLACK, SlackTokenRefused))
        lost = await stage.slack.slash_command(user="UEST", channel="C1", command="/vote", text="M-1 yes")
        assert lost.failure == "dispatch_failed: 503"
        stage.slack.set_weather(lambda _method: Fault())
        await stage.log.until((Platform.SLACK, SlackTokenRefused), (Platform.SLACK, None))
        await stage.vote_in_slack("UEST")
    finally:
        await server.stop()


async def test_discord_token_revoked_in_mid_run_and_given_back(stage: Stage) -> None:
    """Discord closes the gateway with 4004 and takes no login; what is owed comes after the new token's return."""
    await stage.serve(Platform.SLACK)
    await stage.serve(Platform.DISCORD)
    await stage.table()
    await stage.shown_on_discord("Open skies")
    with stage.discord_takes_no_token():
        await stage.discord.gateway.end(4004)
        await stage.log.until((Platform.DISCORD, DiscordTokenRefused))
        assert await stage.trouble(Platform.DISCORD) == "Unauthorized"
        await stage.vote_in_slack("UEST")
        await stage.shown_in_slack("For (1)")
        waiting, dead = await stage.owed()
        assert waiting > 0
        assert dead == 0
        await stage.discord.wait_for(
            lambda discord: len([each for each in discord.exchanges if each.status == 401]) > 3, PATIENCE
        )
    await stage.log.until((Platform.DISCORD, DiscordTokenRefused), (Platform.DISCORD, None))
    await stage.vote_on_discord(2001)
    await stage.shown_on_discord("For (2)")


async def test_discord_token_refused_at_a_post(stage: Stage) -> None:
    """The gateway still stands, but Discord takes no post: that is the end of the token too."""
    await stage.serve(Platform.SLACK)
    await stage.serve(Platform.DISCORD)
    with stage.discord_takes_no_token():
        await stage.table()
        await stage.log.until((Platform.DISCORD, DiscordTokenRefused))
    await stage.log.until((Platform.DISCORD, DiscordTokenRefused), (Platform.DISCORD, None))
    await stage.shown_on_discord("Open skies")


async def test_connection_that_discord_closes_for_good_is_made_anew(stage: Stage) -> None:
    """The library ends at some close codes; the service does not."""
    await stage.serve(Platform.DISCORD)
    await stage.discord.gateway.end(4014)
    await stage.log.until((Platform.DISCORD, DiscordEnded), (Platform.DISCORD, None))
    assert stage.discord.gateway.connected


async def test_gateway_that_refuses_the_token_at_the_start_is_a_wrong_setting(stage: Stage) -> None:
    """The login goes through, and the gateway closes with 4004: no half-started bot."""
    stage.discord.gateway.takes_token = False
    with pytest.raises(DiscordTokenRefused):
        await stage.serve(Platform.DISCORD)
    assert stage.house.notifiers == {}
    assert stage.log.told == []


async def test_other_platform_and_the_clock_go_on(sqlite_url: str) -> None:
    """Slack is gone: Discord votes, the clock closes, Discord has the result, and Slack gets it after its return."""
    async with open_stage(sqlite_url, voting=6) as stage:
        await stage.serve(Platform.SLACK)
        await stage.serve(Platform.DISCORD)
        clock = stage.house.keeping_motions()
        stage.house.writer.on_commit(clock.wake)
        await clock.start()
        try:
            await stage.table()
            stage.slack_takes_no_token("token_revoked")
            await stage.house.beat()
            await stage.log.until((Platform.SLACK, SlackTokenRefused))
            await stage.vote_on_discord(2001)
            await stage.shown_on_discord("Not adopted: M-1")
            stage.slack.set_weather(lambda _method: Fault())
            await stage.shown_in_slack("Not adopted: M-1")
            await stage.until(lambda uow: uow.outbox.waiting() == 0)
        finally:
            await clock.stop()
        assert await stage.owed() == (0, 0)
        assert len([each for each in stage.slack.messages("C1") if "Not adopted: M-1" in each.text]) == 1


async def test_platform_that_stays_out_of_reach_is_served_anew(stage: Stage) -> None:
    """Its connections are gone and cannot be opened: told once, and tried from the beginning until it answers."""
    await stage.serve(Platform.SLACK, pauses=replace(QUICK, deaf=timedelta(0)))
    failing = {"apps.connections.open": Fault(status=503)}
    stage.slack.set_weather(lambda method: failing.get(method, Fault()))
    for connection in stage.slack.connections:
        connection.cut()
    await stage.slack.wait_for(lambda slack: slack.connections == [], PATIENCE)
    async with asyncio.timeout(PATIENCE):
        while not stage.log.told:
            await stage.house.beat()
    await stage.log.until((Platform.SLACK, OutOfReach))
    assert await stage.trouble(Platform.SLACK) is not None
    failing.clear()
    await stage.log.until((Platform.SLACK, OutOfReach), (Platform.SLACK, None))
    await stage.table()


@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.DISCORD])
async def test_platform_that_is_away_at_the_start_is_tried_again(stage: Stage, platform: Platform) -> None:
    """The start goes on, one sentence says so, and the platform is served when it answers."""
    stage.slack.set_weather(lambda _method: Fault(status=503))
    stage.discord.set_weather(lambda method, route: DiscordFault(method=method, route=route, what="cut", times=1))
    service = await stage.serve(platform)
    kind = SlackUnreachable if platform is Platform.SLACK else DiscordUnreachable
    assert service.front is None
    await stage.log.until((platform, kind))
    stage.slack.set_weather(lambda _method: Fault())
    stage.discord.set_weather(lambda _method, _route: None)
    await stage.log.until((platform, kind), (platform, None))
    assert service.front is not None


async def test_wrong_token_at_the_start_is_raised(stage: Stage) -> None:
    """Whoever starts the bot is told at once; nothing is tried again."""
    with pytest.raises(SlackTokenRefused):
        await stage.serve(Platform.SLACK, settings=stage.settings(slack_bot_token=SecretStr("xoxb-wrong")))
    with pytest.raises(DiscordTokenRefused):
        await stage.serve(Platform.DISCORD, settings=stage.settings(discord_token=SecretStr("wrong")))
    assert stage.log.told == []
    assert stage.house.notifiers == {}


async def test_defect_of_a_front_does_not_end_the_service(stage: Stage) -> None:
    """What nobody foresaw is logged, told and tried again; the first start raises it."""
    make = stage.maker(Platform.SLACK, stage.settings())
    sound = [True, False, True]

    def sometimes() -> Front:
        if sound.pop(0):
            return make()
        raise ZeroDivisionError

    service = Service(stage.house, Platform.SLACK, sometimes, reporter=stage.log, pauses=QUICK)
    stage.services.append(service)
    await service.start()
    stage.slack_takes_no_token("token_revoked")
    await stage.house.beat()
    await stage.log.until((Platform.SLACK, SlackTokenRefused))
    stage.slack.set_weather(lambda _method: Fault())
    await stage.log.until((Platform.SLACK, SlackTokenRefused), (Platform.SLACK, PlatformFailed), (Platform.SLACK, None))


async def test_linked_channel_that_is_wrong_is_told_and_keeps_nothing_away(stage: Stage) -> None:
    """A channel without the bot in it is one sentence."""
    stage.slack.world.workspace().channels["C1"].members.discard("UBOT")
    service = await stage.serve(Platform.SLACK)
    await stage.log.until_faults(1)
    assert service.front is not None


class Replica:
    """A house of its own on a shared database, with a short lead."""

    def __init__(self, url: str, patience: Patience = USUAL) -> None:
        self._database = open_database(url, patience)
        self.house = House(self._database, SystemClock())
        self.waits = asyncio.Event()
        self.lead = Lead(
            self.house.writer,
            "discord",
            owner=self.house.owner,
            term=timedelta(seconds=1),
            renewal=timedelta(milliseconds=200),
        )

    async def leads(self) -> None:
        """Wait until it leads."""
        async with asyncio.timeout(PATIENCE):
            await self.lead.take(self.waits.set)

    async def holder(self) -> str | None:
        """Give who leads, as it sees it."""
        return await self.house.writer.read(lambda uow: uow.leases.holder("discord"))

    async def close(self) -> None:
        """Give the lead up, and leave the database."""
        await self.lead.give_up()
        await self.house.writer.close()
        self._database.close()


@asynccontextmanager
async def replica(url: str, patience: Patience = USUAL) -> AsyncIterator[Replica]:
    """Open a replica."""
    opened = Replica(url, patience)
    try:
        yield opened
    finally:
        await opened.close()


async def test_one_leads_and_the_next_takes_over(postgres_url: str) -> None:
    """The lead stays with the first; when that one gives it up the next has it."""
    async with replica(postgres_url) as first, replica(postgres_url) as second, asyncio.timeout(PATIENCE):
        await first.leads()
        assert not first.waits.is_set()
        following = asyncio.create_task(second.leads())
        await second.waits.wait()
        assert await second.holder() == first.house.owner
        await first.lead.give_up()
        await following
        assert await first.holder() == second.house.owner


async def test_leader_without_its_database_stays_until_it_hears_of_another(
    postgres_url: str, postgres: PostgresServer
) -> None:
    """While the database cannot be reached nobody can tell it to step down; those who speak to it must be answered."""
    with tempfile.TemporaryDirectory() as directory, wire_to(postgres.server.directory, Path(directory)) as wire:
        far = f"{postgres_url.partition('?')[0]}?host={directory}"
        short = Patience(lock=timedelta(seconds=1), answer=timedelta(seconds=2), commit=timedelta(seconds=1))
        async with replica(far, short) as first, replica(postgres_url) as second, asyncio.timeout(2 * PATIENCE):
            await first.leads()
            wire.stays_broken = True
            wire.armed = Cut.BEFORE_COMMIT
            lost = asyncio.create_task(first.lead.lost())
            await second.leads()
            assert wire.broken
            assert not lost.done()
            wire.stays_broken = False
            await lost
            assert await first.holder() == second.house.owner
