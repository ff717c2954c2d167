"""Every way a vote of up to seven members may end, all judged at once; a third reading of the rules.

A way says of each of seven places on the roll which of five things its member did: there are 5**7 = 78,125. A set of
ways is a whole number with one bit for each, so that "and", "or" and "except" of sets are single operations and a
claim about every way is a claim about one number. Whether a clause holds is looked up by who said yes, who said no,
who was there and who voted: nothing is added up over ways, none is left out and none is supposed to be the worst.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, product
from math import lcm
from typing import TypeAlias, assert_never

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules import (
    Amount,
    AtLeastCount,
    AtLeastShare,
    Attendance,
    Base,
    Certainty,
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
    RollCall,
    Seats,
    Standing,
    Tie,
    Voter,
    Weighted,
)

Ways: TypeAlias = int
"""A set of ways: bit number ``sum(act * 5**place)`` is set for a way in it."""

Places: TypeAlias = int
"""A set of places on the roll, with a bit for each."""

PLACES = 7
ACTS: tuple[tuple[Choice | None, bool], ...] = (
    (Choice.YES, True),
    (Choice.NO, True),
    (Choice.ABSTAIN, True),
    (None, True),
    (None, False),
)
"""What a member can have done at the end: its ballot, and whether it was there."""

EVERY: Ways = (1 << len(ACTS) ** PLACES) - 1
_YES, _NO, _ABSTAIN, _HERE, _AWAY = range(len(ACTS))
_VOTED = (_YES, _NO, _ABSTAIN)
_THERE = (*_VOTED, _HERE)
_GOOD_STANDING = {Standing.ENTITLED, Standing.RECUSED, Standing.CONCERNED}


@cache
def doing(place: int, acts: tuple[int, ...]) -> Ways:
    """Give the ways in which the member at a place does one of these acts."""
    run: int = len(ACTS) ** place
    period = run * len(ACTS)
    once = sum(((1 << run) - 1) << act * run for act in acts)
    return once * (EVERY // ((1 << period) - 1))


@cache
def _exactly(places: Places, acts: tuple[int, ...]) -> Ways:
    """Give the ways in which those at these places, and nobody else, do one of these acts."""
    ways = EVERY
    for place in range(PLACES):
        does = doing(place, acts)
        ways &= does if places >> place & 1 else EVERY ^ does
    return ways


@cache
def _subsets(places: Places) -> tuple[Places, ...]:
    return tuple(subset for subset in range(places + 1) if subset & places == subset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The ways that adopt, those that only a tie keeps from adopting, and those without a quorum."""

    adopted: Ways
    tied: Ways
    no_quorum: Ways

    def outcome(self, call: RollCall) -> Outcome:
        """Tell how a roll call ends as it stands."""
        way = way_of(call)
        if self.no_quorum >> way & 1:
            return Outcome.NO_QUORUM
        if self.surely(call) >> way & 1:
            return Outcome.ADOPTED
        second = call.tie is Tie.SECOND_VOTE and self.tied >> way & 1
        return Outcome.TIED if second else Outcome.NOT_ADOPTED

    def certainty(self, call: RollCall) -> Certainty:
        """Tell what every way a running vote may still end comes to."""
        ways = open_to(call)
        if not ways & ~self.surely(call):
            return Certainty.CARRY
        return Certainty.OPEN if ways & self.perhaps(call) else Certainty.FAIL

    def surely(self, call: RollCall) -> Ways:
        """Give the ways that adopt, a tie included that the chair has broken so."""
        broken = call.tie is Tie.CHAIR and call.casting_vote is Choice.YES
        return self.adopted | self.tied if broken else self.adopted

    def perhaps(self, call: RollCall) -> Ways:
        """Give the ways that adopt or may yet, by a chair that has not spoken or by a second vote."""
        unbroken = call.tie is Tie.SECOND_VOTE or (call.tie is Tie.CHAIR and call.casting_vote is None)
        return self.adopted | self.tied if unbroken else self.surely(call)


def act_of(voter: Voter) -> int:
    """Tell which act an entitled member's doings so far are."""
    return ACTS.index((voter.choice, voter.present or voter.choice is not None))


def acts_open(call: RollCall, place: int) -> tuple[int, ...]:
    """Give what the member at a place may have done at the end of a running vote; an empty place is away."""
    if place >= len(call.voters) or call.voters[place].standing is not Standing.ENTITLED:
        return (_AWAY,)
    voter = call.voters[place]
    if call.final and voter.choice is not None:
        return (act_of(voter),)
    return _THERE if voter.present else (*_THERE, _AWAY)


def open_to(call: RollCall) -> Ways:
    """Give the ways a running vote may still end."""
    ways = EVERY
    for place in range(PLACES):
        ways &= doing(place, acts_open(call, place))
    return ways


def way_of(call: RollCall) -> int:
    """Give the number of the way in which everyone leaves it at what they have done so far."""
    acts = [act_of(voter) if voter.standing is Standing.ENTITLED else _AWAY for voter in call.voters]
    acts += [_AWAY] * (PLACES - len(acts))
    return sum(act * len(ACTS) ** place for place, act in enumerate(acts))


def judge(call: RollCall) -> Verdict:
    """Judge every way by the words of the rule; what has been done so far plays no part."""
    hall = _Hall(call)
    quorate = EVERY if call.quorum is None else hall.quorate(call.quorum)
    adopted = tied = 0
    for option in call.rule.options:
        adopted |= hall.holds(option, tie=False)
        tied |= hall.holds(option, tie=True)
    return Verdict(adopted=adopted & quorate, tied=tied & quorate & ~adopted, no_quorum=EVERY ^ quorate)


class _Hall:
    """Who sits where."""

    def __init__(self, call: RollCall) -> None:
        self.call = call
        self.entitled = self._places(lambda voter: voter.standing is Standing.ENTITLED)

    def holds(self, option: Option, *, tie: bool) -> Ways:
        ways = EVERY
        if not any(isinstance(clause, Objections) for clause in option.clauses):
            ways ^= _exactly(0, (_YES,))
        for clause in option.clauses:
            ways &= self._meets(clause, tie=tie)
        return ways

    def quorate(self, quorum: Quorum) -> Ways:
        acts = _THERE if quorum.attendance is Attendance.PRESENT else _VOTED
        group, sizes = self._fixed(quorum.roll), self._sizes(quorum.roll)
        total = sizes[group] + self._vacant(quorum.roll)
        ways = 0
        for there in _subsets(self.entitled):
            if _enough(quorum.amount, sizes[there & group], total, unit=sizes[-1]):
                ways |= _exactly(there, acts)
        return ways

    def _meets(self, clause: Clause, *, tie: bool) -> Ways:
        match clause:
            case Favour(amount=amount, base=base):
                sizes, vacant = self._sizes(base), self._vacant(base)
                return self._in_favour(
                    base, lambda yes, of: _enough(amount, sizes[yes], sizes[of] + vacant, unit=sizes[-1])
                )
            case Opposed(most=most, heads=heads):
                vacant = self._vacant(heads)
                return self._in_favour(heads, lambda yes, of: (of & ~yes).bit_count() + vacant <= most)
            case Majority():
                return self._against(lambda yes, no: yes > no or (tie and yes == no and yes > 0))
            case NoVeto():
                permanent = self._places(lambda voter: voter.permanent)
                return self._naysayers(lambda no: not no & permanent)
            case Objections(most=most):
                return self._naysayers(lambda no: no.bit_count() <= most)
            case _:
                assert_never(clause)

    def _in_favour(self, base: Base, holds: Callable[[Places, Places], bool]) -> Ways:
        """Give the ways in which this holds of those of a base in favour and of all of the base."""
        ways = 0
        for acts, group in self._groups(base):
            within = 0
            for yes in _subsets(group if acts else self.entitled):
                if holds(yes & group, group):
                    within |= _exactly(yes, (_YES,))
            ways |= within & (_exactly(group, acts) if acts else EVERY)
        return ways

    def _groups(self, base: Base) -> Iterator[tuple[tuple[int, ...], Places]]:
        """Give everyone a base may come to consist of, with the acts that make them so, none if it is fixed."""
        match base.people if isinstance(base, Weighted) else base:
            case People.PRESENT:
                yield from ((_THERE, places) for places in _subsets(self.entitled))
            case People.PRESENT_AND_VOTING:
                yield from (((_YES, _NO), places) for places in _subsets(self.entitled))
            case _:
                yield (), self._fixed(base)

    def _against(self, holds: Callable[[int, int], bool]) -> Ways:
        ways = 0
        for yes in _subsets(self.entitled):
            naysayers = 0
            for no in _subsets(self.entitled & ~yes):
                if holds(yes.bit_count(), no.bit_count()):
                    naysayers |= _exactly(no, (_NO,))
            ways |= naysayers & _exactly(yes, (_YES,))
        return ways

    def _naysayers(self, holds: Callable[[Places], bool]) -> Ways:
        ways = 0
        for no in _subsets(self.entitled):
            if holds(no):
                ways |= _exactly(no, (_NO,))
        return ways

    def _places(self, seated: Callable[[Voter], bool]) -> Places:
        return sum(1 << place for place, voter in enumerate(self.call.voters) if seated(voter))

    def _fixed(self, base: Base) -> Places:
        """Give the places of a base that stays the same whoever votes."""
        everyone = self._places(lambda _: True)
        members = self._places(lambda voter: voter.standing is not Standing.EXPIRED)
        standing = self._places(lambda voter: voter.standing in _GOOD_STANDING)
        concerned = self._places(
            lambda voter: voter.member == self.call.concerned or voter.standing is Standing.CONCERNED
        )
        match base.people if isinstance(base, Weighted) else base:
            case Seats():
                return everyone
            case People.ALL:
                return members
            case People.ALL_OTHER:
                return members & ~concerned
            case People.GOOD_STANDING:
                return standing
            case People.OTHER_GOOD_STANDING:
                return standing & ~concerned
            case _:
                return self.entitled

    def _vacant(self, base: Base) -> int:
        return self.call.vacant if isinstance(base, Seats) else 0

    def _sizes(self, base: Base) -> list[int]:
        """Give what each set of places counts for, in equal parts of a unit, and last how many make one."""
        weights = [Fraction(1)] * len(self.call.voters)
        if isinstance(base, Weighted):
            weights = [voter.weights[base.weight] for voter in self.call.voters]
        unit = lcm(*(weight.denominator for weight in weights))
        sizes = [
            int(sum((weight * unit for place, weight in enumerate(weights) if places >> place & 1), Fraction(0)))
            for places in range(1 << len(weights))
        ]
        return [*sizes, unit]


def _enough(amount: Amount, had: int, total: int, *, unit: int) -> bool:
    match amount:
        case AtLeastCount():
            return had >= amount.count * unit
        case AtLeastShare():
            return had * amount.share.value.denominator >= total * amount.share.value.numerator
        case MoreThanShare():
            return had * amount.share.value.denominator > total * amount.share.value.numerator
        case _:
            assert_never(amount)


def positions(kinds: Sequence[tuple[Voter, int]]) -> Iterator[tuple[Voter, ...]]:
    """List how far a roll call may have come, once for all orders of the members of a kind, who are alike.

    ``kinds`` gives a member and how many there are like it; they are named M1, M2, ... in this order.
    """
    kinds_so_far = [combinations_with_replacement(_so_far(voter), number) for voter, number in kinds]
    for members in product(*kinds_so_far):
        roll = [voter for kind in members for voter in kind]
        yield tuple(replace(voter, member=MemberCode(f"M{number}")) for number, voter in enumerate(roll, start=1))


def _so_far(voter: Voter) -> list[Voter]:
    acts = ACTS if voter.standing is Standing.ENTITLED else ACTS[_AWAY:]
    return [replace(voter, choice=choice, present=there and choice is None) for choice, there in acts]
