"""The HTTP server as an operator's tools see it: health, readiness with its reasons, metrics, a port that is taken."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Final

import pytest
from aiohttp import ClientSession, web

from adapters.bootstrap import House
from adapters.web.looks import Look
from adapters.web.metrics import PrometheusObserver
from adapters.web.server import AddressInUse, WebServer
from adapters.web.status import StatusPages
from bot.commands.administration import give_credential, link_channel
from bot.commands.register import REGISTRY
from bot.dispatch import Chosen, Invocation, Pressed, Request, Typed
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from bot.domain.notices import MotionCard
from bot.jobs.heartbeat import BEAT
from bot.ports import NotRecorded, UnitOfWork
from bot.ports.acts import UNREAD, Ending
from storage.database import Database, open_database
from tests.behaviour.storage.tampering import by_hand, run
from tests.behaviour.world import START, MovedClock, found
from tests.conftest import PostgresServer

PATIENCE: Final = timedelta(seconds=1)
CHANNEL: Final = Channel.parse("slack:T1:C1")
SECRETARY: Final = Account.parse("slack:T1:USEC")
ESTONIA: Final = Account.parse("slack:T1:UEST")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came back."""

    status: int
    text: str

    @property
    def parts(self) -> Mapping[str, str]:
        """What ``/ready`` tells of each part."""
        told = json.loads(self.text)
        assert told["ready"] is (self.status == 200)
        return dict(told["parts"])


class Watched:
    """A house whose pages are served, and who asks for them."""

    def __init__(self, house: House, clock: MovedClock, server: WebServer, session: ClientSession) -> None:
        self.house, self.clock, self.server = house, clock, server
        self._session = session
        self._acts = count(1)

    async def get(self, path: str, method: str = "GET") -> Answered:
        """Ask for a page."""
        url = f"http://127.0.0.1:{self.server.port}{path}"
        async with self._session.request(method, url) as answer:
            return Answered(status=answer.status, text=await answer.text())

    async def sample(self, name: str) -> float | None:
        """Give a sample by its name and labels as they stand on the page."""
        page = (await self.get("/metrics")).text
        values = [line.rpartition(" ")[2] for line in page.splitlines() if line.rpartition(" ")[0] == name]
        return float(values[0]) if values else None

    async def act(self, request: Request, account: Account = ESTONIA, *, key: str = "", form: bool = False) -> None:
        """Do something as somebody."""
        invocation = Invocation(
            key=f"slack:{key or next(self._acts)}",
            account=account,
            channel=CHANNEL,
            received_at=self.clock.now(),
            request=request,
            takes_form=form,
        )
        await self.house.dispatcher(invocation)


@asynccontextmanager
async def watched(database: Database) -> AsyncIterator[Watched]:
    """Open a house on a database, its pages on a free port, and nothing kept from one look to the next."""
    clock, observer = MovedClock(), PrometheusObserver()
    house = House(database, clock, observer=observer)
    pages = StatusPages(
        writer=house.writer,
        clock=clock,
        check_schema=house.check_schema,
        observer=observer,
        fresh=timedelta(0),
        patience=PATIENCE,
    )
    server = WebServer(host="127.0.0.1", port=0, routes=pages.routes())
    async with AsyncExitStack() as stack:
        stack.push_async_callback(house.writer.close)
        await server.start()
        stack.push_async_callback(server.stop)
        session = await stack.enter_async_context(ClientSession())
        yield Watched(house, clock, server, session)


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Watched]:
    """Give a house with the alliance of the suite on each engine."""
    founded(database)
    async with watched(database) as opened:
        yield opened


def founded(database: Database) -> None:
    """Found the alliance of the suite with a channel, a secretariat and a head of delegation."""
    code = found(database)
    with database.transaction() as uow:
        link_channel(uow, code, channel=CHANNEL, purpose=Purpose.MOTIONS, now=START)
        for account, role, member in (
            (SECRETARY, Role.SECRETARIAT, None),
            (ESTONIA, Role.HEAD, MemberCode("EST")),
        ):
            give_credential(uow, code, account=account, role=role, member=member, until=None, now=START)


async def test_health_is_answered_and_a_taken_port_is_refused() -> None:
    """A second server on the same port is told so in one refusal, and the first goes on."""
    first = WebServer(host="127.0.0.1", port=0)
    await first.start()
    try:
        with pytest.raises(AddressInUse):
            await WebServer(host="127.0.0.1", port=first.port).start()
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{first.port}/health") as answer:
            assert answer.status == 200
            assert await answer.json() == {"status": "ok"}
    finally:
        await first.stop()


async def test_page_mounted_while_the_server_runs_is_answered(bot: Watched) -> None:
    """A platform may come into reach long after the start; what nobody mounted is not found."""
    assert (await bot.get("/slack/events", "POST")).status == 404

    async def receive(_: web.Request) -> web.Response:
        return web.Response(text="heard")

    bot.server.mount([web.post("/slack/events", receive)])
    assert (await bot.get("/slack/events", "POST")).text == "heard"
    assert (await bot.get("/slack/events")).status == 405
    assert (await bot.get("/health", "HEAD")).status == 200


async def test_health_does_not_ask_the_database(database: Database) -> None:
    """A process whose database has gone is alive: starting it anew would mend nothing."""
    async with watched(database) as bot:
        run(database, "DELETE FROM alembic_version")
        assert (await bot.get("/health")).status == 200
        assert (await bot.get("/ready")).status == 503


async def test_bot_that_can_work_is_ready(bot: Watched) -> None:
    """Each part is named, also where nothing is wrong."""
    await bot.house.begin(frozenset({Platform.SLACK}), only=True)
    await bot.house.writer.write(lambda uow: uow.liveness.beat(Platform.SLACK, START))
    ready = await bot.get("/ready")
    assert ready.status == 200
    assert ready.parts == {"database": "ok", "schema": "ok", "writing": "ok", "slack": "ok"}


async def test_looking_writes_nothing_that_stays(bot: Watched) -> None:
    """A look neither grows the journal nor wakes the rounds, and leaves no row behind."""
    woken: list[None] = []
    bot.house.writer.on_commit(lambda: woken.append(None))
    assert (await bot.get("/ready")).status == 200
    assert await bot.house.writer.read(lambda uow: uow.leases.holder("touch")) is None
    assert woken == []


async def test_platform_out_of_reach_is_named_with_what_ails_it(bot: Watched) -> None:
    """Not yet reached, reached too long ago, and in trouble are told apart; one that is not served is not told of."""
    served = frozenset({Platform.SLACK, Platform.DISCORD})
    await bot.house.begin(served, only=True)
    assert (await bot.get("/ready")).parts["slack"] == "not yet in reach since it is served here"
    for platform in served:
        await bot.house.writer.write(partial(reached, platform))
    bot.clock.advance(2 * BEAT)
    assert (await bot.get("/ready")).status == 200
    await bot.house.writer.write(lambda uow: uow.liveness.ail(Platform.DISCORD, "the token was revoked"))
    bot.clock.advance(timedelta(seconds=1))
    ready = await bot.get("/ready")
    assert ready.status == 503
    assert ready.parts["slack"].startswith("not in reach since ")
    assert ready.parts["discord"] == "the token was revoked"
    assert "console" not in ready.parts
    assert await bot.sample('plenary_platform_in_reach{platform="discord"}') == 0


def reached(platform: Platform, uow: UnitOfWork) -> None:
    """Note that a platform is in reach."""
    uow.liveness.beat(platform, START)


async def test_schema_of_another_version_is_named(database: Database) -> None:
    """An operator has migrated the database for a newer bot while this one still runs."""
    async with watched(database) as bot:
        run(database, "UPDATE alembic_version SET version_num = '9999'")
        ready = await bot.get("/ready")
    assert ready.status == 503
    assert {name for name, trouble in ready.parts.items() if trouble != "ok"} == {"schema"}
    assert "9999" in ready.parts["schema"]


async def test_database_that_takes_no_writes_is_named(sqlite_database: Database) -> None:
    """Reads go on beside a writer that is held up, so only the writing is at fault; and it is well again by itself."""
    async with watched(sqlite_database) as bot:
        with by_hand(sqlite_database.url):
            ready = await bot.get("/ready")
        assert ready.status == 503
        assert ready.parts == {"database": "ok", "schema": "ok", "writing": "no answer within 1 s"}
        async with asyncio.timeout(30):
            while (await bot.get("/ready")).status != 200:
                pass


async def test_database_that_may_only_be_read_is_named(postgres_url: str) -> None:
    """As after a failover to a standby: what PostgreSQL says is told."""
    database = open_database(postgres_url)
    name = re.findall(r"test_\d+", postgres_url)[0]
    run(database, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    async with watched(database) as bot:
        ready = await bot.get("/ready")
    database.close()
    assert (ready.parts["database"], ready.parts["schema"]) == ("ok", "ok")
    assert "read-only transaction" in ready.parts["writing"]


async def test_database_that_hangs_is_told_in_time(postgres: PostgresServer, postgres_url: str) -> None:
    """Whoever asks gets an answer although the database gives none, and metrics go on without the record."""
    database = open_database(postgres_url)
    founded(database)
    async with watched(database) as bot:
        await bot.act(Typed(line="/motion list"))
        with postgres.server.held_still():
            ready = await bot.get("/ready")
            assert ready.status == 503
            assert set(ready.parts.values()) == {"no answer within 1 s"}
            assert await bot.sample("plenary_database_up") == 0
            assert await bot.sample("plenary_posts_waiting") is None
            assert await bot.sample('plenary_acts_total{command="motion.list",outcome="done"}') == 1
        async with asyncio.timeout(30):
            while (await bot.get("/ready")).status != 200:
                pass
        assert await bot.sample("plenary_database_up") == 1
    database.close()


async def test_act_delivered_twice_is_one_ballot(bot: Watched) -> None:
    """A redelivery gets the first answer again, and counts as what it is."""
    await bot.act(Typed(line='/motion open resolution "Open skies" "1. The skies are open."'), SECRETARY)
    for _ in range(2):
        await bot.act(Typed(line="/vote M-1 yes"), key="twice")
    await bot.act(Typed(line="/vote M-1 no"))
    assert await bot.sample("plenary_ballots_total") == 2
    assert await bot.sample('plenary_acts_total{command="vote.cast",outcome="done"}') == 2
    assert await bot.sample('plenary_acts_total{command="vote.cast",outcome="repeated"}') == 1
    assert await bot.sample('plenary_act_seconds_count{command="vote.cast"}') == 3


async def test_refusal_delivered_twice_is_one_refusal(bot: Watched) -> None:
    """It is not judged a second time, so it is not counted a second time."""
    for _ in range(2):
        await bot.act(Typed(line="/vote M-9 yes"), key="twice")
    assert await bot.sample('plenary_refusals_total{refusal="UnknownMotion"}') == 1
    assert await bot.sample('plenary_acts_total{command="vote.cast",outcome="refused"}') == 1


async def test_labels_name_commands_and_refusals_alone(bot: Watched) -> None:
    """Whatever people type, press or forge, a label is a command of the register, a refusal's name or a closed word."""
    requests: tuple[Request, ...] = (
        Typed(line="/vote M-1 yes because of the secret reasons"),
        Typed(line="/dance now"),
        Typed(line=""),
        Typed(line="\x00 \u202e {} %s"),
        Pressed(action="v1:vote.cast:1:yes"),
        Pressed(action="v1:vote.dance:1"),
        Chosen(path="motion.open", values={"nonsense": "x"}),
        Chosen(path="nonsense", values={}),
        Typed(line="/vote"),
    )
    for request in requests:
        await bot.act(request, form=True)
        await bot.act(request, Account.parse("slack:T1:UNKNOWN"))
    page = (await bot.get("/metrics")).text
    commands = {UNREAD, *(command.path for command in REGISTRY.commands)}
    outcomes = {"refused", *(ending.replace(" ", "_") for ending in Ending)}
    assert set(re.findall(r'command="([^"]*)"', page)) <= commands
    assert set(re.findall(r'outcome="([^"]*)"', page)) <= outcomes
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", name) for name in re.findall(r'refusal="([^"]*)"', page))
    assert not re.search(r"UNKNOWN|UEST|dance|secret reasons", page)


async def test_record_is_told_as_it_stands_at_the_scrape(bot: Watched) -> None:
    """Posts that wait, posts given up and the length of the journal come from the database, not from memory."""
    code = next(iter(await bot.house.writer.read(lambda uow: uow.alliances.codes())))
    entries = (await bot.house.writer.read(lambda uow: uow.journal.head(code))).seq
    assert await bot.sample(f'plenary_journal_entries{{alliance="{code}"}}') == entries
    await bot.act(Typed(line='/motion open resolution "Open skies" "1. The skies are open."'), SECRETARY)
    assert (await bot.sample(f'plenary_journal_entries{{alliance="{code}"}}') or 0) > entries
    waiting = await bot.sample("plenary_posts_waiting")
    assert waiting
    assert await bot.sample('plenary_dead_letters{platform="slack"}') == 0
    claimed = await bot.house.writer.write(
        lambda uow: uow.outbox.claim(
            owner="x",
            now=START + timedelta(days=1),
            lease=timedelta(minutes=1),
            limit=1,
            platforms=frozenset({Platform.SLACK}),
        )
    )
    assert isinstance(claimed[0].notice, MotionCard)
    await bot.house.writer.write(lambda uow: uow.outbox.abandoned(claimed[0], owner="x", reason="gone"))
    assert await bot.sample('plenary_dead_letters{platform="slack"}') == 1
    assert await bot.sample("plenary_posts_waiting") == waiting - 1


async def test_many_who_ask_at_once_share_one_look() -> None:
    """One who goes away takes nothing from the others, and a look is kept for a moment."""
    begun, looks = asyncio.Event(), count(1)
    go_on = asyncio.Event()

    async def look() -> int:
        begun.set()
        await go_on.wait()
        return next(looks)

    shared = Look(look, fresh=timedelta(days=1))
    asking = [asyncio.create_task(shared()) for _ in range(50)]
    await begun.wait()
    asking[0].cancel()
    go_on.set()
    assert set(await asyncio.gather(*asking[1:])) == {1}
    assert await shared() == 1
    impatient = Look(look, fresh=timedelta(0))
    assert (await impatient(), await impatient()) == (2, 3)


async def test_look_that_failed_is_not_kept() -> None:
    """The next one who asks looks again."""
    faults = [NotRecorded(reason="gone")]

    async def look() -> str:
        if faults:
            raise faults.pop()
        return "well"

    shared = Look(look, fresh=timedelta(days=1))
    with pytest.raises(NotRecorded):
        await shared()
    assert await shared() == "well"
