"""Requests for support, weekly digests, and what the clock has to do about both.

SQLite cannot change a constraint, so its table of deadlines is built anew; no trigger stands on it.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import HIGHEST, UtcDateTime, Words

revision = "0013"
down_revision = "0012"
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
    "request",
    "digest",
)


def upgrade() -> None:
    """Make the tables, and let deadlines be of what is in them."""
    op.create_table(
        "support_request",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column("state", Words(2_000_000), nullable=False),
        sa.CheckConstraint(f"number BETWEEN 1 AND {HIGHEST}", name="ck_support_request_number_range"),
        sa.ForeignKeyConstraint(
            ["alliance", "member"], ["member.alliance", "member.code"], name=op.f("fk_support_request_alliance_member")
        ),
        sa.PrimaryKeyConstraint("alliance", "number", name=op.f("pk_support_request")),
    )
    op.create_table(
        "digest",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column("state", Words(2_000_000), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance", "member"], ["member.alliance", "member.code"], name=op.f("fk_digest_alliance_member")
        ),
        sa.PrimaryKeyConstraint("alliance", "member", name=op.f("pk_digest")),
    )
    op.create_table(
        "digest_refusal",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("account", Words(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance", "account"],
            ["account.alliance", "account.account"],
            name=op.f("fk_digest_refusal_alliance_account"),
        ),
        sa.PrimaryKeyConstraint("alliance", "account", name=op.f("pk_digest_refusal")),
    )
    if op.get_bind().dialect.name == "sqlite":
        rebuild_deadlines()
        return
    op.drop_constraint(op.f("ck_deadline_what"), "deadline", type_="check")
    op.create_check_constraint(op.f("ck_deadline_what"), "deadline", f"what IN ({', '.join(map(repr, DUE))})")


def rebuild_deadlines() -> None:
    """Make the table of deadlines anew, fill it, and put it in the old one's place."""
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
