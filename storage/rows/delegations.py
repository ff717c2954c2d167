"""Rows of delegations: one-time codes, contests, and how each person is spoken to."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from bot.domain.credentials import Role
from storage.columns import ADDRESS, CODE, HASH, NAME, PROSE, counted, instant, number, one_of, sized, words
from storage.rows.table import Row


def _of_member() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"])


class InvitationRow(Row, table=True):
    """A one-time code, known by its digest alone; ``seq`` is the entry by which it was given."""

    __tablename__: ClassVar[str] = "invitation"
    __table_args__ = (
        _of_member(),
        UniqueConstraint("digest"),
        Index("ix_invitation_member", "alliance", "member"),
        *counted("invitation", seq=1),
        *sized("invitation", digest=(HASH, HASH), issuer=(1, ADDRESS)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    seq: int = Field(sa_column=number(key=True))
    digest: str = Field(sa_column=words(HASH))
    member: str = Field(sa_column=words(CODE))
    role: Role = Field(sa_column=one_of(Role, "ck_invitation_role"))
    issuer: str = Field(sa_column=words(ADDRESS))
    expires_at: datetime = Field(sa_column=instant())
    used_at: datetime | None = Field(sa_column=instant(optional=True))
    revoked_at: datetime | None = Field(sa_column=instant(optional=True))


class DelegationRow(Row, table=True):
    """What is to be known of a delegation as a whole: whether it is contested, and since when nobody can vote for it.

    ``emptied_at`` stands once the secretariat has been told, until somebody may vote for the member again.
    """

    __tablename__: ClassVar[str] = "delegation"
    __table_args__ = (
        _of_member(),
        *sized("delegation", contested_by=(1, CODE), reason=(0, PROSE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    contested_at: datetime | None = Field(sa_column=instant(optional=True))
    contested_by: str | None = Field(sa_column=words(CODE, optional=True))
    reason: str = Field(sa_column=words(PROSE))
    emptied_at: datetime | None = Field(sa_column=instant(optional=True))


class PreferenceRow(Row, table=True):
    """In what language and time zone an account is spoken to."""

    __tablename__: ClassVar[str] = "preference"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "account"], ["account.alliance", "account.account"]),
        *sized("preference", language=(1, CODE), zone=(1, NAME)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    account: str = Field(sa_column=words(ADDRESS, key=True))
    language: str | None = Field(sa_column=words(CODE, optional=True))
    zone: str | None = Field(sa_column=words(NAME, optional=True))


class CodeTryRow(Row, table=True):
    """A wrong code that an account tried; of no alliance, as it may belong to none, and outside the journal."""

    __tablename__: ClassVar[str] = "code_try"
    __table_args__ = (*sized("code_try", account=(1, ADDRESS)),)

    account: str = Field(sa_column=words(ADDRESS, key=True))
    at: datetime = Field(sa_column=instant(key=True))
