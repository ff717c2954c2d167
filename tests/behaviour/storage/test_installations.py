"""Installations of a platform's app: kept in one place, begun and finished once, and in no backup and no journal."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.ports import Installation, RecordRefused
from storage.backups.making import back_up
from storage.backups.restoring import restore
from storage.database import Database, open_database
from storage.installations import MOST_BEGUN
from tests.behaviour.storage.scene import founding, write

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
TOKEN = "xoxb-of-the-workspace"


def installed(
    place: str, holder: str = "", *, organisation: str = "", facts: str = TOKEN, day: int = 1
) -> Installation:
    at = NOW.replace(day=day)
    return Installation(place=place, holder=holder, organisation=organisation, installed_at=at, facts=facts)


def keep(database: Database, *installations: Installation) -> None:
    with database.transaction() as uow:
        for each in installations:
            uow.installations.keep(each)


def test_installation_is_kept_once_for_each_place_and_holder(database: Database) -> None:
    """Whoever installs the app again replaces what was known."""
    keep(database, installed("T1"), installed("T1", "U1"), installed("T2"))
    keep(database, installed("T1", facts="a newer token", organisation="E1", day=2))
    with database.snapshot() as uow:
        assert uow.installations.find("T1") == installed("T1", facts="a newer token", organisation="E1", day=2)
        assert uow.installations.find("T1", holder="U1") == installed("T1", "U1")
        assert uow.installations.find("T1", holder="U2") is None
        assert uow.installations.find("T3") is None
        assert [each.place for each in uow.installations.every()] == ["T1", "T2"]


def test_newest_is_what_the_last_person_gave(database: Database) -> None:
    """The app's own installation is nobody's gift."""
    keep(database, installed("T1", day=9), installed("T1", "U1", day=2), installed("T1", "U2", day=3))
    with database.snapshot() as uow:
        assert uow.installations.newest("T1") == installed("T1", "U2", day=3)
        assert uow.installations.newest("T2") is None


def test_workspaces_of_an_organisation_are_found_newest_first(database: Database) -> None:
    """An organisation's people may be written to from any of its workspaces."""
    keep(database, installed("T1", organisation="E1"), installed("T2", organisation="E1", day=3), installed("T3"))
    keep(database, installed("T1", "U1", organisation="E1", day=9))
    with database.snapshot() as uow:
        assert [each.place for each in uow.installations.of_organisation("E1")] == ["T2", "T1"]
        assert uow.installations.of_organisation("E2") == ()


def test_dropping_takes_what_is_named_and_nothing_else(database: Database) -> None:
    """The other workspace, and the other person, keep theirs."""
    keep(
        database, installed("T1"), installed("T1", "U1"), installed("T1", "U2"), installed("T2"), installed("T2", "U1")
    )
    with database.transaction() as uow:
        uow.installations.drop("T1", holder="U1")
    with database.snapshot() as uow:
        assert uow.installations.find("T1", holder="U1") is None
        assert uow.installations.find("T1", holder="U2") is not None
    with database.transaction() as uow:
        uow.installations.drop("T1")
        uow.installations.drop_people("T1")
    with database.snapshot() as uow:
        assert uow.installations.newest("T1") is None
        assert [each.place for each in uow.installations.every()] == ["T2"]
        assert uow.installations.find("T2", holder="U1") is not None


def test_installation_under_way_is_finished_once_and_in_time(database: Database) -> None:
    """A state that is unknown, overdue or spent finishes nothing."""
    with database.transaction() as uow:
        uow.installations.begin("first", now=NOW, until=LATER)
        uow.installations.begin("second", now=NOW, until=LATER)
        assert not uow.installations.finish("unknown", now=NOW)
        assert uow.installations.finish("first", now=LATER - timedelta(seconds=1))
        assert not uow.installations.finish("first", now=NOW)
        assert not uow.installations.finish("second", now=LATER)
        assert not uow.installations.finish("second", now=NOW)


def test_installations_under_way_do_not_pile_up(sqlite_database: Database) -> None:
    """Anybody may begin one: what is overdue is forgotten, and of the rest the oldest."""
    with sqlite_database.transaction() as uow:
        for number in range(MOST_BEGUN + 3):
            uow.installations.begin(f"s{number}", now=NOW, until=LATER + timedelta(seconds=number))
        assert not uow.installations.finish("s2", now=NOW)
        assert uow.installations.finish("s3", now=NOW)
        assert uow.installations.finish(f"s{MOST_BEGUN + 2}", now=NOW)
        uow.installations.begin("new", now=LATER + timedelta(hours=1), until=LATER + timedelta(hours=2))
        assert not uow.installations.finish("s9", now=NOW)


def test_place_that_is_no_id_is_refused_without_its_token(database: Database) -> None:
    """What goes past the types meets the table's own checks; the refusal repeats nothing."""
    with pytest.raises(RecordRefused) as refused:
        keep(database, installed(""))
    assert TOKEN not in str(refused.value)
    assert TOKEN not in repr(installed("T1"))


def test_no_backup_holds_a_token(database: Database, tmp_path: Path) -> None:
    """A copy may be read on another machine; the workspaces install the app again there."""
    write(database, *founding())
    keep(database, installed("T1"), installed("T1", "U1"))
    with database.transaction() as uow:
        uow.installations.begin("a state under way", now=NOW, until=LATER)
    back_up(database, tmp_path / "b.db", now=NOW)
    copied = (tmp_path / "b.db").read_bytes()
    assert TOKEN.encode() not in copied
    assert b"a state under way" not in copied
    target = open_database(f"sqlite:///{tmp_path / 'target.db'}")
    target.migrate()
    keep(target, installed("T9"))
    restore(target, tmp_path / "b.db", lambda _uow, _at: None)
    with target.snapshot() as uow:
        assert [each.place for each in uow.installations.every()] == ["T9"]
    target.close()
