"""Rules made of rules: what takes a decision up again, and which of two asks for more."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules import Objections, Outcome, RollCall, Voter, decide, parse_rule, reinforced, stricter
from tests.unit.rules.rolls import roll_calls

TWO_THIRDS = "at least 2/3 of members present and voting"


@pytest.mark.parametrize(
    ("rule", "again"),
    [
        ("at least 10 of 15 seats", f"at least 10 of 15 seats and {TWO_THIRDS}"),
        ("more for than against", f"more for than against and {TWO_THIRDS}"),
        (TWO_THIRDS, TWO_THIRDS),
        ("at least 3/4 of members present and voting", "at least 3/4 of members present and voting"),
        ("more than 2/3 of members present and voting", "more than 2/3 of members present and voting"),
        (
            "more than 1/2 of members present and voting",
            f"more than 1/2 of members present and voting and {TWO_THIRDS}",
        ),
        ("no objection", TWO_THIRDS),
        ("at most 2 objections", TWO_THIRDS),
        ("no objection, or at most 2 objections", TWO_THIRDS),
        ("at least 5 of members present and voting", f"at least 5 of members present and voting and {TWO_THIRDS}"),
        ("at least 1/2 of all members and no objection", f"at least 1/2 of all members and {TWO_THIRDS}"),
        (
            "at least 9 of 15 seats and no permanent member against",
            f"at least 9 of 15 seats and no permanent member against and {TWO_THIRDS}",
        ),
        (
            "at least 2/3 of all members, or more for than against",
            f"at least 2/3 of all members and {TWO_THIRDS}, or more for than against and {TWO_THIRDS}",
        ),
    ],
)
def test_decision_is_taken_up_by_its_own_rule_and_two_thirds_at_least(rule: str, again: str) -> None:
    """Each option is asked for the two thirds that does not ask for them; a silence by them alone."""
    assert str(reinforced(parse_rule(rule))) == again
    assert reinforced(reinforced(parse_rule(rule))) == reinforced(parse_rule(rule))


def call(rule: str, members: int, seats: int | None = None) -> RollCall:
    """Give a roll on which nobody has voted."""
    voters = tuple(Voter(member=MemberCode(f"M{number:02}")) for number in range(members))
    return RollCall(rule=parse_rule(rule), voters=voters, seats=seats, closed=False)


@pytest.mark.parametrize(
    ("first", "second", "stricter_first"),
    [
        (call("at least 2/3 of all members", 9), call("more for than against", 9), True),
        (call("more for than against", 9), call("at least 2/3 of all members", 9), False),
        (call("more for than against", 9), call("more for than against", 9), False),
        (call("at least 12 of 15 seats", 15, 15), call("at least 10 of 15 seats", 15, 15), True),
        (call("at least 12 of 15 seats", 9, 15), call("at least 3/4 of all members", 9), True),
        (call("at least 12 of 15 seats", 9, 15), call("at least 12 of 15 seats", 8, 15), False),
        (call("more for than against", 9), call("no objection", 9), True),
        (call("no objection", 9), call("more for than against", 9), False),
        (call("at least 5 of all members and no objection", 9), call("more for than against", 9), True),
        (call("at least 5 of all members, or no objection", 9), call("more for than against", 9), False),
    ],
)
def test_stricter_rule_asks_for_more_yes_votes_of_the_same_members(
    first: RollCall, second: RollCall, *, stricter_first: bool
) -> None:
    """What cannot be met at all is the strictest, silence the least strict."""
    assert stricter(first, second) is stricter_first


@given(roll_calls(members=7))
def test_what_is_taken_up_would_carry_by_its_own_rule_and_by_two_thirds(roll_call: RollCall) -> None:
    """Never easier than the decision was; of an option with objections its other clauses are left."""
    again = decide(replace(roll_call, rule=reinforced(roll_call.rule)))
    if again.outcome is not Outcome.ADOPTED:
        return
    said = [voter.choice for voter in roll_call.voters]
    yes, no = said.count(Choice.YES), said.count(Choice.NO)
    assert yes >= Fraction(2, 3) * (yes + no) > 0
    if not any(isinstance(clause, Objections) for clause in roll_call.rule.clauses):
        assert decide(roll_call).outcome is Outcome.ADOPTED


@given(roll_calls(members=5, closed=False))
def test_rule_is_never_stricter_than_itself_nor_than_what_takes_it_up(roll_call: RollCall) -> None:
    """To take a decision up again needs as many yes votes at least."""
    nobody = replace(
        roll_call,
        voters=tuple(replace(voter, choice=None, present=False) for voter in roll_call.voters),
        casting_vote=None,
    )
    assert not stricter(nobody, nobody)
    if not any(isinstance(clause, Objections) for clause in nobody.rule.clauses):
        assert not stricter(nobody, replace(nobody, rule=reinforced(nobody.rule)))
