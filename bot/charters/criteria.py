"""The shape of the criteria of membership in a charter file, and what they become.

A criterion is one of four things: the line that an index must keep, what the review body judges, the declaration, the
commitments. A key that would do nothing for it is a fault.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from bot.charters.constitution import Table, WordingTable
from bot.charters.faults import refused
from bot.domain.criterion import MAX_AGE, Basis, Criterion, Measure, Trend
from bot.domain.ids import CriterionName
from bot.domain.indices import SCALES, Index, Scale
from bot.domain.titles import Wording

LONGEST: Final = 100
"""The most years that an age or a trend may span."""

_LOWER: Final = ("at_least", "above")
_UPPER: Final = ("at_most", "below")


def read_score(value: object) -> Fraction:
    """Read a score exactly as the file writes it; a Fraction is a default."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise refused("charter.ScoreUnreadable")
    return Fraction(repr(value))


def _more_than_nothing(value: Fraction) -> Fraction:
    if value <= 0:
        raise refused("charter.FallOfNothing")
    return value


def _given(value: bool) -> bool:
    if not value:
        raise refused("charter.TrueOrNothing")
    return value


Score = Annotated[Fraction, BeforeValidator(read_score)]
Points = Annotated[Score, AfterValidator(_more_than_nothing)]
Given = Annotated[bool, AfterValidator(_given)]


class TrendTable(Table):
    """``trend = { points, years }``."""

    points: Points
    years: Annotated[int, Field(ge=1, le=LONGEST)]


class CriterionTable(Table):
    """``[criteria.NAME]``."""

    title: WordingTable
    index: Annotated[Index | None, Field(strict=False)] = None
    at_least: Score | None = None
    above: Score | None = None
    at_most: Score | None = None
    below: Score | None = None
    status: list[str] | None = None
    max_age: Annotated[int | None, Field(ge=0, le=LONGEST)] = None
    trend: TrendTable | None = None
    judged: Given | None = None
    declaration: Given | None = None
    commitments: Given | None = None

    @field_validator("at_least", "above", "at_most", "below", "status", "max_age", "trend")
    @classmethod
    def _of_an_index(cls, value: object, info: ValidationInfo) -> object:
        if value is not None and "index" in info.data and info.data["index"] is None:
            raise refused("charter.LineWithoutIndex")
        return value

    @field_validator("at_least", "above", "at_most", "below")
    @classmethod
    def _on_the_scale(cls, value: Fraction | None, info: ValidationInfo) -> Fraction | None:
        scale = _scale(info)
        if value is not None and scale is not None and not scale.holds(value):
            raise refused("charter.BeyondScale", lowest=str(scale.lowest), highest=str(scale.highest))
        return value

    @field_validator("above", "below")
    @classmethod
    def _one_bound_on_a_side(cls, value: Fraction | None, info: ValidationInfo) -> Fraction | None:
        other = _LOWER[0] if info.field_name == _LOWER[1] else _UPPER[0]
        if value is not None and info.data.get(other) is not None:
            raise refused("charter.BoundTwice", other=other)
        return value

    @field_validator("status")
    @classmethod
    def _words_of_the_index(cls, value: list[str] | None, info: ValidationInfo) -> list[str] | None:
        scale = _scale(info)
        if value is None or scale is None:
            return value
        if not value:
            raise refused("charter.StatusEmpty")
        for word in value:
            if word not in scale.statuses:
                raise refused("charter.StatusOfNoIndex", value=word, known=scale.statuses)
        return value

    @field_validator("trend")
    @classmethod
    def _a_fall_that_there_can_be(cls, value: TrendTable | None, info: ValidationInfo) -> TrendTable | None:
        scale = _scale(info)
        if value is not None and scale is not None and value.points > scale.highest - scale.lowest:
            raise refused("charter.FallBeyondScale", most=str(scale.highest - scale.lowest))
        return value

    @field_validator("judged", "declaration", "commitments")
    @classmethod
    def _one_thing_only(cls, value: bool | None, info: ValidationInfo) -> bool | None:
        others = (key for key in ("index", "judged", "declaration", "commitments") if info.data.get(key) is not None)
        other = next(others, None)
        if value is not None and other is not None:
            raise refused("charter.TwoBases", other=other)
        return value

    @model_validator(mode="after")
    def _something_at_all(self) -> Self:
        if self.index is None and not any((self.judged, self.declaration, self.commitments)):
            raise refused("charter.CriterionWithoutBasis")
        bounds = [getattr(self, key) for key in (*_LOWER, *_UPPER)]
        if self.index is not None and self.status is None and self.trend is None and bounds == [None] * len(bounds):
            raise refused("charter.IndexWithoutLine")
        if not _can_be_kept(bounds):
            raise refused("charter.LineNobodyKeeps")
        return self

    @property
    def basis(self) -> Basis:
        """What tells whether the criterion is met."""
        if self.index is not None:
            return Basis.FIGURES
        if self.judged:
            return Basis.JUDGED
        return Basis.DECLARATION if self.declaration else Basis.COMMITMENTS


def _scale(info: ValidationInfo) -> Scale | None:
    index = info.data.get("index")
    return None if index is None else SCALES[index]


def _can_be_kept(bounds: list[Fraction | None]) -> bool:
    at_least, above, at_most, below = bounds
    low, high = (at_least if above is None else above), (at_most if below is None else below)
    if low is None or high is None:
        return True
    return low < high or (low == high and above is None and below is None)


def typed_criteria(tables: Mapping[str, CriterionTable]) -> dict[CriterionName, Criterion]:
    """Build the criteria of a charter whose tables have passed every check."""
    return {CriterionName(name): _criterion(CriterionName(name), table) for name, table in tables.items()}


def _criterion(name: CriterionName, table: CriterionTable) -> Criterion:
    title = Wording(en=table.title.en, fr=table.title.fr)
    measure = None if table.index is None else _measure(table.index, table)
    return Criterion(name=name, title=title, basis=table.basis, measure=measure)


def _measure(index: Index, table: CriterionTable) -> Measure:
    trend = table.trend
    return Measure(
        index=index,
        at_least=table.at_least,
        above=table.above,
        at_most=table.at_most,
        below=table.below,
        statuses=tuple(table.status or ()),
        max_age=MAX_AGE if table.max_age is None else table.max_age,
        trend=None if trend is None else Trend(points=trend.points, years=trend.years),
    )
