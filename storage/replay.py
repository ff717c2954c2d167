"""Rebuilds the tables from the journal alone, and holds what is stored against it.

The chain shows whether the journal was touched; the replay shows whether a table was.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Table, create_engine, event, select
from sqlalchemy.exc import DBAPIError

from bot.domain.ids import AllianceCode
from bot.domain.journal import Entry
from storage.chain import StoredJournal
from storage.columns import UnstorableText
from storage.database import Database
from storage.decoding import UnreadableRecord, read_entry
from storage.projection import project
from storage.rows import PROJECTED, table
from storage.rows.table import METADATA
from storage.statements import EffectMissed

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that is not what the journal makes of it; ``key`` is its primary key, written out."""

    table: str
    key: str
    message_id: str
    """``replay.`` and ``row_missing``, ``row_unexpected``, ``row_changed``, ``table_unreadable`` or
    ``entry_unreadable``."""


@dataclass(kw_only=True, eq=False)
class ReplayStopped(Exception):
    """An entry could not be read, or does not fit what the entries before it made."""

    seq: int


@contextmanager
def replay(entries: Iterable[Entry]) -> Iterator[Connection]:
    """Project the entries of one alliance onto empty tables; raise ReplayStopped where one does not fit."""
    engine = create_engine("sqlite://", hide_parameters=True)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))
    try:
        with engine.begin() as connection:
            METADATA.create_all(connection)
            for entry in entries:
                _project(connection, entry)
            yield connection
    finally:
        engine.dispose()


def _project(connection: Connection, entry: Entry) -> None:
    try:
        project(connection, entry.alliance, entry.seq, read_entry(entry.body).event)
    except (UnreadableRecord, UnstorableText, EffectMissed, DBAPIError) as fault:
        raise ReplayStopped(seq=entry.seq) from fault


def tables_equal_replay(database: Database, alliance: AllianceCode) -> list[Difference]:
    """Replay an alliance's journal and list where its stored tables differ; empty where all is as recorded.

    The outbox and the answers are no part of the record and are left out.
    """
    with database.connection() as stored:
        return differences(stored, alliance)


def differences(stored: Connection, alliance: AllianceCode) -> list[Difference]:
    """List the same within a transaction that is open."""
    try:
        with replay(StoredJournal(stored).entries(alliance)) as replayed:
            tables = [table(kind) for kind in PROJECTED]
            return [found for each in tables for found in _differences(each, stored, replayed, alliance)]
    except ReplayStopped as stopped:
        return [Difference(table="journal", key=str(stopped.seq), message_id="replay.entry_unreadable")]


def _differences(
    target: Table, stored: Connection, replayed: Connection, alliance: AllianceCode
) -> Iterator[Difference]:
    right = _rows(target, replayed, alliance)
    try:
        there = _rows(target, stored, alliance)
    except (ValueError, LookupError):
        yield Difference(table=target.name, key="", message_id="replay.table_unreadable")
        return
    for key in sorted(right.keys() | there.keys(), key=str):
        message_id = _fault(right.get(key), there.get(key))
        if message_id is not None:
            written = " ".join(str(part) for part in key)
            yield Difference(table=target.name, key=written, message_id=message_id)


def _fault(right: Key | None, there: Key | None) -> str | None:
    if there is None:
        return "replay.row_missing"
    if right is None:
        return "replay.row_unexpected"
    return None if right == there else "replay.row_changed"


def _rows(target: Table, connection: Connection, alliance: AllianceCode) -> Mapping[Key, Key]:
    owner = target.c["alliance"] if "alliance" in target.c else target.c["code"]
    names = [column.name for column in target.primary_key]
    found = connection.execute(select(target).where(owner == alliance))
    return {tuple(getattr(row, name) for name in names): tuple(row) for row in found}
