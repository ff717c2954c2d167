"""Rows of the weekly digests: which is next for each delegation, and who wants none."""

from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from storage.columns import ADDRESS, CODE, RECORD, words
from storage.rows.table import Row


class DigestRow(Row, table=True):
    """The digest of a delegation, as ``bot.domain.digests`` has it."""

    __tablename__: ClassVar[str] = "digest"
    __table_args__ = (ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"]),)

    alliance: str = Field(sa_column=words(CODE, key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    state: str = Field(sa_column=words(RECORD))


class DigestRefusalRow(Row, table=True):
    """A person that wants no digest."""

    __tablename__: ClassVar[str] = "digest_refusal"
    __table_args__ = (ForeignKeyConstraint(["alliance", "account"], ["account.alliance", "account.account"]),)

    alliance: str = Field(sa_column=words(CODE, key=True))
    account: str = Field(sa_column=words(ADDRESS, key=True))
