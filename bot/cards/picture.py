"""A picture as a card has it: what is drawn, and the same in words. The bytes are made by whoever shows it."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Panels one over the other; ``text`` says the same in words. ``name`` is that of a file, without its ending."""

    name: str
    title: str
    text: str
    panels: tuple[Panel, ...]
