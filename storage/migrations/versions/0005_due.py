"""Deadlines of members, reviews, credentials and seats beside those of motions.

SQLite cannot change a constraint, so its table is built anew; no trigger stands on it.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime, Words

revision = "0005"
down_revision = "0004"
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
)


def upgrade() -> None:
    """Let deadlines be of the new kinds, and of subjects as long as an account."""
    if op.get_bind().dialect.name == "sqlite":
        rebuild()
        return
    op.drop_constraint(op.f("ck_deadline_what"), "deadline", type_="check")
    op.create_check_constraint(op.f("ck_deadline_what"), "deadline", f"what IN ({', '.join(map(repr, DUE))})")
    op.drop_constraint(op.f("ck_deadline_subject_size"), "deadline", type_="check")
    op.alter_column("deadline", "subject", type_=Words(120), existing_nullable=False)
    op.create_check_constraint(op.f("ck_deadline_subject_size"), "deadline", "length(subject) BETWEEN 1 AND 120")


def rebuild() -> None:
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


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
