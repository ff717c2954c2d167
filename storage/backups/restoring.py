"""Reading a backup back into an empty database: one transaction, proven before it is committed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect

from storage import schema
from storage.backups.copying import SourceUnreadable, copy_rows, is_empty
from storage.backups.faults import BackupUnreadable, DatabaseNotEmpty, LogLeftBehind, RestoreFailed
from storage.backups.making import Copied, contents
from storage.backups.reading import sound_backup
from storage.backups.soundness import first_fault
from storage.database import Database
from storage.engines import Use, create_file, locate, make_engine
from storage.faults import DatabaseFault, told
from storage.lock_file import LockFile
from storage.unit_of_work import StoredUnitOfWork

CarryOn = Callable[[StoredUnitOfWork, datetime], None]
"""What is done in the transaction of a restore, once the rows are there; it is given when the copy was made."""


def check_backup(path: Path) -> Copied:
    """Prove a backup whole and tell what it holds; raise the refusals of ``sound_backup``."""
    with sound_backup(path) as backup:
        return contents(backup)


def restore(database: Database, path: Path, carry_on: CarryOn) -> Copied:
    """Read a backup into a database that is empty or does not exist yet, on either engine, wholly or not at all.

    Raise the refusals of ``sound_backup``; DatabaseNotEmpty, LogLeftBehind, DatabaseInUse or DatabaseUnreachable
    where the database is not free; RestoreFailed where it does not take the rows.
    """
    with sound_backup(path) as backup, _alone(database):
        try:
            with _filling(database) as target:
                copy_rows(backup.connection, target)
                carry_on(StoredUnitOfWork(target), backup.copied_at)
                if first_fault(target) is not None:
                    raise RestoreFailed(reason="the restored tables are not what the journal says")
        except SourceUnreadable as unreadable:
            raise BackupUnreadable(path=str(path), reason=unreadable.reason) from unreadable
        return contents(backup)


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Keep every house from the file of an SQLite database meanwhile; make the file where there is none."""
    with ExitStack() as stack:
        if database.path is not None:
            path = database.path.resolve()
            log = path.with_name(f"{path.name}-wal")
            if log.exists() and not path.exists():
                raise LogLeftBehind(path=str(log))
            create_file(path)
            stack.enter_context(LockFile(path))
        yield


@contextmanager
def _filling(database: Database) -> Iterator[Connection]:
    """Open a transaction on an empty database with this version's schema; it is committed at the end."""
    engine = make_engine(locate(database.url), Use.MIGRATE, database.patience)
    try:
        with engine.begin() as connection:
            found = inspect(connection).get_table_names()
            if found and "alembic_version" not in found:
                raise DatabaseNotEmpty
            schema.migrate(connection)
            if not is_empty(connection):
                raise DatabaseNotEmpty
            yield connection
    except DatabaseFault as fault:
        raise RestoreFailed(reason=told(fault)) from fault
    finally:
        engine.dispose()
