"""A picture as a card has it: what is drawn, and the same in words. The bytes are made by whoever shows it."""

from dataclasses import dataclass
from datetime import datetime
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
class Tick:
    """An instant with what stands beside it."""

    at: datetime
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How many there were from an instant on, until the next step."""

    at: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How the number of ballots of one mark rose and fell; of all ballots, whatever they say, where it has none."""

    mark: Mark | None
    label: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Numbers over the time from ``begins`` to ``ends``, told as far as ``until``.

    ``close`` is the instant that all leads to; ``level`` is drawn across, and ``highest`` is the top of the scale.
    ``ticks`` are what stands along the time.
    """

    traces: tuple[Trace, ...]
    begins: datetime
    ends: datetime
    until: datetime
    close: Tick
    ticks: tuple[Tick, ...]
    highest: int
    level: Line | None = None

    def share(self, trace: Trace, part: Fraction) -> Fraction | None:
        """Give how much of the scale a trace fills after a part of the time; None where that is not known yet."""
        at = self.begins + (self.ends - self.begins) * part.numerator / part.denominator
        before = [step.count for step in trace.steps if step.at <= at]
        return Fraction(before[-1], max(self.highest, 1)) if before and at <= self.until else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An amount with what it is, in words."""

    value: Fraction
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """How much there is of something in one unit: what is promised, what of that is there, what is asked for.

    Each has a scale of its own: amounts of different units cannot be compared.
    """

    title: str
    promised: Bar
    delivered: Bar
    target: Bar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One drawing: panels, a board, a timeline or gauges; ``text`` says the same in words. ``name`` is a file's, bare.

    ``repeats`` says that its card tells all of it anyway: where it cannot be shown, nothing has to stand in its place.
    """

    name: str
    title: str
    text: str
    panels: tuple[Panel, ...] = ()
    board: Board | None = None
    timeline: Timeline | None = None
    gauges: tuple[Gauge, ...] = ()
    repeats: bool = False
