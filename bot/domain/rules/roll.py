"""A roll call as it stands: the members, their standing, presence and ballots, and their rule."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules.language import (
    People,
    Quorum,
    Rule,
    Sentence,
    Weighted,
    amounts_of,
    counts_seats,
    seat_counts_of,
)


class RollCallError(ValueError):
    """A roll call that contradicts itself or lacks what its rule needs; the message says which, plainly."""


class Standing(StrEnum):
    """Whether a member may vote on a motion, and why not."""

    ENTITLED = "entitled"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    ABEYANCE = "abeyance"
    RECUSED = "recused"
    CONCERNED = "concerned"

    @property
    def in_good_standing(self) -> bool:
        """Whether the member has the right to vote, be it excluded from this motion or not."""
        return self in _IN_GOOD_STANDING


_IN_GOOD_STANDING = frozenset({Standing.ENTITLED, Standing.RECUSED, Standing.CONCERNED})


class Tie(StrEnum):
    """What the kind does with as many yes as no ballots under "more for than against"."""

    REJECT = "reject"
    CHAIR = "chair"
    SECOND_VOTE = "second-vote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """One member of the body and what it has done so far.

    ``weights`` are exact and never negative; their names are compared without case. ``choice`` is None
    for a member that cast no ballot; ``present`` tells whether it answered the roll or was marked
    present, which casting a ballot implies.
    """

    member: MemberCode
    standing: Standing = Standing.ENTITLED
    permanent: bool = False
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    choice: Choice | None = None
    present: bool = False

    def __post_init__(self) -> None:
        capitals = False
        for name, weight in self.weights.items():
            if weight.numerator < 0:
                raise RollCallError(f"{self.member} has a negative {name} ({weight})")
            capitals = capitals or name != name.lower()
        if capitals:
            lowered = {name.lower(): weight for name, weight in self.weights.items()}
            if len(lowered) < len(self.weights):
                raise RollCallError(f"{self.member} has a weight twice, in capitals and not")
            object.__setattr__(self, "weights", lowered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The voters, by their places on the roll, that stand alike and have done the same: counted as one."""

    standing: Standing
    choice: Choice | None
    present: bool
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCall:
    """A rule, and everyone it is applied to.

    ``seats`` may be left out where the rule says it or does not need it; fewer voters than seats are
    vacancies. ``concerned`` names the member the motion is about; it need not be a voter (an applicant).
    ``casting_vote`` is the chair's, read only where ``tie`` is CHAIR. ``closed`` is False while voting
    runs; then ``final`` tells whether a cast ballot can no longer be changed or retracted.

    ``groups``, which has the place of every voter once, and ``vacant``, the seats that nobody holds, follow
    from the rest.

    Raise RollCallError for more voters than seats, seat counts that contradict, a member listed twice, a
    ballot of a member not entitled to vote, or a missing weight that the rule uses.
    """

    rule: Rule
    voters: tuple[Voter, ...]
    quorum: Quorum | None = None
    seats: int | None = None
    concerned: MemberCode | None = None
    tie: Tie = Tie.REJECT
    casting_vote: Choice | None = None
    closed: bool = True
    final: bool = False
    groups: tuple[Group, ...] = field(init=False, repr=False, compare=False)
    vacant: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", _groups_of(self.voters))
        self._check_members()
        self._check_seats()
        for sentence in self.sentences:
            self._check_weights(sentence)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The rule, and the quorum where there is one."""
        return (self.rule,) if self.quorum is None else (self.rule, self.quorum)

    def is_concerned(self, voter: Voter) -> bool:
        """Tell whether a voter is the member the motion is about."""
        return voter.member == self.concerned or voter.standing is Standing.CONCERNED

    def _check_members(self) -> None:
        cast = [group for group in self.groups if group.choice is not None]
        entitled = all(group.standing is Standing.ENTITLED for group in cast)
        if entitled and len({voter.member for voter in self.voters}) == len(self.voters):
            return  # as nearly always; else the first fault in the roll's order is named
        seen: set[MemberCode] = set()
        for voter in self.voters:
            if voter.member in seen:
                raise RollCallError(f"{voter.member} is listed twice")
            seen.add(voter.member)
            if voter.choice is not None and voter.standing is not Standing.ENTITLED:
                raise RollCallError(f"{voter.member} is not entitled to vote ({voter.standing}) but has a ballot")

    def _check_seats(self) -> None:
        stated = [count for sentence in self.sentences for count in seat_counts_of(sentence)]
        known = set(stated) if self.seats is None else {self.seats, *stated}
        if len(known) > 1:
            raise RollCallError(f"the seat counts contradict: {' and '.join(str(count) for count in sorted(known))}")
        if not known and any(counts_seats(sentence) for sentence in self.sentences):
            raise RollCallError("the rule counts seats, but the number of seats is not given")
        if self.seats is not None and self.seats < 1:
            raise RollCallError(f"a body has at least 1 seat, not {self.seats}")
        seats = min(known, default=len(self.voters))
        if seats < len(self.voters):
            raise RollCallError(f"there are more members ({len(self.voters)}) than seats ({seats})")
        object.__setattr__(self, "vacant", seats - len(self.voters))

    def _check_weights(self, sentence: Sentence) -> None:
        for _, base in amounts_of(sentence):
            if not isinstance(base, Weighted):
                continue
            lacking = [voter for voter in self.voters if base.weight not in voter.weights]
            for voter in lacking:
                left_out = base.people.others and self.is_concerned(voter)
                if may_count(base.people, voter) and not left_out:
                    raise RollCallError(f"{voter.member} has no {base.weight}, which the rule uses")


def _groups_of(voters: Sequence[Voter]) -> tuple[Group, ...]:
    alike: defaultdict[tuple[Standing, Choice | None, bool], list[int]] = defaultdict(list)
    for place, voter in enumerate(voters):
        alike[voter.standing, voter.choice, voter.present].append(place)
    return tuple(
        Group(standing=standing, choice=choice, present=present, places=tuple(places))
        for (standing, choice, present), places in alike.items()
    )


def may_count(people: People, voter: Voter) -> bool:
    """Tell whether a voter can ever count in a group of members, the one concerned apart."""
    match people:
        case People.ALL | People.ALL_OTHER:
            return voter.standing is not Standing.EXPIRED
        case People.GOOD_STANDING | People.OTHER_GOOD_STANDING:
            return voter.standing.in_good_standing
        case People.ENTITLED | People.PRESENT | People.PRESENT_AND_VOTING:
            return voter.standing is Standing.ENTITLED
