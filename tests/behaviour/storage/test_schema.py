"""The schema: migrated wholly or not at all, checked at the start, and the same as the row classes say."""

import multiprocessing
import multiprocessing.synchronize
import stat
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from bot.domain.ballot import Choice
from storage import guards, schema
from storage.database import Database, open_database
from storage.engines import Use
from storage.faults import (
    DatabaseInUse,
    DatabaseNewer,
    DatabaseNotMigrated,
    DatabaseUnreachable,
    DatabaseUrlUnknown,
    MigrationFailed,
)
from storage.lock_file import LockFile
from storage.replay import tables_equal_replay
from storage.rows.table import METADATA
from tests.behaviour.storage.comparing import differences
from tests.behaviour.storage.scene import ALLIANCE, EST, cast, fault_of, founding, write
from tests.behaviour.storage.tampering import by_hand, run


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """Give the URL of a database without a schema, on each engine in turn."""
    given = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "empty_postgres_url")
    assert isinstance(given, str)
    return given


def test_migrated_schema_is_what_the_row_classes_say(database: Database) -> None:
    """No difference is left for a migration, and every trigger is there."""
    with database.connection() as connection:
        assert differences(connection) == []
        assert guards.missing_guards(connection) == ()
    database.check_schema()


def _tables(connection: Connection) -> dict[str, str]:
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    return {name: statement for name, statement in found}  # noqa: C416 (rows are no pairs to the type checker)


def _checks(statement: str) -> list[str]:
    return sorted(line.strip().rstrip(",") for line in statement.splitlines() if "CHECK" in line)


def test_checks_of_the_migrations_are_those_of_the_row_classes(sqlite_database: Database) -> None:
    """Every CHECK of the row classes is in the migrated tables, word for word."""
    with sqlite_database.connection() as connection:
        created = _tables(connection)
    with create_engine("sqlite://").begin() as connection:
        METADATA.create_all(connection)
        meant = _tables(connection)
    for name, statement in meant.items():
        assert _checks(created[name]) == _checks(statement)


def test_database_without_schema_is_refused(empty_url: str) -> None:
    """A database is used once it has been migrated; looking at it creates nothing."""
    database = open_database(empty_url)
    with pytest.raises(DatabaseNotMigrated) as raised:
        database.check_schema()
    assert raised.value.found is None
    assert database.path is None or not database.path.exists()
    database.migrate()
    database.check_schema()
    database.close()


def test_migrating_again_changes_nothing(database: Database) -> None:
    """An upgrade to the schema that is there already is safe."""
    write(database, *founding(), cast(EST, Choice.YES))
    database.migrate()
    database.check_schema()
    assert fault_of(database) is None
    assert tables_equal_replay(database, ALLIANCE) == []


_OBSTACLE = {
    "sqlite": (
        "CREATE TABLE obstacle (id INTEGER)",
        "CREATE TRIGGER journal_no_delete BEFORE DELETE ON obstacle BEGIN SELECT 1; END",
    ),
    "postgresql": ("CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",),
}
"""What bears a name that the last migration gives, so that it stops after the first has made every table."""

_CLEARANCE = {"sqlite": "DROP TABLE obstacle", "postgresql": "DROP FUNCTION journal_refuses()"}


def test_failed_migration_leaves_nothing(empty_url: str) -> None:
    """A migration that stops half-way has not begun: the tables it had made are gone, and it can be run again."""
    database = open_database(empty_url)
    if database.path is not None:
        database.path.touch()
    with by_hand(empty_url, Use.MIGRATE) as connection:
        for statement in _OBSTACLE[database.dialect]:
            connection.execute(text(statement))
        before = inspect(connection).get_table_names()
    with pytest.raises(MigrationFailed) as raised:
        database.migrate()
    assert "already exists" in raised.value.reason
    with by_hand(empty_url, Use.MIGRATE) as connection:
        assert inspect(connection).get_table_names() == before
    with pytest.raises(DatabaseNotMigrated) as unmigrated:
        database.check_schema()
    assert unmigrated.value.found is None
    with by_hand(empty_url, Use.MIGRATE) as connection:
        connection.execute(text(_CLEARANCE[database.dialect]))
    database.migrate()
    database.check_schema()
    database.close()


def test_newer_schema_is_refused(database: Database) -> None:
    """A database of a later version is neither used nor migrated."""
    run(database, "UPDATE alembic_version SET version_num = '9999'")
    for act in (database.check_schema, database.migrate):
        with pytest.raises(DatabaseNewer) as raised:
            act()
        assert (raised.value.found, raised.value.known) == ("9999", schema.latest_revision())


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/none", "postgresql://postgres@/none?host=/nonexistent"]
)
def test_database_that_does_not_answer_is_told(url: str) -> None:
    """No traceback where the server is down."""
    database = open_database(url)
    for act in (database.check_schema, database.migrate):
        with pytest.raises(DatabaseUnreachable):
            act()
    database.close()


def test_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """No traceback where the folder is missing."""
    database = open_database(f"sqlite:///{tmp_path}/missing/plenary.db")
    with pytest.raises(DatabaseUnreachable):
        database.migrate()


def test_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """No traceback where the file is something else."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, but long enough to be read as one" * 20)
    database = open_database(f"sqlite:///{path}")
    for act in (database.check_schema, database.migrate):
        with pytest.raises(DatabaseUnreachable):
            act()
    database.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "plenary.db", "", "sqlite://", "sqlite:///:memory:"])
def test_unknown_url_is_refused(url: str) -> None:
    """Only SQLite files and PostgreSQL are known; nothing is kept in memory by mistake."""
    with pytest.raises(DatabaseUrlUnknown):
        open_database(url)


def test_new_file_is_its_owners_alone(sqlite_database: Database) -> None:
    """Ballots before a result are nobody's to read."""
    write(sqlite_database, *founding())
    assert sqlite_database.path is not None
    files = sorted(sqlite_database.path.parent.iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert len(files) == 3


def _hold(path: Path, held: multiprocessing.synchronize.Event, end: multiprocessing.synchronize.Event) -> None:
    with LockFile(path):
        held.set()
        end.wait()


def test_file_is_held_by_one_house(tmp_path: Path) -> None:
    """A second house on one file is refused, and may come once the first is gone, however it went."""
    path = tmp_path / "plenary.db"
    processes = multiprocessing.get_context("spawn")
    held, end = processes.Event(), processes.Event()
    other = processes.Process(target=_hold, args=(path, held, end))
    other.start()
    held.wait()
    with pytest.raises(DatabaseInUse) as raised, LockFile(path):
        pytest.fail("the lock was given twice")
    assert raised.value.path == str(path)
    other.kill()
    other.join()
    with LockFile(path), pytest.raises(DatabaseInUse), LockFile(path):
        pytest.fail("the lock was given twice")
    with LockFile(path):
        pass
