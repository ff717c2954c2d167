from fractions import Fraction

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
from tests.unit.rules.rolls import completions, electorate, movable, roll_calls

EU_COUNCIL = (
    "at least 55% of entitled members and at least 65% of the population of entitled members,"
    " or at most 1 entitled members not in favour"
)
SHAPES = (
    "at least 4 of 7 seats",
    "at least 2/3 of all members",
    "at least 2/3 of all other members",
    "more than 1/2 of members in good standing",
    "at least 3/5 of other members in good standing",
    "at least 55% of entitled members",
    "more than 1/2 of members present",
    "at least 2/3 of members present and voting",
    "at least 65% of the population of entitled members",
    "more than 1/2 of the population of members present and voting",
    "more for than against",
    "at most 2 entitled members not in favour",
    "at most 1 of 7 seats not in favour",
    "at most 1 members present and voting not in favour",
    "at most 1 members present not in favour",
    "no permanent member against and at least 3 of 7 seats",
    "no objection",
    "at most 2 objections",
    EU_COUNCIL,
    "more for than against and no objection, or at least 3 of 7 seats",
)
QUORUMS = (None, "at least 1/2 of entitled members voted", "at least 3 of 7 seats present")


def brute(call: RollCall) -> Certainty:
    outcomes = {decide(ended).outcome for ended in completions(call, movable(call))}
    if outcomes == {Outcome.ADOPTED}:
        return Certainty.CARRY
    return Certainty.OPEN if outcomes & {Outcome.ADOPTED, Outcome.TIED} else Certainty.FAIL


@st.composite
def running(draw: st.DrawFn, rule: str) -> RollCall:
    """Draw a running vote of up to seven members, of which at most three may still act."""
    final = draw(st.booleans())
    size = draw(st.integers(1, 7 if final else 3))
    members: list[Voter] = []
    for number in range(size):
        standing = draw(st.sampled_from([*[Standing.ENTITLED] * 6, Standing.SUSPENDED, Standing.RECUSED]))
        silent = final and sum(m.choice is None and m.standing is Standing.ENTITLED for m in members) < 3
        choices = [*Choice, None] if silent or not final else list(Choice)
        members.append(
            Voter(
                member=MemberCode(f"M{number}"),
                standing=standing,
                permanent=draw(st.booleans()),
                weights={"population": Fraction(draw(st.integers(0, 9)), 2)},
                choice=draw(st.sampled_from(choices)) if standing is Standing.ENTITLED else None,
                present=draw(st.booleans()),
            )
        )
    quorum = draw(st.sampled_from(QUORUMS))
    return RollCall(
        rule=parse_rule(rule),
        quorum=None if quorum is None else parse_quorum(quorum),
        seats=7,
        voters=tuple(members),
        concerned=draw(st.sampled_from([None, MemberCode("M0")])),
        tie=draw(st.sampled_from(Tie)),
        casting_vote=draw(st.sampled_from([None, Choice.YES, Choice.NO])),
        closed=False,
        final=final,
    )


@pytest.mark.parametrize("rule", SHAPES)
def test_certainty_of_each_rule_shape_is_what_every_completion_gives(rule: str) -> None:
    """Rule 9: exactly, over all ways the outstanding members may still act; ballots final and not."""

    @settings(max_examples=60, deadline=None)
    @given(call=running(rule))
    def check(call: RollCall) -> None:
        assert decide(call).certainty is brute(call)

    check()


@settings(max_examples=250, deadline=None)
@given(call=roll_calls(members=3, closed=False))
def test_certainty_of_any_rule_is_what_every_completion_gives(call: RollCall) -> None:
    """Rule 9, for every rule the language can say."""
    assert decide(call).certainty is brute(call)


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
