"""What differs between a database and the row classes, as Alembic finds it; and what neither engine lets it compare."""

from typing import Final

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.rows.table import METADATA

BY_EXPRESSION: Final = "ix_journal_motion"
"""The one index on an expression: SQLite does not tell of it, and PostgreSQL tells it in other words."""
_DEFINED: Final = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE name = 'ix_journal_motion'",
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_journal_motion'",
}


def differences(connection: Connection) -> list[object]:
    """Give the differences; the index on an expression is one where it is missing."""
    context = MigrationContext.configure(connection, opts={"include_object": _compared})
    found: list[object] = list(compare_metadata(context, METADATA))
    defined = connection.execute(text(_DEFINED[connection.dialect.name])).scalar()
    return found if defined and "motion" in defined else [*found, f"no index {BY_EXPRESSION}"]


def _compared(_: object, name: str | None, *__: object) -> bool:
    return name != BY_EXPRESSION
