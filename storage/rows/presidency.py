"""Rows of the presidency: who was elected to preside over a body, and what the chair has ruled."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from bot.domain.chairing import Office
from storage.columns import CODE, PROSE, counted, instant, number, one_of, reference, sized, words
from storage.rows.table import Row


class OfficeRow(Row, table=True):
    """A member elected to an office of a body; the latest of a body and office, by ``seq``, holds it."""

    __tablename__: ClassVar[str] = "office"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"]),
        *counted("office", seq=1),
        *sized("office", body=(1, CODE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    seq: int = Field(sa_column=number(key=True))
    body: str = Field(sa_column=words(CODE))
    office: Office = Field(sa_column=one_of(Office, "ck_office_office"))
    member: str = Field(sa_column=words(CODE))
    since: datetime = Field(sa_column=instant())
    motion: int | None = Field(sa_column=reference())


class RulingRow(Row, table=True):
    """A ruling of the chair; ``overturned_by`` is the motion by which the body decided that it does not stand."""

    __tablename__: ClassVar[str] = "ruling"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"]),
        *counted("ruling", number=1),
        *sized("ruling", body=(1, CODE), text=(1, PROSE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    number: int = Field(sa_column=number(key=True))
    body: str = Field(sa_column=words(CODE))
    member: str = Field(sa_column=words(CODE))
    motion: int | None = Field(sa_column=reference())
    text: str = Field(sa_column=words(PROSE))
    given_at: datetime = Field(sa_column=instant())
    overturned_by: int | None = Field(sa_column=reference())
