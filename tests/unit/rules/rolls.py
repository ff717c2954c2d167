"""Roll calls for tests: short ways to write one, Hypothesis strategies, and a slow reading of the rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import assert_never

from hypothesis import strategies as st

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode, WeightName
from bot.domain.rules import (
    Amount,
    AtLeastCount,
    AtLeastShare,
    Attendance,
    Base,
    Clause,
    Favour,
    Majority,
    MoreThanShare,
    NoVeto,
    Objections,
    Opposed,
    Option,
    Outcome,
    People,
    Quorum,
    Reason,
    RollCall,
    Rule,
    Seats,
    Share,
    Standing,
    Threshold,
    Tie,
    Voter,
    Weighted,
    decide,
    parse_quorum,
    parse_rule,
)

SEATS = 7
WEIGHTS = (WeightName("population"), WeightName("gdp"))


def electorate(
    *, yes: int = 0, no: int = 0, abstain: int = 0, silent: int = 0, suspended: int = 0, recused: int = 0
) -> tuple[Voter, ...]:
    """List so many members that vote so, named M1, M2, ..."""
    acts: list[tuple[Standing, Choice | None]] = [
        *[(Standing.ENTITLED, Choice.YES)] * yes,
        *[(Standing.ENTITLED, Choice.NO)] * no,
        *[(Standing.ENTITLED, Choice.ABSTAIN)] * abstain,
        *[(Standing.ENTITLED, None)] * silent,
        *[(Standing.SUSPENDED, None)] * suspended,
        *[(Standing.RECUSED, None)] * recused,
    ]
    return tuple(
        Voter(member=MemberCode(f"M{number}"), standing=standing, choice=choice)
        for number, (standing, choice) in enumerate(acts, start=1)
    )


def outcome(rule: str, voters: Sequence[Voter], *, quorum: str | None = None, tie: Tie = Tie.REJECT) -> Outcome:
    """Decide a closed vote under a rule written as a sentence."""
    call = RollCall(
        rule=parse_rule(rule),
        quorum=None if quorum is None else parse_quorum(quorum),
        voters=tuple(voters),
        tie=tie,
    )
    return decide(call).outcome


def figures(reason: Reason) -> tuple[str, str, str]:
    """Give base, needed and had of a reason as exact text."""
    return str(reason.base), str(reason.needed), str(reason.had)


_FRACTIONS = st.fractions(min_value=Fraction(1, 9), max_value=1, max_denominator=9)
_PERCENTS = st.integers(1, 10_000).map(lambda number: Fraction(number, 10_000))
_SHARES = st.one_of(
    st.builds(Share, value=_FRACTIONS),
    st.builds(Share, value=_PERCENTS, percent=st.just(value=True)),
)
AMOUNTS: st.SearchStrategy[Amount] = st.one_of(
    st.builds(AtLeastCount, count=st.integers(1, SEATS)),
    st.builds(AtLeastShare, share=_SHARES),
    st.builds(MoreThanShare, share=_SHARES.filter(lambda share: share.value < 1)),
)
_SEATS = st.sampled_from([Seats(), Seats(count=SEATS)])
_PEOPLE = st.sampled_from(People)
_FIXED = st.sampled_from([people for people in People if people.fixed])
_HEADS = st.one_of(_SEATS, _PEOPLE)
_BASES: st.SearchStrategy[Base] = st.one_of(
    _HEADS, st.builds(Weighted, weight=st.sampled_from(WEIGHTS), people=_PEOPLE)
)
_ROLLS: st.SearchStrategy[Base] = st.one_of(
    _SEATS, _FIXED, st.builds(Weighted, weight=st.sampled_from(WEIGHTS), people=_FIXED)
)
CLAUSES: st.SearchStrategy[Clause] = st.one_of(
    st.builds(Favour, amount=AMOUNTS, base=_BASES),
    st.just(Majority()),
    st.builds(Opposed, most=st.integers(0, SEATS), heads=_HEADS),
    st.just(NoVeto()),
    st.builds(Objections, most=st.integers(0, 3)),
)
OPTIONS = st.lists(CLAUSES, min_size=1, max_size=3).map(lambda clauses: Option(clauses=tuple(clauses)))
RULES = st.lists(OPTIONS, min_size=1, max_size=3).map(lambda options: Rule(options=tuple(options)))
QUORUMS = st.builds(Quorum, amount=AMOUNTS, roll=_ROLLS, attendance=st.sampled_from(Attendance))
THRESHOLDS = st.builds(Threshold, amount=AMOUNTS, roll=_ROLLS)

_WEIGHTS = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1), Fraction(5, 3), Fraction(4), Fraction(7)])
_STANDINGS = st.sampled_from([*[Standing.ENTITLED] * 8, *Standing])


@st.composite
def voters(draw: st.DrawFn, *, number: int) -> Voter:
    """Draw a voter with weights."""
    standing = draw(_STANDINGS)
    choice = draw(st.one_of(st.none(), st.sampled_from(Choice)))
    return Voter(
        member=MemberCode(f"M{number}"),
        standing=standing,
        permanent=draw(st.booleans()),
        weights={weight: draw(_WEIGHTS) for weight in WEIGHTS},
        choice=choice if standing is Standing.ENTITLED else None,
        present=draw(st.booleans()),
    )


@st.composite
def roll_calls(draw: st.DrawFn, *, members: int, closed: bool = True) -> RollCall:
    """Draw a roll call of at most so many members in a body of seven seats."""
    size = draw(st.integers(0, members))
    return RollCall(
        rule=draw(RULES),
        quorum=draw(st.one_of(st.none(), QUORUMS)),
        seats=SEATS,
        voters=tuple(draw(voters(number=number)) for number in range(1, size + 1)),
        concerned=draw(st.sampled_from([None, MemberCode("M1"), MemberCode("M2"), MemberCode("ZZZ")])),
        tie=draw(st.sampled_from(Tie)),
        casting_vote=draw(st.sampled_from([None, *Choice])),
        closed=closed,
        final=draw(st.booleans()),
    )


def movable(call: RollCall) -> list[int]:
    """Give the places of the members that may still act."""
    return [
        place
        for place, voter in enumerate(call.voters)
        if voter.standing is Standing.ENTITLED and (voter.choice is None or not call.final)
    ]


def acts_of(voter: Voter) -> list[Voter]:
    """List all a member may still do, staying away and coming without voting included."""
    cast = [replace(voter, choice=choice) for choice in Choice]
    return [*cast, replace(voter, choice=None), replace(voter, choice=None, present=True)]


def with_voters(call: RollCall, changed: Mapping[int, Voter]) -> RollCall:
    """End a vote with other voters at these places."""
    return replace(
        call, voters=tuple(changed.get(place, voter) for place, voter in enumerate(call.voters)), closed=True
    )


def completions(call: RollCall, places: Sequence[int]) -> Iterator[RollCall]:
    """List every way a running vote may end, as closed roll calls, the members at these places acting."""
    castings = [None, Choice.YES, Choice.NO] if call.casting_vote is None else [call.casting_vote]
    for acts in product(*(acts_of(call.voters[place]) for place in places)):
        changed = list(call.voters)
        for place, voter in zip(places, acts, strict=True):
            changed[place] = voter
        for casting in castings if call.tie is Tie.CHAIR else castings[:1]:
            yield replace(call, voters=tuple(changed), closed=True, casting_vote=casting)


def slow_outcome(call: RollCall) -> Outcome:
    """Decide by the words of the rules, member by member, sharing nothing with the code under test."""
    if call.quorum is not None and not _quorate(call, call.quorum):
        return Outcome.NO_QUORUM
    if any(_holds(call, option, tie=False) for option in call.rule.options):
        return Outcome.ADOPTED
    if not any(_holds(call, option, tie=True) for option in call.rule.options):
        return Outcome.NOT_ADOPTED
    if call.tie is Tie.SECOND_VOTE:
        return Outcome.TIED
    chair = call.tie is Tie.CHAIR and call.casting_vote is Choice.YES
    return Outcome.ADOPTED if chair else Outcome.NOT_ADOPTED


def _said(call: RollCall, choice: Choice) -> list[Voter]:
    return [voter for voter in call.voters if voter.choice is choice]


def _holds(call: RollCall, option: Option, *, tie: bool) -> bool:
    silence = any(isinstance(clause, Objections) for clause in option.clauses)
    enough = silence or bool(_said(call, Choice.YES))
    return enough and all(_meets(call, clause, tie=tie) for clause in option.clauses)


def _meets(call: RollCall, clause: Clause, *, tie: bool) -> bool:
    yes, no = _said(call, Choice.YES), _said(call, Choice.NO)
    match clause:
        case Favour():
            group = _group(call, clause.base)
            return _enough(call, clause.amount, clause.base, [voter for voter in yes if voter in group])
        case Majority():
            return len(yes) > len(no) or (tie and len(yes) == len(no) > 0)
        case Opposed():
            group = _group(call, clause.heads)
            vacant = call.vacant if isinstance(clause.heads, Seats) else 0
            return len([voter for voter in group if voter not in yes]) + vacant <= clause.most
        case NoVeto():
            return not any(voter.permanent for voter in no)
        case Objections():
            return len(no) <= clause.most
        case _:
            assert_never(clause)


def _quorate(call: RollCall, quorum: Quorum) -> bool:
    there = [
        voter
        for voter in _group(call, quorum.roll)
        if voter.choice is not None
        or (quorum.attendance is Attendance.PRESENT and voter.present and voter.standing is Standing.ENTITLED)
    ]
    return _enough(call, quorum.amount, quorum.roll, there)


def _enough(call: RollCall, amount: Amount, base: Base, had: Sequence[Voter]) -> bool:
    total = _sum(base, _group(call, base)) + (call.vacant if isinstance(base, Seats) else 0)
    match amount:
        case AtLeastCount():
            return _sum(base, had) >= amount.count
        case AtLeastShare():
            return _sum(base, had) >= amount.share.value * total
        case MoreThanShare():
            return _sum(base, had) > amount.share.value * total
        case _:
            assert_never(amount)


def _sum(base: Base, group: Sequence[Voter]) -> Fraction:
    if isinstance(base, Weighted):
        return sum((voter.weights[base.weight] for voter in group), Fraction(0))
    return Fraction(len(group))


def _group(call: RollCall, base: Base) -> list[Voter]:
    others = [
        voter for voter in call.voters if voter.member != call.concerned and voter.standing is not Standing.CONCERNED
    ]
    standing = {Standing.ENTITLED, Standing.RECUSED, Standing.CONCERNED}
    entitled = [voter for voter in call.voters if voter.standing is Standing.ENTITLED]
    people = base.people if isinstance(base, Weighted) else base
    match people:
        case Seats():
            return list(call.voters)
        case People.ALL | People.ALL_OTHER:
            group = others if people is People.ALL_OTHER else list(call.voters)
            return [voter for voter in group if voter.standing is not Standing.EXPIRED]
        case People.GOOD_STANDING:
            return [voter for voter in call.voters if voter.standing in standing]
        case People.OTHER_GOOD_STANDING:
            return [voter for voter in others if voter.standing in standing]
        case People.ENTITLED:
            return entitled
        case People.PRESENT:
            return [voter for voter in entitled if voter.present or voter.choice is not None]
        case People.PRESENT_AND_VOTING:
            return [voter for voter in entitled if voter.choice in {Choice.YES, Choice.NO}]
        case _:
            assert_never(people)
