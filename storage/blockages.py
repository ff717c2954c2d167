"""The places that are closed to the bot until a person acts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from bot.domain.addresses import Account, Channel, Platform
from bot.domain.blockages import Blockage, Obstacle, Place, Workspace
from bot.domain.ids import AllianceCode
from storage.columns import PROSE
from storage.rows import BlockageRow, table
from storage.statements import all_rows, one_row, touch_one
from storage.writes import Writes

_BLOCKAGES = table(BlockageRow)

_KINDS: Final[Mapping[str, type[Account | Channel | Workspace]]] = {
    "account": Account,
    "channel": Channel,
    "workspace": Workspace,
}
_WORDS: Final = {kind: word for word, kind in _KINDS.items()}
_PLATFORM: Final = "platform"


class StoredBlockages:
    """The places that are closed to the bot."""

    def __init__(self, connection: Connection, writes: Writes) -> None:
        self._connection = connection
        self._writes = writes

    def open_at(self, alliance: AllianceCode, place: Place) -> Blockage | None:
        """Give what keeps the bot from a place now; None where nothing does."""
        return self._one(
            _BLOCKAGES.c.alliance == alliance, _BLOCKAGES.c.place == _written(place), _BLOCKAGES.c.until.is_(None)
        )

    def every_open(self, alliance: AllianceCode) -> tuple[Blockage, ...]:
        """Give what is closed to the bot now, the longest closed first."""
        wanted = select(_BLOCKAGES).where(_BLOCKAGES.c.alliance == alliance, _BLOCKAGES.c.until.is_(None))
        found = all_rows(self._connection, BlockageRow, wanted.order_by(_BLOCKAGES.c.number))
        return tuple(_blockage(row) for row in found)

    def get(self, alliance: AllianceCode, number: int) -> Blockage | None:
        """Give a blockage, open or over."""
        return self._one(_BLOCKAGES.c.alliance == alliance, _BLOCKAGES.c.number == number)

    def begin(
        self,
        alliance: AllianceCode,
        place: Place,
        *,
        obstacle: Obstacle,
        reason: str,
        edit_ends: bool,
        now: datetime,
    ) -> int:
        """Note that a place has become closed; give the blockage's number. The alliance is held, none is open there."""
        last = select(func.coalesce(func.max(_BLOCKAGES.c.number), 0)).where(_BLOCKAGES.c.alliance == alliance)
        number = int(self._connection.scalars(last).one()) + 1
        values = {
            "alliance": alliance,
            "number": number,
            "place": _written(place),
            "obstacle": obstacle,
            "reason": reason[:PROSE],
            "edit_ends": edit_ends,
            "since": now,
        }
        self._connection.execute(insert(_BLOCKAGES), values)
        self._writes.happened()
        return number

    def change(self, blockage: Blockage, *, obstacle: Obstacle, reason: str, edit_ends: bool) -> None:
        """Note that something else keeps the bot from a place by now, or that more is refused there."""
        self._update(blockage, obstacle=obstacle, reason=reason[:PROSE], edit_ends=edit_ends)

    def end(self, blockage: Blockage, *, now: datetime) -> None:
        """Note that the bot can write there again."""
        self._update(blockage, until=now)

    def _one(self, *conditions: ColumnElement[bool]) -> Blockage | None:
        found = one_row(self._connection, BlockageRow, select(_BLOCKAGES).where(*conditions))
        return None if found is None else _blockage(found)

    def _update(self, blockage: Blockage, **values: object) -> None:
        own = update(_BLOCKAGES).where(
            _BLOCKAGES.c.alliance == blockage.alliance, _BLOCKAGES.c.number == blockage.number
        )
        touch_one(self._connection, own.values(**values), _BLOCKAGES)
        self._writes.happened()


def _written(place: Place) -> str:
    """Write a place with what it is: accounts and channels can be written alike."""
    if isinstance(place, Platform):
        return f"{_PLATFORM} {place.value}"
    return f"{_WORDS[type(place)]} {place.text}"


def _place(written: str) -> Place:
    kind, _, text = written.partition(" ")
    return Platform(text) if kind == _PLATFORM else _KINDS[kind](text)


def _blockage(row: BlockageRow) -> Blockage:
    return Blockage(
        number=row.number,
        alliance=AllianceCode(row.alliance),
        place=_place(row.place),
        obstacle=row.obstacle,
        reason=row.reason,
        edit_ends=row.edit_ends,
        since=row.since,
        until=row.until,
    )
