"""The places that are closed to the bot until a person acts."""

import sqlalchemy as sa
from alembic import op

from storage.columns import HIGHEST, UtcDateTime, Words

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OBSTACLES = ("removed", "forbidden", "gone", "archived", "person_gone", "person_closed", "shut_out", "not_installed")
OPEN = "until IS NULL"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "blockage",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("place", Words(120), nullable=False),
        sa.Column(
            "obstacle",
            sa.Enum(*OBSTACLES, name="ck_blockage_obstacle", native_enum=False, create_constraint=True, length=64),
            nullable=False,
        ),
        sa.Column("reason", Words(100_000), nullable=False),
        sa.Column("edit_ends", sa.Boolean(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.CheckConstraint(f"number BETWEEN 1 AND {HIGHEST}", name="ck_blockage_number_range"),
        sa.CheckConstraint("length(place) BETWEEN 1 AND 120", name="ck_blockage_place_size"),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_blockage_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "number", name=op.f("pk_blockage")),
    )
    op.create_index(
        "ix_blockage_open",
        "blockage",
        ["alliance", "place"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
