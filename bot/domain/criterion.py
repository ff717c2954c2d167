"""One criterion of membership, as a charter words it: a line that figures must keep, or what people judge or do."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from bot.domain.ids import CriterionName
from bot.domain.indices import Figure, Index
from bot.domain.titles import Wording

MAX_AGE: Final = 2
"""Years after which a figure is too old, where a charter does not say: indices come out in the year after."""


class Basis(StrEnum):
    """What tells whether a criterion is met."""

    FIGURES = "figures"
    JUDGED = "judged"
    DECLARATION = "declaration"
    COMMITMENTS = "commitments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A fall of ``points`` within ``years`` puts a member at risk although it is still above the line."""

    points: Fraction
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The line that the figures of an index must keep; of its bounds, those that are given hold together.

    A figure is too old once more than ``max_age`` years lie between the year it describes and that of the evaluation.
    """

    index: Index
    at_least: Fraction | None = None
    above: Fraction | None = None
    at_most: Fraction | None = None
    below: Fraction | None = None
    statuses: tuple[str, ...] = ()
    max_age: int = MAX_AGE
    trend: Trend | None = None

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """The scores at which the line lies."""
        return tuple(each for each in (self.at_least, self.above, self.at_most, self.below) if each is not None)

    def kept_by(self, figure: Figure) -> bool | None:
        """Tell whether a figure keeps the line; None where it lacks the word that the line is drawn by."""
        score = figure.score
        if (
            (self.at_least is not None and score < self.at_least)
            or (self.above is not None and score <= self.above)
            or (self.at_most is not None and score > self.at_most)
            or (self.below is not None and score >= self.below)
        ):
            return False
        if not self.statuses:
            return True
        return figure.status in self.statuses if figure.status else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What a member is held to; ``measure`` is given where figures tell, and only there."""

    name: CriterionName
    title: Wording
    basis: Basis
    measure: Measure | None = None
