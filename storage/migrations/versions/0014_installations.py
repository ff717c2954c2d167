"""The installations of a platform's app in several workspaces, and those under way."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime, Words

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables; nobody has installed anything yet."""
    op.create_table(
        "installation",
        sa.Column("place", Words(64), nullable=False),
        sa.Column("holder", Words(64), nullable=False),
        sa.Column("organisation", Words(64), nullable=False),
        sa.Column("installed_at", UtcDateTime(), nullable=False),
        sa.Column("facts", Words(100_000), nullable=False),
        sa.CheckConstraint("length(place) BETWEEN 1 AND 64", name="ck_installation_place_size"),
        sa.CheckConstraint("length(holder) BETWEEN 0 AND 64", name="ck_installation_holder_size"),
        sa.CheckConstraint("length(organisation) BETWEEN 0 AND 64", name="ck_installation_organisation_size"),
        sa.PrimaryKeyConstraint("place", "holder", name=op.f("pk_installation")),
    )
    op.create_table(
        "installation_begun",
        sa.Column("state", Words(200), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(state) BETWEEN 1 AND 200", name="ck_installation_begun_state_size"),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_installation_begun")),
    )


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
