"""Sessions, who was present when the roll was called in one, and their deadlines; answers say what file they have.

SQLite cannot change a constraint, so its table of deadlines is built anew; no trigger stands on it.
"""

import json

import sqlalchemy as sa
from alembic import op

from storage.columns import HIGHEST, UtcDateTime, Words

revision = "0012"
down_revision = "0011"
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
    "session",
)


def upgrade() -> None:
    """Make the tables, let deadlines be of sessions, and complete the answers."""
    create_sessions()
    create_rolls()
    if op.get_bind().dialect.name == "sqlite":
        rebuild_deadlines()
    else:
        op.drop_constraint(op.f("ck_deadline_what"), "deadline", type_="check")
        op.create_check_constraint(op.f("ck_deadline_what"), "deadline", f"what IN ({', '.join(map(repr, DUE))})")
    complete_answers()


def create_sessions() -> None:
    """Make the table of the sessions."""
    op.create_table(
        "session",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("body", Words(64), nullable=False),
        sa.Column("over_at", UtcDateTime(), nullable=True),
        sa.Column("state", Words(2_000_000), nullable=False),
        sa.CheckConstraint(f"number BETWEEN 1 AND {HIGHEST}", name="ck_session_number_range"),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 64", name="ck_session_body_size"),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_session_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "number", name=op.f("pk_session")),
    )
    op.create_index("ix_session_ahead", "session", ["alliance", "over_at"])


def create_rolls() -> None:
    """Make the table of who was present when the roll was called."""
    op.create_table(
        "session_roll",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("motion", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("session", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("present", Words(2_000_000), nullable=False),
        sa.CheckConstraint(f"session BETWEEN 1 AND {HIGHEST}", name="ck_session_roll_session_range"),
        sa.ForeignKeyConstraint(
            ["alliance", "motion"], ["motion.alliance", "motion.number"], name=op.f("fk_session_roll_alliance_motion")
        ),
        sa.ForeignKeyConstraint(
            ["alliance", "session"],
            ["session.alliance", "session.number"],
            name=op.f("fk_session_roll_alliance_session"),
        ),
        sa.PrimaryKeyConstraint("alliance", "motion", name=op.f("pk_session_roll")),
    )


def rebuild_deadlines() -> None:
    """Make the table anew, fill it, and put it in the old one's place."""
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


def complete_answers() -> None:
    """Say of each answer that is kept that no file goes with it."""
    answer = sa.table("answer", sa.column("key"), sa.column("card"))
    for key, card in op.get_bind().execute(sa.select(answer)).all():
        whole = {"document": None, **json.loads(card)}
        told = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        op.execute(sa.update(answer).where(answer.c.key == key).values(card=told))


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
