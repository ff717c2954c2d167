from dataclasses import replace
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
    RollCallError,
    Standing,
    Tie,
    Voter,
    decide,
    is_tied,
    parse_quorum,
    parse_rule,
    parse_threshold,
    reach,
)
from tests.unit.rules.rolls import electorate, figures, outcome, roll_calls, slow_outcome


@settings(max_examples=600, deadline=None)
@given(call=roll_calls(members=7))
def test_outcome_is_what_a_slow_reading_of_the_rules_gives(call: RollCall) -> None:
    """Every rule, every base, against a second implementation that counts member by member."""
    decision = decide(call)
    assert decision.outcome is slow_outcome(call)
    if call.quorum is not None:
        assert decision.reasons[0].option == 0
        assert (decision.outcome is Outcome.NO_QUORUM) is not decision.reasons[0].met


@settings(max_examples=200, deadline=None)
@given(call=roll_calls(members=7), data=st.data())
def test_order_of_members_and_ballots_never_matters(call: RollCall, data: st.DataObject) -> None:
    """A decision depends on who voted how, never on when."""
    shuffled = replace(call, voters=tuple(data.draw(st.permutations(call.voters))))
    assert decide(shuffled) == decide(call)


@settings(max_examples=200, deadline=None)
@given(call=roll_calls(members=7))
def test_tally_sums_to_members_listed_and_vacancies(call: RollCall) -> None:
    """Everyone is counted once."""
    tally = decide(call).tally
    counted = tally.yes + tally.no + tally.abstain + tally.silent + tally.not_entitled
    assert counted == len(call.voters)
    assert counted + tally.vacant == 7


@settings(max_examples=400, deadline=None)
@given(call=roll_calls(members=7))
def test_another_yes_never_turns_adopted_into_not_adopted(call: RollCall) -> None:
    """Support never hurts, whatever the rule."""
    if decide(call).outcome is not Outcome.ADOPTED:
        return
    for place, voter in enumerate(call.voters):
        if voter.standing is Standing.ENTITLED:
            voters = list(call.voters)
            voters[place] = replace(voter, choice=Choice.YES)
            after = decide(replace(call, voters=tuple(voters))).outcome
            assert after is Outcome.ADOPTED


@settings(max_examples=300, deadline=None)
@given(call=roll_calls(members=7))
def test_reasons_explain_the_outcome(call: RollCall) -> None:
    """Adopted exactly where the quorum and every clause of one option are met."""
    decision = decide(call)
    quorum = all(reason.met for reason in decision.reasons if reason.option == 0)
    options = {reason.option for reason in decision.reasons} - {0}
    holds = any(all(reason.met for reason in decision.reasons if reason.option == option) for option in options)
    assert (decision.outcome is Outcome.ADOPTED) is (quorum and holds)


def test_closed_vote_is_certain() -> None:
    """Adopted carries, anything else fails, a tie before its second vote is open."""
    rule = "more for than against"
    for yes, no, tie, certainty in (
        (2, 1, Tie.REJECT, Certainty.CARRY),
        (1, 2, Tie.REJECT, Certainty.FAIL),
        (1, 1, Tie.SECOND_VOTE, Certainty.OPEN),
    ):
        call = RollCall(rule=parse_rule(rule), voters=electorate(yes=yes, no=no), tie=tie)
        assert decide(call).certainty is certainty


@pytest.mark.parametrize(
    ("casting", "expected"),
    [
        (None, Outcome.NOT_ADOPTED),
        (Choice.YES, Outcome.ADOPTED),
        (Choice.NO, Outcome.NOT_ADOPTED),
        (Choice.ABSTAIN, Outcome.NOT_ADOPTED),
    ],
)
def test_casting_vote_breaks_a_tie(casting: Choice | None, expected: Outcome) -> None:
    """Rule 3: a casting vote beside the chair's own ballot; none means not adopted."""
    call = RollCall(
        rule=parse_rule("more for than against"),
        voters=electorate(yes=5, no=5),
        tie=Tie.CHAIR,
        casting_vote=casting,
    )
    decision = decide(call)
    assert decision.outcome is expected
    assert decision.tally.yes == 5
    assert is_tied(call)


def test_casting_vote_counts_only_in_a_tie() -> None:
    """Rule 3: a casting vote does not make up for a vote lost by one."""
    call = RollCall(
        rule=parse_rule("more for than against"),
        voters=electorate(yes=4, no=5),
        tie=Tie.CHAIR,
        casting_vote=Choice.YES,
    )
    assert decide(call).outcome is Outcome.NOT_ADOPTED
    assert not is_tied(call)


def test_other_rules_know_no_tie() -> None:
    """Rule 3: a tie is as many yes as no under "more for than against"; other rules know none."""
    voters = electorate(yes=5, no=5)
    assert outcome("more than 1/2 of entitled members", voters, tie=Tie.SECOND_VOTE) is Outcome.NOT_ADOPTED
    assert outcome("more for than against", voters, tie=Tie.SECOND_VOTE) is Outcome.TIED
    assert outcome("more for than against", voters) is Outcome.NOT_ADOPTED


def test_tie_beside_a_clause_that_fails_is_not_adopted() -> None:
    """A second vote is held only where the tie alone stands in the way."""
    rule = "more for than against and at least 8 of 10 seats"
    assert outcome(rule, electorate(yes=5, no=5), tie=Tie.SECOND_VOTE) is Outcome.NOT_ADOPTED


def test_nobody_voting_is_not_adopted_and_no_tie() -> None:
    """Rule 1: adoption needs at least one yes, whatever the rule."""
    for tie in Tie:
        assert outcome("more for than against", electorate(abstain=3), tie=tie) is Outcome.NOT_ADOPTED
    assert outcome("at most 5 entitled members not in favour", electorate(silent=3)) is Outcome.NOT_ADOPTED
    assert outcome("no permanent member against", electorate(silent=3)) is Outcome.NOT_ADOPTED


def test_missing_yes_is_among_the_reasons() -> None:
    """Rule 1 prints as a clause of its own where it alone fails."""
    call = RollCall(rule=parse_rule("no permanent member against"), voters=electorate(abstain=1))
    reason = decide(call).reasons[-1]
    assert (reason.clause, reason.met) == ("at least 1 in favour", False)
    assert figures(reason) == ("None", "1", "0")


def test_silence_is_adopted_without_a_yes() -> None:
    """Rule 1: an option with an objections clause needs no yes."""
    assert outcome("no objection", electorate(silent=3)) is Outcome.ADOPTED
    assert outcome("no objection", electorate(silent=2, no=1)) is Outcome.NOT_ADOPTED
    assert outcome("at most 1 objection", electorate(silent=2, no=1)) is Outcome.ADOPTED


def test_only_the_option_with_objections_needs_no_yes() -> None:
    """Rule 1 is judged option by option."""
    rule = "at most 3 entitled members not in favour, or no objection"
    assert outcome(rule, electorate(silent=2, no=1)) is Outcome.NOT_ADOPTED


def test_quorum_comes_first() -> None:
    """Rule 2: without it the result is no quorum, with the numbers."""
    call = RollCall(
        rule=parse_rule("more for than against"),
        quorum=parse_quorum("at least 1/2 of entitled members voted"),
        voters=electorate(yes=4, silent=5),
    )
    decision = decide(call)
    assert decision.outcome is Outcome.NO_QUORUM
    first = decision.reasons[0]
    assert (first.option, first.met) == (0, False)
    assert figures(first) == ("9", "5", "4")


def test_quorum_present_counts_those_who_answered_the_roll() -> None:
    """Bases: members present answered the roll, were marked present, or cast any ballot."""
    here = Voter(member=MemberCode("AAA"), present=True)
    recused = Voter(member=MemberCode("BBB"), present=True, standing=Standing.RECUSED)
    voters = (here, recused, *electorate(yes=1, silent=1))
    assert outcome("more for than against", voters, quorum="at least 2 of 4 seats present") is Outcome.ADOPTED
    assert outcome("more for than against", voters, quorum="at least 3 of 4 seats present") is Outcome.NO_QUORUM
    assert outcome("more for than against", voters, quorum="at least 2 of 4 seats voted") is Outcome.NO_QUORUM


def test_abstentions_make_a_quorum_of_voters() -> None:
    """Voted is any ballot, yes, no or abstain."""
    voters = electorate(yes=1, abstain=4)
    assert outcome("more for than against", voters, quorum="at least 5 of 5 seats voted") is Outcome.ADOPTED


def suspending(*, yes: int, no: int, rule: str) -> Outcome:
    voters = (Voter(member=MemberCode("HUN"), standing=Standing.CONCERNED), *electorate(yes=yes, no=no))
    call = RollCall(rule=parse_rule(rule), voters=voters, concerned=MemberCode("HUN"))
    return decide(call).outcome


def test_member_concerned_leaves_the_base_of_all_other_members_only() -> None:
    """TFEU 354: the member in question is not counted; under "all members" it is (OAS Charter, Article 9)."""
    assert suspending(yes=6, no=3, rule="at least 2/3 of all other members") is Outcome.ADOPTED
    assert suspending(yes=6, no=3, rule="at least 2/3 of all members") is Outcome.NOT_ADOPTED


def test_vote_of_the_member_concerned_counts_only_where_its_base_counts_it() -> None:
    """A yes from outside a base is no part of its share."""
    voters = (
        Voter(member=MemberCode("HUN"), choice=Choice.YES),
        *electorate(yes=1, no=2),
    )
    rule = parse_rule("at least 2/3 of all other members")
    call = RollCall(rule=rule, voters=voters, concerned=MemberCode("HUN"))
    reason = decide(call).reasons[0]
    assert figures(reason) == ("3", "2", "1")


def test_applicant_is_concerned_without_being_a_member() -> None:
    """Admission: the member concerned is not on the roll, and all members are other members."""
    call = RollCall(
        rule=parse_rule("at least 2/3 of all other members"),
        voters=electorate(yes=2, no=1),
        concerned=MemberCode("UKR"),
    )
    assert decide(call).outcome is Outcome.ADOPTED


def test_recused_members_stay_in_good_standing() -> None:
    """Recused members leave "entitled", never "good standing", "all members" or "seats"."""
    voters = electorate(yes=6, no=3, recused=1)
    assert outcome("at least 2/3 of entitled members", voters) is Outcome.ADOPTED
    assert outcome("at least 2/3 of members in good standing", voters) is Outcome.NOT_ADOPTED
    assert outcome("at least 2/3 of 10 seats", voters) is Outcome.NOT_ADOPTED


def test_suspended_members_leave_good_standing() -> None:
    """Suspended members stay in "all members" and in the seats."""
    voters = electorate(yes=6, no=3, suspended=1)
    assert outcome("at least 2/3 of members in good standing", voters) is Outcome.ADOPTED
    assert outcome("at least 2/3 of all members", voters) is Outcome.NOT_ADOPTED


@pytest.mark.parametrize("standing", Standing)
def test_good_standing_is_the_right_to_vote(standing: Standing) -> None:
    """Recused and concerned members keep it."""
    lost = {Standing.SUSPENDED, Standing.EXPIRED, Standing.ABEYANCE}
    assert standing.in_good_standing is (standing not in lost)


def test_weights_are_exact() -> None:
    """A third and two thirds of a unit are one unit, and a half canton weighs 1/2."""
    voters = (
        Voter(member=MemberCode("AAA"), weights={"shares": Fraction(1, 3)}, choice=Choice.YES),
        Voter(member=MemberCode("BBB"), weights={"shares": Fraction(2, 3)}, choice=Choice.YES),
        Voter(member=MemberCode("CCC"), weights={"shares": Fraction(1)}, choice=Choice.NO),
    )
    call = RollCall(rule=parse_rule("at least 1/2 of the shares of all members"), voters=voters)
    reason = decide(call).reasons[0]
    assert figures(reason) == ("2", "1", "1")
    assert reason.met
    assert outcome("more than 1/2 of the shares of all members", voters) is Outcome.NOT_ADOPTED


def test_needed_is_the_least_head_count_and_the_exact_share_of_a_weight() -> None:
    """More than half of 16 is 9 votes; more than half of a weight of 5 is more than 5/2."""
    heads = RollCall(rule=parse_rule("more than 1/2 of entitled members"), voters=electorate(silent=16))
    assert decide(heads).reasons[0].needed == 9
    voter = Voter(member=MemberCode("AAA"), weights={"gdp": Fraction(5)})
    weight = RollCall(rule=parse_rule("more than 1/2 of the GDP of entitled members"), voters=(voter,))
    assert decide(weight).reasons[0].needed == Fraction(5, 2)


def test_weight_names_are_compared_without_case() -> None:
    """Reading a sentence ignores case, so do the weights it names."""
    voter = Voter(member=MemberCode("AAA"), weights={"GDP": Fraction(5)}, choice=Choice.YES)
    assert outcome("at least 1/2 of the gdp of all members", [voter]) is Outcome.ADOPTED


def test_threshold_is_measured_as_one_call_of_the_roll() -> None:
    """Unless at least 1/3 of members in good standing call a vote."""
    threshold = parse_threshold("at least 1/3 of members in good standing")
    voters = electorate(yes=2, silent=4, recused=1, suspended=3)
    callers = [MemberCode("M3"), MemberCode("M4")]
    short = reach(threshold, voters=voters, callers=callers)
    assert figures(short) == ("7", "3", "2")
    assert not short.met
    assert reach(threshold, voters=voters, callers=[*callers, MemberCode("M5")]).met
    with pytest.raises(RollCallError, match="ZZZ is not on the roll"):
        reach(threshold, voters=voters, callers=[MemberCode("ZZZ")])


POPULATION = "at least 65% of the population of "


@pytest.mark.parametrize(
    ("rule", "seats", "voters", "says"),
    [
        ("at least 2 of 3 seats", 3, electorate(silent=4), "more members"),
        ("at least 2 of 3 seats", 4, electorate(silent=1), "seat counts contradict: 3 and 4"),
        ("at least 2/3 of seats", None, electorate(silent=1), "number of seats is not given"),
        ("no objection", 0, (), "at least 1 seat"),
        ("no objection", None, electorate(silent=1) * 2, "M1 is listed twice"),
        (POPULATION + "all members", None, electorate(suspended=1), "M1 has no population"),
        (POPULATION + "members in good standing", None, electorate(recused=1), "M1 has no population"),
        (POPULATION + "members present", None, electorate(silent=1), "M1 has no population"),
    ],
)
def test_roll_call_that_contradicts_itself_is_refused(
    rule: str, seats: int | None, voters: tuple[Voter, ...], says: str
) -> None:
    """Unknown input is an error, never a default."""
    with pytest.raises(RollCallError, match=says):
        RollCall(rule=parse_rule(rule), seats=seats, voters=voters)


@pytest.mark.parametrize("standing", [standing for standing in Standing if standing is not Standing.ENTITLED])
def test_ballot_of_a_member_not_entitled_is_refused(standing: Standing) -> None:
    """Only the electorate votes."""
    voter = Voter(member=MemberCode("AAA"), standing=standing, choice=Choice.YES)
    with pytest.raises(RollCallError, match="AAA is not entitled to vote"):
        RollCall(rule=parse_rule("no objection"), voters=(voter,))


def test_weight_is_not_asked_of_those_the_base_leaves_out() -> None:
    """Only a weight that the rule uses can be missing."""
    rich = Voter(member=MemberCode("AAA"), weights={"population": Fraction(1)}, choice=Choice.YES)
    assert outcome(POPULATION + "entitled members", (rich, *electorate(suspended=1))) is Outcome.ADOPTED


@pytest.mark.parametrize("group", ["all other members", "other members in good standing"])
def test_weight_of_the_member_concerned_is_not_asked_where_others_are_counted(group: str) -> None:
    """As in TFEU 354: the member concerned is not in the base, so nothing of it can be missing there."""
    others = Voter(member=MemberCode("AAA"), weights={"population": Fraction(1)}, choice=Choice.YES)
    concerned = Voter(member=MemberCode("BBB"))
    rule = parse_rule(POPULATION + group)
    assert decide(RollCall(rule=rule, voters=(others, concerned), concerned=concerned.member)).outcome is (
        Outcome.ADOPTED
    )
    with pytest.raises(RollCallError, match="BBB has no population"):
        RollCall(rule=rule, voters=(others, concerned))


def test_impossible_weights_are_refused() -> None:
    """A weight is never negative, nor given twice."""
    with pytest.raises(RollCallError, match="negative population"):
        Voter(member=MemberCode("AAA"), weights={"population": Fraction(-1)})
    with pytest.raises(RollCallError, match="weight twice"):
        Voter(member=MemberCode("AAA"), weights={"gdp": Fraction(1), "GDP": Fraction(2)})
