"""Rows of what is kept of members beside their status, and of their reviews."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from storage.columns import CODE, RECORD, counted, instant, number, words
from storage.rows.table import Row


def _of_member() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"])


class DossierRow(Row, table=True):
    """What is kept of a member, as ``bot.domain.dossier`` has it."""

    __tablename__: ClassVar[str] = "dossier"
    __table_args__ = (_of_member(),)

    alliance: str = Field(sa_column=words(CODE, key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    state: str = Field(sa_column=words(RECORD))


class ReviewRow(Row, table=True):
    """A review of a member, as ``bot.domain.review`` has it; ``closed_at`` is None while it is under way."""

    __tablename__: ClassVar[str] = "review"
    __table_args__ = (
        _of_member(),
        Index("ix_review_member", "alliance", "member"),
        *counted("review", number=1),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    number: int = Field(sa_column=number(key=True))
    member: str = Field(sa_column=words(CODE))
    closed_at: datetime | None = Field(sa_column=instant(optional=True))
    state: str = Field(sa_column=words(RECORD))
