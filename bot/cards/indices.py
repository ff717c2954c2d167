"""Indices as people see them: the words of their scales, and the picture of their figures over the years."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from bot.cards.names import name_of
from bot.cards.picture import Line, Panel, Picture, Point
from bot.domain.criterion import Criterion, Measure
from bot.domain.indices import SCALES, Figure, Figures, Index
from bot.domain.membership import Member
from bot.locales.catalogue import Interpreter

PANELS: Final = 3
"""Indices that one picture shows: what is still read on a telephone."""
SPAN: Final = 25
"""Years that a picture goes back."""


def status_words(status: str, say: Interpreter) -> str:
    """Give an index's word for a score in the reader's language; nothing for none."""
    return say.words(f"index.status.{status.lower().replace(' ', '_')}") if status else ""


def picture_of(
    member: Member, criteria: tuple[Criterion, ...], figures: Figures, *, year: int, say: Interpreter
) -> Picture | None:
    """Draw the indices that the criteria look at, the first few; None where there is not a figure of any."""
    shown = [(index, measures, series) for index, measures, series in _series(criteria, figures, year)][:PANELS]
    if not shown:
        return None
    title = say.words("picture.indices.title", member=name_of(member, say.language))  # fonts have no flags
    told = " ".join(_in_words(index, measures, series, say) for index, measures, series in shown)
    return Picture(
        name=f"criteria-{member.code.lower()}",
        title=title,
        text=f"{title}. {told}",
        panels=tuple(_panel(index, measures, series, say) for index, measures, series in shown),
    )


def _series(
    criteria: tuple[Criterion, ...], figures: Figures, year: int
) -> Iterator[tuple[Index, tuple[Measure, ...], tuple[Figure, ...]]]:
    """Give each index once, with all that is asked of it and its figures of the years shown."""
    asked: dict[Index, list[Measure]] = {}
    for criterion in criteria:
        if criterion.measure is not None:
            asked.setdefault(criterion.measure.index, []).append(criterion.measure)
    for index, measures in asked.items():
        series = tuple(figure for figure in figures.until(index, year) if year - figure.year <= SPAN)
        if series:
            yield index, tuple(measures), series


def _panel(index: Index, measures: tuple[Measure, ...], series: tuple[Figure, ...], say: Interpreter) -> Panel:
    scale = SCALES[index]
    return Panel(
        title=say.words("picture.indices.panel", index=index),
        points=tuple(
            Point(year=each.year, value=each.score, low=each.reading.low, high=each.reading.high) for each in series
        ),
        lowest=min(max(scale.lowest, Fraction(0)), *(each.score for each in series)),
        highest=scale.highest,
        lines=tuple(
            Line(value=bound, label=say.words("picture.indices.line", score=say.decimal(bound)))
            for bound in dict.fromkeys(bound for measure in measures for bound in measure.bounds)
        ),
        falling=scale.falling,
    )


def _in_words(index: Index, measures: tuple[Measure, ...], series: tuple[Figure, ...], say: Interpreter) -> str:
    """Say what a panel shows: where the series begins and ends, its extremes, and the charter's line."""
    lowest, highest = (choose(series, key=lambda each: each.score) for choose in (min, max))
    first, last = series[0], series[-1]
    facts = {
        name: value
        for end, figure in (("first", first), ("last", last), ("lowest", lowest), ("highest", highest))
        for name, value in ((end, say.decimal(figure.score)), (f"{end}_year", str(figure.year)))
    }
    told = (
        say.words("picture.indices.text.one", index=index, year=str(first.year), score=say.decimal(first.score))
        if len(series) == 1
        else say.words("picture.indices.text", index=index, **facts)
    )
    bounds = dict.fromkeys(bound for measure in measures for bound in measure.bounds)
    if not bounds:
        return told
    lines = say.listed(tuple(say.decimal(bound) for bound in bounds))
    return f"{told} {say.words('picture.indices.text.line', lines=lines)}"
