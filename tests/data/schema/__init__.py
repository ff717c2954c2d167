"""Every row that an earlier version wrote, and the way to put them into a database of that version's schema.

``0002.jsonl`` was written by the commands of version 0.1.0: two alliances; motions in debate, under vote with and
without a deadline that was moved, overdue to open, and decided in each way; credentials revoked and given again; posts
in every state, some held by a relay that died; the first answers to acts. A line is one row, parents come first.
"""

import json
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, insert, text

Plain = None | bool | int | str


def rows(name: str) -> list[tuple[str, dict[str, Plain]]]:
    """Give the rows of a file, each with the name of its table."""
    lines = (Path(__file__).parent / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(told["table"], told["row"]) for told in map(json.loads, lines)]


def load(connection: Connection, name: str) -> None:
    """Write the rows of a file into the tables as the database has them, whatever the row classes are today."""
    tables = MetaData()
    for table, row in rows(name):
        connection.execute(insert(Table(table, tables, autoload_with=connection)), row)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval(pg_get_serial_sequence('outbox', 'id'), max(id)) FROM outbox"))
