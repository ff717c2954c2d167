"""What follows adopted motions, and how many authorisations the frozen rules of a vote ask for.

No kind of an earlier version took authorisations. SQLite cannot change a constraint, so its table of deadlines is built
anew; no trigger stands on it.
"""

import json

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime, Words
from storage.upcasting import rules_of_version_4

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DUE = (
    "lapse",
    "opening",
    "turn",
    "reminder",
    "closing",
    "status",
    "term",
    "review",
    "plan",
    "credential",
    "rotation",
    "implementation",
)

MOTIONS = sa.table(
    "motion", sa.column("alliance", sa.Text()), sa.column("number", sa.BigInteger()), sa.column("rules", sa.Text())
)


def upgrade() -> None:
    """Make the table, let deadlines be of it, and complete the rules of each vote."""
    create_implementation()
    if op.get_bind().dialect.name == "sqlite":
        rebuild_deadlines()
    else:
        op.drop_constraint(op.f("ck_deadline_what"), "deadline", type_="check")
        op.create_check_constraint(op.f("ck_deadline_what"), "deadline", f"what IN ({', '.join(map(repr, DUE))})")
    complete_rules()


def create_implementation() -> None:
    """Make the table of what follows a motion."""
    op.create_table(
        "implementation",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("motion", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("state", Words(2_000_000), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance", "motion"],
            ["motion.alliance", "motion.number"],
            name=op.f("fk_implementation_alliance_motion"),
        ),
        sa.PrimaryKeyConstraint("alliance", "motion", name=op.f("pk_implementation")),
    )


def rebuild_deadlines() -> None:
    """Make the table of deadlines anew with the new kind, fill it, and put it in the old one's place."""
    op.create_table(
        "deadline_new",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("subject", Words(120), nullable=False),
        sa.Column(
            "what",
            sa.Enum(*DUE, name="ck_deadline_what", native_enum=False, create_constraint=True, length=64),
            nullable=False,
        ),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(subject) BETWEEN 1 AND 120", name="ck_deadline_subject_size"),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_deadline_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "subject", "what", "due_at", name=op.f("pk_deadline")),
    )
    columns = "alliance, subject, what, due_at"
    op.execute(f"INSERT INTO deadline_new ({columns}) SELECT {columns} FROM deadline")  # noqa: S608 (written above)
    op.drop_table("deadline")
    op.rename_table("deadline_new", "deadline")
    op.create_index("ix_deadline_due", "deadline", ["due_at", "alliance"])


def complete_rules() -> None:
    """Write the rules of each vote in their new shape."""
    connection = op.get_bind()
    frozen = sa.select(MOTIONS).where(MOTIONS.c.rules.is_not(None))
    for alliance, number, rules in list(connection.execute(frozen)):
        of_motion = (MOTIONS.c.alliance == alliance) & (MOTIONS.c.number == number)
        complete = rules_of_version_4(json.loads(rules))
        written = json.dumps(complete, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        connection.execute(sa.update(MOTIONS).where(of_motion).values(rules=written))


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
