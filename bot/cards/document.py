"""What goes with a card as a file: a document to read, or a part of the record for other programs.

A document is its blocks, and the same as Markdown; a PDF is made by the fronts.

Nothing that a person typed is taken for markup: what Markdown would read as such is escaped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class BlockKind(StrEnum):
    """What a block of a document is."""

    TITLE = "title"
    HEADING = "heading"
    SUBHEADING = "subheading"
    TEXT = "text"
    NOTE = "note"
    QUOTE = "quote"
    ITEM = "item"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block: its words, or the rows of a table, of which the first heads the others."""

    kind: BlockKind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document in one language; ``name`` is that of its file, without its ending. ``dated`` is what it is as of."""

    name: str
    title: str
    language: str
    dated: datetime
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it is, whose ``name`` has its ending; ``instead`` is said where it cannot go along."""

    name: str
    content: str
    instead: str


_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~])")
_LEADING: Final = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=\s|$|[-+=])|\d{1,9}[.)](?=\s|$)|>)", re.MULTILINE)


def markdown(document: Document) -> str:
    """Write a document as Markdown."""
    parts: list[str] = []
    items: list[str] = []
    for block in document.blocks:
        if block.kind is BlockKind.ITEM:
            items.append(f"- {_indented(block.text)}")
            continue
        if items:
            parts.append("\n".join(items))
            items = []
        parts.append(_written(block))
    if items:
        parts.append("\n".join(items))
    return "\n\n".join(parts) + "\n"


def _written(block: Block) -> str:
    match block.kind:
        case BlockKind.TITLE:
            return f"# {_line(block.text)}"
        case BlockKind.HEADING:
            return f"## {_line(block.text)}"
        case BlockKind.SUBHEADING:
            return f"### {_line(block.text)}"
        case BlockKind.QUOTE:
            return "\n".join(f"> {line}".rstrip() for line in _broken(block.text))
        case BlockKind.NOTE:
            return f"*{_line(block.text)}*"
        case BlockKind.TABLE:
            return "\n".join(_rows(block.rows))
        case _:
            return "\n".join(_broken(block.text))


def escaped(text: str) -> str:
    """Write a person's words so that Markdown shows them as they are."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LEADING.sub(_kept, _MARKUP.sub(r"\\\1", lines))


def _kept(found: re.Match[str]) -> str:
    mark = found.group(2)
    if mark[0].isdigit():
        return f"{found.group(1)}{mark[:-1]}\\{mark[-1]}"
    return f"{found.group(1)}{mark}" if mark.startswith("\\") else f"{found.group(1)}\\{mark}"


def _line(text: str) -> str:
    """Write what stands on one line, behind a mark of its own, so that nothing in it begins a line."""
    return " ".join(_MARKUP.sub(r"\\\1", text).split())


def _broken(text: str) -> Iterator[str]:
    """Give the lines of a text; a single end of a line stays one."""
    lines = escaped(text.strip()).split("\n")
    for number, line in enumerate(lines):
        goes_on = line.strip() and number + 1 < len(lines) and lines[number + 1].strip()
        yield f"{line.strip()}\\" if goes_on else line.strip()


def _indented(text: str) -> str:
    return "\n  ".join(_broken(text))


def _rows(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"| {' | '.join(_line(cell) for cell in row)} |"
        if number == 0:
            yield f"|{' --- |' * len(row)}"
