"""The count of ranked ballots: known elections, what holds of every count, and a second count written for this test."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.conduct.tallying import drawn, tally
from bot.domain.elections import Count, Ranking
from bot.domain.ids import MemberCode

SEED = "0f" * 32


def names(text: str) -> tuple[MemberCode, ...]:
    return tuple(MemberCode(code) for code in text.split())


def cast(*piles: tuple[int, str]) -> list[Ranking]:
    """Give ballots from how many rank what."""
    return [names(ranking) for times, ranking in piles for _ in range(times)]


FOOD = cast((4, "orange"), (2, "pear orange"), (8, "choc straw"), (4, "choc sweet"), (1, "straw"), (1, "sweet"))
"""The example of most encyclopaedias: three of five foods for twenty guests, with a quota of six."""

EXHAUSTED = cast((5, "A"), (2, "B"), (1, "C"))
KNOWN = [
    ("orange choc pear straw sweet", FOOD, 3, 6, "choc orange straw"),
    ("A B C", cast((4, "A B"), (3, "B A"), (2, "C B")), 1, 5, "B"),
    ("A B C", cast((4, "A"), (3, "B"), (2, "C")), 1, 5, "A"),
    ("A B C D", cast((9, "A B"), (3, "C"), (2, "D")), 2, 5, "A B"),
    ("A B C", EXHAUSTED, 2, 3, "A B"),
]
"""Candidates, ballots, seats, the quota and who is elected in which order, counted by hand."""


@pytest.mark.parametrize(("candidates", "ballots", "seats", "quota", "elected"), KNOWN)
def test_known_election_is_counted_as_by_hand(
    candidates: str, ballots: list[Ranking], seats: int, quota: int, elected: str
) -> None:
    count = tally(names(candidates), ballots, seats=seats, seed=SEED)
    assert (count.quota, count.elected, count.unfilled) == (quota, names(elected), 0)


def test_rounds_tell_the_transfers_in_exact_figures() -> None:
    """Six of the twelve votes for chocolate go on, each ballot at a half."""
    count = tally(names("orange choc pear straw sweet"), FOOD, seats=3, seed=SEED)
    assert [each.eliminated for each in count.rounds] == [None, "pear", None, "sweet", None]
    second = {str(code): votes for code, votes in count.rounds[1].totals.items()}
    assert second == {"orange": 4, "pear": 2, "straw": 5, "sweet": 3}
    assert count.rounds[4].exhausted == 3
    surplus = tally(names("A B C"), cast((5, "A B"), (2, "A C"), (1, "B"), (1, "C")), seats=2, seed=SEED)
    assert surplus.rounds[1].totals == {"B": 1 + Fraction(5 * 3, 7), "C": 1 + Fraction(2 * 3, 7)}


def test_tie_looks_back_before_lots_are_drawn() -> None:
    """B and C are equal in the second round; C had fewer in the first, so that C goes whatever the seed."""
    ballots = cast((4, "A"), (3, "B"), (2, "C"), (1, "D C"))
    for seed in ("", SEED, "another"):
        count = tally(names("A B C D"), ballots, seats=1, seed=seed)
        assert [each.eliminated for each in count.rounds[:2]] == ["D", "C"]
        assert not any(each.tied for each in count.rounds[:2])


@pytest.mark.parametrize("seed", ["", SEED, "another"])
def test_lots_follow_from_the_seed(seed: str) -> None:
    """Whoever has the lowest lot of those that were equal in every round goes, and the round says among whom."""
    count = tally(names("A B C"), cast((1, "A"), (1, "B"), (1, "C")), seats=1, seed=seed)
    assert count.rounds[0].tied == names("A B C")
    assert count.rounds[0].eliminated == min(names("A B C"), key=lambda code: drawn(seed, code))


@pytest.mark.parametrize(
    ("candidates", "ballots", "seats", "excluded", "elected", "unfilled"),
    [
        ("A B", [], 3, "", "A B", 1),
        ("A B", cast((1, "B A")), 2, "", "A B", 0),
        ("A B C", [], 2, "", "", 2),
        ("A B C", cast((3, "A"), (1, "B")), 2, "A", "B C", 0),
        ("A B C", cast((3, "A")), 1, "A", "", 1),
        ("A B", cast((3, "A")), 2, "A B", "", 2),
        ("A B", cast((3, "A")), 0, "", "", 0),
    ],
)
def test_seats_without_a_choice(
    candidates: str, ballots: list[Ranking], seats: int, excluded: str, elected: str, unfilled: int
) -> None:
    """No more candidates than seats: all are elected. More of them and nobody ranked: nobody is. No seat: nobody."""
    count = tally(names(candidates), ballots, seats=seats, seed=SEED, excluded=names(excluded))
    assert (count.elected, count.unfilled, count.rounds) == (names(elected), unfilled, ())


CANDIDATES = names("A B C D E F")
BALLOTS = st.lists(
    st.permutations(CANDIDATES).flatmap(
        lambda order: st.integers(1, len(order)).map(lambda ranked: tuple(order[:ranked]))
    ),
    min_size=1,
    max_size=25,
)
SEATS = st.integers(1, len(CANDIDATES) - 1)


@given(ballots=BALLOTS, seats=SEATS, seed=st.text(max_size=5))
@settings(deadline=None)
def test_every_count_is_whole(ballots: list[Ranking], seats: int, seed: str) -> None:
    """All seats are given, to candidates and each once; no vote is lost or made; the order of ballots is nothing."""
    count = tally(CANDIDATES, ballots, seats=seats, seed=seed)
    assert len(count.elected) == len(set(count.elected)) == seats
    assert set(count.elected) <= set(CANDIDATES)
    spent = 0
    for each in count.rounds:
        assert sum(each.totals.values()) + each.exhausted + spent == len(ballots)
        spent += sum(count.quota or 0 for code in each.elected if each.totals[code] >= (count.quota or 0))
    assert tally(CANDIDATES, ballots[::-1], seats=seats, seed=seed) == count


@given(ballots=BALLOTS, seats=SEATS)
@settings(deadline=None)
def test_whoever_has_the_quota_of_first_preferences_is_elected(ballots: list[Ranking], seats: int) -> None:
    count = tally(CANDIDATES, ballots, seats=seats, seed=SEED)
    firsts = [ballot[0] for ballot in ballots]
    assert {code for code in CANDIDATES if firsts.count(code) >= (count.quota or 0)} <= set(count.elected)


@given(ballots=BALLOTS, seats=SEATS, seed=st.text(max_size=5))
@settings(deadline=None)
def test_second_count_elects_the_same(ballots: list[Ranking], seats: int, seed: str) -> None:
    """Written for this test alone, ballot by ballot: whoever counts again finds the same, round by round."""
    count = tally(CANDIDATES, ballots, seats=seats, seed=seed)
    assert second_count(ballots, seats, seed) == [(set(each.elected), each.eliminated) for each in count.rounds]


def second_count(ballots: Sequence[Ranking], seats: int, seed: str) -> list[tuple[set[MemberCode], MemberCode | None]]:
    """Count by hand, each ballot with its own value: give who was elected and eliminated in each round."""
    quota = len(ballots) // (seats + 1) + 1
    values = [Fraction(1) for _ in ballots]
    left, seated = set(CANDIDATES), 0
    past: list[dict[MemberCode, Fraction]] = []
    rounds: list[tuple[set[MemberCode], MemberCode | None]] = []
    while seated < seats:
        holders = [next((code for code in ballot if code in left), None) for ballot in ballots]
        totals = {code: sum(v for v, h in zip(values, holders, strict=True) if h == code) for code in left}
        exact = {code: Fraction(votes) for code, votes in totals.items()}
        won = {code for code in left if exact[code] >= quota}
        if len(left) == seats - seated:
            won = set(left)
        elif won:
            for place, holder in enumerate(holders):
                if holder in won and holder is not None:
                    values[place] *= (exact[holder] - quota) / exact[holder]
        out = None
        if not won:
            key = {code: [exact[code], *(each[code] for each in reversed(past))] for code in left}
            out = min(left, key=lambda code: (key[code], drawn(seed, code), code))
        left -= won | ({out} if out is not None else set())
        seated += len(won)
        past.append(exact)
        rounds.append((won, out))
    return rounds


def test_excluded_candidates_are_told() -> None:
    count: Count = tally(names("A B C"), cast((1, "A B")), seats=1, seed=SEED, excluded=names("C A"))
    assert count.excluded == names("A C")
