"""The writer: one use case after the other, answered after the commit, whatever becomes of callers and database."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from bot.cards.card import Card
from bot.domain.ballot import Choice
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode
from bot.domain.notices import MotionCard
from bot.ports import NotRecorded, UnitOfWork, Writer
from storage.database import Database, open_database
from storage.patience import Patience
from storage.unit_of_work import StoredUnitOfWork
from storage.writer import WriterThread
from tests.behaviour.storage.scene import (
    ALLIANCE,
    EST,
    FIRST,
    HALL,
    LVA,
    NOW,
    cast,
    fault_of,
    founding,
    record,
    write,
)
from tests.behaviour.storage.tampering import by_hand

PATIENCE: Final = 10.0
"""Seconds after which what must come is taken not to come."""

HASTE: Final = Patience(lock=timedelta(seconds=0.2), answer=timedelta(seconds=2), commit=timedelta(seconds=2))
ROOM: Final = 3


class NotToday(Refusal):
    """A refusal that a use case raises after it has written."""


@pytest.fixture
async def writer(database: Database) -> AsyncIterator[WriterThread]:
    """Give a writer over an alliance with a vote under way."""
    write(database, *founding())
    running = WriterThread(database)
    yield running
    await running.close()


def count_ballots(uow: UnitOfWork) -> int:
    """Count the ballots of the first motion."""
    return len(uow.ballots.of_motion(ALLIANCE, FIRST))


async def test_use_case_is_answered_after_its_commit(writer: WriterThread) -> None:
    """Whoever gets an answer finds the act recorded."""
    port: Writer = writer
    seq = await port.write(lambda uow: record(uow, cast(EST, Choice.YES)))
    assert seq == len(founding()) + 1
    assert await port.read(count_ballots) == 1


async def test_refusal_is_told_and_leaves_nothing(writer: WriterThread) -> None:
    """A refusal after a write undoes the write, and the next use case runs."""

    def refused(uow: UnitOfWork) -> None:
        record(uow, cast(EST, Choice.YES))
        raise NotToday

    with pytest.raises(NotToday):
        await writer.write(refused)
    assert await writer.read(count_ballots) == 0
    await writer.write(lambda uow: record(uow, cast(EST, Choice.NO)))
    assert await writer.read(count_ballots) == 1


async def test_many_callers_at_once_lose_nothing(writer: WriterThread, database: Database) -> None:
    """Each of many changes of one ballot is an entry of its own, in one unbroken chain."""

    def change(uow: UnitOfWork) -> int:
        standing = uow.ballots.of_member(ALLIANCE, FIRST, EST)
        previous = None if standing is None else standing.choice
        choice = Choice.NO if previous is Choice.YES else Choice.YES
        return record(uow, cast(EST, choice, previous=previous))

    writes = asyncio.gather(*(writer.write(change) for _ in range(50)))
    counts = await asyncio.gather(*(writer.read(count_ballots) for _ in range(20)))
    answers = await writes
    assert sorted(answers) == list(range(len(founding()) + 1, len(founding()) + 51))
    assert set(counts) <= {0, 1}
    assert fault_of(database) is None


async def test_caller_that_goes_away_does_not_stop_the_use_case(writer: WriterThread) -> None:
    """What has begun is finished and committed, and the writer goes on."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(uow: UnitOfWork) -> None:
        record(uow, cast(EST, Choice.YES))
        begun.set()
        go_on.wait()

    caller = asyncio.create_task(writer.write(slow))
    await asyncio.to_thread(begun.wait)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    assert await writer.write(count_ballots) == 1


async def test_caller_that_goes_away_in_time_takes_its_use_case_along(writer: WriterThread) -> None:
    """What has not begun when its caller goes is not done."""
    begun, go_on = threading.Event(), threading.Event()

    def blocking(_: UnitOfWork) -> None:
        begun.set()
        go_on.wait()

    first = asyncio.create_task(writer.write(blocking))
    await asyncio.to_thread(begun.wait)
    handing_over = asyncio.Event()

    async def hand_over() -> None:
        handing_over.set()  # who waits for this runs once the next line waits for its answer
        await writer.write(lambda uow: record(uow, cast(EST, Choice.YES)))

    second = asyncio.create_task(hand_over())
    await handing_over.wait()
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    go_on.set()
    await first
    assert await writer.write(count_ballots) == 0


async def test_reads_run_beside_a_write(writer: WriterThread) -> None:
    """A read does not wait for the writer and sees the state before it."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(uow: UnitOfWork) -> None:
        record(uow, cast(EST, Choice.YES))
        begun.set()
        go_on.wait()

    writing = asyncio.create_task(writer.write(slow))
    await asyncio.to_thread(begun.wait)
    assert await writer.read(count_ballots) == 0
    go_on.set()
    await writing
    assert await writer.read(count_ballots) == 1


async def test_commit_that_wrote_wakes(writer: WriterThread) -> None:
    """Whoever waits for work is woken by a commit that wrote, on the event loop, and by no other."""
    woken: list[threading.Thread] = []
    rung = asyncio.Event()

    def wake() -> None:
        woken.append(threading.current_thread())
        rung.set()

    writer.on_commit(wake)
    await writer.write(count_ballots)
    with pytest.raises(NotToday):
        await writer.write(refuse)
    assert woken == []
    await writer.write(lambda uow: uow.outbox.owe(ALLIANCE, MotionCard(motion=FIRST), HALL, due=NOW))
    await asyncio.wait_for(rung.wait(), PATIENCE)
    assert woken == [threading.current_thread()]


def refuse(uow: UnitOfWork) -> None:
    """Owe something and refuse."""
    uow.outbox.owe(ALLIANCE, MotionCard(motion=FIRST), HALL, due=NOW)
    raise NotToday


@pytest.fixture
async def hasty(database: Database) -> AsyncIterator[WriterThread]:
    """Give a writer whose callers wait two seconds, and whose statements wait less, over a vote under way."""
    write(database, *founding())
    opened = open_database(database.url, HASTE)
    running = WriterThread(opened, room=ROOM)
    yield running
    await running.close()
    opened.close()


class Stuck:
    """A use case that records a ballot and then hangs, as one does on a database that answers no more."""

    def __init__(self, member: MemberCode) -> None:
        self._member = member
        self.begun, self.goes_on = threading.Event(), threading.Event()

    def __call__(self, uow: UnitOfWork) -> None:
        """Record, and hang."""
        record(uow, cast(self._member, Choice.YES))
        self.begun.set()
        self.goes_on.wait()


async def test_caller_who_was_told_that_nothing_is_recorded_was_told_the_truth(hasty: WriterThread) -> None:
    """Neither what hangs when patience ends is committed afterwards, nor is what is queued behind it even begun."""
    stuck, late = Stuck(EST), Stuck(LVA)
    told = await asyncio.gather(*(hasty.write(each) for each in (stuck, late, late)), return_exceptions=True)
    assert [type(each) for each in told] == [NotRecorded] * 3
    stuck.goes_on.set()
    late.goes_on.set()
    assert await hasty.write(count_ballots) == 0
    assert not late.begun.is_set()
    await hasty.write(lambda uow: record(uow, cast(LVA, Choice.NO)))
    assert await hasty.read(count_ballots) == 1


async def test_queue_has_an_end(hasty: WriterThread) -> None:
    """Behind a writer that hangs only so many wait; the next caller is refused at once, and the queue empties."""
    stuck = Stuck(EST)
    first = asyncio.create_task(hasty.write(stuck))
    await asyncio.to_thread(stuck.begun.wait)
    waiting = [asyncio.create_task(hasty.write(count_ballots)) for _ in range(ROOM)]
    await asyncio.sleep(0)  # lets them ask
    with pytest.raises(NotRecorded) as refused:
        await hasty.write(count_ballots)
    assert "too much waits" in refused.value.reason
    assert not any(each.done() for each in (first, *waiting))
    stuck.goes_on.set()
    assert await asyncio.gather(*waiting) == [1] * ROOM
    assert await hasty.write(count_ballots) == 1


async def test_fault_that_comes_after_its_caller_has_gone_is_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The operator reads what the database said, though no caller waited for it."""
    write(database, *founding())
    opened = open_database(database.url, replace(HASTE, lock=timedelta(seconds=0.8), answer=timedelta(seconds=0.5)))
    writer = WriterThread(opened)
    with held(database):
        with pytest.raises(NotRecorded) as told:
            await writer.write(lambda uow: record(uow, cast(EST, Choice.YES)))
        await writer.close()
    assert "not ready within" in told.value.reason
    await asyncio.sleep(0)  # lets what the thread answered last arrive
    reasons = [getattr(each, "reason", "") for each in caplog.records if each.msg == "database_failed_late"]
    assert [any(word in reason for word in ("locked", "lock timeout")) for reason in reasons] == [True]
    opened.close()


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Hold the alliance, on SQLite the whole file, as another process would."""
    with by_hand(database.url) as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT * FROM head FOR UPDATE"))
        yield


async def test_locked_database_is_told_and_outlived(hasty: WriterThread, database: Database) -> None:
    """A use case that cannot begin has not happened, and the next one can."""
    with held(database):
        with pytest.raises(NotRecorded) as raised:
            await hasty.write(lambda uow: record(uow, cast(EST, Choice.YES)))
        assert "lock" in raised.value.reason
        assert await hasty.read(count_ballots) == 0
    await hasty.write(lambda uow: record(uow, cast(LVA, Choice.YES)))
    assert await hasty.read(count_ballots) == 1


async def test_transaction_that_failed_inside_is_not_called_committed(writer: WriterThread) -> None:
    """Where a use case passes over a database's error, nothing of it is recorded, and its caller is told so."""

    def passing_over(uow: UnitOfWork) -> None:
        record(uow, cast(EST, Choice.YES))
        end_by_itself(uow)

    with pytest.raises(NotRecorded) as told:
        await writer.write(passing_over)
    assert "failed already" in told.value.reason or "25P02" in told.value.reason
    assert await writer.read(count_ballots) == 0
    await writer.write(lambda uow: record(uow, cast(LVA, Choice.YES)))
    assert await writer.read(count_ballots) == 1


def end_by_itself(uow: UnitOfWork) -> None:
    """Let the database end the transaction: SQLite rolls back where it is told to, PostgreSQL at any error."""
    assert isinstance(uow, StoredUnitOfWork)
    connection = uow._connection
    statement = "ROLLBACK" if connection.dialect.name == "sqlite" else "SELECT 1 / 0"
    with suppress(DBAPIError):
        connection.exec_driver_sql(statement)


def test_patience_that_a_database_would_take_for_endless_is_refused() -> None:
    """Both engines count in milliseconds, and take 0 for no limit."""
    with pytest.raises(ValueError, match="lock"):
        Patience(lock=timedelta(microseconds=999))


@contextmanager
def one_page_at_most() -> Iterator[None]:
    """Let every connection opened meanwhile find no room: SQLite's own limit stands for the disk's."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    event.listen(QueuePool, "connect", limit)
    try:
        yield
    finally:
        event.remove(QueuePool, "connect", limit)


async def test_full_disk_is_told_and_outlived(sqlite_database: Database) -> None:
    """A use case that finds no room has not happened; once there is room, the next one can."""
    write(sqlite_database, *founding())
    sqlite_database.close()
    writer = WriterThread(sqlite_database)
    with one_page_at_most():
        with pytest.raises(NotRecorded) as raised:
            await writer.write(keep_many)
        assert "full" in raised.value.reason
    sqlite_database.close()
    assert await writer.read(lambda uow: uow.answers.find("0")) is None
    await writer.write(lambda uow: keep_much(uow, 0))
    assert await writer.read(lambda uow: uow.answers.find("0")) is not None
    await writer.close()


def keep_much(uow: UnitOfWork, number: int) -> None:
    """Keep a long answer."""
    uow.answers.keep(str(number), Card(title="x" * 100_000), NOW)


def keep_many(uow: UnitOfWork) -> None:
    """Keep more than there is room for."""
    for number in range(40):
        keep_much(uow, number)
