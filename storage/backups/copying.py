"""Every row of every table, from one database into another, whatever engines they are on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, insert, select, text

from storage.backups.file import PAGE
from storage.faults import DatabaseFault, told
from storage.rows import InstallationBegunRow, InstallationRow, LeaseRow, OutboxRow, table
from storage.rows.table import METADATA

OWN: Final = frozenset(table(each) for each in (LeaseRow, InstallationRow, InstallationBegunRow))
"""The tables of this deployment alone: who leads at the moment, and by which tokens the bot acts."""
COPIED: Final = tuple(each for each in METADATA.sorted_tables if each not in OWN)
"""The tables of a copy, parents first."""

Page = list[Mapping[str, object]]


@dataclass(kw_only=True, eq=False)
class SourceUnreadable(Exception):
    """A row could not be read where it was to be copied from."""

    reason: str


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy what one transaction sees into an empty schema; raise SourceUnreadable where a row cannot be read.

    The journal is copied entry by entry in its order, so that its guards watch over the copy too.
    """
    for each, page in _pages(source):
        target.execute(insert(each), page)
    if target.dialect.name == "postgresql":
        _count_on(target)


def _pages(source: Connection) -> Iterator[tuple[Table, Page]]:
    try:
        for each in COPIED:
            rows = source.execute(select(each).order_by(*each.primary_key), execution_options={"yield_per": PAGE})
            for page in rows.mappings().partitions():
                yield each, [dict(row) for row in page]
    except (*DatabaseFault, ValueError, LookupError) as fault:
        raise SourceUnreadable(reason=told(fault)) from None  # its text holds the row


def _count_on(target: Connection) -> None:
    """Have PostgreSQL number new posts after those copied, which came with their numbers."""
    outbox = table(OutboxRow).name
    last = "SELECT setval(pg_get_serial_sequence(:name, 'id'), max(id)) FROM outbox HAVING max(id) IS NOT NULL"
    target.execute(text(last), {"name": outbox})


def is_empty(connection: Connection) -> bool:
    """Tell whether the tables that this version knows hold nothing; they must all be there."""
    return all(connection.execute(select(each).limit(1)).first() is None for each in COPIED)
