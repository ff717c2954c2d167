"""Rows of the council: who stands for a seat, the elections by ranked ballots, and their ballots.

The seats themselves are periods of the roster (``storage.rows.people``).
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from storage.columns import CODE, RECORD, counted, instant, number, reference, sized, words
from storage.rows.table import Row


class NominationRow(Row, table=True):
    """A member that stands for a seat; ``motion`` is the election it was put to. ``seq`` is the nomination's entry."""

    __tablename__: ClassVar[str] = "nomination"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"]),
        *counted("nomination", seq=1),
        *sized("nomination", body=(1, CODE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    seq: int = Field(sa_column=number(key=True))
    body: str = Field(sa_column=words(CODE))
    member: str = Field(sa_column=words(CODE))
    at: datetime = Field(sa_column=instant())
    motion: int | None = Field(sa_column=reference())


class ElectionRow(Row, table=True):
    """An election by ranked ballots; ``candidates`` and ``result``, its count, are canonical JSON."""

    __tablename__: ClassVar[str] = "election"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "motion"], ["motion.alliance", "motion.number"]),
        Index("ix_election_body", "alliance", "body"),
        *counted("election", seats=1),
        *sized("election", body=(1, CODE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    motion: int = Field(sa_column=number(key=True))
    body: str = Field(sa_column=words(CODE))
    seats: int = Field(sa_column=number())
    candidates: str = Field(sa_column=words(RECORD))
    since: datetime | None = Field(sa_column=instant(optional=True))
    until: datetime | None = Field(sa_column=instant(optional=True))
    result: str | None = Field(sa_column=words(RECORD, optional=True))


class RankingRow(Row, table=True):
    """What a member's ballot ranks, the most preferred first, canonical JSON: it hangs on the ballot of its seat."""

    __tablename__: ClassVar[str] = "ranking"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "motion", "member"], ["ballot.alliance", "ballot.motion", "ballot.member"]),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    motion: int = Field(sa_column=number(key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    ranking: str = Field(sa_column=words(RECORD))
