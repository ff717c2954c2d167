"""The tables, as they were first released."""

from typing import TypedDict

import sqlalchemy as sa
from alembic import op

from storage.columns import ExactNumber, UtcDateTime, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


class Partial(TypedDict):
    """The condition of a partial index, for both engines."""

    sqlite_where: sa.TextClause
    postgresql_where: sa.TextClause


def where(condition: str) -> Partial:
    """Limit an index to the rows that meet a condition."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def one_of(check: str, *values: str) -> sa.Enum:
    """Make the type of a column that holds one of a few words."""
    return sa.Enum(*values, name=check, native_enum=False, create_constraint=True, length=64)


def sized(table: str, column: str, low: int, high: int) -> sa.CheckConstraint:
    """Bound the length of a text."""
    return sa.CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=f"ck_{table}_{column}_size")


def counted(table: str, column: str, low: int) -> sa.CheckConstraint:
    """Bound a number."""
    return sa.CheckConstraint(f"{column} BETWEEN {low} AND 9000000000000", name=f"ck_{table}_{column}_range")


def upgrade() -> None:
    """Create every table, parents first."""
    create_record()
    create_people()
    create_votes()
    create_delivery()


def create_record() -> None:
    """Create the tables of alliances and their journals."""
    op.create_table(
        "alliance",
        sa.Column("code", Words(64), nullable=False),
        sa.Column("name", Words(200), nullable=False),
        sa.Column("time_zone", Words(64), nullable=False),
        sa.Column("language", Words(2), nullable=False),
        sa.Column("charter", Words(2000000), nullable=True),
        sized("alliance", "code", 1, 64),
        sized("alliance", "language", 2, 2),
        sized("alliance", "name", 1, 200),
        sized("alliance", "time_zone", 1, 64),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_alliance")),
    )
    op.create_table(
        "head",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", Words(64), nullable=False),
        sized("head", "alliance", 1, 64),
        sized("head", "hash", 0, 64),
        counted("head", "seq", 0),
        sa.PrimaryKeyConstraint("alliance", name=op.f("pk_head")),
    )
    op.create_table(
        "journal",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("previous", Words(64), nullable=False),
        sa.Column("body", Words(2000000), nullable=False),
        sa.Column("hash", Words(64), nullable=False),
        sized("journal", "hash", 64, 64),
        sized("journal", "previous", 0, 64),
        counted("journal", "seq", 1),
        sa.ForeignKeyConstraint(["alliance"], ["head.alliance"], name=op.f("fk_journal_alliance_head")),
        sa.PrimaryKeyConstraint("alliance", "seq", name=op.f("pk_journal")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_hash")),
    )


def create_people() -> None:
    """Create the tables of roster, credentials and channels."""
    op.create_table(
        "member",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("code", Words(64), nullable=False),
        sa.Column("name", Words(200), nullable=False),
        sa.Column("name_fr", Words(200), nullable=False),
        sa.Column("flag", Words(64), nullable=False),
        sa.Column("term_start", UtcDateTime(), nullable=True),
        sa.Column("term_end", UtcDateTime(), nullable=True),
        sized("member", "code", 1, 64),
        sized("member", "flag", 0, 64),
        sized("member", "name", 1, 200),
        sized("member", "name_fr", 0, 200),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_member_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "code", name=op.f("pk_member")),
    )
    op.create_table(
        "status_period",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column(
            "status",
            one_of(
                "ck_status_period_status",
                "candidate",
                "active",
                "suspended",
                "refused",
                "expired",
                "withdrawn",
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["alliance", "member"],
            ["member.alliance", "member.code"],
            name=op.f("fk_status_period_alliance_member"),
        ),
        sa.PrimaryKeyConstraint("alliance", "member", "since", name=op.f("pk_status_period")),
    )
    op.create_table(
        "seat_period",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column("body", Words(64), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("tenure", one_of("ck_seat_period_tenure", "core", "at-large"), nullable=False),
        sized("seat_period", "body", 1, 64),
        sa.ForeignKeyConstraint(
            ["alliance", "member"],
            ["member.alliance", "member.code"],
            name=op.f("fk_seat_period_alliance_member"),
        ),
        sa.PrimaryKeyConstraint("alliance", "member", "body", "since", name=op.f("pk_seat_period")),
    )
    op.create_table(
        "weight",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column("name", Words(64), nullable=False),
        sa.Column("value", ExactNumber(200), nullable=False),
        sized("weight", "name", 1, 64),
        sized("weight", "value", 1, 200),
        sa.ForeignKeyConstraint(
            ["alliance", "member"], ["member.alliance", "member.code"], name=op.f("fk_weight_alliance_member")
        ),
        sa.PrimaryKeyConstraint("alliance", "member", "name", name=op.f("pk_weight")),
    )
    op.create_table(
        "account",
        sa.Column("account", Words(120), nullable=False),
        sa.Column("alliance", Words(64), nullable=False),
        sized("account", "account", 1, 120),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_account_alliance_alliance")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_account")),
        sa.UniqueConstraint("alliance", "account", name=op.f("uq_account_alliance_account")),
    )
    op.create_table(
        "credential",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("account", Words(120), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "role",
            one_of(
                "ck_credential_role",
                "head",
                "delegate",
                "alternate",
                "political-director",
                "observer",
                "secretariat",
                "reviewer",
            ),
            nullable=False,
        ),
        sa.Column("member", Words(64), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        counted("credential", "seq", 1),
        sa.ForeignKeyConstraint(
            ["alliance", "account"],
            ["account.alliance", "account.account"],
            name=op.f("fk_credential_alliance_account"),
        ),
        sa.ForeignKeyConstraint(
            ["alliance", "member"],
            ["member.alliance", "member.code"],
            name=op.f("fk_credential_alliance_member"),
        ),
        sa.PrimaryKeyConstraint("alliance", "account", "seq", name=op.f("pk_credential")),
    )
    op.create_index("ix_credential_member", "credential", ["alliance", "member"])
    op.create_table(
        "channel",
        sa.Column("channel", Words(120), nullable=False),
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column(
            "purpose",
            one_of("ck_channel_purpose", "motions", "council", "announcements", "secretariat", "reviews"),
            nullable=False,
        ),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sized("channel", "channel", 1, 120),
        counted("channel", "seq", 1),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_channel_alliance_alliance")),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel")),
    )
    op.create_index("ix_channel_alliance", "channel", ["alliance", "seq"])


def create_votes() -> None:
    """Create the tables of motions, rolls and ballots."""
    op.create_table(
        "motion",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", Words(64), nullable=False),
        sa.Column("body", Words(64), nullable=False),
        sa.Column("title", Words(500), nullable=False),
        sa.Column("text", Words(100000), nullable=False),
        sa.Column("mover", Words(64), nullable=True),
        sa.Column("concerned", Words(64), nullable=True),
        sa.Column("sponsors", Words(2000000), nullable=False),
        sa.Column("document", Words(100000), nullable=False),
        sa.Column("impact", Words(100000), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("tabled_at", UtcDateTime(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("extended_for", Words(100000), nullable=True),
        sa.Column("rules", Words(2000000), nullable=True),
        sa.Column(
            "outcome",
            one_of("ck_motion_outcome", "adopted", "not adopted", "no quorum", "tied", "open"),
            nullable=True,
        ),
        sa.Column("reasons", Words(2000000), nullable=True),
        sa.Column("tally", Words(2000000), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (reasons IS NULL)"
            " AND (outcome IS NULL) = (tally IS NULL) AND (outcome IS NULL) = (due_at IS NOT NULL)",
            name="ck_motion_decided",
        ),
        sized("motion", "body", 1, 64),
        sized("motion", "document", 0, 100000),
        sized("motion", "extended_for", 1, 100000),
        sized("motion", "impact", 0, 100000),
        sized("motion", "kind", 1, 64),
        sized("motion", "text", 0, 100000),
        sized("motion", "title", 1, 500),
        counted("motion", "number", 1),
        sa.ForeignKeyConstraint(
            ["alliance", "mover"], ["member.alliance", "member.code"], name=op.f("fk_motion_alliance_member")
        ),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_motion_alliance_alliance")),
        sa.PrimaryKeyConstraint("alliance", "number", name=op.f("pk_motion")),
    )
    op.create_index("ix_motion_due", "motion", ["due_at"], **where("due_at IS NOT NULL"))
    op.create_table(
        "elector",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("motion", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column(
            "standing",
            one_of("ck_elector_standing", "entitled", "suspended", "expired", "abeyance", "recused", "concerned"),
            nullable=False,
        ),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("weights", Words(2000000), nullable=False),
        sized("elector", "member", 1, 64),
        sa.ForeignKeyConstraint(
            ["alliance", "motion"],
            ["motion.alliance", "motion.number"],
            name=op.f("fk_elector_alliance_motion"),
        ),
        sa.PrimaryKeyConstraint("alliance", "motion", "member", name=op.f("pk_elector")),
    )
    op.create_table(
        "ballot",
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("motion", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member", Words(64), nullable=False),
        sa.Column("choice", one_of("ck_ballot_choice", "yes", "no", "abstain"), nullable=False),
        sa.Column("account", Words(120), nullable=False),
        sa.Column(
            "role",
            one_of(
                "ck_ballot_role",
                "head",
                "delegate",
                "alternate",
                "political-director",
                "observer",
                "secretariat",
                "reviewer",
            ),
            nullable=False,
        ),
        sa.Column("cast_at", UtcDateTime(), nullable=False),
        sa.Column("explanation", Words(100000), nullable=False),
        sized("ballot", "account", 1, 120),
        sized("ballot", "explanation", 0, 100000),
        sa.ForeignKeyConstraint(
            ["alliance", "motion", "member"],
            ["elector.alliance", "elector.motion", "elector.member"],
            name=op.f("fk_ballot_alliance_elector"),
        ),
        sa.PrimaryKeyConstraint("alliance", "motion", "member", name=op.f("pk_ballot")),
    )


def create_delivery() -> None:
    """Create the tables of outbox and answers."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("alliance", Words(64), nullable=False),
        sa.Column("address_kind", one_of("ck_outbox_address_kind", "account", "channel"), nullable=False),
        sa.Column("address", Words(120), nullable=False),
        sa.Column("platform", one_of("ck_outbox_platform", "slack", "discord", "console"), nullable=False),
        sa.Column("key", Words(200), nullable=False),
        sa.Column("notice", Words(64), nullable=False),
        sa.Column("facts", Words(2000000), nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shown_revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", one_of("ck_outbox_state", "pending", "sending", "shown", "dead"), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("again_at", UtcDateTime(), nullable=True),
        sa.Column("owner", Words(200), nullable=True),
        sa.Column("attempts", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_try_at", UtcDateTime(), nullable=True),
        sa.Column("shown_at", UtcDateTime(), nullable=True),
        sa.Column("message", Words(200), nullable=True),
        sa.Column("reason", Words(100000), nullable=True),
        sa.CheckConstraint("(state = 'sending') = (owner IS NOT NULL)", name="ck_outbox_owner"),
        sa.CheckConstraint("(state IN ('pending', 'sending')) = (due_at IS NOT NULL)", name="ck_outbox_due"),
        counted("outbox", "attempts", 0),
        sized("outbox", "address", 1, 120),
        sized("outbox", "key", 1, 200),
        sized("outbox", "message", 1, 200),
        sized("outbox", "notice", 1, 64),
        sized("outbox", "owner", 1, 200),
        counted("outbox", "revision", 1),
        sa.CheckConstraint("shown_revision <= revision", name="ck_outbox_revisions"),
        counted("outbox", "shown_revision", 0),
        sa.ForeignKeyConstraint(["alliance"], ["alliance.code"], name=op.f("fk_outbox_alliance_alliance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "alliance",
            "address_kind",
            "address",
            "key",
            name=op.f("uq_outbox_alliance_address_kind_address_key"),
        ),
    )
    op.create_index("ix_outbox_dead", "outbox", ["id"], **where("state = 'dead'"))
    op.create_index("ix_outbox_due", "outbox", ["due_at", "id"], **where("due_at IS NOT NULL"))
    op.create_index(
        "ix_outbox_unwritten",
        "outbox",
        ["address_kind", "address", "id"],
        **where("due_at IS NOT NULL AND message IS NULL"),
    )
    op.create_table(
        "answer",
        sa.Column("key", Words(200), nullable=False),
        sa.Column("card", Words(2000000), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sized("answer", "key", 1, 200),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_answer")),
    )
    op.create_index("ix_answer_given_at", "answer", ["given_at"])


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
