"""Backups: made beside a running house, proven, and read back on either engine wholly or not at all."""

import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, inspect, select

from bot.commands.restoring import carry_on
from bot.domain.addresses import Account, Channel, Platform
from bot.domain.ballot import Choice
from bot.domain.blockages import Obstacle
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode, MotionNumber
from bot.domain.notices import MotionCard
from bot.domain.restoration import numbers_after
from storage import schema
from storage.backups.copying import COPIED
from storage.backups.faults import (
    BackupEntryChanged,
    BackupExists,
    BackupFailed,
    BackupNewer,
    BackupSealBroken,
    BackupTableChanged,
    BackupUnfinished,
    BackupUnguarded,
    BackupUnreadable,
    DatabaseIsBackup,
    DatabaseNotEmpty,
    LogLeftBehind,
    NoBackup,
    RecordUnsound,
)
from storage.backups.file import opened, put_mark
from storage.backups.making import Copied, back_up
from storage.backups.restoring import check_backup, restore
from storage.database import Database, open_database
from storage.engines import Use
from storage.faults import DatabaseInUse, DatabaseNewer
from storage.lock_file import LockFile
from storage.replay import tables_equal_replay
from storage.rows import LeaseRow, table
from storage.unit_of_work import StoredUnitOfWork
from tests.behaviour.storage.scene import (
    ALLIANCE,
    EST,
    FIRST,
    LTU,
    cast,
    enrolled,
    fault_of,
    founding,
    lives,
    record,
    tabled,
    write,
)
from tests.behaviour.storage.tampering import by_hand, run, tamper
from tests.conftest import PostgresServer
from tests.data.schema import load

NOW = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
RICH = AllianceCode("test-alliance")
FRENCH = AllianceCode("ligue-des-democraties")
ENTRIES = 72 + 1 + len(lives(NOW, entry=74))
"""Of the first release, of a member enrolled since, and of motions in every state."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database and a backup of it once; each test has copies of its own."""
    folder = tmp_path_factory.mktemp("made")
    database = rich(f"sqlite:///{folder / 'source.db'}")
    back_up(database, folder / "b.db", now=NOW)
    database.close()
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def source(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Iterator[Database]:
    """Give a database with rows in every table, on each engine in turn."""
    if request.param == "sqlite":
        shutil.copy(made / "source.db", tmp_path)
        database = open_database(f"sqlite:///{tmp_path / 'source.db'}")
    else:
        database = rich(str(request.getfixturevalue("empty_postgres_url")))
    yield database
    database.close()


def rich(url: str) -> Database:
    """Fill a database with two alliances that the first release wrote."""
    database = open_database(url)
    if database.path is not None:
        database.path.touch(0o600)
    with by_hand(url, Use.MIGRATE) as connection:
        schema.migrate(connection, to="0002")
        load(connection, "0002")
    database.migrate()
    with database.transaction() as uow:
        uow.liveness.serve(frozenset({Platform.SLACK}), only=True)
        uow.liveness.beat(Platform.SLACK, NOW - timedelta(hours=1))
        uow.liveness.beat(Platform.SLACK, NOW)
        uow.blockages.begin(
            RICH, Platform.SLACK, obstacle=Obstacle.SHUT_OUT, reason="token_revoked", edit_ends=False, now=NOW
        )
        uow.delegations.tried(Account("discord:9"), NOW)
        first = uow.record(RICH, enrolled(LTU), at=NOW, by="console:clerk") + 1
        for event in lives(NOW, entry=first):
            uow.record(RICH, event, at=NOW, by="console:clerk")
    with by_hand(url) as connection:
        connection.execute(insert(table(LeaseRow)), {"name": "discord", "owner": "one", "until": NOW})
    return database


@pytest.fixture
def sqlite_source(made: Path, tmp_path: Path) -> Iterator[Database]:
    """Give such a database on SQLite, for what does not depend on the engine."""
    shutil.copy(made / "source.db", tmp_path)
    database = open_database(f"sqlite:///{tmp_path / 'source.db'}")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a database to restore into, on each engine in turn: a file that does not exist, or an empty database."""
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path / 'target.db'}")
        yield database
        database.close()
        return
    postgres = request.getfixturevalue("postgres")
    assert isinstance(postgres, PostgresServer)
    name = postgres.server.create_database()
    database = open_database(postgres.server.url(name))
    yield database
    database.close()
    postgres.server.drop_database(name)


def nothing_more(uow: StoredUnitOfWork, copied_at: datetime) -> None:
    """Leave the rows as they were copied."""


def with_notices(uow: StoredUnitOfWork, copied_at: datetime) -> None:
    """Do what the terminal does after a restore a day later."""
    carry_on(uow, copied_at=copied_at, now=copied_at + timedelta(days=1))


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Give every row of every table of a copy."""
    with database.connection() as connection:
        return {
            each.name: [tuple(row) for row in connection.execute(select(each).order_by(*each.primary_key))]
            for each in COPIED
        }


def test_every_row_comes_back_whatever_the_engines(source: Database, target: Database, tmp_path: Path) -> None:
    """One file carries the record from either engine to either engine, leases excepted, and it goes on there."""
    copied = back_up(source, tmp_path / "b.db", now=NOW)
    assert copied.entries == {FRENCH: 12, RICH: ENTRIES}
    restored = restore(target, tmp_path / "b.db", nothing_more)
    assert restored == Copied(copied_at=NOW, entries=copied.entries)
    before, after = rows(source), rows(target)
    assert {name for name, found in before.items() if not found} == {"restoration"}
    assert {name: sorted(found, key=str) for name, found in after.items()} == {
        name: sorted(found, key=str) for name, found in before.items()
    }
    target.check_schema()
    with target.connection() as connection:
        assert connection.execute(select(table(LeaseRow))).all() == []
    assert fault_of(target, RICH) is None
    with target.transaction() as uow:
        uow.outbox.owe(RICH, MotionCard(motion=MotionNumber(9)), Channel("console:new"), due=NOW)
    assert len(rows(target)["outbox"]) == len(before["outbox"]) + 1


def test_backup_is_one_file_of_its_owner_alone(source: Database, tmp_path: Path) -> None:
    """Ballots before a result are nobody's to read; no log lies beside it that could be forgotten."""
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(source, folder / "b.db", now=NOW)
    assert [file.name for file in folder.iterdir()] == ["b.db"]
    assert stat.S_IMODE((folder / "b.db").stat().st_mode) == 0o600
    (folder / "b.db").chmod(0o400)
    folder.chmod(0o500)
    assert check_backup(folder / "b.db").copied_at == NOW
    folder.chmod(0o700)


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_backup_never_replaces_anything(sqlite_source: Database, tmp_path: Path, kind: str) -> None:
    """Yesterday's backup is not lost by a name used twice."""
    path = tmp_path / "b.db"
    match kind:
        case "file":
            path.write_text("yesterday")
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BackupExists):
        back_up(sqlite_source, path, now=NOW)
    assert sorted(tmp_path.iterdir()) == before
    assert kind != "file" or path.read_text() == "yesterday"


def test_backup_under_way_keeps_its_name(sqlite_source: Database, tmp_path: Path) -> None:
    """Two backups of one name do not write into one file; what one left behind is not overwritten either."""
    (tmp_path / "b.db.part").write_text("half")
    with pytest.raises(BackupUnfinished) as raised:
        back_up(sqlite_source, tmp_path / "b.db", now=NOW)
    assert raised.value.path == str(tmp_path / "b.db.part")
    assert (tmp_path / "b.db.part").read_text() == "half"
    assert not (tmp_path / "b.db").exists()


def test_backup_into_a_folder_that_is_missing_is_told(sqlite_source: Database, tmp_path: Path) -> None:
    """No traceback, and no folder made by mistake."""
    with pytest.raises(BackupFailed):
        back_up(sqlite_source, tmp_path / "missing" / "b.db", now=NOW)
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ballot SET choice = 'no' WHERE member = 'EST'",
        "DELETE FROM deadline",
        "UPDATE journal SET body = replace(body, 'Estonia', 'Estania') WHERE seq = 3",
        "DELETE FROM journal WHERE alliance = 'test-alliance' AND seq = 20",
        "UPDATE head SET hash = ''",
        "UPDATE outbox SET first_try_at = 'soon'",
    ],
)
def test_record_that_is_not_whole_gets_no_backup(sqlite_source: Database, tmp_path: Path, statement: str) -> None:
    """A backup that nobody could restore would be found out on the day it is needed."""
    tamper(sqlite_source, statement)
    with pytest.raises(RecordUnsound):
        back_up(sqlite_source, tmp_path / "b.db", now=NOW)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("b.db")] == []


def test_backup_beside_writers_is_one_committed_state(database: Database, tmp_path: Path) -> None:
    """While ballots are changed without a pause, each backup is a whole record of one moment."""
    write(database, *founding(), cast(EST, Choice.YES))
    started, stop = threading.Event(), threading.Event()

    def write_on() -> None:
        choice = Choice.YES
        while not stop.is_set():
            previous, choice = choice, Choice.NO if choice is Choice.YES else Choice.YES
            write(database, cast(EST, choice, previous=previous))
            started.set()

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write_on)
        started.wait()
        lengths = []
        for number in range(3):
            before = head(database)
            copied = back_up(database, tmp_path / f"{number}.db", now=NOW)
            assert before <= copied.entries[ALLIANCE] <= head(database)
            lengths.append(copied.entries[ALLIANCE])
        stop.set()
        writing.result()
    assert head(database) > lengths[2] > lengths[1] > lengths[0]
    assert fault_of(database) is None


def head(database: Database) -> int:
    """Give the length of the journal."""
    with database.snapshot() as uow:
        return uow.journal.head(ALLIANCE).seq


@pytest.fixture
def backup(made: Path, tmp_path: Path) -> Path:
    """Give a backup."""
    return Path(shutil.copy(made / "b.db", tmp_path))


def edit(path: Path, *statements: str, guarded: bool = True) -> None:
    """Change a backup as someone with the file in their hands could, and put its triggers back."""
    with sqlite3.connect(path) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            raw.execute(statement)
        for _, text in triggers if guarded else ():
            raw.execute(text)
    raw.close()


def change_vote(path: Path) -> None:
    """Turn a ballot round."""
    edit(path, "UPDATE ballot SET choice = 'no' WHERE motion = 8 AND member = 'EST'")


def change_entry(path: Path) -> None:
    """Turn the ballot round in the journal."""
    edit(
        path,
        """UPDATE journal SET body = replace(body, '"yes"', '"no"') WHERE alliance = 'test-alliance' AND seq = 33""",
    )


def drop_entry(path: Path) -> None:
    """Leave an entry out."""
    edit(path, "DELETE FROM journal WHERE seq = 40")


def drop_guards(path: Path) -> None:
    """Take the triggers away."""
    edit(path, guarded=False)


def change_reason(path: Path) -> None:
    """Change a byte that no rule of the record covers."""
    path.write_bytes(path.read_bytes().replace(b"Missing Access", b"Missing access", 1))


def change_instant(path: Path) -> None:
    """Make the copy look younger than it is."""
    edit(path, "UPDATE backup SET copied_at = '2026-11-29T15:00:00.000000Z'")


def scrawl(path: Path) -> None:
    """Make the mark unreadable."""
    edit(path, "UPDATE backup SET copied_at = 'soon'")


def cut(path: Path) -> None:
    """Lose the end of the file."""
    path.write_bytes(path.read_bytes()[:-20_000])


def scribble(path: Path) -> None:
    """Lose a page in the middle."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(bytes(data))


def orphan(path: Path) -> None:
    """Leave rows without their parent."""
    edit(path, "DELETE FROM alliance WHERE code = 'ligue-des-democraties'")


def replace(path: Path) -> None:
    """Put some other file there."""
    path.write_text("not a database at all" * 1000)


def empty(path: Path) -> None:
    """Lose all of it."""
    path.write_bytes(b"")


def another_database(path: Path) -> None:
    """Put a database there that is no backup."""
    path.unlink()
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE backup_of_the_till (id INTEGER)")
    raw.close()


@pytest.mark.parametrize(
    ("damage", "refusal"),
    [
        (change_vote, BackupTableChanged),
        (change_entry, BackupEntryChanged),
        (drop_entry, BackupEntryChanged),
        (drop_guards, BackupUnguarded),
        (change_reason, BackupSealBroken),
        (change_instant, BackupSealBroken),
        (scrawl, NoBackup),
        (cut, BackupUnreadable),
        (scribble, BackupUnreadable),
        (orphan, BackupUnreadable),
        (replace, NoBackup),
        (empty, NoBackup),
        (another_database, NoBackup),
    ],
)
def test_damaged_or_forged_backup_is_refused_by_what_is_wrong(
    backup: Path, tmp_path: Path, damage: Callable[[Path], None], refusal: type[Refusal]
) -> None:
    """Nothing is read back from it, and the database is not even made."""
    damage(backup)
    target = open_database(f"sqlite:///{tmp_path / 'target.db'}")
    with pytest.raises(refusal) as raised:
        restore(target, backup, nothing_more)
    assert raised.value.facts["path"] == str(backup)
    assert not (tmp_path / "target.db").exists()
    with pytest.raises(refusal):
        check_backup(backup)
    target.close()


def test_refusal_names_the_entry_and_the_row(backup: Path) -> None:
    """An operator can tell what was changed."""
    change_vote(backup)
    with pytest.raises(BackupTableChanged) as row:
        check_backup(backup)
    assert (row.value.alliance, row.value.table, row.value.key) == (RICH, "ballot", "test-alliance 8 EST")
    change_entry(backup)
    with pytest.raises(BackupEntryChanged) as entry:
        check_backup(backup)
    assert (entry.value.alliance, entry.value.seq) == (RICH, 33)


def test_backup_of_a_later_version_is_refused(backup: Path, tmp_path: Path) -> None:
    """What this version does not know it does not guess at."""
    edit(backup, "UPDATE alembic_version SET version_num = '9999'")
    target = open_database(f"sqlite:///{tmp_path / 'target.db'}")
    with pytest.raises(BackupNewer) as raised:
        restore(target, backup, nothing_more)
    assert (raised.value.found, raised.value.known) == ("9999", schema.latest_revision())
    target.close()


def test_backup_of_an_earlier_version_is_brought_up(target: Database, tmp_path: Path) -> None:
    """It is migrated in a copy, and itself stays as it is."""
    path = tmp_path / "b.db"
    path.touch(0o600)
    with opened(path, writable=True) as connection:
        schema.migrate(connection, to="0002")
        load(connection, "0002")
        put_mark(connection, NOW)
    bytes_before = path.read_bytes()
    restore(target, path, with_notices)
    target.check_schema()
    for alliance in (RICH, FRENCH):
        assert fault_of(target, alliance) is None
        assert tables_equal_replay(target, alliance) == []
    with target.snapshot() as uow:
        assert uow.deadlines.alliances(NOW) == (RICH,)
    assert path.read_bytes() == bytes_before
    change_reason(path)
    with pytest.raises(BackupSealBroken):
        check_backup(path)


def test_restore_into_a_database_that_holds_something_is_refused(backup: Path, target: Database) -> None:
    """A restore replaces nothing; what is there stays as it is."""
    target.migrate()
    write(target, *founding())
    before = rows(target)
    with pytest.raises(DatabaseNotEmpty):
        restore(target, backup, nothing_more)
    assert rows(target) == before


def test_restore_into_someone_elses_database_is_refused(backup: Path, target: Database) -> None:
    """Tables that the house does not know may be anyone's."""
    if target.path is not None:
        target.path.touch(0o600)
    run(target, "CREATE TABLE invoice (id INTEGER)")
    with pytest.raises(DatabaseNotEmpty):
        restore(target, backup, nothing_more)
    with by_hand(target.url, Use.READ) as connection:
        assert inspect(connection).get_table_names() == ["invoice"]


def test_restore_into_a_later_schema_is_refused(backup: Path, target: Database) -> None:
    """An empty database of a later version is that version's."""
    target.migrate()
    run(target, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer):
        restore(target, backup, nothing_more)


def test_restore_into_a_migrated_database_without_rows_is_taken(backup: Path, target: Database) -> None:
    """``plenary migrate`` before the restore does no harm."""
    target.migrate()
    restore(target, backup, nothing_more)
    assert fault_of(target, RICH) is None


def test_restore_beside_a_running_bot_is_refused(backup: Path, tmp_path: Path) -> None:
    """A house that runs on the file would not know what happens to it."""
    target = open_database(f"sqlite:///{tmp_path / 'target.db'}")
    target.migrate()
    with LockFile(tmp_path / "target.db"), pytest.raises(DatabaseInUse):
        restore(target, backup, nothing_more)
    target.close()


def test_log_without_its_database_is_not_thrown_away(backup: Path, tmp_path: Path) -> None:
    """SQLite would empty a log that it finds beside a new file, and with it the last votes of the one moved away."""
    (tmp_path / "live").mkdir()
    live = tmp_path / "live" / "target.db"
    live.with_suffix(".db-wal").write_bytes(b"the last votes")
    target = open_database(f"sqlite:///{live}")
    with pytest.raises(LogLeftBehind) as raised:
        restore(target, backup, nothing_more)
    assert raised.value.path == str(live) + "-wal"
    assert [file.name for file in live.parent.iterdir()] == ["target.db-wal"]
    target.close()


class TellerFell(Exception):
    """What stops a restore half-way."""


def test_restore_that_fails_leaves_nothing(backup: Path, target: Database) -> None:
    """Everything is read back, or nothing is, and it can be tried again."""

    def fall(uow: StoredUnitOfWork, copied_at: datetime) -> None:
        nothing_more(uow, copied_at)
        raise TellerFell

    with pytest.raises(TellerFell):
        restore(target, backup, fall)
    with by_hand(target.url, Use.READ) as connection:
        assert inspect(connection).get_table_names() == []
    restore(target, backup, nothing_more)
    assert fault_of(target, RICH) is None


def test_house_does_not_run_on_a_backup(backup: Path) -> None:
    """Whoever puts a backup in the database's place is told of the way that tells the members too."""
    database = open_database(f"sqlite:///{backup}")
    for act in (database.check_schema, database.migrate):
        with pytest.raises(DatabaseIsBackup) as raised:
            act()
        assert raised.value.copied_at == NOW
    database.close()
    assert check_backup(backup).copied_at == NOW


def test_restore_is_recorded_in_every_alliance_and_told_in_every_channel(
    source: Database, target: Database, tmp_path: Path
) -> None:
    """Nobody has to find out by themselves that the record is an earlier one."""
    back_up(source, tmp_path / "b.db", now=NOW)
    restored = restore(target, tmp_path / "b.db", with_notices)
    assert restored.entries == {FRENCH: 12, RICH: ENTRIES}
    later = NOW + timedelta(days=1)
    with target.snapshot() as uow:
        assert {code: uow.journal.head(code).seq for code in uow.journal.alliances()} == {FRENCH: 13, RICH: ENTRIES + 1}
        linked = {link.channel for code in (RICH, FRENCH) for link in uow.channels.linked(code)}
        assert uow.motions.next_number(RICH) == 41 + 1 + 1000 + 86_400
        assert uow.motions.next_number(FRENCH) == 1 + 1 + 1000 + 86_400
    with target.connection() as connection:
        owed = connection.execute(select(OUTBOX).where(OUTBOX.c.key == f"restored:{int(later.timestamp())}")).all()
        doubted = connection.execute(
            select(OUTBOX).where(OUTBOX.c.message.is_(None), OUTBOX.c.due_at.is_not(None), OUTBOX.c.id <= 54)
        ).all()
    assert {Channel(row.address) for row in owed} == linked
    assert {(row.attempts > 0, row.first_try_at <= NOW) for row in doubted} == {(True, True)}
    assert {row.attempts for row in owed} == {0}
    for alliance in (RICH, FRENCH):
        assert fault_of(target, alliance) is None
        assert tables_equal_replay(target, alliance) == []


OUTBOX = next(each for each in COPIED if each.name == "outbox")


@given(
    st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(days=30)), st.integers(0, 10_000)), min_size=1, max_size=8)
)
def test_no_number_is_given_twice_however_often_one_copy_is_restored(lives: list[tuple[timedelta, int]]) -> None:
    """Each life of the record begins with the same copy and tables at most a motion a second."""
    following, given_so_far, now = MotionNumber(8), 0, NOW
    for pause, motions in lives:
        now += pause
        first = numbers_after(following, copied_at=NOW, restored_at=now)
        assert first > max(given_so_far, following)
        given_so_far = first + motions - 1
        now += timedelta(seconds=motions)


def test_number_after_a_clock_that_went_back_or_a_very_old_copy_can_be_typed() -> None:
    """A number has at most nine digits; no clock makes it one that is taken."""
    for restored_at in (NOW - timedelta(days=400), NOW, NOW + timedelta(days=36_500)):
        number = numbers_after(MotionNumber(8), copied_at=NOW, restored_at=restored_at)
        assert 1008 <= number < 10**9


def test_numbers_go_on_from_where_the_last_restore_set_them(database: Database) -> None:
    """A motion tabled after a restore bears the number told, and the next one the number after."""
    write(database, *founding())
    with database.transaction() as uow:
        carry_on(uow, copied_at=NOW, now=NOW + timedelta(seconds=5))
        number = uow.motions.next_number(ALLIANCE)
        assert number == FIRST + 1 + 1000 + 5
        record(uow, tabled(number))
        assert uow.motions.next_number(ALLIANCE) == number + 1
        with_notices(uow, NOW)
        assert uow.motions.next_number(ALLIANCE) == number + 1 + 1000 + 86_400
    assert tables_equal_replay(database, ALLIANCE) == []
