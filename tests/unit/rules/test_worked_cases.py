from fractions import Fraction

import pytest

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules import (
    Certainty,
    Outcome,
    RollCall,
    Standing,
    Voter,
    decide,
    parse_rule,
    what_it_takes,
)
from tests.unit.rules.rolls import electorate, figures, outcome

EU_COUNCIL = (
    "at least 55% of entitled members and at least 65% of the population of entitled members,"
    " or at most 3 entitled members not in favour"
)
SECURITY_COUNCIL = "at least 9 of 15 seats and no permanent member against"


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        ("at least 10 of 15 seats", 10),
        ("at least 2/3 of entitled members", 9),
        ("at least 2/3 of members present and voting", 7),
    ],
)
@pytest.mark.parametrize("yes", range(11))
def test_fifteen_seats_one_suspended_one_recused_three_abstaining(rule: str, needed: int, yes: int) -> None:
    """15 seats, entitled 13, voting 10: 10 of 15 needs 10, 2/3 of entitled 9, 2/3 of those voting 7."""
    voters = electorate(yes=yes, no=10 - yes, abstain=3, suspended=1, recused=1)
    decision = decide(RollCall(rule=parse_rule(rule), seats=15, voters=voters))
    assert decision.reasons[0].needed == needed
    assert decision.outcome is (Outcome.ADOPTED if yes >= needed else Outcome.NOT_ADOPTED)


def test_ten_of_fifteen_carries_at_two_thirds() -> None:
    """2/3 is 2/3, not 67 % nor 66.67 %."""
    voters = electorate(yes=10, no=5)
    assert outcome("at least 2/3 of 15 seats", voters) is Outcome.ADOPTED
    assert outcome("at least 67% of 15 seats", voters) is Outcome.NOT_ADOPTED
    assert outcome("at least 66.67% of 15 seats", voters) is Outcome.NOT_ADOPTED


def test_eight_of_sixteen_is_not_more_than_half() -> None:
    """A simple majority is not ceil(n/2)."""
    rule = "more than 1/2 of entitled members"
    assert outcome(rule, electorate(yes=8, no=8)) is Outcome.NOT_ADOPTED
    assert outcome(rule, electorate(yes=9, no=7)) is Outcome.ADOPTED


def test_five_to_five_is_not_more_for_than_against() -> None:
    """A tie does not carry."""
    assert outcome("more for than against", electorate(yes=5, no=5)) is Outcome.NOT_ADOPTED


def test_fixed_count_is_not_capped_at_the_members_left() -> None:
    """9 yes of 9 remaining members do not carry "at least 10 of 15 seats"."""
    assert outcome("at least 10 of 15 seats", electorate(yes=9)) is Outcome.NOT_ADOPTED
    assert outcome("at least 10 of 15 seats", electorate(yes=9, suspended=6)) is Outcome.NOT_ADOPTED


def test_quorum_reached_by_abstentions_adopts_nothing() -> None:
    """0 yes, 0 no is not adopted."""
    quorum = "at least 1/2 of entitled members voted"
    for rule in ("more for than against", "at least 2/3 of members present and voting"):
        assert outcome(rule, electorate(abstain=8), quorum=quorum) is Outcome.NOT_ADOPTED


def test_two_thirds_motion_is_judged_by_its_own_rule_on_expiry() -> None:
    """More yes than no does not carry a 2/3 motion."""
    rule = "at least 2/3 of members in good standing"
    assert outcome(rule, electorate(yes=6, no=2, silent=4)) is Outcome.NOT_ADOPTED


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("at least 2/3 of members present and voting", Outcome.ADOPTED),
        ("at least 2/3 of members present", Outcome.NOT_ADOPTED),
        ("at least 2/3 of entitled members", Outcome.NOT_ADOPTED),
        ("at least 2/3 of members in good standing", Outcome.NOT_ADOPTED),
        ("at least 2/3 of all members", Outcome.NOT_ADOPTED),
        ("at least 2/3 of 12 seats", Outcome.NOT_ADOPTED),
    ],
)
def test_abstention_lowers_the_bar_only_where_the_base_says_so(rule: str, expected: Outcome) -> None:
    """Abstentions are left out of "present and voting" and of nothing else."""
    assert outcome(rule, electorate(yes=6, no=3, abstain=3)) is expected


@pytest.mark.parametrize(
    ("ballot", "expected"),
    [
        (Choice.NO, Outcome.NOT_ADOPTED),
        (Choice.ABSTAIN, Outcome.ADOPTED),
        (None, Outcome.ADOPTED),
    ],
)
def test_only_a_no_of_a_permanent_member_is_a_veto(ballot: Choice | None, expected: Outcome) -> None:
    """UN Charter, Article 27(3), and the practice that an abstention is no veto."""
    permanent = Voter(member=MemberCode("RUS"), permanent=True, choice=ballot)
    assert outcome(SECURITY_COUNCIL, (permanent, *electorate(yes=9, no=5))) is expected
    assert outcome("at least 9 of 15 seats", (permanent, *electorate(yes=9, no=5))) is Outcome.ADOPTED


def member_states(*, large_against: int, small_against: int, choice: Choice) -> tuple[Voter, ...]:
    """List 27 states of which four are large: 100 each against 5 each."""
    large = [Voter(member=MemberCode(f"L{n}"), weights={"population": Fraction(100)}) for n in range(4)]
    small = [Voter(member=MemberCode(f"S{n}"), weights={"population": Fraction(5)}) for n in range(23)]
    voters = []
    for states, against in ((large, large_against), (small, small_against)):
        for place, voter in enumerate(states):
            said = choice if place < against else Choice.YES
            voters.append(Voter(member=voter.member, weights=voter.weights, choice=said))
    return tuple(voters)


@pytest.mark.parametrize("choice", [Choice.NO, Choice.ABSTAIN])
def test_three_not_in_favour_do_not_block_whatever_the_population(choice: Choice) -> None:
    """TEU 16(4), TFEU 238(3): a blocking minority has at least four; abstaining counts as not in favour."""
    three = member_states(large_against=3, small_against=0, choice=choice)
    four = member_states(large_against=3, small_against=1, choice=choice)
    assert outcome(EU_COUNCIL, three) is Outcome.ADOPTED
    assert outcome(EU_COUNCIL, four) is Outcome.NOT_ADOPTED


def test_fifty_five_percent_of_twenty_seven_is_fifteen() -> None:
    """TEU 16(4): at least 55 % of the members, comprising at least 15 of them."""
    for against, expected in ((12, Outcome.ADOPTED), (13, Outcome.NOT_ADOPTED)):
        voters = member_states(large_against=0, small_against=against, choice=Choice.NO)
        decision = decide(RollCall(rule=parse_rule(EU_COUNCIL), voters=voters))
        assert decision.reasons[0].needed == 15
        assert decision.outcome is expected


@pytest.mark.parametrize(("yes", "expected"), [(23, Outcome.ADOPTED), (22, Outcome.NOT_ADOPTED)])
def test_oas_suspension_takes_twenty_three_of_thirty_four(yes: int, expected: Outcome) -> None:
    """OAS Charter, Article 9: two thirds of the member states, the state concerned in the base."""
    concerned = Voter(member=MemberCode("HND"), standing=Standing.CONCERNED)
    voters = (concerned, *electorate(yes=yes, no=33 - yes))
    decision = decide(RollCall(rule=parse_rule("at least 2/3 of all members"), voters=voters))
    assert decision.outcome is expected
    assert figures(decision.reasons[0]) == ("34", "23", str(yes))


def test_general_assembly_counts_neither_abstentions_nor_absences() -> None:
    """UN General Assembly, rules of procedure 83, 85 and 86."""
    important = "at least 2/3 of members present and voting"
    voters = electorate(yes=66, no=33, abstain=50, silent=44)
    assert outcome(important, voters) is Outcome.ADOPTED
    assert outcome(important, electorate(yes=65, no=33, abstain=50, silent=45)) is Outcome.NOT_ADOPTED
    assert outcome("more for than against", electorate(yes=2, no=1, silent=190)) is Outcome.ADOPTED


def test_peace_and_security_council_of_the_african_union() -> None:
    """Protocol of the Peace and Security Council, Article 8(13): two thirds of those voting."""
    rule = "at least 2/3 of members present and voting"
    call = RollCall(rule=parse_rule(rule), seats=15, voters=electorate(yes=8, no=4, abstain=2))
    decision = decide(call)
    assert decision.outcome is Outcome.ADOPTED
    assert decision.tally.vacant == 1


def test_north_atlantic_council_decides_by_silence() -> None:
    """A text is adopted unless an entitled member breaks silence."""
    assert outcome("no objection", electorate(silent=32)) is Outcome.ADOPTED
    assert outcome("no objection", electorate(silent=31, no=1)) is Outcome.NOT_ADOPTED


MILITARY_ACTION = (
    "at least 2/3 of entitled members and at least 65% of the population of entitled members"
    " and at least 1/2 of all members, or at least 2/3 of entitled members"
    " and at most 3 entitled members not in favour and at least 1/2 of all members"
)


def test_military_action_takes_members_people_and_half_of_all_members() -> None:
    """Democratic Defense Alliance: suspensions must not let a few decide for all."""
    voters = member_states(large_against=0, small_against=9, choice=Choice.NO)
    assert outcome(MILITARY_ACTION, voters) is Outcome.ADOPTED
    people = member_states(large_against=2, small_against=2, choice=Choice.NO)
    assert outcome(MILITARY_ACTION, people) is Outcome.NOT_ADOPTED
    three = member_states(large_against=3, small_against=0, choice=Choice.ABSTAIN)
    assert outcome(MILITARY_ACTION, three) is Outcome.ADOPTED
    few = (
        *voters[:4],
        *[Voter(member=v.member, standing=Standing.SUSPENDED, weights=v.weights) for v in voters[4:]],
    )
    assert outcome(MILITARY_ACTION, few) is Outcome.NOT_ADOPTED


def test_example_of_the_calculator_lacks_eight_votes_that_nobody_can_cast() -> None:
    """Spec example: 15 seats, one yes of nine, twelve seats vacant."""
    voters = (
        Voter(member=MemberCode("FRA"), permanent=True, choice=Choice.YES),
        Voter(member=MemberCode("SWE"), choice=Choice.NO),
        Voter(member=MemberCode("XXX"), standing=Standing.SUSPENDED),
    )
    call = RollCall(rule=parse_rule(SECURITY_COUNCIL), seats=15, voters=voters)
    decision, takes = decide(call), what_it_takes(call)
    assert (decision.outcome, decision.certainty) == (Outcome.NOT_ADOPTED, Certainty.FAIL)
    assert (takes.yes_votes, takes.possible) == (8, False)
