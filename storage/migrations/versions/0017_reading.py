"""Indexes for those who read the record: the acts on a motion, and the motions that are over, by what is looked for."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ACTS = {
    "sqlite": (
        "CREATE INDEX ix_journal_motion ON journal"
        """ (alliance, (CASE WHEN instr(replace(body, '"motion":"', ''), '"motion":')"""
        """ THEN CAST(substr(replace(body, '"motion":"', ''),"""
        """ instr(replace(body, '"motion":"', ''), '"motion":') + 9, 20) AS INTEGER) END), seq)"""
    ),
    "postgresql": (
        "CREATE INDEX ix_journal_motion ON journal"
        """ (alliance, (CAST(substring(body from '"motion":([0-9]+)[,}]') AS bigint)), seq)"""
    ),
}
PAST = ["alliance", "outcome", "kind", "body", "decided_at", "mover", "concerned", "number"]


def upgrade() -> None:
    """Make the indexes."""
    op.execute(ACTS[op.get_bind().dialect.name])
    op.create_index("ix_motion_past", "motion", PAST)


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
