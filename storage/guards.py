"""The triggers that keep the journal append-only, and which of them a database has.

Their text is in the migrations. This is the list that a database is held against when the house starts: a
table rebuilt by a migration loses its triggers without a word.
"""

from sqlalchemy import Connection, text

_EXPECTED = {
    "sqlite": ("journal_chain", "journal_no_delete", "journal_no_update"),
    "postgresql": ("journal_chain", "journal_no_change", "journal_no_truncate"),
}

_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass('journal') AND NOT tgisinternal AND tgenabled <> 'D'"
    ),
}


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """Give the triggers that the database should have and has not."""
    engine = connection.dialect.name
    present = set(connection.scalars(text(_PRESENT[engine])))
    return tuple(name for name in _EXPECTED[engine] if name not in present)
