"""Rows of what follows adopted motions."""

from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from storage.columns import CODE, RECORD, number, words
from storage.rows.table import Row


class ImplementationRow(Row, table=True):
    """What follows a motion, as ``bot.domain.implementation`` has it, canonical JSON."""

    __tablename__: ClassVar[str] = "implementation"
    __table_args__ = (ForeignKeyConstraint(["alliance", "motion"], ["motion.alliance", "motion.number"]),)

    alliance: str = Field(sa_column=words(CODE, key=True))
    motion: int = Field(sa_column=number(key=True))
    state: str = Field(sa_column=words(RECORD))
