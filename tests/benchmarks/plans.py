"""Whether a recorded transaction finds its rows by an index, as the database itself plans it."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection

from tests.benchmarks.floors import Statement, Transaction

GROWING = {"journal", "motion", "elector", "ballot", "answer", "outbox"}
"""The tables that grow with every vote. The others are small, and PostgreSQL may well read a small table whole."""


def whole_tables_read(connection: Connection, transaction: Transaction) -> tuple[str, ...]:
    """Name the growing tables that statements of a transaction would read from end to end."""
    scanned = _scanned_by_postgres if connection.dialect.name == "postgresql" else _scanned_by_sqlite
    return tuple(name for statement in transaction for name in scanned(connection, statement) if name in GROWING)


def _scanned_by_sqlite(connection: Connection, statement: Statement) -> Iterator[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.sql}", statement.rows[0])
    for row in plan:
        words = str(row[-1]).split()
        if words[0] == "SCAN":
            yield words[1]


def _scanned_by_postgres(connection: Connection, statement: Statement) -> Iterator[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement.sql}", statement.rows[0]).scalar_one()
    told = json.loads(plan) if isinstance(plan, str) else plan
    yield from _sequential(told[0]["Plan"])


def _sequential(node: dict[str, object]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        yield str(node["Relation Name"])
    plans = node.get("Plans", [])
    for child in plans if isinstance(plans, list) else []:
        yield from _sequential(child)
