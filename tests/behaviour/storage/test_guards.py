"""Guards: the journal takes no change, and verification finds one made past the guards."""

import pytest
from sqlalchemy.exc import DBAPIError

from bot.domain.ballot import Choice
from bot.domain.journal import Fault
from storage.database import Database
from storage.faults import DatabaseUnguarded
from storage.replay import Difference, tables_equal_replay
from tests.behaviour.storage.scene import ALLIANCE, EST, LVA, cast, fault_of, founding, write
from tests.behaviour.storage.tampering import run, tamper

_COPY = "INSERT {verb} INTO journal SELECT alliance, {seq}, previous, body, {hash} FROM journal WHERE seq = 3"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET body = body",
        "UPDATE journal SET hash = 'x' WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal",
        "INSERT INTO journal SELECT alliance, seq + 100, previous, body, 'x' || substr(hash, 2) FROM journal",
        "INSERT INTO journal VALUES ('new-alliance', 2, '', '{}', 'x')",
        "INSERT INTO journal SELECT alliance, seq, '', '{}', 'x' || substr(hash, 2) FROM head",
        "INSERT INTO journal SELECT alliance, seq + 1, '', '{}', 'x' || substr(hash, 2) FROM head",
    ],
)
def test_journal_refuses_change(database: Database, statement: str) -> None:
    """An entry is never changed or removed, and a new one must continue the chain of its alliance."""
    write(database, *founding())
    with pytest.raises(DBAPIError):
        run(database, statement)
    assert fault_of(database) is None


@pytest.mark.parametrize(
    "statement",
    [
        _COPY.format(verb="OR REPLACE", seq="3", hash="hash"),
        _COPY.format(verb="OR REPLACE", seq=len(founding()) + 1, hash="hash"),
        "REPLACE INTO journal SELECT alliance, seq, previous, '{}', 'x' || substr(hash, 2) FROM journal",
        "UPDATE OR REPLACE journal SET seq = 4 WHERE seq = 3",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replace_does_not_slip_past_the_triggers(sqlite_database: Database, statement: str, recursive: str) -> None:
    """SQLite deletes what it replaces without the trigger on DELETE; the one on INSERT refuses first."""
    write(sqlite_database, *founding())
    with pytest.raises(DBAPIError):
        run(sqlite_database, f"PRAGMA recursive_triggers={recursive}", statement)
    assert fault_of(sqlite_database) is None


@pytest.mark.parametrize("statement", ["TRUNCATE journal", "TRUNCATE head CASCADE"])
def test_truncate_is_refused(postgres_database: Database, statement: str) -> None:
    """PostgreSQL truncates without the trigger on DELETE."""
    write(postgres_database, *founding())
    with pytest.raises(DBAPIError):
        run(postgres_database, statement)
    assert fault_of(postgres_database) is None


_LAST = len(founding())


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (["UPDATE journal SET body = replace(body, 'Estonia', 'Estonya') WHERE seq = 3"], "entry_changed"),
        (["UPDATE journal SET body = body || ' ' WHERE seq = 3"], "entry_changed"),
        (["DELETE FROM journal WHERE seq = 3"], "entry_missing"),
        (
            [
                "UPDATE journal SET seq = 900 WHERE seq = 3",
                "UPDATE journal SET seq = 3 WHERE seq = 4",
                "UPDATE journal SET seq = 4 WHERE seq = 900",
            ],
            "entry_moved",
        ),
        (["DELETE FROM journal WHERE hash = (SELECT hash FROM head)"], "head_differs"),
        (["UPDATE head SET seq = seq - 1"], "head_differs"),
    ],
)
def test_verification_finds_what_was_done_past_the_guards(
    database: Database, statements: list[str], fault: str
) -> None:
    """A changed byte, a removed entry, two swapped ones and a cut tail each break the chain."""
    write(database, *founding())
    tamper(database, *statements)
    seq = _LAST if "DELETE" in statements[0] and fault == "head_differs" else 3
    seq = _LAST + 1 if statements[0].startswith("UPDATE head") else seq
    assert fault_of(database) == Fault(seq=seq, message_id=f"journal.{fault}")


_STUFFED = """
INSERT INTO ballot SELECT alliance, motion, 'LTU', choice, account, role, cast_at, explanation
FROM ballot WHERE member = 'EST'
"""


@pytest.mark.parametrize(
    ("statement", "difference"),
    [
        (
            "UPDATE ballot SET choice = 'no' WHERE member = 'EST'",
            Difference(table="ballot", key=f"{ALLIANCE} 1 EST", message_id="replay.row_changed"),
        ),
        (
            "DELETE FROM ballot WHERE member = 'EST'",
            Difference(table="ballot", key=f"{ALLIANCE} 1 EST", message_id="replay.row_missing"),
        ),
        (
            _STUFFED,
            Difference(table="ballot", key=f"{ALLIANCE} 1 LTU", message_id="replay.row_unexpected"),
        ),
        (
            "UPDATE weight SET value = '5/3' WHERE member = 'EST'",
            Difference(table="weight", key=f"{ALLIANCE} EST population", message_id="replay.row_changed"),
        ),
        (
            "UPDATE weight SET value = 'lots' WHERE member = 'EST'",
            Difference(table="weight", key="", message_id="replay.table_unreadable"),
        ),
    ],
)
def test_replay_finds_a_tampered_table(database: Database, statement: str, difference: Difference) -> None:
    """A ballot altered in its table leaves the chain whole, and the replay shows it."""
    write(database, *founding(), cast(EST, Choice.YES), cast(LVA, Choice.NO))
    tamper(database, statement)
    assert fault_of(database) is None
    assert tables_equal_replay(database, ALLIANCE) == [difference]


def test_replay_names_the_entry_that_it_cannot_read(database: Database) -> None:
    """A journal that cannot be replayed is told by its entry, not by a traceback."""
    write(database, *founding())
    tamper(database, "UPDATE journal SET body = '{}' WHERE seq = 5")
    assert tables_equal_replay(database, ALLIANCE) == [
        Difference(table="journal", key="5", message_id="replay.entry_unreadable")
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ballot SET choice = 'maybe'",
        "UPDATE ballot SET account = ''",
        "UPDATE motion SET number = 0",
        "UPDATE motion SET outcome = 'adopted'",
        "UPDATE motion SET title = ''",
        "UPDATE deadline SET what = 'whenever'",
        "UPDATE head SET seq = -1",
        "UPDATE status_period SET status = 'honoured'",
        "UPDATE alliance SET language = 'english'",
        "DELETE FROM elector",
        "DELETE FROM alliance",
    ],
)
def test_tables_refuse_what_the_domain_never_writes(database: Database, statement: str) -> None:
    """Values outside their sets and rows without their parents are refused by the database itself."""
    write(database, *founding(), cast(EST, Choice.YES))
    with pytest.raises(DBAPIError):
        run(database, statement)


def test_missing_trigger_is_noticed_at_the_start(database: Database) -> None:
    """A database whose journal can be changed is refused."""
    table = "" if database.dialect == "sqlite" else " ON journal"
    database.check_schema()
    run(database, f"DROP TRIGGER journal_chain{table}")
    with pytest.raises(DatabaseUnguarded) as raised:
        database.check_schema()
    assert raised.value.missing == ("journal_chain",)


def test_disabled_trigger_is_noticed_at_the_start(postgres_database: Database) -> None:
    """A trigger that is there but asleep guards nothing."""
    run(postgres_database, "ALTER TABLE journal DISABLE TRIGGER journal_no_change")
    with pytest.raises(DatabaseUnguarded) as raised:
        postgres_database.check_schema()
    assert raised.value.missing == ("journal_no_change",)
