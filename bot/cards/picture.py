"""A picture as a card has it: what is drawn, and the same in words. The bytes are made by whoever shows it."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value in a year; ``low`` and ``high`` are the ends of its uncertainty, where it has any."""

    year: int
    value: Fraction
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A level that matters, drawn across, with its name."""

    value: Fraction
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One series over the years, on the scale from ``lowest`` to ``highest``.

    Where less is better, ``falling``, the scale stands on its head, so that worse is always lower.
    """

    title: str
    points: tuple[Point, ...]
    lowest: Fraction
    highest: Fraction
    lines: tuple[Line, ...] = ()
    falling: bool = False


class Mark(StrEnum):
    """What a seat on a board did. Each has a colour and a sign of its own: neither alone carries the meaning."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    SILENT = "silent"
    APART = "apart"
    """It could not vote: recused, concerned, suspended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One member on a board, by its code."""

    code: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Who voted how, as the board of an assembly hall shows it.

    ``legend`` says what each mark means, with its total; ``lines`` stand under the title: the rule, the result.
    """

    seats: tuple[Seat, ...]
    legend: tuple[tuple[Mark, str], ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Panels one over the other, or a board; ``text`` says the same in words. ``name`` is that of a file, bare.

    ``repeats`` says that its card tells all of it anyway: where it cannot be shown, nothing has to stand in its place.
    """

    name: str
    title: str
    text: str
    panels: tuple[Panel, ...] = ()
    board: Board | None = None
    repeats: bool = False
