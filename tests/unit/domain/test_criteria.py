"""Criteria evaluated on figures: what is missing or old is unknown, never a pass (spec: criteria)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.criteria import (
    Outlook,
    Showing,
    Turn,
    Undertakings,
    due_reviews,
    evaluate,
    movement,
    standing_of,
)
from bot.domain.criterion import Basis, Criterion, Measure, Trend
from bot.domain.ids import CriterionName, MemberCode
from bot.domain.indices import SCALES, Figure, Figures, Index, Reading
from bot.domain.titles import Wording

EST, HUN = MemberCode("EST"), MemberCode("HUN")
TITLE = Wording(en="One", fr="Un")
POINTS = Measure(index=Index.FH_TOTAL, at_least=Fraction(70), trend=Trend(points=Fraction(5), years=3))
RATING = Measure(index=Index.FH_CIVIL_LIBERTIES, at_most=Fraction(2), trend=Trend(points=Fraction(1), years=2))


def figure(year: int, score: float | str, index: Index = Index.FH_TOTAL, status: str = "") -> Figure:
    reading = Reading(year=year, score=Fraction(str(score)), status=status)
    return Figure(member=EST, index=index, reading=reading, source="Test")


def by(measure: Measure) -> dict[CriterionName, Criterion]:
    name = CriterionName("one")
    return {name: Criterion(name=name, title=TITLE, basis=Basis.FIGURES, measure=measure)}


def showing(measure: Measure, *figures: Figure, year: int = 2026) -> Showing:
    [assessment] = evaluate(by(measure), Figures.of(figures), year=year)
    return assessment.showing


@pytest.mark.parametrize(
    ("measure", "score", "expected"),
    [
        (Measure(index=Index.FH_TOTAL, at_least=Fraction(70)), 70, Showing.MET),
        (Measure(index=Index.FH_TOTAL, at_least=Fraction(70)), 69, Showing.NOT_MET),
        (Measure(index=Index.EIU, above=Fraction(8)), 8, Showing.NOT_MET),
        (Measure(index=Index.EIU, above=Fraction(8)), "8.01", Showing.MET),
        (Measure(index=Index.FH_CIVIL_LIBERTIES, at_most=Fraction(2)), 2, Showing.MET),
        (Measure(index=Index.FH_CIVIL_LIBERTIES, at_most=Fraction(2)), 3, Showing.NOT_MET),
        (Measure(index=Index.FH_CIVIL_LIBERTIES, below=Fraction(3)), 3, Showing.NOT_MET),
        (Measure(index=Index.FH_CIVIL_LIBERTIES, below=Fraction(3)), 2, Showing.MET),
    ],
)
def test_line_is_kept_exactly(measure: Measure, score: float | str, expected: Showing) -> None:
    """A full democracy is one above 8.0: eight itself is none."""
    assert showing(measure, figure(2025, score, measure.index)) is expected


@pytest.mark.parametrize(
    ("status", "score", "expected"),
    [
        ("Free", 71, Showing.MET),
        ("Partly Free", 71, Showing.NOT_MET),
        ("Free", 69, Showing.NOT_MET),
        ("", 71, Showing.UNKNOWN),
        ("", 69, Showing.NOT_MET),
    ],
)
def test_status_and_score_hold_together(status: str, score: int, expected: Showing) -> None:
    """What lacks the index's word is unknown by it, unless its score has already failed."""
    measure = Measure(index=Index.FH_TOTAL, at_least=Fraction(70), statuses=("Free",))
    assert showing(measure, figure(2025, score, status=status)) is expected


@pytest.mark.parametrize(
    ("year_of_figure", "max_age", "expected"),
    [
        (2026, 0, Showing.MET),
        (2025, 0, Showing.UNKNOWN),
        (2024, 2, Showing.MET),
        (2023, 2, Showing.UNKNOWN),
        (2027, 2, Showing.UNKNOWN),
    ],
)
def test_figure_is_looked_at_while_it_is_of_age(year_of_figure: int, max_age: int, expected: Showing) -> None:
    """Ages are counted from the year of the evaluation; a figure of a later year is not looked at."""
    measure = Measure(index=Index.FH_TOTAL, at_least=Fraction(70), max_age=max_age)
    assert showing(measure, figure(year_of_figure, 90)) is expected


def test_figures_of_another_index_show_nothing() -> None:
    assert showing(POINTS, figure(2025, "9.5", Index.EIU)) is Showing.UNKNOWN


@pytest.mark.parametrize(
    ("figures", "points"),
    [
        ([(2022, 90), (2025, 85)], 5),
        ([(2021, 90), (2025, 80)], None),
        ([(2022, 90), (2025, 86)], None),
        ([(2022, 80), (2023, 90), (2024, 88), (2025, 84)], 6),
        ([(2024, 80), (2025, 90)], None),
        ([(2025, 40)], None),
    ],
)
def test_fall_is_from_the_best_figure_within_its_years(figures: list[tuple[int, int]], points: int | None) -> None:
    [assessment] = evaluate(by(POINTS), Figures.of(figure(*each) for each in figures), year=2026)
    assert (None if assessment.fall is None else assessment.fall.points) == points


def test_fall_on_a_scale_where_less_is_better_is_a_rise_of_the_number() -> None:
    """A rating of Freedom House goes from 1, the best, to 7."""
    worse = (figure(2024, 1, RATING.index), figure(2025, 2, RATING.index))
    [assessment] = evaluate(by(RATING), Figures.of(worse), year=2026)
    assert assessment.showing is Showing.MET
    assert assessment.fall is not None
    assert assessment.fall.points == 1
    better = (figure(2024, 2, RATING.index), figure(2025, 1, RATING.index))
    [assessment] = evaluate(by(RATING), Figures.of(better), year=2026)
    assert assessment.fall is None


def test_figure_that_is_too_old_shows_no_fall() -> None:
    [assessment] = evaluate(by(POINTS), Figures.of([figure(2021, 90), figure(2022, 60)]), year=2026)
    assert (assessment.showing, assessment.fall) == (Showing.UNKNOWN, None)


@pytest.mark.parametrize(
    ("basis", "undertakings", "expected"),
    [
        (Basis.JUDGED, Undertakings(declared=True, commitments=1, overdue=0), Showing.JUDGED),
        (Basis.DECLARATION, Undertakings(), Showing.UNKNOWN),
        (Basis.DECLARATION, Undertakings(declared=True), Showing.MET),
        (Basis.DECLARATION, Undertakings(declared=False), Showing.NOT_MET),
        (Basis.COMMITMENTS, Undertakings(), Showing.UNKNOWN),
        (Basis.COMMITMENTS, Undertakings(commitments=2), Showing.UNKNOWN),
        (Basis.COMMITMENTS, Undertakings(commitments=0, overdue=0), Showing.NOT_MET),
        (Basis.COMMITMENTS, Undertakings(commitments=2, overdue=1), Showing.NOT_MET),
        (Basis.COMMITMENTS, Undertakings(commitments=2, overdue=0), Showing.MET),
    ],
)
def test_undertakings_count_only_where_they_are_on_record(
    basis: Basis, undertakings: Undertakings, expected: Showing
) -> None:
    criterion = Criterion(name=CriterionName("one"), title=TITLE, basis=basis)
    [assessment] = evaluate({criterion.name: criterion}, Figures.of(()), year=2026, undertakings=undertakings)
    assert assessment.showing is expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([(2025, 80)], Outlook.MEETS),
        ([], Outlook.UNKNOWN),
        ([(2023, 90), (2025, 80)], Outlook.AT_RISK),
        ([(2023, 90), (2025, 60)], Outlook.FAILS),
    ],
)
def test_outlook_is_the_worst_that_the_criteria_say(figures: list[tuple[int, int]], expected: Outlook) -> None:
    judged = Criterion(name=CriterionName("two"), title=TITLE, basis=Basis.JUDGED)
    criteria = by(POINTS) | {judged.name: judged}
    assert standing_of(evaluate(criteria, Figures.of(figure(*each) for each in figures), year=2026)) is expected


def test_charter_with_nothing_to_look_at_passes_nobody() -> None:
    judged = Criterion(name=CriterionName("one"), title=TITLE, basis=Basis.JUDGED)
    assert standing_of(evaluate({judged.name: judged}, Figures.of(()), year=2026)) is Outlook.UNKNOWN


@pytest.mark.parametrize(
    ("before", "after", "turns"),
    [
        ([(2024, 80)], [(2024, 80), (2025, 78)], []),
        ([(2024, 72)], [(2024, 72), (2025, 69)], [Turn.FAILED]),
        ([(2024, 80)], [(2024, 80), (2025, 74)], [Turn.FELL]),
        ([(2024, 72)], [(2024, 72), (2025, 60)], [Turn.FAILED, Turn.FELL]),
        ([], [(2025, 60)], [Turn.FOUND]),
        ([(2024, 60)], [(2024, 60), (2025, 59)], []),
        ([(2023, 80), (2024, 74)], [(2023, 80), (2024, 74), (2025, 74)], []),
        ([(2024, 69)], [(2024, 72)], []),
        ([(2024, 72)], [(2024, 69)], [Turn.FAILED]),
    ],
)
def test_standing_moves_once_where_it_newly_fails_or_has_newly_fallen(
    before: list[tuple[int, int]], after: list[tuple[int, int]], turns: list[Turn]
) -> None:
    then, now = (Figures.of(figure(*each) for each in figures) for figures in (before, after))
    found = movement(evaluate(by(POINTS), then, year=2026), evaluate(by(POINTS), now, year=2026))
    assert [each.turn for each in found] == turns


def test_review_is_due_for_those_alone_whose_standing_has_moved() -> None:
    steady = Figures.of([figure(2024, 80)])
    worse = Figures.of([figure(2024, 80), figure(2025, 50)])
    [moved] = due_reviews(by(POINTS), {EST: (steady, steady), HUN: (steady, worse)}, year=2026)
    assert moved.member == HUN
    assert [(each.turn, each.year, each.before_year) for each in moved.movements] == [
        (Turn.FAILED, 2025, 2024),
        (Turn.FELL, 2025, 2024),
    ]


SERIES = st.dictionaries(st.integers(2000, 2030), st.integers(0, 100), max_size=12)


@given(series=SERIES, year=st.integers(2000, 2035), line=st.integers(0, 100), max_age=st.integers(0, 10))
def test_pass_stands_on_a_figure_of_age_that_keeps_the_line(
    series: dict[int, int], year: int, line: int, max_age: int
) -> None:
    """Whatever the figures, a criterion is met only by the latest one up to the year, of age, on the right side."""
    measure = Measure(index=Index.FH_TOTAL, at_least=Fraction(line), max_age=max_age)
    figures = Figures.of(figure(when, score) for when, score in series.items())
    [assessment] = evaluate(by(measure), figures, year=year)
    past = [when for when in series if when <= year]
    met = bool(past) and year - max(past) <= max_age and series[max(past)] >= line
    assert (assessment.showing is Showing.MET) is met


@given(
    series=SERIES,
    points=st.integers(1, 50),
    years=st.integers(1, 10),
    index=st.sampled_from([Index.FH_TOTAL, Index.FH_CIVIL_LIBERTIES]),
)
def test_every_fall_and_nothing_else_is_a_fall(series: dict[int, int], points: int, years: int, index: Index) -> None:
    """Compared with a count of every pair, on scales where more and where less is better."""
    trend = Trend(points=Fraction(points), years=years)
    measure = Measure(index=index, at_least=Fraction(0), max_age=100, trend=trend)
    figures = Figures.of(figure(when, score, index) for when, score in series.items())
    [assessment] = evaluate(by(measure), figures, year=2040)
    worse = 1 if SCALES[index].falling else -1
    last = max(series, default=0)
    drops = [worse * (series[last] - score) for when, score in series.items() if 0 < last - when <= years]
    wanted = max(drops, default=0)
    assert (assessment.fall.points if assessment.fall else 0) == (wanted if wanted >= points else 0)


@given(series=SERIES, other=SERIES)
def test_nothing_moves_where_figures_only_get_better_or_stay(series: dict[int, int], other: dict[int, int]) -> None:
    """The same figures twice move nobody, and what has been told of is not told again."""
    criteria = by(POINTS)
    then, now = (Figures.of(figure(*each) for each in figures.items()) for figures in (series, series | other))
    before, after = (evaluate(criteria, figures, year=2031) for figures in (then, now))
    assert movement(after, after) == ()
    for moved in movement(before, after):
        if moved.turn is Turn.FELL:
            assert before[0].fall is None
        else:
            assert before[0].showing is not Showing.NOT_MET
            assert after[0].showing is Showing.NOT_MET
