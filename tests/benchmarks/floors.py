"""What a vote's statements cost without the product: the same SQL, the same values, in the same transactions.

The statements are recorded while the product runs, and replayed on a copy of the database as it was before. So every
row, key, hash and trigger is the product's own, and nothing is computed that the product computes.

Two floors, both on one thread of their own that the event loop hands the transactions to:

``SqlFloor``     SQLAlchemy runs each statement as text on a pooled connection and gives back all its rows. In it are
                 SQLAlchemy, the driver, the database and the hop between the threads. Not in it is any code of the
                 product: its engines, its column types, its prepared statements, whatever it does between them.
``DriverFloor``  The driver alone, sqlite3 or psycopg, on one connection: raw SQL.
"""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import count
from typing import Protocol, cast

import psycopg
from sqlalchemy import Connection, Engine, TextClause, create_engine, event, text
from sqlalchemy.pool import QueuePool

Named = Mapping[str, object]
Values = Sequence[object] | Named

_PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "recursive_triggers=ON", "foreign_keys=ON")
"""As the product's writer has them: full durability, and the triggers and keys checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement as the driver got it; ``rows`` are the values of each row where it is run for several."""

    sql: str
    rows: tuple[Values, ...]


Transaction = tuple[Statement, ...]


@dataclass(slots=True)
class Recording:
    """The transactions that SQLAlchemy committed while it listened, but those that wrote nothing."""

    committed: list[Transaction] = field(default_factory=list)
    _running: dict[Connection, list[Statement]] = field(default_factory=dict)

    def begin(self, connection: Connection) -> None:
        """Note that a transaction begins."""
        self._running[connection] = []

    def note(self, connection: Connection, _c: object, sql: str, values: Values, _x: object, many: bool) -> None:
        """Note a statement; BEGIN is the engine's own."""
        rows = cast("Sequence[Values]", values) if many else (values,)
        if connection in self._running and not sql.startswith("BEGIN"):
            self._running[connection].append(Statement(sql=sql, rows=tuple(rows)))

    def commit(self, connection: Connection) -> None:
        """Note that the running transaction is committed."""
        statements = tuple(self._running.pop(connection))
        if any(not statement.sql.startswith("SELECT") for statement in statements):
            self.committed.append(statements)


@contextmanager
def recording() -> Iterator[list[Transaction]]:
    """Record every transaction that is committed in the block, on any engine; the list is filled as they are."""
    made = Recording()
    listeners: tuple[tuple[str, Callable[..., None]], ...] = (
        ("begin", made.begin),
        ("before_cursor_execute", made.note),
        ("commit", made.commit),
    )
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield made.committed
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)


class Floor(Protocol):
    """Runs recorded transactions. What one needs is made ready beforehand, so that only running it is measured."""

    def ready(self, transaction: Transaction) -> Callable[[], None]:
        """Make a transaction ready; give what runs it to the end of its commit, on the floor's own thread."""
        ...

    @property
    def thread(self) -> ThreadPoolExecutor:
        """The one thread on which transactions are run."""
        ...

    def close(self) -> None:
        """Close the connection and end the thread."""
        ...


async def run_on(floor: Floor, work: Callable[[], None]) -> None:
    """Run a ready transaction on the floor's thread, from the event loop."""
    await asyncio.get_running_loop().run_in_executor(floor.thread, work)


class SqlFloor:
    """Runs them by SQLAlchemy."""

    def __init__(self, url: str) -> None:
        self.thread = ThreadPoolExecutor(1)
        self._engine = _engine(url)

    def ready(self, transaction: Transaction) -> Callable[[], None]:
        """Make a transaction ready; give what runs it to the end of its commit."""
        return partial(self._run, [_as_text(statement) for statement in transaction])

    def _run(self, statements: list[tuple[TextClause, list[Named] | Named]]) -> None:
        with self._engine.begin() as connection:
            for statement, values in statements:
                result = connection.execute(statement, values)
                if result.returns_rows:
                    result.all()

    def close(self) -> None:
        """Close the connection and end the thread."""
        self.thread.shutdown()
        self._engine.dispose()


class DriverFloor:
    """Runs them by the driver alone."""

    def __init__(self, url: str) -> None:
        self.thread = ThreadPoolExecutor(1)
        self._connection = _sqlite(url) if url.startswith("sqlite") else psycopg.connect(url, autocommit=True)
        self._begin = "BEGIN IMMEDIATE" if url.startswith("sqlite") else "BEGIN"

    def ready(self, transaction: Transaction) -> Callable[[], None]:
        """Make a transaction ready; give what runs it to the end of its commit."""
        return partial(self._run, transaction)

    def _run(self, transaction: Transaction) -> None:
        cursor = cast("sqlite3.Cursor", self._connection.cursor())
        cursor.execute(self._begin)
        for statement in transaction:
            if len(statement.rows) > 1:
                cursor.executemany(statement.sql, statement.rows)
                continue
            cursor.execute(statement.sql, statement.rows[0])
            if cursor.description is not None:
                cursor.fetchall()
        cursor.execute("COMMIT")

    def close(self) -> None:
        """Close the connection and end the thread."""
        self.thread.shutdown()
        self._connection.close()


def _sqlite(url: str) -> sqlite3.Connection:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="READ COMMITTED")
    engine = create_engine("sqlite://", creator=lambda: _sqlite(url), poolclass=QueuePool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _as_text(statement: Statement) -> tuple[TextClause, list[Named] | Named]:
    rows = [
        row if isinstance(row, Mapping) else {f"v{at}": value for at, value in enumerate(row)} for row in statement.rows
    ]
    return _text(statement.sql), rows if len(rows) > 1 else rows[0]


@cache
def _text(sql: str) -> TextClause:
    """Give a driver's statement with its values named as SQLAlchemy names them: once, as the product does."""
    numbers = count()
    named = re.sub(r"%\((\w+)\)s", r":\1 ", sql)
    return text(re.sub(r"\?", lambda _: f":v{next(numbers)}", named))
