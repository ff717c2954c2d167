"""A table as lines that read well on a phone: one line a row, and fewer where rows do not fit."""

from typing import Final

from adapters.slack.escape import ELLIPSIS, shortened, size
from bot.cards.card import Table
from bot.locales.phrase import Phrase, words
from bot.locales.signs import clean

BETWEEN: Final = " · "


def table_text(table: Table, room: int | None = None) -> str:
    """Give a table in at most ``room`` characters.

    Rows too many for one line each are gathered under their last cell; what does not fit even so is counted.
    """
    lines = [heading_of(table), *(BETWEEN.join(cell for cell in row if cell) for row in _rows(table))]
    text = "\n".join(lines)
    if room is None or size(text) <= room:
        return text
    gathered = _folded_text(table)
    return gathered if size(gathered) <= room else _counted(lines, room)


def heading_of(table: Table) -> str:
    """Give the line that names the columns."""
    return BETWEEN.join(clean(column) for column in table.columns)


def _rows(table: Table) -> list[tuple[str, ...]]:
    return [tuple(" ".join(clean(cell).split()) for cell in row) for row in table.rows]


def _folded_text(table: Table) -> str:
    return "\n".join([heading_of(table), *_gathered(_rows(table))])


def fits(table: Table | None, heading: str, shown: Phrase) -> bool:
    """Tell whether a text that ``table_text`` made has all rows of the table, each by itself or gathered."""
    told = f"{heading}\n{words(shown)}" if heading else words(shown)
    return table is None or told in {table_text(table), _folded_text(table)}


def _gathered(rows: list[tuple[str, ...]]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row[-1], []).append(" ".join(cell for cell in row[:-1] if cell))
    return [f"{last} ({len(names)}): {', '.join(names)}" for last, names in groups.items()]


def _counted(lines: list[str], room: int) -> str:
    """Give the lines that fit, and the number of those that do not."""
    left, kept = room - size(_rest(len(lines))), 0
    for line in lines:
        left -= size(line) + 1
        if left < 0:
            break
        kept += 1
    if not kept:
        return shortened(lines[0], max(1, room))
    return "\n".join(lines[:kept]) + _rest(len(lines) - kept)


def _rest(count: int) -> str:
    return f"\n{ELLIPSIS} +{count}" if count else ""
