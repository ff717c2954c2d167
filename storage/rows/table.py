"""The base of the row classes, and the way from a row class to its table."""

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)
"""The schema. Names are given here for keys; each CHECK and index bears its own."""


class Row(SQLModel):
    """A row of any table."""

    metadata = METADATA


def table(row: type[Row]) -> Table:
    """Give the table of a row class, for statements without the ORM."""
    return METADATA.tables[str(row.__tablename__)]
