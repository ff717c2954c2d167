"""Rows of the figures of members on published indices."""

from fractions import Fraction
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from storage.columns import CODE, NAME, counted, exact, number, sized, words
from storage.rows.table import Row


class FigureRow(Row, table=True):
    """A member's figure on an index in one year, as the last import has it; ``low`` and ``high`` may be missing."""

    __tablename__: ClassVar[str] = "figure"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"]),
        *counted("figure", year=1),
        *sized("figure", index_name=(1, CODE), score=(1, NAME), status=(0, CODE), source=(1, NAME)),
        *sized("figure", low=(1, NAME), high=(1, NAME)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    index_name: str = Field(sa_column=words(CODE, key=True))
    year: int = Field(sa_column=number(key=True))
    score: Fraction = Field(sa_column=exact())
    status: str = Field(sa_column=words(CODE))
    low: Fraction | None = Field(sa_column=exact(optional=True))
    high: Fraction | None = Field(sa_column=exact(optional=True))
    source: str = Field(sa_column=words(NAME))
