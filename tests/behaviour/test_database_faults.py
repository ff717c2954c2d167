"""The database fails under a running house: no false receipt, nothing half done, and it goes on without a restart."""

import asyncio
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from math import inf
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text

from adapters.scheduler import Scheduler
from bot.cards.card import Card, Tone
from bot.cards.refusals import not_recorded_card, outcome_unknown_card
from bot.commands.administration import link_channel
from bot.dispatch import Chosen, Invocation, Reply, Typed
from bot.domain.addresses import Channel, Platform, Purpose
from bot.domain.phases import Phase
from bot.jobs.relay import LEASE
from bot.locales.catalogue import Interpreter
from bot.ports import Address, Notifier, NotRecorded, OutcomeUnknown, UnitOfWork
from storage.database import Database, open_database
from storage.engines import READERS
from storage.patience import Patience
from storage.rows import AnswerRow, BallotRow, JournalRow, OutboxRow, table
from storage.unit_of_work import StoredUnitOfWork
from tests.behaviour.cast import BRA, EST_DELEGATE, EST_HEAD, FIN, LVA, SECRETARY, Person
from tests.behaviour.fronts import open_console
from tests.behaviour.storage.cut_wire import Cut, Wire, wire_to
from tests.behaviour.storage.faults import (
    POSTGRES_FAULTS,
    SQLITE_FAULTS,
    PostgresDatabase,
    SqliteFile,
    bound_by_rights,
    log_room,
    server_stopped,
)
from tests.behaviour.world import World, open_world
from tests.servers.postgres import Postgres, Stop, running_postgres

RESOLUTION = '/motion open resolution "Open skies" "1. The skies are open."'
SHOW = "/motion show M-1"
SAY: Final = Interpreter("en", ZoneInfo("UTC"))
NOT_RECORDED: Final = not_recorded_card(SAY)
UNKNOWN: Final = outcome_unknown_card(SAY)

PATIENCE: Final = Patience(lock=timedelta(seconds=0.3), answer=timedelta(seconds=2), commit=timedelta(seconds=2))
"""Waits long enough for whatever the machine is at, and short enough for a test."""

LONG_ENOUGH: Final = 60.0
"""Seconds after which what must come is taken not to come."""

AT_ONCE: Final = 30

BLIND: Final = frozenset(
    {
        "sqlite: directory gone",
        "sqlite: file gone",
        "postgresql: stopped",
        "postgresql: crashed",
        "postgresql: held still",
        "postgresql: no connection left",
    }
)
"""The faults in which the record cannot even be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stricken:
    """A house with a vote under way, and what befalls its database for as long as a block lasts."""

    world: World
    fault: Callable[[], AbstractContextManager[None]]
    name: str


@pytest.fixture(scope="module")
def own_server() -> Iterator[Postgres]:
    """Start a server that may be stopped, with few connections and small files of its log."""
    with running_postgres({"max_connections": "16", "wal_writer_delay": "10s"}, log_file_megabytes=2) as server:
        template = server.create_database()
        database = open_database(server.url(template))
        database.migrate()
        database.close()
        assert template == TEMPLATE
        yield server


TEMPLATE: Final = "test_1"


@pytest.fixture
def own_postgres(own_server: Postgres) -> Iterator[PostgresDatabase]:
    """Give a new database on the server that may be stopped."""
    name = own_server.create_database(TEMPLATE)
    yield PostgresDatabase(server=own_server, name=name)
    own_server.drop_database(name)


@pytest.fixture
def own_file(tmp_path: Path) -> SqliteFile:
    """Give a new database in a directory of its own."""
    home = tmp_path / "home"
    home.mkdir()
    place = SqliteFile(path=home / "plenary.db")
    with closing(open_database(f"sqlite:///{place.path}")) as database:
        database.migrate()
    return place


@asynccontextmanager
async def voting(url: str, patience: Patience = PATIENCE) -> AsyncIterator[World]:
    """Open a house on a database, with a vote under way and Latvia's ballot cast."""
    with closing(open_database(url, patience)) as database:
        async with open_world(database) as world, open_console(world):
            await world.front.say(SECRETARY, RESOLUTION)
            await world.front.say(LVA, "/vote cast M-1 yes")
            for person in (EST_HEAD, FIN, BRA):
                await world.front.say(person, SHOW)
            await world.settle()
            yield world


@pytest.fixture
async def on_file(own_file: SqliteFile) -> AsyncIterator[World]:
    """Give a house on a file, which the rights of files bind."""
    with bound_by_rights():
        async with voting(f"sqlite:///{own_file.path}") as world:
            yield world


@pytest.fixture
async def on_server(own_postgres: PostgresDatabase) -> AsyncIterator[World]:
    """Give a house on a server."""
    async with voting(own_postgres.server.url(own_postgres.name)) as world:
        yield world


@pytest.fixture(
    params=[*(f"sqlite: {name}" for name in SQLITE_FAULTS), *(f"postgresql: {name}" for name in POSTGRES_FAULTS)]
)
def stricken(request: pytest.FixtureRequest) -> Stricken:
    """Give a house for each fault on each engine."""
    engine, _, name = request.param.partition(": ")
    if engine == "sqlite":
        fault = partial(SQLITE_FAULTS[name], request.getfixturevalue("own_file"))
        world = request.getfixturevalue("on_file")
    else:
        fault = partial(POSTGRES_FAULTS[name], request.getfixturevalue("own_postgres"))
        world = request.getfixturevalue("on_server")
    return Stricken(world=world, fault=fault, name=request.param)


def vote(world: World, person: Person, key: str, ballot: str = "yes") -> Invocation:
    """Make a vote with a key of its own choice."""
    return Invocation(
        key=key,
        account=world.front.account(person),
        channel=world.front.channel,
        received_at=world.clock.now(),
        request=Typed(line=f"/vote cast M-1 {ballot}"),
    )


def receipt(reply: Reply) -> bool:
    """Tell whether a reply says that a ballot is recorded."""
    return isinstance(reply, Card) and reply.tone is Tone.SUCCESS


def rows(database: Database) -> tuple[int, ...]:
    """Count what a vote writes: ballots, entries, posts owed, answers kept under a key of this module."""
    counted = [select(func.count()).select_from(table(kind)) for kind in (BallotRow, JournalRow, OutboxRow)]
    answers = table(AnswerRow)
    kept = select(func.count()).select_from(answers).where(answers.c.key.like("console:%"))
    with database.connection() as connection:
        return tuple(connection.scalars(each).one() for each in (*counted, kept))


async def catch_up(world: World) -> None:
    """Wait until the writer has come past everything that was asked of it so far."""
    await world.house.writer.write(lambda uow: uow.alliances.codes())


async def test_vote_in_a_fault_is_not_recorded_and_goes_through_after_it(stricken: Stricken) -> None:
    """Every delegate is told; nothing of it is there, then or later; the same house records the next act, once.

    Whoever looks is shown the record or, where it cannot be read, one plain sentence.
    """
    world, act = stricken.world, vote(stricken.world, EST_HEAD, "in the fault")
    crowd = [vote(world, person, f"{person.name} {n}") for n in range(AT_ONCE // 2) for person in (EST_DELEGATE, BRA)]
    before = rows(world.database)
    with stricken.fault():
        assert await world.house.dispatcher(act) == NOT_RECORDED
        told = await asyncio.gather(*(world.house.dispatcher(each) for each in crowd))
        assert told == [NOT_RECORDED] * AT_ONCE
        shown = await world.front.say(FIN, SHOW)
        assert ("Open skies" in shown) != (NOT_RECORDED.title in shown)
        assert ("Open skies" in shown) != (stricken.name in BLIND)
    await catch_up(world)
    assert rows(world.database) == before
    recorded = await world.house.dispatcher(act)
    assert receipt(recorded)
    assert await world.house.dispatcher(act) == recorded
    assert ": yes, on “Open skies”" in await world.front.say(FIN, "/vote cast M-1 yes")
    assert await world.ballots() == {"LVA": "yes", "EST": "yes", "FIN": "yes"}
    assert rows(world.database)[:2] == (before[0] + 2, before[1] + 2)
    assert await world.sound()


async def test_clock_carries_on_after_a_fault(stricken: Stricken) -> None:
    """A deadline that passes in a fault is met in it or after it: one decision, posted once, nothing by halves."""
    world = stricken.world
    for person in (EST_HEAD, FIN):
        await world.front.say(person, "/vote cast M-1 yes")
    await world.settle()
    world.clock.advance(timedelta(hours=73))
    with stricken.fault(), suppress(NotRecorded):
        await world.house.round()
    await catch_up(world)
    assert await world.sound()
    await world.house.round()
    await world.settle()
    assert (await world.motion()).phase(world.clock.now()) is Phase.ADOPTED
    assert sum("Adopted: M-1" in post for post in await world.front.posts()) == 1
    assert await world.sound()


class Interrupted:
    """A notifier on whose first post something happens before the house hears that it was posted."""

    platform = Platform.CONSOLE

    def __init__(self, notifier: Notifier, happens: Callable[[], None]) -> None:
        self._notifier, self._happens = notifier, [happens]

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",
        until: float = inf,
    ) -> str:
        """Post; then let it happen."""
        message = await self._notifier.post(to, card, key=key, thread=thread, thread_name=thread_name, until=until)
        while self._happens:
            self._happens.pop()()
        return message

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Edit."""
        await self._notifier.edit(to, message, card, until=until)

    async def find(self, to: Address, *, key: str, since: datetime, thread: str | None = None) -> str | None:
        """Find."""
        return await self._notifier.find(to, key=key, since=since, thread=thread)


async def test_post_written_as_the_database_fails_is_not_written_again(stricken: Stricken) -> None:
    """A post that exists and could not be marked is found when its lease has run out."""
    world = stricken.world
    await world.front.say(SECRETARY, RESOLUTION.replace("Open skies", "Calm seas"))
    with ExitStack() as stack:
        happens: Callable[[], None] = lambda: stack.enter_context(stricken.fault())  # noqa: E731
        world.house.notifiers[Platform.CONSOLE] = Interrupted(world.front.notifier, happens)
        with suppress(NotRecorded):
            await world.house.round()
    await world.pass_time(LEASE + timedelta(seconds=1))
    await world.settle()
    assert sum("Calm seas" in post for post in await world.front.posts()) == 1
    assert await world.house.writer.read(lambda uow: uow.outbox.waiting()) == 0
    assert await world.house.writer.read(lambda uow: uow.outbox.dead()) == ()


async def test_scheduler_outlives_a_fault(on_server: World, own_postgres: PostgresDatabase) -> None:
    """Rounds that fail are told in the log; the next commit wakes a round that works."""
    world, rounds = on_server, asyncio.Queue[None]()

    async def work() -> None:
        try:
            await world.house.move()
        finally:
            rounds.put_nowait(None)

    async def due() -> datetime | None:
        return None

    world.clock.advance(timedelta(hours=73))
    scheduler = Scheduler(work, due)
    with server_stopped(own_postgres):
        await scheduler.start()
        await asyncio.wait_for(rounds.get(), LONG_ENOUGH)
    assert (await world.motion()).result is None
    world.house.writer.on_commit(scheduler.wake)
    await world.front.say(SECRETARY, RESOLUTION)
    await asyncio.wait_for(rounds.get(), LONG_ENOUGH)
    await scheduler.stop()
    assert (await world.motion()).result is not None


@pytest.fixture(params=["on_file", "on_server"])
def either(request: pytest.FixtureRequest) -> World:
    """Give a house on each engine in turn."""
    world = request.getfixturevalue(request.param)
    assert isinstance(world, World)
    return world


async def test_readers_that_are_all_busy_keep_no_one_waiting(either: World) -> None:
    """Slow looks take every reader: the next one is told so within its patience, and votes are recorded meanwhile."""
    go_on = threading.Event()
    begun = threading.Semaphore(0)

    def slow(_: UnitOfWork) -> None:
        begun.release()
        go_on.wait()

    looks = [asyncio.create_task(either.house.writer.read(slow)) for _ in range(READERS)]
    for _ in looks:
        await asyncio.to_thread(begun.acquire)
    assert receipt(await either.house.dispatcher(vote(either, EST_HEAD, "beside")))
    assert NOT_RECORDED.title in await either.front.say(FIN, SHOW)
    go_on.set()
    await asyncio.gather(*looks, return_exceptions=True)
    assert "Open skies" in await either.front.say(FIN, SHOW)


async def test_person_who_speaks_for_the_first_time_in_a_fault_is_told(
    on_server: World, own_postgres: PostgresDatabase
) -> None:
    """The console looks a speaker up before the act: that it cannot is one sentence, and no end of the console."""
    with server_stopped(own_postgres):
        told = await on_server.front.say(EST_DELEGATE, "/vote cast M-1 yes")
    assert NOT_RECORDED.title in told
    assert ": yes, on “Open skies”" in await on_server.front.say(EST_DELEGATE, "/vote cast M-1 yes")


async def test_completion_in_a_fault_offers_nothing(on_server: World, own_postgres: PostgresDatabase) -> None:
    """A front that completes what is typed gets no suggestions, and no error."""
    typing = Invocation(
        key="",
        account=on_server.front.account(FIN),
        channel=on_server.front.channel,
        received_at=on_server.clock.now(),
        request=Chosen(path="vote.cast", values={}),
    )
    offer = partial(on_server.house.dispatcher.suggest, typing, "vote.cast", "motion")
    with server_stopped(own_postgres):
        assert await offer() == ()
    assert len(await offer()) == 1


# exactly at the commit


@pytest.fixture
def wire(own_postgres: PostgresDatabase) -> Iterator[Wire]:
    """Give a wire to the server that may be stopped."""
    with (
        tempfile.TemporaryDirectory() as directory,
        wire_to(own_postgres.server.directory, Path(directory)) as wire,
    ):
        yield wire


@pytest.fixture
async def far(own_postgres: PostgresDatabase, wire: Wire) -> AsyncIterator[World]:
    """Give a house at the other end of the wire."""
    async with voting(f"postgresql://postgres@/{own_postgres.name}?host={wire.directory}") as world:
        yield world


async def test_vote_whose_commit_was_not_heard_of_gets_its_receipt(far: World, wire: Wire) -> None:
    """The ballot is recorded, so its author is told so."""
    wire.armed = Cut.AFTER_COMMIT
    assert receipt(await far.house.dispatcher(vote(far, EST_HEAD, "unheard")))
    assert wire.broken == 1
    assert await far.ballots() == {"LVA": "yes", "EST": "yes"}
    assert await far.sound()


async def test_vote_whose_commit_did_not_arrive_is_not_recorded(far: World, wire: Wire) -> None:
    """The ballot is not recorded, so its author is told so; trying again records it."""
    before, act = rows(far.database), vote(far, EST_HEAD, "lost")
    wire.armed = Cut.BEFORE_COMMIT
    assert await far.house.dispatcher(act) == NOT_RECORDED
    assert rows(far.database) == before
    assert receipt(await far.house.dispatcher(act))
    assert await far.sound()


@pytest.mark.parametrize("cut", [Cut.BEFORE_COMMIT, Cut.AFTER_COMMIT])
async def test_vote_whose_commit_no_one_can_be_asked_about_is_told_as_unknown(far: World, wire: Wire, cut: Cut) -> None:
    """Neither a receipt nor "not recorded" would be sure to be true; trying again records the ballot once."""
    before, act = rows(far.database), vote(far, EST_HEAD, "unknown")
    wire.armed, wire.stays_broken = cut, True
    assert await far.house.dispatcher(act) == UNKNOWN
    wire.stays_broken = False
    assert receipt(await far.house.dispatcher(act))
    assert rows(far.database)[:2] == (before[0] + 1, before[1] + 1)
    assert await far.sound()


async def test_commit_that_hangs_is_told_as_unknown_and_counts_once(far: World, wire: Wire) -> None:
    """A commit under way can no longer be taken back: its author hears that its outcome is not known, others wait."""
    act = vote(far, EST_HEAD, "hanging")
    wire.armed = Cut.HELD
    hanging = asyncio.create_task(far.house.dispatcher(act))
    await asyncio.to_thread(wire.happened.wait)
    assert await far.house.dispatcher(vote(far, FIN, "behind it")) == NOT_RECORDED
    assert await hanging == UNKNOWN
    wire.passed_on.set()
    await catch_up(far)
    assert await far.ballots() == {"LVA": "yes", "EST": "yes"}
    before = rows(far.database)
    assert receipt(await far.house.dispatcher(act))
    assert rows(far.database) == before


@pytest.fixture
async def patient(own_postgres: PostgresDatabase, wire: Wire) -> AsyncIterator[World]:
    """Give a house at the other end of the wire that asks for long what became of a commit."""
    url = f"postgresql://postgres@/{own_postgres.name}?host={wire.directory}"
    async with voting(url, replace(PATIENCE, commit=timedelta(seconds=LONG_ENOUGH))) as world:
        yield world


async def test_commit_that_arrives_late_is_waited_for(
    patient: World, wire: Wire, own_postgres: PostgresDatabase
) -> None:
    """While the old transaction is open nobody knows how it will end; once it has ended its author is told how."""
    wire.armed = Cut.LATE
    act = asyncio.create_task(patient.house.dispatcher(vote(patient, EST_HEAD, "late")))
    await asyncio.to_thread(wire.happened.wait)
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"

    def wait_for_lock() -> None:
        with own_postgres.by_hand() as connection:
            while connection.execute(waiting, (own_postgres.name,)).fetchone() == (0,):
                pass

    await asyncio.to_thread(wait_for_lock)
    assert not act.done()
    wire.passed_on.set()
    assert receipt(await act)
    assert await patient.ballots() == {"LVA": "yes", "EST": "yes"}


async def test_commit_that_a_crash_has_lost_is_not_taken_for_the_one_that_got_its_number(
    patient: World, wire: Wire, own_postgres: PostgresDatabase
) -> None:
    """PostgreSQL gives the number of a transaction that a crash has lost to a later one, and calls it committed."""
    numbers: list[str] = []

    def act(uow: UnitOfWork) -> None:
        assert isinstance(uow, StoredUnitOfWork)
        numbers.append(uow._connection.scalars(text("SELECT pg_current_xact_id()::text")).one())
        channel = Channel.parse("console:other")
        link_channel(uow, patient.code, channel=channel, purpose=Purpose.COUNCIL, now=patient.clock.now())

    before = await patient.entries()
    wire.armed, wire.stays_broken = Cut.BEFORE_COMMIT, True
    told = asyncio.create_task(patient.house.writer.write(act))
    await asyncio.to_thread(wire.happened.wait)
    own_postgres.server.stop(Stop.CRASH)
    own_postgres.server.start()
    with own_postgres.by_hand() as connection:
        connection.execute("SELECT pg_current_xact_id()")
        status = connection.execute("SELECT pg_xact_status(%s::xid8)", numbers).fetchone()
    assert status == ("committed",)
    wire.stays_broken = False
    with pytest.raises(NotRecorded) as lost:
        await told
    assert not isinstance(lost.value, OutcomeUnknown)
    assert await patient.entries() == before


async def test_server_whose_log_is_full_at_the_commit(on_server: World, own_postgres: PostgresDatabase) -> None:
    """PostgreSQL ends when it cannot write its log, and cannot start again: unknown at first, then recorded once."""
    act = vote(on_server, EST_HEAD, "no room for the log")
    with own_postgres.by_hand() as connection:
        room = log_room(connection)
    own_postgres.server.stop()
    own_postgres.server.start(largest_file=room)
    try:
        assert await on_server.house.dispatcher(act) in {NOT_RECORDED, UNKNOWN}
    finally:
        own_postgres.server.stop(Stop.CRASH)  # it has no room for the log of an orderly end, and may wait for it
        own_postgres.server.start()
    assert await on_server.ballots() == {"LVA": "yes"}
    assert receipt(await on_server.house.dispatcher(act))
    assert await on_server.sound()


async def test_file_that_goes_before_the_commit_takes_the_act_along(on_file: World, own_file: SqliteFile) -> None:
    """SQLite would write on to a file that is moved away; the house does not call that recorded."""
    before, away = rows(on_file.database), own_file.path.with_name("away.db")

    def act(uow: UnitOfWork) -> None:
        uow.lock(on_file.code)
        uow.answers.keep("console:x", NOT_RECORDED, on_file.clock.now())
        own_file.path.rename(away)

    with pytest.raises(NotRecorded):
        await on_file.house.writer.write(act)
    away.rename(own_file.path)
    assert rows(on_file.database) == before
    assert receipt(await on_file.house.dispatcher(vote(on_file, EST_HEAD, "next")))


async def test_file_that_was_deleted_gives_no_receipts(on_file: World, own_file: SqliteFile) -> None:
    """What is written to a file that has no name any more is lost with the process."""
    for path in own_file.path.parent.iterdir():
        path.unlink()
    assert await on_file.house.dispatcher(vote(on_file, EST_HEAD, "into nothing")) == NOT_RECORDED


async def test_votes_go_into_the_file_that_stands_there_now(on_file: World, own_file: SqliteFile) -> None:
    """Where an operator puts another copy of the record in place, the running house reads and writes that one."""
    copy = own_file.path.with_name("copy.db")
    with closing(sqlite3.connect(own_file.path)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    assert receipt(await on_file.house.dispatcher(vote(on_file, EST_HEAD, "after the copy")))
    for path in own_file.path.parent.glob("plenary.db*"):
        path.unlink()
    shutil.move(copy, own_file.path)
    assert await on_file.ballots() == {"LVA": "yes"}
    assert receipt(await on_file.house.dispatcher(vote(on_file, FIN, "after the change")))
    with closing(open_database(f"sqlite:///{own_file.path}")) as elsewhere:
        assert rows(elsewhere)[0] == 2
    assert await on_file.sound()
