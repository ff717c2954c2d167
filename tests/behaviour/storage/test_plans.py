"""Query plans: nothing on the path of a vote, a tick or a relay reads a whole table."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from bot.cards.card import Card
from bot.domain.addresses import Platform
from bot.domain.ballot import Choice
from bot.domain.deadlines import Deadline, Due
from bot.domain.notices import MotionCard
from bot.ports import UnitOfWork
from storage.database import Database
from tests.behaviour.storage.scene import (
    ALLIANCE,
    EST,
    FIRST,
    HALL,
    NOW,
    account_of,
    cast,
    founding,
    moved,
    record,
    reminded,
    write,
)

Values = Sequence[Sequence[object]]


def vote(uow: UnitOfWork) -> None:
    """Do what a ballot takes, from the account to the answer."""
    uow.installations.find("T1")
    uow.answers.find("act")
    uow.alliances.of_channel(HALL)
    uow.alliances.of_account(account_of(EST))
    uow.alliances.get(ALLIANCE)
    uow.credentials.of_account(ALLIANCE, account_of(EST))
    uow.credentials.of_member(ALLIANCE, EST, NOW)
    uow.lock(ALLIANCE)
    uow.motions.get(ALLIANCE, FIRST)
    uow.motions.elector(ALLIANCE, FIRST, EST)
    uow.motions.electors(ALLIANCE, FIRST)
    uow.ballots.of_member(ALLIANCE, FIRST, EST)
    uow.ballots.of_motion(ALLIANCE, FIRST)
    uow.roster.member(ALLIANCE, EST, NOW)
    record(uow, cast(EST, Choice.YES), cast(EST, Choice.NO, previous=Choice.YES))
    uow.outbox.owe(ALLIANCE, MotionCard(motion=FIRST), HALL, due=NOW)
    uow.answers.keep("act", Card(title="Recorded"), NOW)


def tick_and_relay(uow: UnitOfWork) -> None:
    """Do what the clock and the relay do on each round."""
    uow.deadlines.alliances(NOW)
    uow.deadlines.due(ALLIANCE, NOW, limit=9)
    uow.deadlines.due(ALLIANCE, NOW, limit=9, after=Deadline(NOW, Due.CLOSING, "1"))
    uow.deadlines.of_kind(ALLIANCE, Due.CLOSING)
    uow.deadlines.next_due()
    uow.deadlines.next_due(after=NOW)
    record(uow, reminded(NOW), moved(NOW + timedelta(days=2)))
    uow.outbox.next_due()
    uow.outbox.owe(ALLIANCE, MotionCard(motion=FIRST), HALL, due=NOW)
    (post,) = uow.outbox.claim(owner="one", now=NOW, lease=timedelta(minutes=1), limit=9, platforms=frozenset(Platform))
    uow.outbox.postponed(post, owner="one", until=NOW, reason="busy")
    (post,) = uow.outbox.claim(owner="one", now=NOW, lease=timedelta(minutes=1), limit=9, platforms=frozenset(Platform))
    uow.outbox.delivered(post, owner="one", message="m", at=NOW)
    uow.outbox.pull_in(NOW, latest=NOW)
    uow.outbox.dead()
    uow.answers.prune(NOW)


@pytest.mark.parametrize("use_case", [vote, tick_and_relay])
def test_no_statement_reads_a_whole_table(sqlite_database: Database, use_case: Callable[[UnitOfWork], None]) -> None:
    """Each statement finds its rows by an index, however many there are.

    A partial index read from end to end is no table: it holds only what is due or dead. Nor is ``due``, the few rows
    that a claim has chosen.
    """
    write(sqlite_database, *founding())
    statements: list[tuple[str, Sequence[object]]] = []

    def note(_c: object, _k: object, statement: str, values: Values, _x: object, several: bool) -> None:
        statements.append((statement, values[0] if several else values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with sqlite_database.transaction() as uow:
            use_case(uow)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(statements) > 8
    with sqlite_database.connection() as connection:
        for statement, values in statements:
            if statement.startswith("BEGIN"):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values)).all()
            scans = [row[-1] for row in plan if row[-1].startswith("SCAN") and row[-1] != "SCAN due"]
            assert all(scan.split(" USING ")[-1].split("INDEX ")[-1] in PARTIAL for scan in scans), scans


PARTIAL = {"ix_outbox_due", "ix_outbox_unwritten", "ix_outbox_dead"}
