"""Rows of requests for support."""

from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from storage.columns import CODE, RECORD, counted, number, words
from storage.rows.table import Row


class SupportRequestRow(Row, table=True):
    """A request for support of a member, as ``bot.domain.consultation`` has it."""

    __tablename__: ClassVar[str] = "support_request"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"]),
        *counted("support_request", number=1),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    number: int = Field(sa_column=number(key=True))
    member: str = Field(sa_column=words(CODE))
    state: str = Field(sa_column=words(RECORD))
