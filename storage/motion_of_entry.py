"""The motion that an entry of the journal is about, taken by the database out of the entry's own text.

An index on it finds the acts on a motion among all others. The journal stays as it is, and is written as it was:
nothing is stored beside it that could differ. Each engine reads JSON in its own words, the same in the index and in
queries.
"""

from typing import Final

from sqlalchemy import BigInteger, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

SQLITE: Final = (
    """CASE WHEN instr(replace(body, '"motion":"', ''), '"motion":') """
    """THEN CAST(substr(replace(body, '"motion":"', ''), """
    """instr(replace(body, '"motion":"', ''), '"motion":') + 9, 20) AS INTEGER) END"""
)
POSTGRESQL: Final = """CAST(substring(body from '"motion":([0-9]+)[,}]') AS bigint)"""
"""Both take the first number under the name: what people type has its marks escaped, no event names another before,
and a weight of that name is a text.

The engines' own functions on JSON are not used: SQLite takes them for unsafe in a file that it does not trust, as a
backup is, and PostgreSQL refuses some escapes that the journal may hold.
"""


class MotionOfEntry(FunctionElement[int]):
    """The number of the motion that an entry is about; null where it is about none."""

    type = BigInteger()
    inherit_cache = True
    name = "motion_of_entry"


@compiles(MotionOfEntry, "sqlite")
def _sqlite(_: MotionOfEntry, __: SQLCompiler, **___: object) -> str:
    return SQLITE


@compiles(MotionOfEntry, "postgresql")
def _postgresql(_: MotionOfEntry, __: SQLCompiler, **___: object) -> str:
    return f"({POSTGRESQL})"


MOTION_OF_ENTRY: Final[ColumnElement[int]] = MotionOfEntry()
