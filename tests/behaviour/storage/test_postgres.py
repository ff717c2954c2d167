"""PostgreSQL: several houses on one database, and a database that goes away."""

import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.addresses import Channel, Platform
from bot.domain.ballot import Choice
from bot.domain.notices import MotionCard
from bot.ports import NotRecorded, OutcomeUnknown, UnitOfWork
from storage.database import Database, open_database
from storage.patience import Patience
from storage.replay import tables_equal_replay
from tests.behaviour.storage.cut_wire import Cut, Wire, wire_to
from tests.behaviour.storage.scene import (
    ALLIANCE,
    EST,
    FIRST,
    NOW,
    account_of,
    cast,
    fault_of,
    founding,
    record,
    write,
)
from tests.behaviour.storage.tampering import by_hand
from tests.conftest import PostgresServer

EVERYWHERE = frozenset(Platform)
LEASE = timedelta(seconds=60)


@pytest.fixture
def first(postgres_database: Database) -> Database:
    """Give one house with a vote under way."""
    write(postgres_database, *founding())
    return postgres_database


@pytest.fixture
def second(first: Database) -> Iterator[Database]:
    """Give another house on the same database."""
    database = open_database(first.url)
    yield database
    database.close()


def change(uow: UnitOfWork) -> bool:
    """Cast or change a ballot; tell whether it was the first."""
    uow.lock(ALLIANCE)
    standing = uow.ballots.of_member(ALLIANCE, FIRST, EST)
    previous = None if standing is None else standing.choice
    record(uow, cast(EST, Choice.NO if previous is Choice.YES else Choice.YES, previous=previous))
    return previous is None


def test_houses_that_race_make_one_ballot_and_one_chain(first: Database, second: Database) -> None:
    """The lock on the alliance makes what was read still true when it is written."""
    ready = threading.Barrier(2)

    def many(database: Database) -> list[bool]:
        ready.wait()
        answers = []
        for _ in range(20):
            with database.transaction() as uow:
                answers.append(change(uow))
        return answers

    with ThreadPoolExecutor(2) as both:
        answers = [answer for each in both.map(many, (first, second)) for answer in each]
    assert sorted(answers) == [False] * 39 + [True]
    with first.snapshot() as uow:
        assert uow.journal.head(ALLIANCE).seq == len(founding()) + 40
    assert fault_of(first) is None
    assert tables_equal_replay(first, ALLIANCE) == []


def test_first_ballots_that_race_without_the_lock_make_one(first: Database, second: Database) -> None:
    """Where two read before either wrote, the key of the ballot refuses the later one."""

    def slow() -> None:
        with first.transaction() as uow:
            assert uow.ballots.of_member(ALLIANCE, FIRST, EST) is None
            write(second, cast(EST, Choice.YES))
            record(uow, cast(EST, Choice.NO))

    with pytest.raises(NotRecorded):
        slow()
    with first.snapshot() as uow:
        ballot = uow.ballots.of_member(ALLIANCE, FIRST, EST)
        assert ballot is not None
        assert ballot.choice is Choice.YES
    assert fault_of(first) is None


def test_relays_share_what_is_due(first: Database, second: Database) -> None:
    """What one relay is claiming the other passes over, without waiting."""
    with first.transaction() as uow:
        for number in range(4):
            uow.outbox.owe(ALLIANCE, MotionCard(motion=FIRST), Channel(f"console:{number}"), due=NOW)
        uow.outbox.owe(ALLIANCE, MotionCard(motion=FIRST), account_of(EST), due=NOW)
    with first.transaction() as one:
        mine = one.outbox.claim(owner="one", now=NOW, lease=LEASE, limit=2, platforms=EVERYWHERE)
        with second.transaction() as other:
            theirs = other.outbox.claim(owner="two", now=NOW, lease=LEASE, limit=9, platforms=EVERYWHERE)
    assert (len(mine), len(theirs)) == (2, 3)
    assert not {post.id for post in mine} & {post.id for post in theirs}


def test_database_that_ended_every_connection_is_found_again(first: Database, postgres: PostgresServer) -> None:
    """A restart of the database between two votes is not noticed."""
    postgres.server.end_connections(first.url.partition("?")[0].rpartition("/")[2])
    write(first, cast(EST, Choice.YES))
    assert fault_of(first) is None


def test_database_that_goes_away_in_a_use_case_is_told_and_outlived(first: Database, postgres: PostgresServer) -> None:
    """A connection lost half-way leaves nothing, and the next use case has a new one."""
    name = first.url.partition("?")[0].rpartition("/")[2]

    def interrupted() -> None:
        with first.transaction() as uow:
            change(uow)
            postgres.server.end_connections(name)
            uow.answers.find("x")

    with pytest.raises(NotRecorded):
        interrupted()
    with first.transaction() as uow:
        assert change(uow)


@pytest.fixture
def wire(first: Database, postgres: PostgresServer) -> Iterator[Wire]:
    """Give a wire to the server."""
    assert first.dialect == "postgresql"
    with tempfile.TemporaryDirectory() as directory, wire_to(postgres.server.directory, Path(directory)) as wire:
        yield wire


@pytest.fixture
def far(first: Database, wire: Wire) -> Iterator[Database]:
    """Give a house at the other end of the wire."""
    database = open_database(
        f"{first.url.partition('?')[0]}?host={wire.directory}", Patience(commit=timedelta(seconds=2))
    )
    yield database
    database.close()


def test_commit_whose_answer_was_lost_counts(first: Database, far: Database, wire: Wire) -> None:
    """The act was recorded, and its caller is told so."""
    wire.armed = Cut.AFTER_COMMIT
    seq = write(far, cast(EST, Choice.YES))
    assert wire.broken == 1
    with first.snapshot() as uow:
        assert uow.journal.head(ALLIANCE).seq == seq
    assert write(far, cast(EST, Choice.NO, previous=Choice.YES)) == seq + 1
    assert fault_of(first) is None


def test_commit_that_was_lost_on_its_way_does_not_count(first: Database, far: Database, wire: Wire) -> None:
    """The act was not recorded, and its caller is told so."""
    wire.armed = Cut.BEFORE_COMMIT
    with pytest.raises(NotRecorded) as raised:
        write(far, cast(EST, Choice.YES))
    assert not isinstance(raised.value, OutcomeUnknown)
    with first.snapshot() as uow:
        assert uow.ballots.of_motion(ALLIANCE, FIRST) == ()
    write(far, cast(EST, Choice.YES))
    assert fault_of(first) is None


def test_commit_that_cannot_be_asked_about_is_told_as_unknown(far: Database, wire: Wire) -> None:
    """Where the database stays away, no one is told that nothing happened."""
    wire.armed, wire.stays_broken = Cut.AFTER_COMMIT, True
    with pytest.raises(OutcomeUnknown):
        write(far, cast(EST, Choice.YES))


def test_lost_commit_that_recorded_nothing_is_told_as_unknown(far: Database, wire: Wire) -> None:
    """What is no part of the record leaves nothing by which it could be asked about; it is done again by itself."""
    wire.armed = Cut.AFTER_COMMIT
    with pytest.raises(OutcomeUnknown), far.transaction() as uow:
        uow.outbox.owe(ALLIANCE, MotionCard(motion=FIRST), account_of(EST), due=NOW)


def test_application_needs_no_right_to_change_the_journal(first: Database) -> None:
    """A role that may read and insert alone runs a vote, and cannot take the guards away."""
    with by_hand(first.url) as connection:
        for statement in (
            "CREATE ROLE clerk LOGIN",
            "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO clerk",
            "GRANT DELETE ON answer TO clerk",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clerk",
            "REVOKE UPDATE ON journal FROM clerk",
        ):
            connection.execute(text(statement))
    try:
        clerk = open_database(first.url.replace("postgres@", "clerk@"))
        clerk.check_schema()
        with clerk.transaction() as uow:
            assert change(uow)
            uow.outbox.owe(ALLIANCE, MotionCard(motion=FIRST), account_of(EST), due=NOW)
            uow.outbox.claim(owner="one", now=NOW, lease=LEASE, limit=9, platforms=EVERYWHERE)
            uow.answers.prune(NOW)
        with pytest.raises(NotRecorded), clerk.transaction() as uow:
            uow._connection.execute(text("SET session_replication_role = replica"))
        clerk.close()
    finally:
        with by_hand(first.url) as connection:
            connection.execute(text("DROP OWNED BY clerk"))
            connection.execute(text("DROP ROLE clerk"))


def test_connection_in_use_at_the_end_is_closed_when_it_comes_back(postgres_database: Database) -> None:
    """A reader that is still at work when the house closes leaves no line to the server behind."""
    with postgres_database.connection() as connection:
        line: Any = connection.connection.dbapi_connection
        postgres_database.close()
    assert line.closed
