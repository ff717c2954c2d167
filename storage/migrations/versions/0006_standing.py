"""What is kept of members beside their status, their reviews, and why each status came about.

Everything of an earlier version is read from the journal: who was enrolled with which term, and what changed a status.
No trigger stands on the table that is built anew.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime, Words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATUSES = ("candidate", "active", "suspended", "refused", "expired", "withdrawn")
CAUSES = ("enrolment", "motion", "finding", "notice", "application")
LEAVES = frozenset({"refused", "expired", "withdrawn", "candidate"})
"""The statuses that end a term."""

DOSSIER: dict[str, Any] = {
    "callers": [],
    "vote": None,
    "kept_at": None,
    "undecided": False,
    "under_review": None,
    "finding": None,
    "coming": [],
    "signed": None,
    "benchmarks": [],
    "support": [],
    "reassess_at": None,
    "commitments": [],
}

TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "since": UtcDateTime(),
    "coming": sa.Boolean(),
    "motion": sa.BigInteger(),
    "review": sa.BigInteger(),
    "seq": sa.BigInteger(),
}
"""The types of the columns that are not text."""


def one_of(check: str, *values: str) -> sa.Enum:
    """Make the type of a column that holds one of a few words."""
    return sa.Enum(*values, name=check, native_enum=False, create_constraint=True, length=64)


def of_member(table: str) -> sa.ForeignKeyConstraint:
    """Bind a row to its member."""
    name = op.f(f"fk_{table}_alliance_member")
    return sa.ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"], name=name)


def code(name: str) -> sa.Column[str]:
    """Make a column of a code."""
    return sa.Column(name, Words(64), nullable=False)


def number(name: str, *, optional: bool = False) -> sa.Column[int]:
    """Make a column of a number that someone else counts."""
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=optional)


def upgrade() -> None:
    """Say of each status why it came about, and make the tables of dossiers and reviews."""
    entries = tuple(entries_of_members())
    op.drop_table("status_period")
    create_tables()
    insert("status_period", [period(*entry) for entry in entries])
    insert("dossier", dossiers_of(entries))


def entries_of_members() -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    """Read from the journal who was enrolled, and whose status changed."""
    journal = sa.table("journal", *(sa.column(name) for name in ("alliance", "seq", "body")))
    names = ("MemberEnrolled", "MemberStatusChanged")
    told = sa.or_(*(journal.c.body.contains(f'"event":"{name}"') for name in names))
    wanted = sa.select(journal).where(told).order_by(journal.c.alliance, journal.c.seq)
    for alliance, seq, body in op.get_bind().execute(wanted).all():
        entry = json.loads(body)
        if entry["event"] in names:
            yield alliance, seq, entry["event"], entry["facts"]


def period(alliance: str, seq: int, event: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Give the row of a status."""
    return {
        "alliance": alliance,
        "member": facts["member"],
        "since": datetime.fromisoformat(facts["since"]),
        "status": facts["status"],
        "cause": "enrolment" if event == "MemberEnrolled" else "motion",
        "motion": facts.get("motion"),
        "review": None,
        "seq": seq,
        "coming": False,
    }


def dossiers_of(entries: Iterable[tuple[str, int, str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Give the row of each member's dossier: its status, and its term while it belongs; nothing looks after its end."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for alliance, _, event, facts in entries:
        key = (alliance, facts["member"])
        if event == "MemberEnrolled":
            found[key] = {**DOSSIER, "member": facts["member"], "term": term_of(facts)}
        elif facts["status"] in LEAVES:
            found[key]["term"] = None
        found[key]["status"] = facts["status"]
    return [
        {"alliance": alliance, "member": member, "state": written(state)} for (alliance, member), state in found.items()
    ]


def term_of(facts: dict[str, Any]) -> dict[str, Any] | None:
    """Give the term with which a state was enrolled."""
    if facts["status"] in LEAVES or facts["term_start"] is None or facts["term_end"] is None:
        return None
    ends = {"starts_at": facts["term_start"], "ends_at": facts["term_end"]}
    return {**ends, "cause": "enrolment", "reminders": [], "review_at": None, "watched": False, "overrun": False}


def written(value: object) -> str:
    """Write a value in the record's one form."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def insert(table: str, rows: list[dict[str, Any]]) -> None:
    """Fill a table."""
    if rows:
        columns: list[sa.ColumnClause[Any]] = [sa.column(name, TYPES.get(name, sa.String())) for name in rows[0]]
        op.bulk_insert(sa.table(table, *columns), rows)


def create_tables() -> None:
    """Create the tables."""
    op.create_table(
        "status_period",
        code("alliance"),
        code("member"),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("status", one_of("ck_status_period_status", *STATUSES), nullable=False),
        sa.Column("cause", one_of("ck_status_period_cause", *CAUSES), nullable=False),
        number("motion", optional=True),
        number("review", optional=True),
        number("seq"),
        sa.Column("coming", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seq BETWEEN 1 AND 9000000000000", name="ck_status_period_seq_range"),
        of_member("status_period"),
        sa.PrimaryKeyConstraint("alliance", "member", "since", "seq", name=op.f("pk_status_period")),
    )
    op.create_table(
        "dossier",
        code("alliance"),
        code("member"),
        sa.Column("state", Words(2000000), nullable=False),
        of_member("dossier"),
        sa.PrimaryKeyConstraint("alliance", "member", name=op.f("pk_dossier")),
    )
    op.create_table(
        "review",
        code("alliance"),
        number("number"),
        code("member"),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("state", Words(2000000), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 9000000000000", name="ck_review_number_range"),
        of_member("review"),
        sa.PrimaryKeyConstraint("alliance", "number", name=op.f("pk_review")),
    )
    op.create_index("ix_review_member", "review", ["alliance", "member"])


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
