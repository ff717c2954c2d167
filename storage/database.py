"""A database of the house: transactions, snapshots, its schema."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.ports import NotRecorded, RecordRefused
from storage import schema
from storage.announcing import Listener, announce
from storage.commits import was_committed
from storage.engines import Location, Use, create_file, locate, make_engine
from storage.faults import (
    DatabaseFault,
    DatabaseNotMigrated,
    DatabaseUnreachable,
    MigrationFailed,
    OpenedReadOnly,
    is_read_only_file,
    told,
)
from storage.lines import Lines
from storage.patience import USUAL, Patience
from storage.unit_of_work import Chance, StoredUnitOfWork

log: Final = logging.getLogger(__name__)


class Database:
    """An SQLite file or a PostgreSQL database. Nothing is opened before it is needed."""

    def __init__(self, location: Location, patience: Patience, chance: Chance) -> None:
        self._location = location
        self._chance = chance
        self._sign = uuid4().hex
        self.patience: Final = patience
        self._writer = make_engine(location, Use.WRITE, patience)
        self._reader = make_engine(location, Use.READ, patience)
        self._writing_lines, self._reading_lines = Lines(self._writer), Lines(self._reader)
        self._closed = False
        for engine in (self._writer, self._reader):
            event.listen(engine, "checkin", self._close_late)

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database; None for PostgreSQL."""
        return self._location.file

    @property
    def url(self) -> str:
        """The URL it was opened with, its password included: never to be shown."""
        return self._location.url.render_as_string(hide_password=False)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._writer.dialect.name

    @contextmanager
    def transaction(self) -> Iterator[StoredUnitOfWork]:
        """Open a transaction that is committed at the end of the block, and undone by any exception from it.

        Raise NotRecorded where the database fails at its beginning, in it or at its end: nothing has happened
        then. Where the answer to the commit was lost, the database is asked what became of it;
        OutcomeUnknown, a NotRecorded too, tells that it could not be asked.
        """
        with (
            _faults_told(),
            self._readers_left_with_it(),
            self._writer.connect() as connection,
            _left_after_fault(connection),
        ):
            begun = connection.begin()
            uow = StoredUnitOfWork(connection, self._chance)
            yield uow
            if uow.wrote:
                announce(connection, self._sign)
            try:
                begun.commit()
            except DBAPIError as fault:
                lost = uow.wrote and fault.connection_invalidated
                if not lost or not was_committed(self._writer, uow.last_entry, self.patience.commit):
                    raise

    @contextmanager
    def snapshot(self) -> Iterator[StoredUnitOfWork]:
        """Open a view of one committed state that takes no writes; raise NotRecorded on a fault."""
        with self.connection() as connection:
            yield StoredUnitOfWork(connection)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Open a read-only connection on one committed state, for checks within ``storage``."""
        with _faults_told(), self._reader.connect() as connection, _left_after_fault(connection), connection.begin():
            yield connection

    def migrate(self) -> None:
        """Create or upgrade the schema, wholly or not at all.

        Raise DatabaseNewer where a later version has migrated it, DatabaseUnreachable where it cannot be
        opened, MigrationFailed where it refuses a step; it is as it was then.
        """
        if self._location.file is not None:
            create_file(self._location.file)
        engine = make_engine(self._location, Use.MIGRATE, self.patience)
        try:
            with engine.begin() as connection, _steps_told():
                schema.migrate(connection)
        except DatabaseFault as fault:
            raise DatabaseUnreachable(reason=told(fault)) from fault
        finally:
            engine.dispose()

    def check_schema(self) -> None:
        """Raise the refusal that tells the operator what is wrong with the database, if anything is.

        DatabaseUnreachable, DatabaseNotMigrated, DatabaseNewer or DatabaseUnguarded.
        """
        if self._location.file is not None and not self._location.file.exists():
            raise DatabaseNotMigrated(found=None, needed=schema.latest_revision())
        try:
            with self._reader.begin() as connection:
                schema.check_schema(connection)
        except DatabaseFault as fault:
            raise DatabaseUnreachable(reason=told(fault)) from fault

    @contextmanager
    def _readers_left_with_it(self) -> Iterator[None]:
        """Leave the readers too where a file may only be read: connections of a process share how they opened it."""
        try:
            yield
        except DatabaseFault as fault:
            if not is_read_only_file(fault):
                raise
            self._reader.dispose()
            raise OpenedReadOnly(reason=told(fault)) from fault

    @contextmanager
    def heard(self, woken: Callable[[], None]) -> Iterator[None]:
        """Call ``woken`` on another thread after commits of other bots; on SQLite there are none."""
        if self._location.file is not None:
            yield
            return
        with Listener(self._location.url, self._sign, woken):
            yield

    def cut(self) -> None:
        """End every wait for a server that does not answer: whoever waits finds its connection lost."""
        cut = self._writing_lines.cut() + self._reading_lines.cut()
        if cut:
            log.warning("database_lines_ended", extra={"lines": cut})

    def _close_late(self, _: object, record: ConnectionPoolEntry) -> None:
        """Close a connection that comes back after the end: nobody takes it from the pool any more."""
        if self._closed:
            record.invalidate()

    def close(self) -> None:
        """Close what is open; a connection that is in use is closed when it comes back."""
        self._closed = True
        self._writer.dispose()
        self._reader.dispose()


@contextmanager
def _steps_told() -> Iterator[None]:
    try:
        yield
    except DatabaseFault as fault:
        raise MigrationFailed(reason=told(fault)) from fault


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, DataError) as fault:
        raise RecordRefused(reason=told(fault)) from None  # its text holds the refused row
    except DatabaseFault as fault:
        raise NotRecorded(reason=told(fault)) from fault


@contextmanager
def _left_after_fault(connection: Connection) -> Iterator[None]:
    """Leave a connection after a fault, so that the next one finds the database as it is by then.

    One that was opened while the database could only be read would go on refusing to write.
    """
    try:
        yield
    except DatabaseFault:
        connection.invalidate()
        raise


def open_database(url: str, patience: Patience = USUAL, *, chance: Chance = token_hex) -> Database:
    """Give the database at ``sqlite:///path`` or ``postgresql://…``; raise DatabaseUrlUnknown for others.

    ``chance`` draws the salts of entries.
    """
    return Database(locate(url), patience, chance)
