"""The figures of members on published indices: what an import makes of the table, and how they are read from it."""

from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from bot.domain.events import IndicesImported
from bot.domain.ids import AllianceCode, MemberCode
from bot.domain.indices import Figure, Index, Reading
from storage.rows import FigureRow, table
from storage.statements import EffectMissed, all_rows

_FIGURES = table(FigureRow)
_EVERY = select(_FIGURES).where(_FIGURES.c.alliance == bindparam("alliance"))
_OF_MEMBER = _EVERY.where(_FIGURES.c.member == bindparam("member"))
_REPLACE = (
    update(_FIGURES)
    .where(
        _FIGURES.c.alliance == bindparam("of_alliance"),
        _FIGURES.c.member == bindparam("of_member"),
        _FIGURES.c.index_name == bindparam("of_index"),
        _FIGURES.c.year == bindparam("of_year"),
    )
    .values({name: bindparam(f"to_{name}") for name in ("score", "status", "low", "high", "source")})
)
_COUNTED = {"preserve_rowcount": True}


def project_figures(connection: Connection, alliance: AllianceCode, event: IndicesImported) -> None:
    """Write the figures of an import; raise EffectMissed where one takes the place of none."""
    replaced = {reading.year for reading in event.replaced}
    new = [reading for reading in event.readings if reading.year not in replaced]
    key: dict[str, Any] = {"alliance": alliance, "member": event.member, "index_name": event.index}
    if new:
        rows = [key | _values(reading, event.source) | {"year": reading.year} for reading in new]
        connection.execute(insert(_FIGURES), rows)
    of = {"of_alliance": alliance, "of_member": event.member, "of_index": event.index}
    touched = 0
    for reading in event.readings:
        if reading.year in replaced:
            to = {f"to_{name}": value for name, value in _values(reading, event.source).items()}
            done = connection.execute(_REPLACE, of | to | {"of_year": reading.year}, execution_options=_COUNTED)
            touched += done.rowcount
    if touched != len(replaced):
        raise EffectMissed(table=_FIGURES.name, touched=touched)


def _values(reading: Reading, source: str) -> dict[str, Any]:
    return {
        "score": reading.score,
        "status": reading.status,
        "low": reading.low,
        "high": reading.high,
        "source": source,
    }


class StoredFigures:
    """The figures of the members of an alliance, as the last imports have them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_member(self, alliance: AllianceCode, member: MemberCode) -> tuple[Figure, ...]:
        """Give the figures of one member, in the order of index and year."""
        return self._read(_OF_MEMBER, alliance=alliance, member=member)

    def every(self, alliance: AllianceCode) -> tuple[Figure, ...]:
        """Give the figures of all members, in the order of member, index and year."""
        return self._read(_EVERY, alliance=alliance)

    def _read(self, statement: Select[Any], **values: str) -> tuple[Figure, ...]:
        ordered = statement.order_by(_FIGURES.c.member, _FIGURES.c.index_name, _FIGURES.c.year)
        return tuple(figure_of(row) for row in all_rows(self._connection, FigureRow, ordered, **values))


def figure_of(row: FigureRow) -> Figure:
    """Give a figure."""
    reading = Reading(year=row.year, score=row.score, status=row.status, low=row.low, high=row.high)
    return Figure(member=MemberCode(row.member), index=Index(row.index_name), reading=reading, source=row.source)
