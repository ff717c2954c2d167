"""The few ways in which this package talks to a connection.

Statements are SQLAlchemy Core on the SQLModel tables: a third of the time of the ORM on the path of a vote
(spec 7). Building one costs more than running it, so those on that path are built once and given their values
when they run.
"""

from dataclasses import dataclass
from typing import TypeVar, cast

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.dml import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite.dml import Insert as SqliteInsert
from sqlalchemy.sql.dml import UpdateBase

from storage.rows import Row

R = TypeVar("R", bound=Row)


@dataclass(kw_only=True, eq=False)
class EffectMissed(RuntimeError):
    """A statement did not touch the one row it was meant for: the event does not fit what is stored."""

    table: str
    touched: int

    def __str__(self) -> str:
        """Tell which table was not changed as meant."""
        return f"{self.touched} rows of {self.table} changed instead of one"


def all_rows(connection: Connection, kind: type[R], statement: Executable, **values: object) -> list[R]:  # noqa: ARG001 (the type of the rows)
    """Give the rows of a statement that returns whole rows of ``kind``; each carries its attributes."""
    return cast("list[R]", connection.execute(statement, values).all())


def one_row(connection: Connection, kind: type[R], statement: Executable, **values: object) -> R | None:  # noqa: ARG001 (the type of the rows)
    """Give the first row of a statement that returns whole rows of ``kind``, or None."""
    return cast("R | None", connection.execute(statement, values).first())


def touch_one(connection: Connection, statement: UpdateBase, target: Table, **values: object) -> None:
    """Run a change that must touch exactly one row; raise EffectMissed where it does not."""
    options = {"preserve_rowcount": True}
    touched = connection.execute(statement, values or None, execution_options=options).rowcount
    if touched != 1:
        raise EffectMissed(table=target.name, touched=touched)


def upserting(target: Table, dialect: str) -> PostgresInsert | SqliteInsert:
    """Begin an insert that may be given ``on_conflict_do_…``, in the engine's own dialect."""
    return postgresql.insert(target) if dialect == "postgresql" else sqlite.insert(target)
