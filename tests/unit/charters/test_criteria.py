"""The criteria of a charter: read strictly, each fault told with its line (spec: criteria)."""

from fractions import Fraction

import pytest

from bot.charters.load import parse_charter, shipped_charter
from bot.domain.criterion import Basis, Measure, Trend
from bot.domain.ids import CriterionName
from bot.domain.indices import Index
from tests.unit.charters.texts import SMALL, faults, sentences

FIRST_LINE = SMALL.count("\n") + 1
TITLE = 'title = { en = "One", fr = "Un" }'


def with_criterion(*lines: str) -> str:
    return SMALL + "\n".join(("[criteria.one]", TITLE, *lines)) + "\n"


def test_charter_without_criteria_has_none() -> None:
    assert parse_charter(SMALL).criteria == {}


def test_line_is_read_exactly() -> None:
    """A score is what the file writes, not what a machine makes of it."""
    text = with_criterion(
        'index = "vdem_liberal_democracy"',
        "at_least = 0.6",
        "below = 0.95",
        "max_age = 1",
        "trend = { points = 0.1, years = 5 }",
    )
    [criterion] = parse_charter(text).criteria.values()
    assert criterion.basis is Basis.FIGURES
    assert criterion.title.fr == "Un"
    assert criterion.measure == Measure(
        index=Index.LIBERAL_DEMOCRACY,
        at_least=Fraction(6, 10),
        below=Fraction(95, 100),
        max_age=1,
        trend=Trend(points=Fraction(1, 10), years=5),
    )


def test_statuses_are_the_words_of_the_index() -> None:
    [criterion] = parse_charter(with_criterion('index = "fh_total"', 'status = ["Free"]')).criteria.values()
    assert criterion.measure == Measure(index=Index.FH_TOTAL, statuses=("Free",), max_age=2)


@pytest.mark.parametrize(
    ("key", "basis"),
    [("judged", Basis.JUDGED), ("declaration", Basis.DECLARATION), ("commitments", Basis.COMMITMENTS)],
)
def test_what_no_figure_shows_has_no_measure(key: str, basis: Basis) -> None:
    [criterion] = parse_charter(with_criterion(f"{key} = true")).criteria.values()
    assert (criterion.basis, criterion.measure) == (basis, None)


@pytest.mark.parametrize(
    ("lines", "line", "where", "message"),
    [
        ((), 0, "criteria.one", "charter.CriterionWithoutBasis"),
        (('index = "fh_total"',), 0, "criteria.one", "charter.IndexWithoutLine"),
        (('index = "fh_sum"', "at_least = 70"), 2, "criteria.one.index", "charter.WrongValue"),
        (("at_least = 70", "judged = true"), 2, "criteria.one.at_least", "charter.LineWithoutIndex"),
        (('status = ["Free"]', "judged = true"), 2, "criteria.one.status", "charter.LineWithoutIndex"),
        (("max_age = 2", "judged = true"), 2, "criteria.one.max_age", "charter.LineWithoutIndex"),
        (
            ("trend = { points = 1, years = 1 }", "judged = true"),
            2,
            "criteria.one.trend",
            "charter.LineWithoutIndex",
        ),
        (('index = "fh_total"', "at_least = 101"), 3, "criteria.one.at_least", "charter.BeyondScale"),
        (('index = "fh_total"', "at_least = 70.5"), 3, "criteria.one.at_least", "charter.BeyondScale"),
        (('index = "eiu_democracy_index"', "above = 10.5"), 3, "criteria.one.above", "charter.BeyondScale"),
        (('index = "fh_total"', 'at_least = "70"'), 3, "criteria.one.at_least", "charter.ScoreUnreadable"),
        (('index = "fh_total"', "at_least = true"), 3, "criteria.one.at_least", "charter.ScoreUnreadable"),
        (('index = "eiu_democracy_index"', "above = nan"), 3, "criteria.one.above", "charter.ScoreUnreadable"),
        (('index = "eiu_democracy_index"', "below = inf"), 3, "criteria.one.below", "charter.ScoreUnreadable"),
        (('index = "fh_total"', "at_least = 70", "above = 60"), 4, "criteria.one.above", "charter.BoundTwice"),
        (('index = "fh_total"', "at_most = 70", "below = 60"), 4, "criteria.one.below", "charter.BoundTwice"),
        (('index = "fh_total"', "at_least = 70", "at_most = 60"), 0, "criteria.one", "charter.LineNobodyKeeps"),
        (('index = "fh_total"', "above = 70", "at_most = 70"), 0, "criteria.one", "charter.LineNobodyKeeps"),
        (('index = "fh_total"', "status = []"), 3, "criteria.one.status", "charter.StatusEmpty"),
        (('index = "fh_total"', 'status = ["free"]'), 3, "criteria.one.status", "charter.StatusOfNoIndex"),
        (
            ('index = "vdem_liberal_democracy"', 'status = ["Free"]'),
            3,
            "criteria.one.status",
            "charter.StatusOfNoIndex",
        ),
        (
            ('index = "fh_total"', "trend = { points = 0, years = 3 }"),
            3,
            "criteria.one.trend.points",
            "charter.FallOfNothing",
        ),
        (
            ('index = "fh_total"', "trend = { points = 105, years = 3 }"),
            3,
            "criteria.one.trend",
            "charter.FallBeyondScale",
        ),
        (
            ('index = "fh_total"', "trend = { points = 5, years = 0 }"),
            3,
            "criteria.one.trend.years",
            "charter.WrongValue",
        ),
        (('index = "fh_total"', "trend = { points = 5 }"), 3, "criteria.one.trend.years", "charter.MissingKey"),
        (('index = "fh_total"', "at_least = 70", "max_age = -1"), 4, "criteria.one.max_age", "charter.WrongValue"),
        (("judged = false",), 2, "criteria.one.judged", "charter.TrueOrNothing"),
        (("judged = true", "declaration = true"), 3, "criteria.one.declaration", "charter.TwoBases"),
        (
            ('index = "fh_total"', "at_least = 70", "commitments = true"),
            4,
            "criteria.one.commitments",
            "charter.TwoBases",
        ),
        (("judged = true", 'colour = "red"'), 3, "criteria.one.colour", "charter.UnknownKey"),
    ],
)
def test_fault_stands_on_its_line(lines: tuple[str, ...], line: int, where: str, message: str) -> None:
    text = with_criterion(*lines)
    assert faults(text) == [(FIRST_LINE + line, where, message)]
    assert all(sentence and "charter." not in sentence for sentence in sentences(text))


def test_bounds_that_meet_leave_one_score() -> None:
    assert faults(with_criterion('index = "fh_total"', "at_least = 70", "at_most = 70")) == []


def test_faults_of_several_criteria_are_told_at_once() -> None:
    text = with_criterion("judged = false") + f"[criteria.two]\n{TITLE}\n"
    assert [message for _, _, message in faults(text)] == ["charter.TrueOrNothing", "charter.CriterionWithoutBasis"]


def test_shipped_criteria_are_those_of_the_founding_reports() -> None:
    """Free with 70 points, an electoral democracy, five judged ones; and a full democracy, which is above 8.0."""
    alliance = parse_charter(shipped_charter("alliance-of-democracies")).criteria
    assert sum(criterion.basis is Basis.JUDGED for criterion in alliance.values()) == 5
    points = alliance[CriterionName("freedom-points")].measure
    status = alliance[CriterionName("freedom-status")].measure
    regime = alliance[CriterionName("regime")].measure
    assert points is not None
    assert status is not None
    assert regime is not None
    assert [points.at_least, regime.at_least] == [70, 2]
    assert status.statuses == ("Free",)
    [full] = parse_charter(shipped_charter("democratic-defense-alliance")).criteria.values()
    assert full.measure is not None
    assert full.measure.index is Index.EIU
    assert [full.measure.above, full.measure.at_least] == [8, None]
