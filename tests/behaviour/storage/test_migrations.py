"""Upgrades with data: what the first released version wrote, read and carried on by this one."""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, MetaData, Table, inspect, select, text

from adapters.bootstrap import House
from adapters.console.notifier import ConsoleNotifier
from bot.cards.card import Card
from bot.dispatch import Invocation, Typed
from bot.domain.addresses import Account, Channel, Platform
from bot.domain.deadlines import Deadline, Due
from bot.domain.ids import AllianceCode, MemberCode, MotionNumber
from bot.domain.phases import Phase
from storage import guards, schema
from storage.database import Database, open_database
from storage.engines import Use
from storage.faults import DatabaseNotMigrated, MigrationFailed
from storage.replay import tables_equal_replay
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA
from tests.behaviour.fronts import ConsoleUnderTest
from tests.behaviour.storage.comparing import differences
from tests.behaviour.storage.scene import fault_of
from tests.behaviour.storage.tampering import by_hand, run
from tests.behaviour.world import MovedClock, World
from tests.data.schema import Plain, load, rows

FIRST, SECOND = AllianceCode("test-alliance"), AllianceCode("ligue-des-democraties")
UNTIL = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
"""When the last of the rows was written: a motion was to open an hour before."""

REWRITTEN = {"alliance", "motion", "status_period"}
"""The tables of the first release that say more after the upgrade."""

ONE_FORM = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"

Line = tuple[str, dict[str, Plain]]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Give a database without a schema, on each engine in turn."""
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "empty_postgres_url")
    database = open_database(url)
    if database.path is not None:
        database.path.touch(0o600)
    yield database
    database.close()


def fill(database: Database, revision: str = "0002") -> None:
    """Bring a database to an earlier schema, with the rows that were written under it."""
    with by_hand(database.url, Use.MIGRATE) as connection:
        schema.migrate(connection, to=revision)
        load(connection, "0002")


@pytest.fixture
def upgraded(empty: Database) -> Database:
    """Give a database of the first release, upgraded."""
    fill(empty)
    empty.migrate()
    return empty


@pytest.fixture
def posted() -> list[str]:
    """Give what the house writes to the console's channel, in order."""
    return []


@pytest.fixture
async def world(upgraded: Database, posted: list[str]) -> AsyncIterator[World]:
    """Give a house on the upgraded database, its clock where the earlier one's stood, behind the console."""
    clock = MovedClock(UNTIL)
    house = House(upgraded, clock)
    house.notifiers[Platform.CONSOLE] = ConsoleNotifier(posted.append)
    opened = World(upgraded, clock, house, FIRST)
    opened.fronts.append(ConsoleUnderTest(opened))
    yield opened
    await house.writer.close()


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_record_of_the_first_release_is_whole_after_the_upgrade(empty: Database, revision: str) -> None:
    """The schema is this version's, every guard is there, the chain holds, and a replay makes the same tables."""
    fill(empty, revision)
    with pytest.raises(DatabaseNotMigrated) as raised:
        empty.check_schema()
    assert raised.value.found == revision
    empty.migrate()
    empty.check_schema()
    with empty.connection() as connection:
        assert differences(connection) == []
        assert guards.missing_guards(connection) == ()
    for alliance in (FIRST, SECOND):
        assert fault_of(empty, alliance) is None
        assert tables_equal_replay(empty, alliance) == []


ADDED: Mapping[str, frozenset[str]] = {
    "credential": frozenset({"full_powers", "nationality", "letter", "told_until"}),
    "seat_period": frozenset({"motion"}),
}
"""The columns that the upgrade adds to a table that is otherwise left as it was."""


def as_it_was(table: str, row: Mapping[str, Plain]) -> dict[str, Plain]:
    """Give a row without what the upgrade adds: to an answer instants, picture and file; to others, columns."""
    if table == "answer":
        card = str(row["card"])
        for added in ('"exact":false,', '"picture":null,', '"document":null,'):
            card = card.replace(added, "")
        return {**row, "card": card}
    return {name: value for name, value in row.items() if name not in ADDED.get(table, frozenset())}


def test_rows_that_the_upgrade_does_not_concern_are_as_they_were(upgraded: Database) -> None:
    """Ballots, rolls, credentials, posts and the journal itself are untouched; so is what the answers say."""
    with by_hand(upgraded.url, Use.READ) as connection:
        upgraded_rows = told(connection, {table for table, _ in rows("0002")} - REWRITTEN)
    after = [(table, as_it_was(table, row)) for table, row in upgraded_rows]
    before = [zoned(table, row) for table, row in rows("0002") if table not in REWRITTEN]
    assert len(before) > 250
    assert [row for row in before if row not in after] == []
    assert len(after) == len(before)


def test_instants_are_all_in_the_one_form_after_the_upgrade(upgraded: Database) -> None:
    """The first release wrote some instants of the outbox on SQLite without their zone; they are read as UTC."""
    assert any(row != zoned(table, row)[1] for table, row in rows("0002"))
    with upgraded.transaction() as uow:
        uow.outbox.claim(owner="x", now=UNTIL, lease=timedelta(minutes=1), limit=99, platforms=frozenset(Platform))
    with by_hand(upgraded.url, Use.READ) as connection:
        posts = [row for _, row in told(connection, {"outbox"})]
    instants = [row[name] for row in posts for name in ("due_at", "again_at", "first_try_at", "shown_at")]
    assert all(written is None or re.fullmatch(ONE_FORM, str(written)) for written in instants)


def told(connection: Connection, names: set[str]) -> list[Line]:
    """Give the rows of some tables in the form of the file, with the columns that they have."""
    tables = MetaData()
    found = [(name, Table(name, tables, autoload_with=connection)) for name in sorted(names)]
    return [
        (name, {key: _plain(value) for key, value in row._mapping.items()})
        for name, table in found
        for row in connection.execute(select(table))
    ]


def _plain(value: object) -> Plain:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert value is None or isinstance(value, bool | int | str)
    return value


def zoned(table: str, row: dict[str, Plain]) -> Line:
    """Give a row of the file with its instants in the one form."""
    written = row.get("first_try_at")
    if isinstance(written, str) and " " in written:
        return table, {**row, "first_try_at": written.replace(" ", "T") + "Z"}
    return table, row


def at(day: int, hour: int, second: int = 0) -> datetime:
    """Give an instant of the last week of November 2026."""
    return datetime(2026, 11, day, hour, 0, second, tzinfo=UTC)


def test_deadlines_are_those_of_the_motions_under_way(upgraded: Database) -> None:
    """What was one instant in a motion's row is a deadline of its own; what is decided has none."""
    with upgraded.snapshot() as uow:
        first = uow.deadlines.due(FIRST, at(30, 23), limit=99)
        second = uow.deadlines.due(SECOND, at(30, 23), limit=99)
        assert uow.deadlines.alliances(UNTIL) == (FIRST,)
    assert first == (
        Deadline(at(28, 14), Due.OPENING, "7"),
        Deadline(at(29, 1, 1), Due.CLOSING, "6"),
        Deadline(at(29, 10, 1), Due.CLOSING, "5"),
        Deadline(at(30, 11), Due.OPENING, "9"),
        Deadline(at(30, 11, 1), Due.CLOSING, "10"),
        Deadline(at(30, 11, 1), Due.CLOSING, "8"),
    )
    assert second == (Deadline(datetime(2026, 11, 28, 22, 0, 4, tzinfo=UTC), Due.CLOSING, "1"),)


def test_results_of_the_first_release_read_as_they_were_posted(upgraded: Database) -> None:
    """A decided motion keeps its outcome, its figures and the rules that it was decided by."""
    with upgraded.snapshot() as uow:
        decided = {motion.number: motion for motion in uow.motions.every(FIRST) if motion.result is not None}
    assert {number: motion.phase(UNTIL) for number, motion in decided.items()} == {
        1: Phase.ADOPTED,
        2: Phase.NOT_ADOPTED,
        3: Phase.NO_QUORUM,
        4: Phase.ADOPTED,
    }
    late = decided[MotionNumber(1)]
    assert late.result is not None
    assert (late.result.tally.yes, late.extended_for) == (3, "late quorum")


async def test_running_vote_goes_on_after_the_upgrade(world: World, posted: list[str]) -> None:
    """A ballot joins those cast before; the clock closes the vote by its frozen rule, and the result is posted."""
    assert await world.ballots(8) == {"EST": "yes", "LVA": "no", "FIN": "yes"}
    assert ": yes, on “Running”" in await world.front.say(BRA, "/vote M-8 yes")
    assert "no longer no" in await world.front.say(LVA, "/vote M-8 abstain")
    await world.pass_time(timedelta(days=3))
    assert (await world.motion(8)).phase(world.clock.now()) is Phase.ADOPTED
    assert any("Adopted: M-8" in post for post in posted)
    assert await world.sound()


async def test_motion_overdue_at_the_upgrade_is_opened(world: World) -> None:
    """A voting period that nobody opened before the upgrade begins with the next tick, whole."""
    await world.pass_time(timedelta(seconds=1))
    motion = await world.motion(7)
    assert motion.phase(world.clock.now()) is Phase.VOTING
    assert motion.closes_at == world.clock.now() + timedelta(hours=72)
    assert ": yes" in await world.front.say(EST_HEAD, "/vote M-7 yes")
    assert ": no" in await world.front.say(FIN, "/vote M-7 no")
    assert await world.sound()


async def test_act_delivered_again_after_the_upgrade_gets_its_first_answer(world: World) -> None:
    """A platform that repeats an act over the upgrade changes nothing."""
    before = await world.house.writer.read(lambda uow: uow.journal.head(SECOND))
    again = await world.house.dispatcher(
        Invocation(
            key="E2",
            account=Account("slack:T2:U2"),
            channel=Channel("slack:T2:C2"),
            received_at=UNTIL,
            request=Typed(line="/vote M-1 yes"),
        )
    )
    assert isinstance(again, Card)
    assert again.title == "Vote enregistré sur M-1"
    assert await world.house.writer.read(lambda uow: uow.journal.head(SECOND)) == before


def test_posts_of_the_first_release_are_all_read(upgraded: Database) -> None:
    """What was owed is owed: no post becomes a dead letter because this version cannot read it."""
    later = UNTIL + timedelta(days=1)
    with upgraded.transaction() as uow:
        dead = len(uow.outbox.dead())
        claimed = uow.outbox.claim(
            owner="new", now=later, lease=timedelta(minutes=1), limit=99, platforms=frozenset(Platform)
        )
        assert len(uow.outbox.dead()) == dead
    assert dead == 3
    assert {post.key for post in claimed} == {"card:8", "receipt:59", "card:1"}


@pytest.mark.parametrize("day", [None, "2027-07-01T00:00:00.000000Z"])
def test_day_of_reassessment_is_the_first_of_several_after_the_upgrade(empty: Database, day: str | None) -> None:
    """A plan had one day, or none; a commitment did not say which review it answers."""
    fill(empty)
    named = {"of": FIRST}
    made = {"number": 1, "text": "Open votes.", "indicator": "", "due_at": "2027-03-01T00:00:00.000000Z"}
    with by_hand(empty.url, Use.MIGRATE) as connection:
        schema.migrate(connection, to="0009")
        written = connection.scalar(text("SELECT state FROM dossier WHERE alliance = :of AND member = 'LVA'"), named)
        kept = json.loads(str(written))
        kept |= {"reassess_at": day, "commitments": [made | {"reminders": [], "progress": [], "done_at": None}]}
        change = text("UPDATE dossier SET state = :state WHERE alliance = :of AND member = 'LVA'")
        connection.execute(change, named | {"state": json.dumps(kept)})
    empty.migrate()
    with empty.snapshot() as uow:
        found = uow.standing.dossier(FIRST, MemberCode("LVA"))
    assert found is not None
    assert found.reassessments == (() if day is None else (datetime(2027, 7, 1, tzinfo=UTC),))
    assert [(each.text, each.review) for each in found.commitments] == [("Open votes.", None)]


def test_upgrade_that_fails_leaves_the_old_schema_whole(empty: Database) -> None:
    """An operator's view in the way stops it late; what it had done is undone, and without the view it runs."""
    fill(empty)
    run(empty, "CREATE VIEW obstacle AS SELECT number, due_at FROM motion")
    names = {table for table, _ in rows("0002")}
    with by_hand(empty.url, Use.READ) as connection:
        before = (set(inspect(connection).get_table_names()), told(connection, names))
    with pytest.raises(MigrationFailed):
        empty.migrate()
    with by_hand(empty.url, Use.READ) as connection:
        after = (set(inspect(connection).get_table_names()), told(connection, names))
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0002"
        assert guards.missing_guards(connection) == ()
    assert after == before
    assert len(after[1]) == len(rows("0002"))
    run(empty, "DROP VIEW obstacle")
    empty.migrate()
    empty.check_schema()
