"""Counting a roll call: heads or weight, group by group, in whole numbers.

Every clause of the rule language is a comparison that is linear in a handful of sums: how much of the
body is on the roll, in good standing, entitled, attending, and how much of it said yes, no or abstained.
``slope`` gives that linear part and ``offset`` the constant: a clause holds exactly where their sum is 0
or more. A weight is counted as a whole number of ``scale``-ths, so that nothing is ever rounded. Since it
is linear, the same ``slope`` tells what one member's change of ballot does to a clause.

In every clause a yes counts for at least as much as silence or an abstention, and those for at least as
much as a no; in a quorum any ballot counts for at least as much as silence. Certainty rests on this.

Voters that stand alike and did the same are added up as one group, so that a roll is gone through once for each
measure, however many clauses use it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from math import lcm
from typing import TypeAlias, assert_never

from bot.domain.ballot import Choice
from bot.domain.ids import WeightName
from bot.domain.rules.language import (
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
    People,
    Quorum,
    Seats,
    Weighted,
)
from bot.domain.rules.roll import RollCall, Standing, Voter

_NOTHING = Fraction(0)  # the weight of a member that has none and of which the rule needs none


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeoneInFavour:
    """At least one yes: what adoption needs whatever the rule says."""

    def __str__(self) -> str:
        return "at least 1 in favour"


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorityOrTie:
    """As "more for than against" where a tie, too, may end in adoption."""

    def __str__(self) -> str:
        return str(Majority())


Test: TypeAlias = Clause | Quorum | SomeoneInFavour | MajorityOrTie


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is counted: heads or a weight, of everyone or less the member concerned, or permanent members."""

    weight: WeightName | None = None
    others: bool = False
    permanent: bool = False


HEADS = Measure()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The sums of one measure, each in ``scale``-ths of a head or of a unit of weight.

    ``members`` leaves out those that have left since the roll was frozen; their seats stay seats. ``marked`` is what is
    marked present, and ``attending`` that and what cast a ballot. ``sizes`` is what
    each voter counts for, in the roll's order.
    """

    everyone: int
    members: int
    standing: int
    entitled: int
    marked: int
    attending: int
    yes: int
    no: int
    abstain: int
    scale: int = 1
    sizes: Sequence[int] = ()

    @property
    def voted(self) -> int:
        """What cast a ballot, be it yes, no or abstain."""
        return self.yes + self.no + self.abstain

    def people(self, people: People) -> int:
        """Give the size of a group of members."""
        match people:
            case People.ALL | People.ALL_OTHER:
                return self.members
            case People.GOOD_STANDING | People.OTHER_GOOD_STANDING:
                return self.standing
            case People.ENTITLED:
                return self.entitled
            case People.PRESENT:
                return self.attending
            case People.PRESENT_AND_VOTING:
                return self.yes + self.no
            case _:
                assert_never(people)

    def base(self, base: Base) -> int:
        """Give the size of a base, vacant seats apart."""
        match base:
            case Seats():
                return self.everyone
            case People():
                return self.people(base)
            case Weighted():
                return self.people(base.people)
            case _:
                assert_never(base)


def measure_of(test: Test) -> Measure:
    """Tell what a clause or quorum counts."""
    match test:
        case Favour():
            return measure_of_base(test.base)
        case Quorum():
            return measure_of_base(test.roll)
        case Opposed():
            return measure_of_base(test.heads)
        case NoVeto():
            return Measure(permanent=True)
        case Majority() | MajorityOrTie() | Objections() | SomeoneInFavour():
            return HEADS
        case _:
            assert_never(test)


@lru_cache(maxsize=1024)
def measure_of_base(base: Base) -> Measure:
    """Tell what a base counts."""
    match base:
        case Seats():
            return HEADS
        case People():
            return Measure(others=base.others)
        case Weighted():
            return Measure(weight=base.weight, others=base.people.others)
        case _:
            assert_never(base)


def _sizes_of(roll_call: RollCall, measure: Measure) -> tuple[Sequence[int], int]:
    """Give what each voter counts for, in the roll's order, and the scale: so many make one unit."""
    voters = roll_call.voters
    if measure == HEADS:
        return (1,) * len(voters), 1
    if measure.weight is None:
        return [int(_is_measured(roll_call, measure, voter)) for voter in voters], 1
    weights = [voter.weights.get(measure.weight, _NOTHING).as_integer_ratio() for voter in voters]
    if measure.others or measure.permanent:
        measured = [_is_measured(roll_call, measure, voter) for voter in voters]
        weights = [weight if counts else (0, 1) for weight, counts in zip(weights, measured, strict=True)]
    scale = lcm(*{denominator for _, denominator in weights})
    if scale == 1:
        return [numerator for numerator, _ in weights], 1
    return [numerator * (scale // denominator) for numerator, denominator in weights], scale


def _is_measured(roll_call: RollCall, measure: Measure, voter: Voter) -> bool:
    if measure.permanent and not voter.permanent:
        return False
    return not (measure.others and roll_call.is_concerned(voter))


def count(roll_call: RollCall, measure: Measure) -> Count:
    """Count a roll call as it stands."""
    everyone = members = standing = entitled = marked = attending = 0
    sums = {Choice.YES: 0, Choice.NO: 0, Choice.ABSTAIN: 0}
    sizes, scale = _sizes_of(roll_call, measure)
    for group in roll_call.groups:
        size = sum([sizes[place] for place in group.places])
        everyone += size
        if group.standing is not Standing.EXPIRED:
            members += size
        if group.standing.in_good_standing:
            standing += size
        if group.standing is not Standing.ENTITLED:
            continue
        entitled += size
        if group.choice is not None:
            sums[group.choice] += size
        if group.present:
            marked += size
        if group.present or group.choice is not None:
            attending += size
    return Count(
        everyone=everyone,
        members=members,
        standing=standing,
        entitled=entitled,
        marked=marked,
        attending=attending,
        yes=sums[Choice.YES],
        no=sums[Choice.NO],
        abstain=sums[Choice.ABSTAIN],
        scale=scale,
        sizes=sizes,
    )


@cache
def single(choice: Choice | None, *, present: bool) -> Count:
    """Count one entitled member of size 1 that does this."""
    return Count(
        everyone=1,
        members=1,
        standing=1,
        entitled=1,
        marked=int(present),
        attending=int(present or choice is not None),
        yes=int(choice is Choice.YES),
        no=int(choice is Choice.NO),
        abstain=int(choice is Choice.ABSTAIN),
    )


def slope(test: Test, counted: Count) -> int:
    """Give the linear part of a comparison."""
    match test:
        case Favour():
            return _compared(test.amount, counted.yes, counted.base(test.base))
        case Quorum():
            return _compared(test.amount, attended(test, counted), counted.base(test.roll))
        case Opposed():
            return counted.yes - counted.base(test.heads)
        case Majority() | MajorityOrTie():
            return counted.yes - counted.no
        case NoVeto() | Objections():
            return -counted.no
        case SomeoneInFavour():
            return counted.yes
        case _:
            assert_never(test)


def offset(test: Test, *, vacant: int, scale: int) -> int:
    """Give the constant part of a comparison, ``vacant`` seats counting in a base of seats."""
    match test:
        case Favour():
            return _bound(test.amount, vacant if isinstance(test.base, Seats) else 0, scale)
        case Quorum():
            return _bound(test.amount, vacant if isinstance(test.roll, Seats) else 0, scale)
        case Opposed():
            return test.most - (vacant if isinstance(test.heads, Seats) else 0)
        case Objections():
            return test.most
        case Majority() | SomeoneInFavour():
            return -1
        case MajorityOrTie() | NoVeto():
            return 0
        case _:
            assert_never(test)


def surplus(test: Test, counted: Count, *, vacant: int) -> int:
    """Tell by how much a comparison holds: it does where this is 0 or more."""
    return slope(test, counted) + offset(test, vacant=vacant, scale=counted.scale)


def attended(quorum: Quorum, counted: Count) -> int:
    """Give what a quorum has: those attending, or those that cast any ballot."""
    return counted.attending if quorum.attendance is Attendance.PRESENT else counted.voted


def _compared(amount: Amount, had: int, base: int) -> int:
    match amount:
        case AtLeastCount():
            return had
        case AtLeastShare() | MoreThanShare():
            share = amount.share.value
            return share.denominator * had - share.numerator * base
        case _:
            assert_never(amount)


def _bound(amount: Amount, vacant: int, scale: int) -> int:
    match amount:
        case AtLeastCount():
            return -amount.count * scale
        case AtLeastShare():
            return -amount.share.value.numerator * vacant
        case MoreThanShare():
            return -amount.share.value.numerator * vacant - 1
        case _:
            assert_never(amount)
