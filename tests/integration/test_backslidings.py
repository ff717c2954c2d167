"""The real backslidings: every fall of Freedom House's status and of V-Dem since 1972, replayed year by year.

The whole table lies beside the checkout, in ``shared/data``, and is not shipped: part of it is not openly licensed.
What is expected is worked out from the raw rows alone, with no code of the product.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from adapters.cli.indices import read_figures
from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance
from bot.commands.figures import import_figures
from bot.domain.criteria import Movement, Turn, evaluate, movement
from bot.domain.events import FindingWithdrawn, MemberEnrolled
from bot.domain.ids import MemberCode
from bot.domain.indices import Figure, Figures, Index
from bot.domain.membership import Status
from bot.domain.review import ReviewCause
from storage.database import Database
from tests.behaviour.charter import CHARTER
from tests.behaviour.membership import BY_VOTE

TABLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "democracy_indices.csv.gz"
FIRST, LAST = 1972, 2025
RANK = {"Free": 2, "Partly Free": 1, "Not Free": 0}
POINTS, YEARS = Fraction(1, 10), 5

CRITERIA = """
[criteria.free]
title = { en = "Free", fr = "Libre" }
index = "fh_political_rights"
status = ["Free"]
max_age = 3

[criteria.half-free]
title = { en = "Free or half so", fr = "Libre ou à moitié" }
index = "fh_political_rights"
status = ["Free", "Partly Free"]
max_age = 3

[criteria.decline]
title = { en = "Electoral democracy", fr = "Démocratie électorale" }
index = "vdem_electoral_democracy"
trend = { points = 0.1, years = 5 }
max_age = 0
"""

pytestmark = pytest.mark.skipif(
    not TABLE.exists(), reason="the table of democracy indices is not here: ../shared/data/democracy_indices.csv.gz"
)

Row = dict[str, str]
Fell = tuple[str, int]
"""A state and the year in which it fell."""


@cache
def rows() -> tuple[Row, ...]:
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def series(index: str) -> Mapping[str, Mapping[int, Row]]:
    """Give the raw rows of an index by state and year."""
    found: defaultdict[str, dict[int, Row]] = defaultdict(dict)
    for row in rows():
        if row["index"] == index:
            found[row["iso3"]][int(row["year"])] = row
    return found


def status_falls() -> list[Fell]:
    """Give each figure whose status is worse than that of the figure before it."""
    falls: list[Fell] = []
    for state, years in series("fh_political_rights").items():
        ranks = [(year, RANK[years[year]["status"]]) for year in sorted(years)]
        falls += [(state, year) for (_, before), (year, now) in pairwise(ranks) if now < before]
    return falls


def declines() -> list[Fell]:
    """Give each year in which a score lies a tenth or more under one of the five years before, the year before not."""
    falls: list[Fell] = []
    for state, years in series("vdem_electoral_democracy").items():
        scores = {year: Fraction(row["score"]) for year, row in years.items()}
        low = {
            year
            for year, score in scores.items()
            if any(scores.get(year - back, score) - score >= POINTS for back in range(1, YEARS + 1))
        }
        falls += [(state, year) for year in low if year - 1 not in low]
    return falls


@cache
def figures() -> tuple[Figure, ...]:
    return read_figures(TABLE.read_bytes(), this_year=LAST + 1).rows


@cache
def replayed() -> tuple[tuple[str, int, Movement], ...]:
    """Evaluate every state in every year on the figures that were there then; give each movement with its year."""
    criteria = parse_charter(CHARTER + CRITERIA).criteria
    by_state: defaultdict[MemberCode, list[Figure]] = defaultdict(list)
    for figure in figures():
        by_state[figure.member].append(figure)
    moved: list[tuple[str, int, Movement]] = []
    for state, own in by_state.items():
        known = Figures.of(own)
        before = evaluate(criteria, Figures.of(()), year=FIRST - 1)
        for year in range(FIRST, LAST + 1):
            after = evaluate(criteria, known, year=year)
            moved += [(str(state), year, each) for each in movement(before, after)]
            before = after
    return tuple(moved)


def test_whole_table_is_read_as_it_is() -> None:
    assert len(figures()) == len(rows()) == 56445


def test_every_fall_of_status_is_found_in_its_year_and_no_other() -> None:
    """A state that was free fails one line or both, a state that was half so the lower one."""
    expected = set(status_falls())
    flagged = {(state, year) for state, year, each in replayed() if each.turn is Turn.FAILED}
    consecutive = [(state, year) for state, year in expected if year - 1 in series("fh_political_rights")[state]]
    assert (len(consecutive), len(expected)) == (211, 217), "211 between two years, six over the gap of 1981"
    assert flagged == expected


def test_states_that_fail_from_the_first_are_found_then_and_are_no_falls() -> None:
    """What is newly known to fail is told apart from what fell: it had been known of no earlier figure of age."""
    seen = series("fh_political_rights")
    found = {(state, year) for state, year, each in replayed() if each.turn is Turn.FOUND}
    for state, year in found:
        assert RANK[seen[state][year]["status"]] < 2
        assert not {year - 1, year - 2, year - 3} & seen[state].keys()
    first_failing = {(state, min(years)) for state, years in seen.items() if RANK[years[min(years)]["status"]] < 2}
    assert first_failing <= found


def test_every_decline_of_electoral_democracy_is_found_in_its_year_and_no_other() -> None:
    flagged = {(state, year) for state, year, each in replayed() if each.turn is Turn.FELL}
    expected = declines()
    assert len(expected) == len(set(expected)) == 144
    assert flagged == set(expected)


def test_no_state_is_flagged_that_did_not_fall() -> None:
    fell = {state for state, _ in (*status_falls(), *declines())}
    flagged = {state for state, _, each in replayed() if each.turn is not Turn.FOUND}
    assert flagged == fell
    assert {str(figure.member) for figure in figures()} - fell, "some never did"


def test_review_opens_in_the_year_of_every_fall_and_for_no_state_that_did_not_fall(
    sqlite_database: Database,
) -> None:
    """The figures of each year come in early in the next, all states being members of one alliance.

    What fails when it is first known of is reviewed too, and told apart. Each review is over before the next year's
    figures come, so that none keeps another from opening.
    """
    start = datetime(FIRST, 1, 2, tzinfo=UTC)
    charter = parse_charter((BY_VOTE + CRITERIA).replace("max_age = 0", "max_age = 2"))
    by_year: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in figures():
        if figure.index in {Index.FH_POLITICAL_RIGHTS, Index.ELECTORAL_DEMOCRACY}:
            by_year[figure.year].append(figure)
    states = sorted({figure.member for figure in figures()})
    with sqlite_database.transaction() as uow:
        code = found_alliance(uow, name="Test", time_zone="UTC", language="en", charter=charter, now=start)
        enrol_members(uow, code, [enrolled(state, start) for state in states], now=start)
    fell: set[Fell] = set()
    first_known: set[Fell] = set()
    for year in range(FIRST, LAST):
        now = datetime(year + 1, 3, 1, tzinfo=UTC)
        with sqlite_database.transaction() as uow:
            alliance = uow.alliances.get(code)
            assert alliance is not None
            done = import_figures(uow, alliance, by_year[year], now=now)
            found = {each.member for each in done.moved if {move.turn for move in each.movements} == {Turn.FOUND}}
            opened = [review for review in uow.standing.reviews(code) if review.closed_at is None]
            assert {review.cause for review in opened} <= {ReviewCause.INDICES}
            for review in opened:
                (first_known if review.member in found else fell).add((review.member, year))
                over = FindingWithdrawn(review=review.number, member=review.member, reasons="over", at=now)
                uow.record(code, over, at=now, by="test")
    assert fell == {*status_falls(), *declines()}
    assert first_known.isdisjoint(fell)
    ever = {state for state, _ in (*status_falls(), *declines())}
    assert {state for state, _ in fell} == ever


def enrolled(state: str, since: datetime) -> MemberEnrolled:
    """Make the enrolment of a state."""
    return MemberEnrolled(
        member=MemberCode(state),
        name=state,
        name_fr=state,
        flag="",
        status=Status.ACTIVE,
        since=since - timedelta(days=1),
        weights={},
        term_start=None,
        term_end=None,
        seats={},
    )
