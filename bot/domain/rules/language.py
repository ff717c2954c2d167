"""The language in which a charter writes its rules: what a parsed sentence is made of, and how it is printed.

A rule is a list of options, of which one that holds is enough; an option is a list of clauses, all of
which must hold. A clause compares a number of members, or their weight, with a base. Every value prints
itself as its canonical sentence, and parsing that sentence gives the value back.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, assert_never

from bot.domain.ids import WeightName


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a base: above 0 and at most 1, exact, and whether it was written as a percentage."""

    value: Fraction
    percent: bool = False

    def __str__(self) -> str:
        if self.percent:
            return f"{decimal_text(self.value * 100)}%"
        return f"{self.value.numerator}/{self.value.denominator}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeastCount:
    """At least so many, whatever the base has left."""

    count: int

    def __str__(self) -> str:
        return f"at least {self.count}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeastShare:
    """At least this share of the base."""

    share: Share

    def __str__(self) -> str:
        return f"at least {self.share}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreThanShare:
    """More than this share of the base; the share itself is not enough."""

    share: Share

    def __str__(self) -> str:
        return f"more than {self.share}"


Amount: TypeAlias = AtLeastCount | AtLeastShare | MoreThanShare


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """The seats the charter gives the body; ``count`` where the sentence says how many."""

    count: int | None = None

    def __str__(self) -> str:
        return "seats" if self.count is None else f"{self.count} seats"


class People(StrEnum):
    """The groups of members a rule can count."""

    ALL = "all members"
    ALL_OTHER = "all other members"
    GOOD_STANDING = "members in good standing"
    OTHER_GOOD_STANDING = "other members in good standing"
    ENTITLED = "entitled members"
    PRESENT = "members present"
    PRESENT_AND_VOTING = "members present and voting"

    @property
    def fixed(self) -> bool:
        """Whether the group stays the same however its members vote or stay away."""
        return self not in {People.PRESENT, People.PRESENT_AND_VOTING}

    @property
    def others(self) -> bool:
        """Whether the member that the motion concerns is left out (as in TFEU 354)."""
        return self in {People.ALL_OTHER, People.OTHER_GOOD_STANDING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """The sum of one weight, such as population, over a group of members."""

    weight: WeightName
    people: People

    def __str__(self) -> str:
        return f"the {self.weight} of {self.people}"


Heads: TypeAlias = Seats | People
Base: TypeAlias = Seats | People | Weighted


@dataclass(frozen=True, slots=True, kw_only=True)
class Favour:
    """Enough of the base is in favour."""

    amount: Amount
    base: Base

    def __str__(self) -> str:
        return f"{self.amount} of {self.base}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Majority:
    """More yes than no ballots; as many of each is a tie."""

    def __str__(self) -> str:
        return "more for than against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposed:
    """At most so many of the base are not in favour: no, abstaining and silent alike (TEU 16(4))."""

    most: int
    heads: Heads

    def __str__(self) -> str:
        counted = isinstance(self.heads, Seats) and self.heads.count is not None
        of = " of" if counted or self.heads in {People.ALL, People.ALL_OTHER} else ""
        return f"at most {self.most}{of} {self.heads} not in favour"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoVeto:
    """No permanent member votes no; its abstention is no veto (UN Charter, Article 27(3))."""

    def __str__(self) -> str:
        return "no permanent member against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objections:
    """At most so many no ballots, each an objection."""

    most: int = 0

    def __str__(self) -> str:
        match self.most:
            case 0:
                return "no objection"
            case 1:
                return "at most 1 objection"
            case _:
                return f"at most {self.most} objections"


Clause: TypeAlias = Favour | Majority | Opposed | NoVeto | Objections


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Clauses that must all hold."""

    clauses: tuple[Clause, ...]

    def __str__(self) -> str:
        return " and ".join(str(clause) for clause in self.clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Options of which one that holds is enough."""

    options: tuple[Option, ...]

    def __str__(self) -> str:
        return ", or ".join(str(option) for option in self.options)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause of every option, in the order written."""
        return tuple(clause for option in self.options for clause in option.clauses)


class Attendance(StrEnum):
    """What a quorum counts: being there, or casting any ballot."""

    PRESENT = "present"
    VOTED = "voted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """So many of a roll must be present, or must have voted, for a vote to count."""

    amount: Amount
    roll: Base
    attendance: Attendance

    def __str__(self) -> str:
        return f"{self.amount} of {self.roll} {self.attendance}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """So many of a roll, as in "unless at least 1/3 of members in good standing call a vote"."""

    amount: Amount
    roll: Base

    def __str__(self) -> str:
        return f"{self.amount} of {self.roll}"


Sentence: TypeAlias = Rule | Quorum | Threshold


def decimal_text(value: Fraction) -> str:
    """Write a terminating decimal exactly, without trailing zeros; anything else as a fraction."""
    rest = value.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    if places == 0:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    digits = str(abs(int(value * 10**places))).zfill(places + 1)
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def amounts_of(sentence: Sentence) -> tuple[tuple[Amount, Base], ...]:
    """List each amount of a sentence with the base it is measured against, in the order written."""
    match sentence:
        case Rule():
            return tuple((clause.amount, clause.base) for clause in sentence.clauses if isinstance(clause, Favour))
        case Quorum() | Threshold():
            return ((sentence.amount, sentence.roll),)
        case _:
            assert_never(sentence)


def weights_of(sentence: Sentence) -> frozenset[WeightName]:
    """Name the weights a sentence uses."""
    return frozenset(base.weight for _, base in amounts_of(sentence) if isinstance(base, Weighted))


def seat_counts_of(sentence: Sentence) -> tuple[int, ...]:
    """List the seat counts a sentence states, in the order written."""
    bases: tuple[Base, ...] = tuple(base for _, base in amounts_of(sentence))
    if isinstance(sentence, Rule):
        bases += tuple(clause.heads for clause in sentence.clauses if isinstance(clause, Opposed))
    return tuple(base.count for base in bases if isinstance(base, Seats) and base.count is not None)


def counts_seats(sentence: Sentence) -> bool:
    """Tell whether a sentence measures anything against the seats of the body."""
    bases: list[Base] = [base for _, base in amounts_of(sentence)]
    if isinstance(sentence, Rule):
        bases += [clause.heads for clause in sentence.clauses if isinstance(clause, Opposed)]
    return any(isinstance(base, Seats) for base in bases)
