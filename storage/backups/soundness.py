"""Whether a record is sound in a database: guarded, its chain whole, its tables as the journal makes them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.ids import AllianceCode
from bot.domain.journal import verify
from storage.chain import StoredJournal
from storage.guards import missing_guards
from storage.replay import differences


@dataclass(frozen=True, slots=True, kw_only=True)
class Unguarded:
    """The triggers that keep the journal append-only are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChanged:
    """A journal is not whole, and where that shows first."""

    alliance: AllianceCode
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChanged:
    """A row is not what the journal makes of it."""

    alliance: AllianceCode
    table: str
    key: str


Unsound = Unguarded | EntryChanged | TableChanged


def first_fault(connection: Connection) -> Unsound | None:
    """Give the first thing that is wrong with the record; None where it is sound."""
    return next(_faults(connection), None)


def _faults(connection: Connection) -> Iterator[Unsound]:
    if missing_guards(connection):
        yield Unguarded()
    journal = StoredJournal(connection)
    for code in journal.alliances():
        head = journal.head(code)
        fault = verify(journal.entries(code), alliance=code, head_seq=head.seq, head_hash=head.hash)
        if fault is not None:
            yield EntryChanged(alliance=code, seq=fault.seq)
        for found in differences(connection, code):
            yield TableChanged(alliance=code, table=found.table, key=found.key)
