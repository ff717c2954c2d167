"""Deadlines in a table of their own, reminders, outages, liveness of the platforms, leases, and restores.

What the clock must do to a motion was one instant in its row. It becomes rows of ``deadline``, of which a motion can
have several. SQLite cannot drop a column that a constraint names, so its table of motions is built anew; no trigger
stands on it.
"""

import json
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime, Words
from storage.upcasting import rules_of_version_2

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DECIDED = (
    "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (reasons IS NULL)"
    " AND (outcome IS NULL) = (tally IS NULL)"
)
PLATFORMS = ("slack", "discord", "console")
MOVE_MOTIONS = """
    INSERT INTO motion_new (alliance, number, kind, body, title, text, mover, concerned, sponsors, document, impact,
        urgent, tabled_at, opens_at, closes_at, extended_for, rules, outcome, reasons, tally, decided_at, awaits_return)
    SELECT alliance, number, kind, body, title, text, mover, concerned, sponsors, document, impact,
        urgent, tabled_at, opens_at, closes_at, extended_for, rules, outcome, reasons, tally, decided_at, 0
    FROM motion
"""


def one_of(check: str, *values: str) -> sa.Enum:
    """Make the type of a column that holds one of a few words."""
    return sa.Enum(*values, name=check, native_enum=False, create_constraint=True, length=64)


def sized(table: str, column: str, low: int, high: int) -> sa.CheckConstraint:
    """Bound the length of a text."""
    return sa.CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=f"ck_{table}_{column}_size")


def upgrade() -> None:
    """Make the new tables, give motions their new columns, and write down what is due of those under way."""
    create_deadlines()
    create_running()
    create_restorations()
    if op.get_bind().dialect.name == "sqlite":
        rebuild_motions()
        write_instants_in_one_form()
    else:
        alter_motions()
    complete_rules()
    write_deadlines()


def create_deadlines() -> None:
    """Create the table of what the clock must do."""
    op.create_table(
        "deadline",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("subject", Words(64), nullable=False),
        sa.Column("what", one_of("ck_deadline_what", "opening", "reminder", "closing"), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sized("deadline", "subject", 1, 64),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_deadline_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "subject", "what", "due_at", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_due", "deadline", ["due_at", "alliance"])


def create_running() -> None:
    """Create the tables of the running house."""
    op.create_table(
        "liveness",
        sa.Column("platform", one_of("ck_liveness_platform", *PLATFORMS), nullable=False),
        sa.Column("served", sa.Boolean(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("trouble", Words(100000), nullable=True),
        sa.PrimaryKeyConstraint("platform", name=op.f("pk_liveness")),
    )
    op.create_table(
        "outage",
        sa.Column("platform", one_of("ck_outage_platform", *PLATFORMS), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "since", name=op.f("pk_outage")),
    )
    op.create_table(
        "lease",
        sa.Column("name", Words(64), nullable=False),
        sa.Column("owner", Words(200), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sized("lease", "name", 1, 64),
        sized("lease", "owner", 1, 200),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def create_restorations() -> None:
    """Create the table of the restores from a copy."""
    op.create_table(
        "restoration",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("copied_at", UtcDateTime(), nullable=False),
        sa.Column("restored_at", UtcDateTime(), nullable=False),
        sa.Column("numbers_from", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint("numbers_from BETWEEN 1 AND 9000000000000", name="ck_restoration_numbers_from_range"),
        sa.CheckConstraint("seq BETWEEN 1 AND 9000000000000", name="ck_restoration_seq_range"),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_restoration_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "seq", name=op.f("pk_restoration")),
    )


def alter_motions() -> None:
    """Change the table of motions in place."""
    op.drop_index("ix_motion_due", "motion")
    op.drop_constraint(op.f("ck_motion_decided"), "motion", type_="check")
    op.drop_column("motion", "due_at")
    op.add_column("motion", sa.Column("settled_until", UtcDateTime(), nullable=True))
    op.add_column("motion", sa.Column("awaits_return", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("motion", "awaits_return", server_default=None)
    op.add_column("motion", sa.Column("reminded_at", UtcDateTime(), nullable=True))
    op.create_check_constraint(op.f("ck_motion_decided"), "motion", DECIDED)


def rebuild_motions() -> None:
    """Make the table of motions anew beside the old one, fill it, and put it in its place."""
    op.create_table(
        "motion_new",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", Words(64), nullable=False),
        sa.Column("body", Words(64), nullable=False),
        sa.Column("title", Words(500), nullable=False),
        sa.Column("text", Words(100000), nullable=False),
        sa.Column("mover", Words(64), nullable=True),
        sa.Column("concerned", Words(64), nullable=True),
        sa.Column("sponsors", Words(2000000), nullable=False),
        sa.Column("document", Words(100000), nullable=False),
        sa.Column("impact", Words(100000), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("tabled_at", UtcDateTime(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("extended_for", Words(100000), nullable=True),
        sa.Column("settled_until", UtcDateTime(), nullable=True),
        sa.Column("awaits_return", sa.Boolean(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("rules", Words(2000000), nullable=True),
        sa.Column(
            "outcome",
            one_of("ck_motion_outcome", "adopted", "not adopted", "no quorum", "tied", "open"),
            nullable=True,
        ),
        sa.Column("reasons", Words(2000000), nullable=True),
        sa.Column("tally", Words(2000000), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(DECIDED, name="ck_motion_decided"),
        *(
            sized("motion", column, low, high)
            for column, low, high in (
                ("body", 1, 64),
                ("document", 0, 100000),
                ("extended_for", 1, 100000),
                ("impact", 0, 100000),
                ("kind", 1, 64),
                ("text", 0, 100000),
                ("title", 1, 500),
            )
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 9000000000000", name="ck_motion_number_range"),
        sa.ForeignKeyConstraint(
            ["alliance", "mover"], ["member.alliance", "member.code"], name=op.f("fk_motion_alliance_member")
        ),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_motion_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "number", name=op.f("pk_motion")),
    )
    op.execute(MOVE_MOTIONS)
    op.drop_table("motion")
    op.rename_table("motion_new", "motion")


def write_instants_in_one_form() -> None:
    """Write the zone into instants that the outbox of the first release wrote on SQLite without it; they were UTC."""
    op.execute("UPDATE outbox SET due_at = replace(due_at, ' ', 'T') || 'Z' WHERE due_at LIKE '% %'")
    op.execute("UPDATE outbox SET first_try_at = replace(first_try_at, ' ', 'T') || 'Z' WHERE first_try_at LIKE '% %'")


def complete_rules() -> None:
    """Give frozen rules what version 2 of the events has, as a replay of the journal gives it."""
    motion = sa.table("motion", *(sa.column(name) for name in ("alliance", "number", "rules")))
    frozen = op.get_bind().execute(sa.select(motion).where(motion.c.rules.is_not(None))).all()
    for alliance, number, rules in frozen:
        complete = rules_of_version_2(json.loads(rules))
        text = json.dumps(complete, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        of = (motion.c.alliance == alliance) & (motion.c.number == number)
        op.execute(sa.update(motion).where(of).values(rules=text))


def write_deadlines() -> None:
    """Write down the next opening or closing of every motion that is not decided."""
    instants = [sa.column(name, UtcDateTime()) for name in ("opens_at", "closes_at")]
    motion = sa.table("motion", *(sa.column(name) for name in ("alliance", "number", "rules", "outcome")), *instants)
    pending = op.get_bind().execute(sa.select(motion).where(motion.c.outcome.is_(None))).all()
    rows = [
        {
            "alliance": row.alliance,
            "subject": str(row.number),
            "what": "opening" if row.rules is None else "closing",
            "due_at": row.opens_at if row.rules is None else row.closes_at + timedelta(seconds=1),
        }
        for row in pending
    ]
    if rows:
        names = (sa.column("alliance", Words(64)), sa.column("subject", Words(64)), sa.column("what", Words(64)))
        op.bulk_insert(sa.table("deadline", *names, sa.column("due_at", UtcDateTime())), rows)


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
