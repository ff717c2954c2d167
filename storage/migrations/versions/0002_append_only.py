"""The triggers that keep the journal append-only and its chain unbroken.

An entry must continue the chain of its alliance, and may be neither changed nor removed. On SQLite a REPLACE
removes rows past the trigger on DELETE unless recursive triggers are on, so the entry is also refused where
its hash is there already. On PostgreSQL a TRUNCATE needs a trigger of its own.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    """
    CREATE TRIGGER journal_chain BEFORE INSERT ON journal
    WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE alliance = new.alliance)
      OR new.previous IS NOT coalesce(
           (SELECT hash FROM journal WHERE alliance = new.alliance ORDER BY seq DESC LIMIT 1), '')
      OR EXISTS (SELECT 1 FROM journal WHERE hash = new.hash)
    BEGIN SELECT raise(ABORT, 'the journal must continue its chain'); END
    """,
    """
    CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    BEGIN SELECT raise(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
    BEGIN SELECT raise(ABORT, 'the journal is append-only'); END
    """,
)

POSTGRESQL = (
    """
    CREATE FUNCTION journal_continues() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        latest record;
    BEGIN
        SELECT seq, hash INTO latest FROM journal WHERE alliance = new.alliance ORDER BY seq DESC LIMIT 1;
        IF new.seq <> coalesce(latest.seq, 0) + 1 OR new.previous <> coalesce(latest.hash, '') THEN
            RAISE EXCEPTION 'the journal must continue its chain';
        END IF;
        RETURN new;
    END $$
    """,
    """
    CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the journal is append-only';
    END $$
    """,
    """
    CREATE TRIGGER journal_chain BEFORE INSERT ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_continues()
    """,
    """
    CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_refuses()
    """,
    """
    CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()
    """,
)


def upgrade() -> None:
    """Create the triggers of the engine at hand."""
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: a record is never left unguarded."""
    raise NotImplementedError
