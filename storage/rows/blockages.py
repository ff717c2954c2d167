"""Rows of the places that are closed to the bot until a person acts."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field

from bot.domain.blockages import Obstacle
from storage.columns import ADDRESS, CODE, PROSE, counted, instant, number, one_of, sized, words
from storage.rows.table import Row

_OPEN = "until IS NULL"


class BlockageRow(Row, table=True):
    """A place that is or was closed; ``place`` is its kind and its address, such as ``channel slack:T1:C1``."""

    __tablename__: ClassVar[str] = "blockage"
    __table_args__ = (
        ForeignKeyConstraint(["alliance"], ["alliance.code"]),
        Index(
            "ix_blockage_open",
            "alliance",
            "place",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        *counted("blockage", number=1),
        *sized("blockage", place=(1, ADDRESS)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    number: int = Field(sa_column=number(key=True))
    place: str = Field(sa_column=words(ADDRESS))
    obstacle: Obstacle = Field(sa_column=one_of(Obstacle, "ck_blockage_obstacle"))
    reason: str = Field(sa_column=words(PROSE))
    edit_ends: bool
    since: datetime = Field(sa_column=instant())
    until: datetime | None = Field(sa_column=instant(optional=True))
