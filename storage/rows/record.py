"""Rows of the record itself: the alliances, the chained journal, and the head of each chain."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from storage.columns import CODE, HASH, NAME, RECORD, SIGNATURE, counted, instant, number, sized, words
from storage.rows.table import Row


class AllianceRow(Row, table=True):
    """An alliance; ``charter`` is the text in force, None until one has been applied."""

    __tablename__: ClassVar[str] = "alliance"
    __table_args__ = sized("alliance", code=(1, CODE), name=(1, NAME), time_zone=(1, CODE), language=(2, 2))

    code: str = Field(sa_column=words(CODE, key=True))
    name: str = Field(sa_column=words(NAME))
    time_zone: str = Field(sa_column=words(CODE))
    language: str = Field(sa_column=words(2))
    charter: str | None = Field(sa_column=words(RECORD, optional=True))


class HeadRow(Row, table=True):
    """What is kept of the last entry of an alliance's chain; locking this row locks the alliance."""

    __tablename__: ClassVar[str] = "head"
    __table_args__ = (*counted("head", seq=0), *sized("head", alliance=(1, CODE), hash=(0, HASH)))

    alliance: str = Field(sa_column=words(CODE, key=True))
    seq: int = Field(sa_column=number())
    hash: str = Field(sa_column=words(HASH))


class JournalRow(Row, table=True):
    """One entry of the chain: its canonical text, its hash and the hash before it.

    Its index on the motion that it is about is of an expression, which no engine lets Alembic compare: migration 0017.
    """

    __tablename__: ClassVar[str] = "journal"
    __table_args__ = (
        ForeignKeyConstraint(["alliance"], ["head.alliance"]),
        UniqueConstraint("hash"),
        *counted("journal", seq=1),
        *sized("journal", hash=(HASH, HASH), previous=(0, HASH)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    seq: int = Field(sa_column=number(key=True))
    previous: str = Field(sa_column=words(HASH))
    body: str = Field(sa_column=words(RECORD))
    hash: str = Field(sa_column=words(HASH))


class RestorationRow(Row, table=True):
    """A restore of the record from a copy; ``seq`` is its entry, and no motion after it has a lower number."""

    __tablename__: ClassVar[str] = "restoration"
    __table_args__ = (
        ForeignKeyConstraint(["alliance"], ["alliance.code"]),
        *counted("restoration", seq=1, numbers_from=1),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    seq: int = Field(sa_column=number(key=True))
    copied_at: datetime = Field(sa_column=instant())
    restored_at: datetime = Field(sa_column=instant())
    numbers_from: int = Field(sa_column=number())


class SigningKeyRow(Row, table=True):
    """A key that checks the signatures of checkpoints from entry ``seq`` on, in hexadecimal."""

    __tablename__: ClassVar[str] = "signing_key"
    __table_args__ = (
        ForeignKeyConstraint(["alliance"], ["alliance.code"]),
        *counted("signing_key", seq=1),
        *sized("signing_key", public_key=(HASH, HASH)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    seq: int = Field(sa_column=number(key=True))
    public_key: str = Field(sa_column=words(HASH))


class CheckpointRow(Row, table=True):
    """A checkpoint: the record up to entry ``length``, signed in entry ``seq``."""

    __tablename__: ClassVar[str] = "checkpoint"
    __table_args__ = (
        ForeignKeyConstraint(["alliance"], ["alliance.code"]),
        *counted("checkpoint", seq=1, length=1),
        *sized("checkpoint", hash=(HASH, HASH), signature=(SIGNATURE, SIGNATURE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    seq: int = Field(sa_column=number(key=True))
    length: int = Field(sa_column=number())
    hash: str = Field(sa_column=words(HASH))
    made_at: datetime = Field(sa_column=instant())
    signature: str = Field(sa_column=words(SIGNATURE))
