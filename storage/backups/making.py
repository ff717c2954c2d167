"""Making a backup beside a running house: one snapshot, written under another name, proven, and only then named."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from bot.domain.ids import AllianceCode
from storage import schema
from storage.backups.copying import SourceUnreadable, copy_rows
from storage.backups.faults import (
    BackupEntryChanged,
    BackupExists,
    BackupFailed,
    BackupSealBroken,
    BackupTableChanged,
    BackupUnfinished,
    BackupUnreadable,
    RecordUnsound,
)
from storage.backups.file import opened, put_mark
from storage.backups.reading import Backup, sound_backup
from storage.chain import StoredJournal
from storage.database import Database
from storage.faults import DatabaseFault, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a backup holds: when it was made, and the length of each journal."""

    copied_at: datetime
    entries: Mapping[AllianceCode, int]


def back_up(database: Database, path: Path, *, now: datetime) -> Copied:
    """Write every row into a new file that its owner alone may read, prove it whole, and give it its name.

    The database is only read, and goes on being written meanwhile. Raise BackupExists, BackupUnfinished,
    BackupFailed or RecordUnsound; nothing is left under the name then. ``now`` is what the copy bears as its instant.
    """
    with _unnamed(path) as part:
        _write(database, part, now)
        return _read_back(part)


def _read_back(part: Path) -> Copied:
    """Prove a copy; what is wrong with its journal or tables is wrong with the record itself."""
    try:
        with sound_backup(part) as backup:
            return contents(backup)
    except (BackupEntryChanged, BackupTableChanged) as unsound:
        raise RecordUnsound from unsound
    except (BackupUnreadable, BackupSealBroken) as lost:
        raise BackupFailed(reason="what was written could not be read back") from lost


def contents(backup: Backup) -> Copied:
    """Tell what an open backup holds."""
    journal = StoredJournal(backup.connection)
    return Copied(copied_at=backup.copied_at, entries={code: journal.head(code).seq for code in journal.alliances()})


@contextmanager
def _unnamed(path: Path) -> Iterator[Path]:
    """Give a new file beside ``path``, which bears that name at the end, or is removed where it does not come to it."""
    _check_free(path)
    part = path.with_name(f"{path.name}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except FileExistsError as other:
        raise BackupUnfinished(path=str(part)) from other
    except OSError as fault:
        raise BackupFailed(reason=told(fault)) from fault
    try:
        yield part
        _synchronise(part)
        _check_free(path)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _synchronise(path.absolute().parent)


def _check_free(path: Path) -> None:
    if os.path.lexists(path):
        raise BackupExists(path=str(path))


def _synchronise(path: Path) -> None:
    """Have the system write a file or a folder to the disk."""
    held = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _write(database: Database, part: Path, now: datetime) -> None:
    with database.connection() as source:
        try:
            with opened(part, writable=True) as target:
                schema.migrate(target)
                copy_rows(source, target)
                put_mark(target, now)
        except (SourceUnreadable, IntegrityError) as unsound:
            raise RecordUnsound from unsound
        except DatabaseFault as fault:
            raise BackupFailed(reason=told(fault)) from fault
