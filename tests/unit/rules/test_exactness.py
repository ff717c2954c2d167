"""Counting is exact and done once: whole numbers and fractions of any size, whatever is counted together."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules import (
    Outcome,
    RollCall,
    Standing,
    Voter,
    counts_of,
    decide,
    further_yes,
    parse_quorum,
    parse_rule,
)
from bot.domain.rules.covering import smallest_cover
from tests.unit.rules.rolls import outcome, roll_calls

VAST = 10**40  # far more digits than a float keeps
ODD = st.fractions(min_value=0, max_value=10**6, max_denominator=97)


def weighed(*members: tuple[Fraction | int, Choice | None]) -> tuple[Voter, ...]:
    return tuple(
        Voter(member=MemberCode(f"M{number}"), weights={"gdp": Fraction(weight)}, choice=choice)
        for number, (weight, choice) in enumerate(members, start=1)
    )


@pytest.mark.parametrize(("more", "expected"), [(0, Outcome.NOT_ADOPTED), (1, Outcome.ADOPTED)])
def test_one_part_of_a_vast_weight_decides(more: int, expected: Outcome) -> None:
    """More than half is more than half, by however little."""
    for unit in (1, Fraction(1, 3), Fraction(1, VAST)):
        voters = weighed(((VAST + more) * unit, Choice.YES), (VAST * unit, Choice.NO))
        assert outcome("more than 1/2 of the gdp of all members", voters) is expected


@settings(max_examples=200, deadline=None)
@given(members=st.lists(st.tuples(ODD, st.sampled_from([None, *Choice])), min_size=1, max_size=12))
def test_weights_of_any_denominators_are_summed_exactly(members: list[tuple[Fraction, Choice | None]]) -> None:
    """Base and had are the very sums, as fractions."""
    rule = parse_rule("at least 2/3 of the gdp of members present")
    reason = decide(RollCall(rule=rule, voters=weighed(*members))).reasons[0]
    assert reason.had == sum((weight for weight, choice in members if choice is Choice.YES), Fraction(0))
    assert reason.base == sum((weight for weight, choice in members if choice is not None), Fraction(0))
    assert {type(figure) for figure in (reason.base, reason.had, reason.needed)} == {Fraction}


@settings(max_examples=200, deadline=None)
@given(call=roll_calls(members=7))
def test_every_voter_is_in_the_one_group_that_did_the_same(call: RollCall) -> None:
    """What is counted together stood alike and did the same, and nobody is left out."""
    assert sorted(place for group in call.groups for place in group.places) == list(range(len(call.voters)))
    for group in call.groups:
        for place in group.places:
            voter = call.voters[place]
            assert (group.standing, group.choice, group.present) == (voter.standing, voter.choice, voter.present)
    acts = [(group.standing, group.choice, group.present) for group in call.groups]
    assert len(set(acts)) == len(acts)


@settings(max_examples=200, deadline=None)
@given(call=roll_calls(members=7))
def test_counts_taken_once_give_the_same_answers(call: RollCall) -> None:
    """Who asks two things of a roll call may count it once."""
    counts = counts_of(call)
    assert decide(call, counts) == decide(call)
    assert further_yes(call, counts) == further_yes(call)


@settings(max_examples=200, deadline=None)
@given(
    gains=st.lists(st.integers(0, 10**9), min_size=1, max_size=193),
    part=st.fractions(min_value=0, max_value=1),
    heads=st.booleans(),
)
def test_one_weight_is_covered_by_its_heaviest(gains: list[int], part: Fraction, heads: bool) -> None:
    """As many of the heaviest as reach the need, and as many heads as are needed beside; proven, at any size."""
    need = int(sum(gains) * part)
    rows = [(gain, 1) for gain in gains] if heads else [(gain,) for gain in gains]
    cover = smallest_cover(rows, (need, len(gains) // 2) if heads else (need,))
    heaviest = sorted(gains, reverse=True)
    fewest = next(size for size in range(len(gains) + 1) if sum(heaviest[:size]) >= need)
    assert cover is not None
    assert cover.exact
    assert len(cover.chosen) == max(fewest, len(gains) // 2 if heads else 0)
    assert sum(gains[candidate] for candidate in cover.chosen) >= need


def test_weight_that_is_not_asked_of_a_member_counts_as_nothing() -> None:
    """A suspended member without the weight is no part of a base of entitled members."""
    suspended = Voter(member=MemberCode("ZZZ"), standing=Standing.SUSPENDED)
    call = RollCall(
        rule=parse_rule("at least 1/1 of the gdp of entitled members"),
        quorum=parse_quorum("at least 1/1 of the gdp of entitled members voted"),
        voters=(suspended, *weighed((Fraction(1, 3), Choice.YES), (2, Choice.YES))),
    )
    decision = decide(call)
    assert decision.outcome is Outcome.ADOPTED
    assert [reason.base for reason in decision.reasons] == [Fraction(7, 3)] * 2
