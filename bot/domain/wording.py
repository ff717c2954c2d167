"""Texts and their changes: numbered paragraphs, the difference between two texts, and amendments to one text.

Spec: rules, amendments. An amendment holds the whole text as it would have it, so that what it changes can be shown,
measured and carried over. Lines are the unit: two amendments that change the same lines exclude each other.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.alignment import edits, shared

_NUMBERED: Final = re.compile(r"\s*(?P<number>[0-9]{1,4})[.)]\s+\S")
_WORDS: Final = re.compile(r"\s+|[^\s]+")


class ChangeKind(StrEnum):
    """What became of a line."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A line of the difference between two texts."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph with its lines; ``number`` is None before the first that is numbered."""

    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines ``start`` to ``end`` of the original are replaced by ``lines``."""

    start: int
    end: int
    lines: tuple[str, ...]


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Take a text apart: a numbered paragraph begins on a line such as ``3. The members …``."""
    found: list[tuple[int | None, list[str]]] = []
    for line in text.split("\n"):
        numbered = _NUMBERED.match(line)
        if numbered or not found:
            found.append((int(numbered["number"]) if numbered else None, [line]))
        else:
            found[-1][1].append(line)
    return tuple(Paragraph(number=number, text="\n".join(lines)) for number, lines in found)


def paragraph(text: str, number: int) -> str | None:
    """Give a numbered paragraph; None where the text has none of that number."""
    return next((each.text.strip() for each in paragraphs(text) if each.number == number), None)


def without_paragraph(text: str, number: int) -> str | None:
    """Give the text without one numbered paragraph; None where it has none of that number, or no other at all.

    The others keep their numbers: what was deleted stays visible. A preamble by itself decides nothing, and what comes
    before the first number is one (General Assembly, rule 129: all operative parts rejected, the whole is). Where a
    number stands twice the first is meant, as ``paragraph`` has it.
    """
    every = paragraphs(text)
    place = next((place for place, each in enumerate(every) if each.number == number), None)
    if place is None:
        return None
    kept = every[:place] + every[place + 1 :]
    return "\n".join(each.text for each in kept) if any(each.number is not None for each in kept) else None


def difference(old: str, new: str) -> tuple[Change, ...]:
    """Give the difference between two texts, line by line, with as many lines kept as can be."""
    before, after = old.split("\n"), new.split("\n")
    changes: list[Change] = []
    kept_from = 0
    for edit in edits(before, after):
        changes += [Change(kind=ChangeKind.KEPT, text=line) for line in before[kept_from : edit.start]]
        changes += [Change(kind=ChangeKind.REMOVED, text=line) for line in before[edit.start : edit.end]]
        changes += [Change(kind=ChangeKind.ADDED, text=line) for line in after[edit.begin : edit.stop]]
        kept_from = edit.end
    changes += [Change(kind=ChangeKind.KEPT, text=line) for line in before[kept_from:]]
    return tuple(changes)


def distance(old: str, new: str) -> int:
    """Measure how far two texts are from each other: the fewest characters of words and of spaces removed and added.

    Characters count as alike only in the same word. The measure is 0 for equal texts alone, the same both ways, and
    no longer than any way round over a third text.
    """
    return len(old) + len(new) - 2 * shared(_characters(old), _characters(new))


def _characters(text: str) -> list[str]:
    """Give for each character the word, or the space, that it is part of."""
    return [word for word in _WORDS.findall(text) for _ in word]


def merged(original: str, accepted: str, other: str) -> str | None:
    """Carry what ``other`` changes of ``original`` over to ``accepted``; None where both change the same lines.

    A change made by both alike is one change. Insertions at one place by both exclude each other, as do changes that
    touch an insertion: nobody could say in which order the words were meant. None too where both together would leave
    no text at all.
    """
    base = original.split("\n")
    first, second = _edits(base, accepted.split("\n")), _edits(base, other.split("\n"))
    edits = list(first)
    for edit in second:
        if edit in first:
            continue
        if any(_touch(edit, each) for each in first):
            return None
        edits.append(edit)
    lines = list(base)
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        lines[edit.start : edit.end] = edit.lines
    text = "\n".join(lines)
    return text if text.strip() or not (accepted.strip() and other.strip()) else None


def _edits(base: list[str], changed: list[str]) -> list[_Edit]:
    """Give the edits, line by line where as many lines replace others: each such line is a change of its own."""
    found: list[_Edit] = []
    for edit in edits(base, changed):
        lines = tuple(changed[edit.begin : edit.stop])
        if len(lines) == edit.end - edit.start:
            found += [_Edit(edit.start + step, edit.start + step + 1, (line,)) for step, line in enumerate(lines)]
        else:
            found.append(_Edit(edit.start, edit.end, lines))
    return found


def _touch(one: _Edit, other: _Edit) -> bool:
    """Tell whether two edits change the same lines, or put lines in at one place."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end
