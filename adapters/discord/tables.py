"""A table as lines that read on a phone: one line a row, folded by its last column where that is too long."""

from collections.abc import Iterator
from typing import Final

from adapters.discord.escaping import ELLIPSIS, escaped, size
from adapters.discord.limits import EMBED_DESCRIPTION
from bot.cards.card import Table

BETWEEN: Final = " · "


def lines_of(table: Table, room: int) -> list[str]:
    """Give the lines of a table in at most ``room`` characters.

    Rows that do not fit lose their longest column, and are gathered under what their last column says where many
    say the same. What is cut after that ends in a line that says how many lines are missing.
    """
    full = [_heading(table), *(_row(row) for row in table.rows)]
    if _length(full) <= room:
        return full
    slim = _slimmed(table)
    folded = list(_gathered(slim)) if _repeats(slim) else [_heading(slim), *(_row(row) for row in slim.rows)]
    return folded if _length(folded) <= room else _cut(folded, room)


def holds(table: Table, lines: list[str]) -> bool:
    """Tell whether lines that ``lines_of`` made say all that the table says, each in one embed."""
    full = [_heading(table), *(_row(row) for row in table.rows)]
    gathered = list(_gathered(table)) if _repeats(table) else full
    return lines in (full, gathered) and all(size(line) <= EMBED_DESCRIPTION for line in lines)


def _repeats(table: Table) -> bool:
    return len(table.columns) == 2 and 2 * len({row[-1] for row in table.rows}) <= len(table.rows)


def _heading(table: Table) -> str:
    return f"**{BETWEEN.join(escaped(column) for column in table.columns)}**"


def _row(cells: tuple[str, ...]) -> str:
    return escaped(BETWEEN.join(cell for cell in cells if cell))


def _slimmed(table: Table) -> Table:
    """Leave out the column that takes most room, neither the last nor one of only two."""
    if len(table.columns) < 3:
        return table
    widths = [sum(size(row[place]) for row in table.rows) for place in range(len(table.columns) - 1)]
    widest = widths.index(max(widths))
    return Table(columns=_without(table.columns, widest), rows=tuple(_without(row, widest) for row in table.rows))


def _without(cells: tuple[str, ...], place: int) -> tuple[str, ...]:
    return (*cells[:place], *cells[place + 1 :])


def _gathered(table: Table) -> Iterator[str]:
    """Give a line for each thing that the last column says, with the first cells of the rows that say it."""
    groups: dict[str, list[str]] = {}
    for first, last in table.rows:
        groups.setdefault(last, []).append(first)
    for last, firsts in groups.items():
        yield f"**{escaped(last)}** ({len(firsts)}) {escaped(' '.join(firsts))}"


def _length(lines: list[str]) -> int:
    return sum(size(line) + 1 for line in lines)


def _cut(lines: list[str], room: int) -> list[str]:
    kept: list[str] = []
    room -= size(f"{ELLIPSIS} +{len(lines)}") + 1
    for line in lines:
        room -= size(line) + 1
        if room < 0:
            break
        kept.append(line)
    return [*kept, f"{ELLIPSIS} +{len(lines) - len(kept)}"]
