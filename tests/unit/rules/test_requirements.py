from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

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
    decide,
    further_yes,
    parse_quorum,
    parse_rule,
    what_it_takes,
)
from bot.domain.rules.covering import smallest_cover
from tests.unit.rules.rolls import electorate, movable, roll_calls, with_voters
from tests.unit.rules.ways import Ways, acts_open, doing, judge, open_to


def brute_yes(call: RollCall) -> int | None:
    places = [place for place in movable(call) if call.voters[place].choice is not Choice.YES]
    for size in range(len(places) + 1):
        for group in combinations(places, size):
            changed = {place: replace(call.voters[place], choice=Choice.YES) for place in group}
            if decide(with_voters(call, changed)).outcome is Outcome.ADOPTED:
                return size
    return None


def brute_block(call: RollCall) -> tuple[int, ...] | None:
    """Find the places of a smallest group that, by doing something or other, leaves no way to adopt."""
    verdict, ways = judge(call), open_to(call)
    adopting = ways & verdict.perhaps(call)
    places = movable(call)
    for size in range(len(places) + 1):
        for group in combinations(places, size):
            if blocks(call, group, adopting):
                return group
    return None


def blocks(call: RollCall, group: Sequence[int], adopting: Ways) -> bool:
    """Tell whether a group can do something that leaves none of these ways to adopt."""
    if not group or not adopting:
        return not adopting
    return any(blocks(call, group[1:], adopting & doing(group[0], (act,))) for act in acts_open(call, group[0]))


@settings(max_examples=400, deadline=None)
@given(call=roll_calls(members=6))
def test_fewest_further_yes_votes_are_what_trying_every_group_gives(call: RollCall) -> None:
    """Rule 10: fewest further yes votes to carry, by whom at the least."""
    expected = brute_yes(call)
    further = further_yes(call)
    assert further.possible is (expected is not None)
    assert further.exact
    if expected is not None:
        assert further.votes == expected
        changed = {
            place: replace(voter, choice=Choice.YES)
            for place, voter in enumerate(call.voters)
            if voter.member in further.by
        }
        if len(further.by) == expected:
            assert decide(with_voters(call, changed)).outcome is Outcome.ADOPTED


@settings(max_examples=250, deadline=None)
@given(call=roll_calls(members=7, closed=False))
def test_smallest_blocking_group_is_what_trying_every_group_gives(call: RollCall) -> None:
    """Rule 10: smallest group that makes adoption impossible whatever the others do, however it goes about it."""
    expected = brute_block(call)
    blocking = what_it_takes(call).blocking
    assert (None if blocking is None else len(blocking)) == (None if expected is None else len(expected))
    if blocking:
        places = [place for place, voter in enumerate(call.voters) if voter.member in blocking]
        assert blocks(call, places, open_to(call) & judge(call).perhaps(call))


@settings(max_examples=250, deadline=None)
@given(call=roll_calls(members=4))
def test_one_voter_less_is_the_worst_of_trying_each(call: RollCall) -> None:
    """Rule 10: effect of one more recusal, of a member that has not voted, or of one more loss."""
    takes = what_it_takes(call)
    for effect, silent_only in ((takes.after_recusal, True), (takes.after_loss, False)):
        possible = []
        for place, voter in enumerate(call.voters):
            if voter.standing is Standing.ENTITLED and not (silent_only and voter.choice is not None):
                gone = replace(voter, standing=Standing.RECUSED, choice=None)
                possible.append(brute_yes(with_voters(call, {place: gone})))
        assert (effect is None) is (not possible)
        if effect is not None:
            assert effect.possible is all(votes is not None for votes in possible)
            if effect.possible:
                assert effect.yes_votes == max(votes for votes in possible if votes is not None)


@settings(max_examples=200, deadline=None)
@given(
    gains=st.lists(st.tuples(*[st.integers(0, 9)] * 3), max_size=7),
    needs=st.tuples(*[st.integers(-2, 20)] * 3),
)
def test_smallest_cover_is_what_trying_every_group_gives(gains: list[tuple[int, ...]], needs: tuple[int, ...]) -> None:
    """The search behind rule 10 is exact."""
    expected = None
    for size in range(len(gains) + 1):
        for group in combinations(range(len(gains)), size):
            if all(sum(gains[place][c] for place in group) >= need for c, need in enumerate(needs)):
                expected = size
        if expected is not None:
            break
    cover = smallest_cover(gains, needs)
    assert (None if cover is None else len(cover.chosen)) == expected
    if cover is not None:
        assert cover.exact
        assert all(sum(gains[place][c] for place in cover.chosen) >= need for c, need in enumerate(needs))


def weighed(**populations: int) -> tuple[Voter, ...]:
    return tuple(
        Voter(member=MemberCode(name), weights={"population": Fraction(number)}) for name, number in populations.items()
    )


def test_weighted_rule_names_those_who_suffice() -> None:
    """Rule 10: by whom at the least."""
    call = RollCall(
        rule=parse_rule("at least 65% of the population of entitled members"),
        voters=weighed(AAA=10, BBB=40, CCC=20, DDD=30),
        closed=False,
    )
    takes = what_it_takes(call)
    assert takes.yes_votes == 2
    assert set(takes.by) == {"BBB", "DDD"}
    assert set(takes.blocking or ()) == {"BBB"}


def test_blocking_a_majority_of_seats_takes_the_seats_it_can_spare_and_one() -> None:
    """At least 10 of 15 seats are blocked by 6."""
    call = RollCall(rule=parse_rule("at least 10 of 15 seats"), voters=electorate(silent=15), closed=False)
    takes = what_it_takes(call)
    assert takes.yes_votes == 10
    assert takes.blocking is not None
    assert len(takes.blocking) == 6


def test_permanent_member_blocks_alone() -> None:
    """UN Charter, Article 27(3)."""
    voters = (
        Voter(member=MemberCode("FRA"), permanent=True),
        *electorate(silent=14),
    )
    call = RollCall(
        rule=parse_rule("at least 9 of 15 seats and no permanent member against"), voters=voters, closed=False
    )
    assert what_it_takes(call).blocking == ("FRA",)


def test_absence_blocks_where_a_quorum_is_then_missed() -> None:
    """A quorum beside more for than against is broken by staying away."""
    call = RollCall(
        rule=parse_rule("more for than against"),
        quorum=parse_quorum("at least 4 of 5 seats voted"),
        voters=electorate(yes=3, silent=2),
        closed=False,
        final=True,
    )
    blocking = what_it_takes(call).blocking
    assert blocking is not None
    assert len(blocking) == 2


def test_standing_veto_is_beyond_any_number_of_yes_votes() -> None:
    """No number of yes votes outweighs a final veto."""
    voters = (Voter(member=MemberCode("FRA"), permanent=True, choice=Choice.NO), *electorate(silent=14))
    rule = parse_rule("at least 9 of 15 seats and no permanent member against")
    takes = what_it_takes(RollCall(rule=rule, voters=voters, closed=False, final=True))
    assert not takes.possible
    assert takes.yes_votes is None
    assert takes.blocking == ()


@settings(max_examples=300, deadline=None)
@given(
    call=roll_calls(members=3),
    rule=st.sampled_from(
        [
            "at least 4 of seats",
            "more than 1/2 of seats and more for than against",
            "more for than against",
            "at least 2/3 of members present and voting",
            "at most 2 seats not in favour",
            "at least 1/3 of seats and no permanent member against",
            "at least 3 of all other members and more for than against",
        ]
    ),
    quorum=st.sampled_from([None, "at least 4 of seats voted", "more than 3/7 of seats present"]),
)
def test_votes_beyond_reach_are_those_it_would_take_with_more_seats_filled(
    call: RollCall, rule: str, quorum: str | None
) -> None:
    """Rule 10: where the members there are do not suffice, how many yes votes it would take with more of them."""
    call = replace(call, rule=parse_rule(rule), quorum=None if quorum is None else parse_quorum(quorum))
    filled: list[int] = []
    for more in range(call.vacant + 1):
        voters = (*call.voters, *(Voter(member=MemberCode(f"N{number}")) for number in range(more)))
        votes = brute_yes(replace(call, voters=voters))
        filled += [] if votes is None else [votes]
        assert further_yes(replace(call, voters=voters)).possible is (votes is not None)
    if filled:
        assert further_yes(call).votes == min(filled)


@pytest.mark.parametrize("changeable", [True, False])
def test_quorum_beyond_reach_takes_no_more_yes_votes_than_it_lacks(changeable: bool) -> None:
    """Two more members that come and vote yes carry it, whatever becomes of the one against."""
    call = RollCall(
        rule=parse_rule("more for than against"),
        quorum=parse_quorum("at least 4 of 5 seats voted"),
        voters=electorate(yes=1, no=1),
        closed=False,
        final=not changeable,
    )
    further = further_yes(call)
    assert not further.possible
    assert further.votes == 2


def test_recusal_lowers_what_a_share_of_the_entitled_takes_but_not_of_seats() -> None:
    """Recused members leave "entitled", never the seats."""
    voters = electorate(silent=13)
    entitled = RollCall(rule=parse_rule("at least 2/3 of entitled members"), voters=voters, closed=False)
    seats = RollCall(rule=parse_rule("at least 9 of 13 seats"), voters=voters, closed=False)
    for call, before, after in ((entitled, 9, 8), (seats, 9, 9)):
        takes = what_it_takes(call)
        assert takes.after_recusal is not None
        assert (takes.yes_votes, takes.after_recusal.yes_votes) == (before, after)


@pytest.mark.parametrize("size", [193, 1500])
def test_large_electorates_do_not_exhaust_the_search(size: int) -> None:
    """Rule 10 answers for the UN and for a parliament alike."""
    call = RollCall(
        rule=parse_rule("at least 2/3 of members present and voting"),
        voters=electorate(no=size // 3, silent=size - size // 3),
        final=True,
    )
    assert further_yes(call).exact
