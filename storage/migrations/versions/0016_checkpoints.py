"""Signed checkpoints of the record, and the keys that check them."""

import sqlalchemy as sa
from alembic import op

from storage.columns import HIGHEST, UtcDateTime, Words

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; an older record has neither."""
    op.create_table(
        "signing_key",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("public_key", Words(64), nullable=False),
        sa.CheckConstraint(f"seq BETWEEN 1 AND {HIGHEST}", name="ck_signing_key_seq_range"),
        sa.CheckConstraint("length(public_key) BETWEEN 64 AND 64", name="ck_signing_key_public_key_size"),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_signing_key_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "seq", name=op.f("pk_signing_key")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("hash", Words(64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("signature", Words(128), nullable=False),
        sa.CheckConstraint(f"seq BETWEEN 1 AND {HIGHEST}", name="ck_checkpoint_seq_range"),
        sa.CheckConstraint(f"length BETWEEN 1 AND {HIGHEST}", name="ck_checkpoint_length_range"),
        sa.CheckConstraint("length(hash) BETWEEN 64 AND 64", name="ck_checkpoint_hash_size"),
        sa.CheckConstraint("length(signature) BETWEEN 128 AND 128", name="ck_checkpoint_signature_size"),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_checkpoint_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "seq", name=op.f("pk_checkpoint")),
    )


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
