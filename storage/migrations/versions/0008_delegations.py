"""Credentials with their letter, full powers and nationality; one-time codes, contests, preferences, wrong tries.

What the clock has to do about a credential that ends is a deadline of its own, written here for those that there are.
SQLite cannot add a constraint, so its table of credentials is built anew; no trigger stands on it.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.domain.addresses import Account
from bot.domain.credentials import Credential, Role
from storage.columns import UtcDateTime, Words

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROLES = ("head", "delegate", "alternate", "political-director", "observer", "secretariat", "reviewer")
OLD_COLUMNS = "alliance, account, seq, role, member, since, until, revoked_at"


def upgrade() -> None:
    """Complete the credentials, give those that end their deadlines, and make the new tables."""
    if op.get_bind().dialect.name == "sqlite":
        rebuild_credentials()
    else:
        alter_credentials()
    write_deadlines()
    create_invitations()
    create_delegations()
    create_preferences()


def one_of(check: str, *values: str) -> sa.Enum:
    """Make the type of a column that holds one of a few words."""
    return sa.Enum(*values, name=check, native_enum=False, create_constraint=True, length=64)


def sized(table: str, column: str, low: int, high: int) -> sa.CheckConstraint:
    """Bound the length of a text."""
    return sa.CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=f"ck_{table}_{column}_size")


def text(name: str, limit: int, *, optional: bool = False) -> sa.Column[str]:
    """Make a column of text."""
    return sa.Column(name, Words(limit), nullable=optional)


def instant(name: str, *, optional: bool = False) -> sa.Column[Any]:
    """Make a column of instants."""
    return sa.Column(name, UtcDateTime(), nullable=optional)


def of_member(table: str) -> sa.ForeignKeyConstraint:
    """Bind a row to its member."""
    name = op.f(f"fk_{table}_alliance_member")
    return sa.ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"], name=name)


def of_account(table: str) -> sa.ForeignKeyConstraint:
    """Bind a row to its account."""
    name = op.f(f"fk_{table}_alliance_account")
    return sa.ForeignKeyConstraint(["alliance", "account"], ["account.alliance", "account.account"], name=name)


def alter_credentials() -> None:
    """Change the table of credentials in place."""
    op.add_column("credential", sa.Column("full_powers", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("credential", "full_powers", server_default=None)
    op.add_column("credential", text("nationality", 64, optional=True))
    op.add_column("credential", text("letter", 2000000, optional=True))
    op.add_column("credential", instant("told_until", optional=True))
    for column, high in (("nationality", 64), ("letter", 2000000)):
        name = op.f(f"ck_credential_{column}_size")
        op.create_check_constraint(name, "credential", f"length({column}) BETWEEN 1 AND {high}")


def rebuild_credentials() -> None:
    """Make the table anew, fill it, and put it in the old one's place."""
    op.create_table(
        "credential_new",
        text("alliance", 64),
        text("account", 120),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", one_of("ck_credential_role", *ROLES), nullable=False),
        text("member", 64, optional=True),
        instant("since"),
        instant("until", optional=True),
        instant("revoked_at", optional=True),
        sa.Column("full_powers", sa.Boolean(), nullable=False),
        text("nationality", 64, optional=True),
        text("letter", 2000000, optional=True),
        instant("told_until", optional=True),
        sa.CheckConstraint("seq BETWEEN 1 AND 9000000000000", name="ck_credential_seq_range"),
        sized("credential", "nationality", 1, 64),
        sized("credential", "letter", 1, 2000000),
        of_account("credential"),
        of_member("credential"),
        sa.PrimaryKeyConstraint("alliance", "account", "seq", name=op.f("pk_credential")),
    )
    op.execute(
        f"INSERT INTO credential_new ({OLD_COLUMNS}, full_powers) "  # noqa: S608 (names of columns, written above)
        f"SELECT {OLD_COLUMNS}, 0 FROM credential"
    )
    op.drop_table("credential")
    op.rename_table("credential_new", "credential")
    op.create_index("ix_credential_member", "credential", ["alliance", "member"])


def write_deadlines() -> None:
    """Have the clock look after the latest credential of each account, as a replay of the journal does."""
    rows = list(deadlines())
    columns = (sa.column("due_at", UtcDateTime()), *(sa.column(name) for name in ("alliance", "subject", "what")))
    if rows:
        op.bulk_insert(sa.table("deadline", *columns), rows)


def deadlines() -> Iterator[dict[str, Any]]:
    """Give the deadlines of every latest credential that ends and has not been revoked."""
    instants = [sa.column(name, UtcDateTime()) for name in ("since", "until", "revoked_at")]
    plain: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("alliance", "account", "seq", "role")]
    credential = sa.table("credential", *plain, *instants)
    latest: dict[tuple[str, str], Any] = {}
    for row in op.get_bind().execute(sa.select(credential).order_by(credential.c.seq)):
        latest[row.alliance, row.account] = row
    for (alliance, account), row in latest.items():
        held = Credential(
            account=Account(account),
            role=Role(row.role),
            member=None,
            since=row.since,
            until=row.until,
            revoked_at=row.revoked_at,
        )
        for due in held.deadlines():
            yield {"alliance": alliance, "subject": account, "what": due.what.value, "due_at": due.at}


def create_invitations() -> None:
    """Create the tables of one-time codes and of wrong tries."""
    op.create_table(
        "invitation",
        text("alliance", 64),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        text("digest", 64),
        text("member", 64),
        sa.Column("role", one_of("ck_invitation_role", *ROLES), nullable=False),
        text("issuer", 120),
        instant("expires_at"),
        instant("used_at", optional=True),
        instant("revoked_at", optional=True),
        sa.CheckConstraint("seq BETWEEN 1 AND 9000000000000", name="ck_invitation_seq_range"),
        sized("invitation", "digest", 64, 64),
        sized("invitation", "issuer", 1, 120),
        of_member("invitation"),
        sa.PrimaryKeyConstraint("alliance", "seq", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    op.create_index("ix_invitation_member", "invitation", ["alliance", "member"])
    op.create_table(
        "code_try",
        text("account", 120),
        instant("at"),
        sized("code_try", "account", 1, 120),
        sa.PrimaryKeyConstraint("account", "at", name=op.f("pk_code_try")),
    )


def create_delegations() -> None:
    """Create the table of what is to be known of a delegation as a whole."""
    op.create_table(
        "delegation",
        text("alliance", 64),
        text("member", 64),
        instant("contested_at", optional=True),
        text("contested_by", 64, optional=True),
        text("reason", 100000),
        instant("emptied_at", optional=True),
        sized("delegation", "contested_by", 1, 64),
        sized("delegation", "reason", 0, 100000),
        of_member("delegation"),
        sa.PrimaryKeyConstraint("alliance", "member", name=op.f("pk_delegation")),
    )


def create_preferences() -> None:
    """Create the table of how people are spoken to."""
    op.create_table(
        "preference",
        text("alliance", 64),
        text("account", 120),
        text("language", 64, optional=True),
        text("zone", 200, optional=True),
        sized("preference", "language", 1, 64),
        sized("preference", "zone", 1, 200),
        of_account("preference"),
        sa.PrimaryKeyConstraint("alliance", "account", name=op.f("pk_preference")),
    )


def downgrade() -> None:
    """Refuse: a record is never taken back to an older shape."""
    raise NotImplementedError
