"""The figures of members on published indices; and answers say that they have no picture.

The answers that are kept are read as cards, so that each is given what cards now say.
"""

import json

import sqlalchemy as sa
from alembic import op

from storage.columns import Words

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def sized(column: str, low: int, high: int) -> sa.CheckConstraint:
    """Bound the length of a text."""
    return sa.CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=f"ck_figure_{column}_size")


def upgrade() -> None:
    """Make the table of the figures, and complete the answers."""
    op.create_table(
        "figure",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column("index_name", Words(64), nullable=False),
        sa.Column("year", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("score", sa.String(200), nullable=False),
        sa.Column("status", Words(64), nullable=False),
        sa.Column("low", sa.String(200), nullable=True),
        sa.Column("high", sa.String(200), nullable=True),
        sa.Column("source", Words(200), nullable=False),
        sa.CheckConstraint("year BETWEEN 1 AND 9000000000000", name="ck_figure_year_range"),
        sized("index_name", 1, 64),
        sized("score", 1, 200),
        sized("status", 0, 64),
        sized("source", 1, 200),
        sized("low", 1, 200),
        sized("high", 1, 200),
        sa.ForeignKeyConstraint(
            ["alliance", "member"], ["member.alliance", "member.code"], name=op.f("fk_figure_alliance_member")
        ),
        sa.PrimaryKeyConstraint("alliance", "member", "index_name", "year", name=op.f("pk_figure")),
    )
    complete_answers()


def complete_answers() -> None:
    """Say of each answer that is kept that it has no picture."""
    answer = sa.table("answer", sa.column("key"), sa.column("card"))
    for key, card in op.get_bind().execute(sa.select(answer)).all():
        whole = {"picture": None, **json.loads(card)}
        told = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        op.execute(sa.update(answer).where(answer.c.key == key).values(card=told))


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
