"""Whether a member meets the criteria of its charter, as far as figures and the record can show (spec: criteria).

A figure that is missing or too old is *unknown*, never a pass. What people must judge is left to the review body. A
fall puts a member *at risk* although it is still above the line. The year of an evaluation is the one that ages are
counted from, and no figure of a later year is looked at, so that any past year can be evaluated again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from bot.domain.criterion import Basis, Criterion, Measure, Trend
from bot.domain.ids import CriterionName, MemberCode
from bot.domain.indices import SCALES, Figure, Figures, Index


class Showing(StrEnum):
    """What an evaluation says of one criterion."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"
    JUDGED = "judged"


class Outlook(StrEnum):
    """What all criteria together say of a member; what is judged has no part in it."""

    FAILS = "fails"
    AT_RISK = "at risk"
    UNKNOWN = "unknown"
    MEETS = "meets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertakings:
    """What the record says of a member's own acts; None where it says nothing.

    ``declared``: whether it has signed the declaration. ``commitments``: how many it has made; ``overdue``: how many of
    them are.
    """

    declared: bool | None = None
    commitments: int | None = None
    overdue: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A fall that a charter minds: from the best figure within its years to the latest one, by ``points``."""

    start: Figure
    end: Figure
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One criterion evaluated; ``figure`` is the latest there is, too old or not."""

    criterion: Criterion
    showing: Showing
    figure: Figure | None = None
    fall: Fall | None = None


class Turn(StrEnum):
    """How a member's standing on a criterion has moved.

    FAILED: it met the criterion and does not any more. FOUND: nothing was known of it, and it does not meet it. FELL:
    its figures have fallen as far as the charter minds.
    """

    FAILED = "failed"
    FOUND = "found"
    FELL = "fell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One way in which a member's standing has moved, with the figures that show it."""

    criterion: CriterionName
    turn: Turn
    index: Index
    year: int
    score: Fraction
    status: str
    before_year: int | None = None
    before_score: Fraction | None = None
    before_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A member whose standing has moved, and why."""

    member: MemberCode
    movements: tuple[Movement, ...]


NOTHING_KNOWN: Final = Undertakings()


def evaluate(
    criteria: Mapping[CriterionName, Criterion],
    figures: Figures,
    *,
    year: int,
    undertakings: Undertakings = NOTHING_KNOWN,
) -> tuple[Assessment, ...]:
    """Evaluate every criterion for one member, as of a year."""
    return tuple(_assess(criterion, figures, year, undertakings) for criterion in criteria.values())


def _assess(criterion: Criterion, figures: Figures, year: int, undertakings: Undertakings) -> Assessment:
    match criterion.basis:
        case Basis.FIGURES if criterion.measure is not None:
            return _measured(criterion, criterion.measure, figures, year)
        case Basis.FIGURES:
            raise ValueError(f"{criterion.name} has no measure")
        case Basis.JUDGED:
            return Assessment(criterion=criterion, showing=Showing.JUDGED)
        case Basis.DECLARATION:
            return Assessment(criterion=criterion, showing=_showing(undertakings.declared))
        case Basis.COMMITMENTS:
            return Assessment(criterion=criterion, showing=_showing(_committed(undertakings)))


def _measured(criterion: Criterion, measure: Measure, figures: Figures, year: int) -> Assessment:
    series = figures.until(measure.index, year)
    if not series:
        return Assessment(criterion=criterion, showing=Showing.UNKNOWN)
    latest = series[-1]
    if year - latest.year > measure.max_age:
        return Assessment(criterion=criterion, showing=Showing.UNKNOWN, figure=latest)
    fall = None if measure.trend is None else fall_within(measure.trend, series)
    return Assessment(criterion=criterion, showing=_showing(measure.kept_by(latest)), figure=latest, fall=fall)


def fall_within(trend: Trend, series: tuple[Figure, ...]) -> Fall | None:
    """Give the fall that a trend minds at the end of a series of one index, in the order of its years."""
    *earlier, latest = series
    scale = SCALES[latest.index]
    within = [figure for figure in earlier if latest.year - figure.year <= trend.years]
    if not within:
        return None
    best = max(within, key=lambda figure: (scale.worsening(figure.score, latest.score), figure.year))
    points = scale.worsening(best.score, latest.score)
    return Fall(start=best, end=latest, points=points) if points >= trend.points else None


def _showing(holds: bool | None) -> Showing:
    if holds is None:
        return Showing.UNKNOWN
    return Showing.MET if holds else Showing.NOT_MET


def _committed(undertakings: Undertakings) -> bool | None:
    """Tell whether commitments have been made and none is overdue."""
    if undertakings.commitments is None or undertakings.overdue is None:
        return None
    return undertakings.commitments > 0 and undertakings.overdue == 0


def standing_of(assessments: Iterable[Assessment]) -> Outlook:
    """Sum up what the criteria that are not judged say: the worst of them, and a pass only where all are met."""
    told = [each for each in assessments if each.showing is not Showing.JUDGED]
    showings = {each.showing for each in told}
    if Showing.NOT_MET in showings:
        return Outlook.FAILS
    if any(each.fall is not None for each in told):
        return Outlook.AT_RISK
    return Outlook.MEETS if showings == {Showing.MET} else Outlook.UNKNOWN


def movement(before: tuple[Assessment, ...], after: tuple[Assessment, ...]) -> tuple[Movement, ...]:
    """Give what a member newly fails, and where it has newly fallen, from one evaluation to another.

    Only figures move a member here; what it signs and what is judged is told by those acts themselves.
    """
    earlier = {each.criterion.name: each for each in before}
    found: list[Movement] = []
    for now in after:
        then = earlier.get(now.criterion.name)
        if now.figure is None:
            continue
        if now.showing is Showing.NOT_MET and (then is None or then.showing is not Showing.NOT_MET):
            known = then is not None and then.showing is Showing.MET
            found.append(_moved(now, now.figure, Turn.FAILED if known else Turn.FOUND, then.figure if then else None))
        if now.fall is not None and (then is None or then.fall is None):
            found.append(_moved(now, now.fall.end, Turn.FELL, now.fall.start))
    return tuple(found)


def _moved(assessment: Assessment, figure: Figure, turn: Turn, before: Figure | None) -> Movement:
    return Movement(
        criterion=assessment.criterion.name,
        turn=turn,
        index=figure.index,
        year=figure.year,
        score=figure.score,
        status=figure.status,
        before_year=None if before is None else before.year,
        before_score=None if before is None else before.score,
        before_status="" if before is None else before.status,
    )


def due_reviews(
    criteria: Mapping[CriterionName, Criterion], figures: Mapping[MemberCode, tuple[Figures, Figures]], *, year: int
) -> tuple[Moved, ...]:
    """Give the members that are due for a review, and why: their figures show them newly failing or newly fallen.

    ``figures`` holds those of each member as they were and as they are now.
    """
    found = (
        Moved(
            member=member,
            movements=movement(evaluate(criteria, then, year=year), evaluate(criteria, now, year=year)),
        )
        for member, (then, now) in figures.items()
    )
    return tuple(each for each in found if each.movements)
