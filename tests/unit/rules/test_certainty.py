from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules import (
    Certainty,
    Outcome,
    RollCall,
    Standing,
    Tie,
    Voter,
    decide,
    parse_quorum,
    parse_rule,
)
from tests.unit.rules.rolls import (
    acts_of,
    completions,
    electorate,
    movable,
    roll_calls,
    slow_outcome,
    with_voters,
)
from tests.unit.rules.ways import judge, open_to, positions, way_of

EU_COUNCIL = (
    "at least 55% of entitled members and at least 65% of the population of entitled members,"
    " or at most 1 entitled members not in favour"
)
COLLECTIVE_DEFENCE = (
    "at least 2/3 of entitled members and at least 65% of the population of entitled members and at least 1/2 of all"
    " members, or at least 2/3 of entitled members and at most 1 entitled members not in favour and at least 1/2 of all"
    " members"
)
SHAPES = (
    "at least 4 of seats",
    "at least 1 of seats",
    "more than 4/7 of seats",
    "at least 2/3 of all members",
    "at least 2/3 of all other members",
    "more than 1/2 of members in good standing",
    "at least 3/5 of other members in good standing",
    "at least 55% of entitled members",
    "at least 1/1 of entitled members",
    "at least 3 of members present",
    "more than 1/2 of members present",
    "at least 2/3 of members present and voting",
    "more than 1/2 of members present and voting",
    "at least 65% of the population of entitled members",
    "more than 1/2 of the population of all other members",
    "at least 5 of the population of all members",
    "at least 2/3 of the population of members present",
    "more than 1/2 of the population of members present and voting",
    "more for than against",
    "at most 2 entitled members not in favour",
    "at most 3 seats not in favour",
    "at most 2 of all other members not in favour",
    "at most 1 members present not in favour",
    "at most 1 members present and voting not in favour",
    "no permanent member against",
    "at least 3 of seats and no permanent member against",
    "no objection",
    "at most 2 objections",
    "at most 5 objections",
    "more for than against and no objection, or at least 5 of seats",
    "more for than against and at least 1/3 of entitled members",
    EU_COUNCIL,
    COLLECTIVE_DEFENCE,
)
BY_HEADS = (None, "at least 1/2 of entitled members voted", "more than 3/7 of seats present")
BY_WEIGHT = (
    None,
    "more than 1/2 of the population of members in good standing present",
    "at least 60% of the population of all members voted",
)
DIFFERENT = ((0, 1), (1, 3), (1, 2), (1, 1), (5, 2), (4, 1), (9, 1))
TIES: tuple[tuple[Tie, Choice | None], ...] = (
    (Tie.REJECT, None),
    (Tie.SECOND_VOTE, None),
    *((Tie.CHAIR, casting) for casting in (None, Choice.YES, Choice.NO)),
)


def member(population: str, *, permanent: bool = False, standing: Standing = Standing.ENTITLED) -> Voter:
    weights = {"population": Fraction(population)}
    return Voter(member=MemberCode("M0"), standing=standing, permanent=permanent, weights=weights)


ALIKE = ((member("1"), 7),)
UNLIKE = (
    (member("1"), 1),
    (member("4", permanent=True), 1),
    (member("3/2"), 3),
    (member("2", standing=Standing.SUSPENDED), 1),
    (member("1/2", standing=Standing.RECUSED), 1),
)
"""The first, M1, is concerned and votes all the same; M0 is not on the roll."""


@pytest.mark.parametrize(
    ("kinds", "seats", "quorums", "concerned"),
    [(ALIKE, 7, BY_HEADS, "M0"), (UNLIKE, 8, BY_WEIGHT, "M1")],
    ids=["alike", "unlike"],
)
@pytest.mark.parametrize("rule", SHAPES)
def test_certainty_in_every_position_of_seven_members(
    rule: str, kinds: Sequence[tuple[Voter, int]], seats: int, quorums: Sequence[str | None], concerned: str
) -> None:
    """Rule 9: exactly, over all ways the outstanding members may still act.

    Every rule shape, with every rule on ties that can matter to it, in every position that seven members can be in
    while ballots are final (members that are alike in one order), and in a quarter of them while ballots may change;
    each against every one of the up to 78,125 ways in which the vote may still end.
    """
    rolls = list(positions(kinds))
    ties = TIES if "more for than against" in rule else TIES[:1]
    for quorum in quorums:
        start = RollCall(
            rule=parse_rule(rule),
            quorum=None if quorum is None else parse_quorum(quorum),
            seats=seats,
            voters=rolls[0],
            concerned=MemberCode(concerned),
            closed=False,
        )
        verdict = judge(start)
        for final, (tie, casting) in product((True, False), ties):
            for voters in rolls if final else rolls[::4]:
                call = replace(start, voters=voters, tie=tie, casting_vote=casting, final=final)
                assert decide(call).certainty is verdict.certainty(call), call


@settings(max_examples=800, deadline=None)
@given(call=roll_calls(members=7, closed=False))
def test_certainty_of_any_rule_is_what_every_way_to_end_gives(call: RollCall) -> None:
    """Rule 9, for every rule the language can say and any seven members, ballots final and not."""
    assert decide(call).certainty is judge(call).certainty(call)


@settings(max_examples=400, deadline=None)
@given(rule=st.sampled_from(SHAPES), quorum=st.sampled_from((*BY_HEADS, *BY_WEIGHT)), data=st.data())
def test_certainty_among_members_that_all_differ(rule: str, quorum: str | None, data: st.DataObject) -> None:
    """Rule 9, where no two members weigh the same and almost everyone may still act."""
    weights = data.draw(st.permutations([Fraction(*ratio) for ratio in DIFFERENT]))
    acts = st.sampled_from([*[(None, False)] * 3, (None, True), *[(choice, False) for choice in Choice]])
    members = []
    for number, weight in enumerate(weights, start=1):
        choice, present = data.draw(acts)
        members.append(
            Voter(
                member=MemberCode(f"M{number}"),
                permanent=number <= 2,
                weights={"population": weight},
                choice=choice,
                present=present,
            )
        )
    tie, casting = data.draw(st.sampled_from(TIES))
    call = RollCall(
        rule=parse_rule(rule),
        quorum=None if quorum is None else parse_quorum(quorum),
        seats=data.draw(st.integers(7, 9)),
        voters=tuple(members),
        concerned=data.draw(st.sampled_from([None, MemberCode("M1"), MemberCode("M7")])),
        tie=tie,
        casting_vote=casting,
        closed=False,
        final=data.draw(st.booleans()),
    )
    assert decide(call).certainty is judge(call).certainty(call)


@settings(max_examples=150, deadline=None)
@given(call=roll_calls(members=7, closed=False), data=st.data())
def test_each_way_is_judged_as_a_slow_reading_of_the_rules_judges_it(call: RollCall, data: st.DataObject) -> None:
    """What the brute force above goes by is right, and is all there is."""
    verdict, ways = judge(call), open_to(call)
    places = movable(call)
    kinds = [{(act.choice, act.present) for act in acts_of(call.voters[place])} for place in places]
    assert ways.bit_count() == prod(len(acts) for acts in kinds)
    for _ in range(5):
        acts = {place: data.draw(st.sampled_from(acts_of(call.voters[place]))) for place in places}
        ended = with_voters(call, acts)
        assert ways >> way_of(ended) & 1
        assert verdict.outcome(ended) is slow_outcome(ended) is decide(ended).outcome


@settings(max_examples=60, deadline=None)
@given(call=roll_calls(members=3, closed=False))
def test_certainty_is_what_deciding_every_way_to_end_gives(call: RollCall) -> None:
    """Rule 9, by ending the vote in every way there is, one after the other."""
    outcomes = {slow_outcome(ended) for ended in completions(call, movable(call))}
    certain = Certainty.OPEN if outcomes & {Outcome.ADOPTED, Outcome.TIED} else Certainty.FAIL
    assert decide(call).certainty is (Certainty.CARRY if outcomes == {Outcome.ADOPTED} else certain)


def test_running_vote_is_open_and_says_whether_the_result_can_change() -> None:
    """`closed: false` gives outcome open with its certainty."""
    call = RollCall(
        rule=parse_rule("at least 2 of 3 seats"), voters=electorate(yes=2, silent=1), closed=False, final=True
    )
    decision = decide(call)
    assert decision.outcome is Outcome.OPEN
    assert decision.certainty is Certainty.CARRY


def test_changeable_ballots_leave_open_what_final_ones_settle() -> None:
    """Rule 9: with final ballots those cast cannot change, else any may."""
    rule = parse_rule("at least 2 of 3 seats")
    against = electorate(no=2, silent=1)
    final = RollCall(rule=rule, voters=against, closed=False, final=True)
    changeable = RollCall(rule=rule, voters=against, closed=False)
    assert decide(final).certainty is Certainty.FAIL
    assert decide(changeable).certainty is Certainty.OPEN


def test_vote_short_of_quorum_is_not_certain_to_carry() -> None:
    """Rule 9: it carries where the quorum holds with all outstanding silent."""
    call = RollCall(
        rule=parse_rule("more for than against"),
        quorum=parse_quorum("at least 4 of 5 seats voted"),
        voters=electorate(yes=3, silent=2),
        closed=False,
        final=True,
    )
    assert decide(call).certainty is Certainty.OPEN


@pytest.mark.parametrize(
    ("tie", "certainty"),
    [(Tie.REJECT, Certainty.FAIL), (Tie.CHAIR, Certainty.OPEN), (Tie.SECOND_VOTE, Certainty.OPEN)],
)
def test_tie_within_reach_fails_only_where_ties_are_rejected(tie: Tie, certainty: Certainty) -> None:
    """Rules 3 and 9: a casting vote or a second vote may yet carry."""
    call = RollCall(
        rule=parse_rule("more for than against"),
        voters=electorate(yes=1, no=2, silent=1),
        tie=tie,
        closed=False,
        final=True,
    )
    assert decide(call).certainty is certainty
