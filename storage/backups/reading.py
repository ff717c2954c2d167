"""A backup opened for reading: proven whole, and brought to this version's schema where an earlier one made it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, assert_never

from sqlalchemy import Connection

from bot.domain.errors import Refusal
from storage import schema
from storage.backups.faults import (
    BackupEntryChanged,
    BackupNewer,
    BackupSealBroken,
    BackupTableChanged,
    BackupUnguarded,
    BackupUnreadable,
    NoBackup,
)
from storage.backups.file import Mark, drop_mark, mark_of, opened, seal_over
from storage.backups.soundness import EntryChanged, TableChanged, Unguarded, Unsound, first_fault
from storage.faults import DatabaseFault, DatabaseNewer, told

_HEADER: Final = b"SQLite format 3\0"
"""How every SQLite file begins (SQLite's file format, 1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that has been proven whole, while it is open."""

    copied_at: datetime
    connection: Connection


@contextmanager
def sound_backup(path: Path) -> Iterator[Backup]:
    """Open a backup and prove it whole; raise the refusal that names what is wrong with it.

    NoBackup, BackupNewer, BackupUnreadable, BackupUnguarded, BackupEntryChanged, BackupTableChanged or
    BackupSealBroken; OSError where the file cannot be opened at all.
    """
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            raise NoBackup(path=str(path))
    with ExitStack() as stack:
        with _read(path) as connection:
            mark, older = _looked_at(path, connection)
            sealed = seal_over(connection, mark.copied_at) == mark.seal
        if older and not sealed:
            raise BackupSealBroken(path=str(path))
        upgraded = stack.enter_context(_upgraded(path)) if older else path
        connection = stack.enter_context(_read(path, at=upgraded))
        fault = first_fault(connection)
        if fault is not None:
            raise _told(fault, path)
        if not sealed:
            raise BackupSealBroken(path=str(path))
        yield Backup(copied_at=mark.copied_at, connection=connection)


@contextmanager
def _read(path: Path, *, at: Path | None = None) -> Iterator[Connection]:
    """Open a backup, or its upgraded copy; tell of what cannot be read under the backup's own name."""
    try:
        with opened(at or path) as connection:
            yield connection
    except DatabaseFault as fault:
        raise BackupUnreadable(path=str(path), reason=told(fault)) from fault


def _looked_at(path: Path, connection: Connection) -> tuple[Mark, bool]:
    """Give the mark of a file whose pages can all be read, and whether its schema is an earlier one."""
    mark = mark_of(connection)
    if mark is None:
        raise NoBackup(path=str(path))
    try:
        older = schema.is_older(connection)
    except DatabaseNewer as newer:
        raise BackupNewer(found=newer.found, known=newer.known) from newer
    for check in ("PRAGMA integrity_check(1)", "PRAGMA foreign_key_check"):
        wrong = connection.exec_driver_sql(check).first()
        if wrong is not None and wrong[0] != "ok":
            raise BackupUnreadable(path=str(path), reason=str(wrong[0]).splitlines()[0])
    return mark, older


@contextmanager
def _upgraded(path: Path) -> Iterator[Path]:
    """Give a copy of a backup with this version's schema, for as long as it is needed."""
    with TemporaryDirectory(prefix="plenary-") as folder:
        copy = Path(folder) / "backup.db"
        shutil.copyfile(path, copy)
        try:
            with opened(copy, writable=True) as connection:
                drop_mark(connection)
                schema.migrate(connection)
        except DatabaseFault as fault:
            raise BackupUnreadable(path=str(path), reason=told(fault)) from fault
        yield copy


def _told(fault: Unsound, path: Path) -> Refusal:
    match fault:
        case Unguarded():
            return BackupUnguarded(path=str(path))
        case EntryChanged(alliance=alliance, seq=seq):
            return BackupEntryChanged(path=str(path), alliance=alliance, seq=seq)
        case TableChanged(alliance=alliance, table=table, key=key):
            return BackupTableChanged(path=str(path), alliance=alliance, table=table, key=key)
        case _:
            assert_never(fault)
