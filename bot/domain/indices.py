"""The published indices of democracy that the house knows, and the figures of states on them.

A figure is one state's place on one index in one year: the year that it describes, not that of its edition. Scores are
exact fractions, as the file wrote them. Sources of the scales: Freedom House, *Freedom in the World* (ratings of 1 to
7, points of 0 to 40 and 0 to 60, of which up to four may be taken off for a change of a people's make-up); V-Dem's
codebook (0 to 1; Regimes of the World 0 to 3); the Economist Intelligence Unit's *Democracy Index* (0 to 10).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, Self

from bot.domain.ids import MemberCode


class Index(StrEnum):
    """A published index, by the name that files and charters give it."""

    FH_TOTAL = "fh_total"
    FH_POLITICAL_POINTS = "fh_pr_points"
    FH_CIVIL_POINTS = "fh_cl_points"
    FH_POLITICAL_RIGHTS = "fh_political_rights"
    FH_CIVIL_LIBERTIES = "fh_civil_liberties"
    LIBERAL_DEMOCRACY = "vdem_liberal_democracy"
    ELECTORAL_DEMOCRACY = "vdem_electoral_democracy"
    REGIMES = "regimes_of_the_world"
    EIU = "eiu_democracy_index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What scores an index gives. ``falling`` says that less is better; ``statuses`` are its words, the best first."""

    lowest: Fraction
    highest: Fraction
    whole: bool = False
    falling: bool = False
    statuses: tuple[str, ...] = ()

    def holds(self, score: Fraction) -> bool:
        """Tell whether the index gives such a score."""
        return self.lowest <= score <= self.highest and not (self.whole and score.denominator != 1)

    def worsening(self, before: Fraction, now: Fraction) -> Fraction:
        """Give by how much a score is worse than an earlier one; less than nothing where it is better."""
        return now - before if self.falling else before - now


FREEDOM: Final = ("Free", "Partly Free", "Not Free")
REGIMES: Final = ("Liberal democracy", "Electoral democracy", "Electoral autocracy", "Closed autocracy")
TYPES: Final = ("Full democracy", "Flawed democracy", "Hybrid regime", "Authoritarian regime")
TAKEN_OFF: Final = 4
"""The most points that Freedom House takes off for what question B of political rights asks."""


def _scale(
    lowest: int, highest: int, *, whole: bool = False, falling: bool = False, statuses: tuple[str, ...] = ()
) -> Scale:
    ends = {"lowest": Fraction(lowest), "highest": Fraction(highest)}
    return Scale(**ends, whole=whole, falling=falling, statuses=statuses)


SCALES: Final[Mapping[Index, Scale]] = {
    Index.FH_TOTAL: _scale(-TAKEN_OFF, 100, whole=True, statuses=FREEDOM),
    Index.FH_POLITICAL_POINTS: _scale(-TAKEN_OFF, 40, whole=True, statuses=FREEDOM),
    Index.FH_CIVIL_POINTS: _scale(0, 60, whole=True, statuses=FREEDOM),
    Index.FH_POLITICAL_RIGHTS: _scale(1, 7, whole=True, falling=True, statuses=FREEDOM),
    Index.FH_CIVIL_LIBERTIES: _scale(1, 7, whole=True, falling=True, statuses=FREEDOM),
    Index.LIBERAL_DEMOCRACY: _scale(0, 1),
    Index.ELECTORAL_DEMOCRACY: _scale(0, 1),
    Index.REGIMES: _scale(0, 3, whole=True, statuses=REGIMES),
    Index.EIU: _scale(0, 10, statuses=TYPES),
}
"""The scale of every index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A score in one year; ``status`` is the index's word for it, empty where it has none.

    ``low`` and ``high`` are the ends of its uncertainty, where the index tells them.
    """

    year: int
    score: Fraction
    status: str = ""
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A reading of one state on one index, and who published it."""

    member: MemberCode
    index: Index
    reading: Reading
    source: str

    @property
    def year(self) -> int:
        """The year that the figure describes."""
        return self.reading.year

    @property
    def score(self) -> Fraction:
        """The score."""
        return self.reading.score

    @property
    def status(self) -> str:
        """The index's word for the score; empty where it has none."""
        return self.reading.status


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one state: those of each index in the order of their years."""

    by_index: Mapping[Index, tuple[Figure, ...]]

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> Self:
        """Sort the figures of one state."""
        sorted_: dict[Index, list[Figure]] = {}
        for figure in sorted(figures, key=lambda each: each.year):
            sorted_.setdefault(figure.index, []).append(figure)
        return cls({index: tuple(each) for index, each in sorted_.items()})

    def until(self, index: Index, year: int) -> tuple[Figure, ...]:
        """Give the figures of an index up to a year, that one too."""
        return tuple(figure for figure in self.by_index.get(index, ()) if figure.year <= year)
