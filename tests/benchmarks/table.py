"""One table of figures: what was measured, its floor beside it, and whether the target is met."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

ROUNDS = 7
"""Rounds of which the median is taken; they alternate, so that a machine whose speed drifts changes all alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table, its figures in ``unit``.

    ``at_most`` is the target: for the ratio of product to floor where there is a floor, else for the product.
    ``more_at_most`` is one for what the product takes beyond its floor. A line without a target is there to be read.
    """

    measured: str
    product: float
    unit: str
    floor: float | None = None
    at_most: float | None = None
    more_at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor the product takes."""
        return None if self.floor is None else self.product / self.floor

    @property
    def more(self) -> float | None:
        """How much the product takes beyond its floor."""
        return None if self.floor is None else self.product - self.floor

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.more_at_most is not None and self.more is not None:
            return self.more <= self.more_at_most
        if self.at_most is None:
            return None
        return (self.product if self.ratio is None else self.ratio) <= self.at_most

    def cells(self) -> tuple[str, ...]:
        """Give the line as text, in the order of the heading."""
        return (
            self.measured,
            "" if self.floor is None else f"{_written(self.floor)} {self.unit}",
            f"{_written(self.product)} {self.unit}",
            "" if self.ratio is None else f"{self.ratio:.2f}",
            "" if self.more_at_most is None or self.more is None else f"{_written(self.more)} {self.unit}",
            self._target(),
            {True: "yes", False: "NO", None: ""}[self.met],
        )

    def _target(self) -> str:
        if self.more_at_most is not None:
            return f"≤ floor + {self.more_at_most:g} {self.unit}"
        if self.at_most is None:
            return ""
        return f"≤ {self.at_most:g}" + (f" {self.unit}" if self.ratio is None else "")


HEADING = ("measured", "floor", "product", "ratio", "more", "target", "met")


def printed(lines: Sequence[Line]) -> str:
    """Write the table, its columns as wide as they must be."""
    rows = [HEADING, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADING))]
    return "\n".join("  ".join(_aligned(row, widths)).rstrip() for row in rows)


def _written(figure: float) -> str:
    return f"{figure:,.0f}" if figure == int(figure) else f"{figure:,.3f}"


def _aligned(row: tuple[str, ...], widths: Sequence[int]) -> Iterable[str]:
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if 0 < column < len(HEADING) - 1 else cell.ljust(width)


def medians(*works: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, ...]:
    """Measure all works in turn, round after round; give the median of each."""
    taken = [tuple(work() for work in works) for _ in range(rounds)]
    return tuple(statistics.median(column) for column in zip(*taken, strict=True))
