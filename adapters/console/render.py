"""A card as plain text: readable in a terminal, in a pipe and in a file."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from shutil import get_terminal_size
from typing import Final

from rich.cells import cell_len

from adapters.drawing.board import SIGNS
from bot.cards.action import read_action
from bot.cards.card import Button, Card, Form, Table, Tone
from bot.cards.document import Document, markdown
from bot.cards.picture import Board, Gauge, Panel, Picture, Timeline
from bot.commands.register import REGISTRY
from bot.locales.phrase import words

WIDTH: Final = min(100, max(60, get_terminal_size((100, 24)).columns))
"""Columns that a card takes: those of the terminal, within what reads well."""
MARKS: Final = {
    Tone.NEUTRAL: "•",
    Tone.RUNNING: "▶",
    Tone.SUCCESS: "✔",
    Tone.FAILURE: "✘",
    Tone.REFUSAL: "!",
}
BAR: Final = "│ "
NARROWEST: Final = 24
"""Columns that the cells of a wrapped column of a table take at least."""
WIDEST_NAME: Final = WIDTH // 2
"""Columns that the name of a field may take beside its value; a longer one stands above it."""
INDENT: Final = 4
"""Columns by which what belongs to the line above is set in."""
HIGHEST: Final = 2
"""Lines that a part of a cell may take, about: what takes more is read across, not down a column."""
PARTS: Final = " · "
"""What stands between the parts of a cell: where a table is wide, each part begins a line."""
BLOCKS: Final = "▁▂▃▄▅▆▇█"
"""Heights of a value on its scale."""
FULL: Final = BLOCKS[-1]
LONGEST_BAR: Final = 30
"""Columns of the longest bar."""
MOMENTS: Final = 40
"""Parts into which the time of a vote is cut, a block for each."""

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of characters, which no terminal can be sent."""

_QUOTED: Final = re.compile(r"[\s:\"']")
"""What a value has that is typed in quotes."""


def render(card: Card) -> list[str]:
    """Give the lines of a card."""
    lines = [f"{MARKS[card.tone]} {card.title}"]
    for paragraph in card.paragraphs:
        lines += [BAR + line for line in _wrapped(words(paragraph))]
    width = max((wide for field in card.fields if (wide := cell_len(field.name)) <= WIDEST_NAME), default=0)
    for field in card.fields:
        lines += [BAR + line for line in _named(field.name, words(field.value), width)]
    if card.table is not None:
        lines += [BAR + line for line in _rows(card.table)]
    if card.picture is not None:
        lines += [BAR + line for line in _picture(card.picture)]
    if card.document is not None:
        lines += [BAR + line for line in _document(card.document)]
    if card.file is not None:
        lines += [BAR + line for line in (card.file.name, *card.file.content.splitlines())]
    if card.buttons:
        lines.append(BAR + "   ".join(_button(button) for button in card.buttons))
    if card.footer:
        lines += [BAR + line for line in _wrapped(words(card.footer))]
    return [_CONTROLS.sub("�", line).rstrip() for line in lines]


def render_form(form: Form) -> list[str]:
    """Give the lines that head a form's questions."""
    return [f"? {form.title}"]


def _wrapped(text: str) -> Iterator[str]:
    for line in text.splitlines() or [""]:
        yield from textwrap.wrap(line, WIDTH - len(BAR)) or [""]


def _named(name: str, value: str, width: int) -> Iterator[str]:
    """Give a field with its value beside its name; below it where the name takes too much of the line."""
    indent = INDENT if cell_len(name) > width else width + 2
    inner = [part for line in value.splitlines() for part in textwrap.wrap(line, WIDTH - len(BAR) - indent)]
    if cell_len(name) > width:
        yield from _wrapped(name)
    else:
        first = inner.pop(0) if inner else ""
        yield name + " " * (width - cell_len(name) + 2) + first
    for line in inner:
        yield " " * indent + line


def _rows(table: Table) -> Iterator[str]:
    """Give a table in columns where they fit, else with its cells wrapped, else each row by itself."""
    rows = (table.columns, *table.rows)
    if not _fit(_widths(rows)):
        rows = tuple(tuple(cell.replace(PARTS, f"{PARTS.rstrip()}\n") for cell in row) for row in rows)
    widths = _narrowed(_widths(rows))
    if widths is None:
        for row in table.rows:
            yield from _wrapped(row[0])
            for cell in row[1:]:
                yield from (" " * INDENT + line for line in textwrap.wrap(cell, WIDTH - len(BAR) - INDENT))
        return
    yield _row(table.columns, widths)
    yield "  ".join("─" * width for width in widths)
    for row in rows[1:]:
        cells = [[*_in_column(cell, width)] for cell, width in zip(row, widths, strict=True)]
        yield from (_row(line, widths) for line in zip_longest(*cells, fillvalue=""))


def _in_column(cell: str, width: int) -> Iterator[str]:
    for part in cell.splitlines() or [""]:
        yield from textwrap.wrap(part, width) or [""] if cell_len(part) > width else [part]


def _widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    """Give the width of each column: of its widest line."""
    return [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in zip(*rows, strict=True)]


def _fit(widths: list[int]) -> bool:
    return sum(widths) + 2 * (len(widths) - 1) <= WIDTH - len(BAR)


def _narrowed(widths: list[int]) -> list[int] | None:
    """Make the widest columns narrower until all fit side by side.

    Give None where a column would be too narrow, or a cell of it too high, to be read as one.
    """
    narrowed = list(widths)
    while not _fit(narrowed):
        widest = max(narrowed)
        if widest <= NARROWEST:
            return None
        narrowed[narrowed.index(widest)] -= 1
    too_high = any(before > HIGHEST * after for before, after in zip(widths, narrowed, strict=True))
    return None if too_high else narrowed


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _document(document: Document) -> Iterator[str]:
    """Give a document as its text, under the name of its file."""
    yield f"{document.name}.md"
    for line in markdown(document).splitlines():
        yield from textwrap.wrap(line, WIDTH - len(BAR), drop_whitespace=False) or [""]


def _picture(picture: Picture) -> Iterator[str]:
    """Give a picture in words, with the course of each series in a line of blocks that are higher for better."""
    if picture.board is not None:
        yield from _board(picture.board)
    elif picture.gauges:
        yield from _wrapped(picture.title)
        for gauge in picture.gauges:
            yield from _gauge(gauge)
    else:
        yield from _wrapped(picture.text)
    for panel in picture.panels:
        first, last = panel.points[0].year, panel.points[-1].year
        yield from _wrapped(f"{panel.title}  {first} {''.join(_blocks(panel))} {last}")
    if picture.timeline is not None:
        yield from _timeline(picture.timeline)


def _timeline(timeline: Timeline) -> Iterator[str]:
    """Give how the count of each mark grew from the opening on, the marks one below the other."""
    widest = max(cell_len(trace.label) for trace in timeline.traces)
    for trace in timeline.traces:
        sign = " " if trace.mark is None else SIGNS[trace.mark]
        heights = (timeline.share(trace, Fraction(part, MOMENTS)) for part in range(MOMENTS + 1))
        shown = "".join(" " if each is None else _block(each) for each in heights)
        yield f"{sign} {trace.label}{' ' * (widest - cell_len(trace.label))}  {shown}".rstrip()


def _gauge(gauge: Gauge) -> Iterator[str]:
    """Give the bars of a gauge, each with its words, on one scale."""
    yield from _wrapped(gauge.title)
    bars = [each for each in (gauge.promised, gauge.delivered, gauge.target) if each is not None]
    longest, widest = max(each.value for each in bars) or Fraction(1), max(cell_len(each.label) for each in bars)
    for each in bars:
        padded = f"{each.label}{' ' * (widest - cell_len(each.label))}"
        yield f"  {padded}  {FULL * int(LONGEST_BAR * each.value / longest)}".rstrip()


def _board(board: Board) -> Iterator[str]:
    """Give a board as tiles, a sign before each code, with what the signs mean."""
    yield from _wrapped("   ".join(f"{SIGNS[mark]} {told}" for mark, told in board.legend))
    yield from textwrap.wrap(
        "  ".join(f"{SIGNS[seat.mark]}\u00a0{seat.code}" for seat in board.seats), WIDTH - len(BAR)
    )


def _blocks(panel: Panel) -> Iterator[str]:
    span = panel.highest - panel.lowest
    for point in panel.points:
        share = (point.value - panel.lowest) / span
        yield _block(1 - share if panel.falling else share)


def _block(height: Fraction) -> str:
    return BLOCKS[min(int(height * len(BLOCKS)), len(BLOCKS) - 1)]


def _button(button: Button) -> str:
    """Write a button as the line that says the same; a value of an option that is not required is named in it."""
    found = read_action(button.action)
    if found is None:
        return f"[{button.label}]"
    path, values = found
    command = REGISTRY.get(path)
    options = () if command is None else command.options
    named = {place: f"{option.name}:" for place, option in enumerate(options) if not option.required}
    words = (f"{named.get(place, '')}{_typed(value)}" for place, value in enumerate(values) if value)
    return f"[{button.label} → /{' '.join((*path.split('.'), *words))}]"


def _typed(value: str) -> str:
    """Write a value as it is typed: in quotes where it is more than one word, or might be taken for an option."""
    if not _QUOTED.search(value):
        return value
    return f"'{value}'" if '"' in value else f'"{value}"'
