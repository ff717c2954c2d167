"""The council: nominations, elections by ranked ballots, their ballots, and the motion that elected to a seat."""

import sqlalchemy as sa
from alembic import op

from storage.columns import HIGHEST, UtcDateTime, Words

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the elections, and name the motion of each seat."""
    op.add_column("seat_period", sa.Column("motion", sa.BigInteger(), nullable=True))
    op.create_table(
        "nomination",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("body", Words(64), nullable=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("motion", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(f"seq BETWEEN 1 AND {HIGHEST}", name="ck_nomination_seq_range"),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 64", name="ck_nomination_body_size"),
        sa.ForeignKeyConstraint(
            ["alliance", "member"], ["member.alliance", "member.code"], name=op.f("fk_nomination_alliance_member")
        ),
        sa.PrimaryKeyConstraint("alliance", "seq", name=op.f("pk_nomination")),
    )
    op.create_table(
        "election",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("motion", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("body", Words(64), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("candidates", Words(2_000_000), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("result", Words(2_000_000), nullable=True),
        sa.CheckConstraint(f"seats BETWEEN 1 AND {HIGHEST}", name="ck_election_seats_range"),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 64", name="ck_election_body_size"),
        sa.ForeignKeyConstraint(
            ["alliance", "motion"], ["motion.alliance", "motion.number"], name=op.f("fk_election_alliance_motion")
        ),
        sa.PrimaryKeyConstraint("alliance", "motion", name=op.f("pk_election")),
    )
    op.create_index("ix_election_body", "election", ["alliance", "body"])
    op.create_table(
        "ranking",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("motion", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column("ranking", Words(2_000_000), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance", "motion", "member"],
            ["ballot.alliance", "ballot.motion", "ballot.member"],
            name=op.f("fk_ranking_alliance_ballot"),
        ),
        sa.PrimaryKeyConstraint("alliance", "motion", "member", name=op.f("pk_ranking")),
    )


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
