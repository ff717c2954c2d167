"""What follows an adopted motion: who joins, with what, by whose leave, and how far it is (spec: after adoption).

Everything here follows from events; ``bot.domain.implementation_evolution`` says how.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.amounts import Amount, total, units
from bot.domain.authorisations import Authorisation, AuthorisationState
from bot.domain.coalition import Answer, joined
from bot.domain.contributions import Contribution
from bot.domain.deadlines import Deadline, Due
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.instants import CLOSING_GRACE
from bot.domain.terms import Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """How far the implementation was, in words."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation:
    """What is kept of the implementation of one motion.

    ``opened_at`` is when its members were asked to join, None where nobody was. ``answer_by`` and ``reminders`` are for
    those that have not answered. ``needed`` is how many authorisations must be valid for the text to be in effect, None
    where it takes none, and ``in_effect`` what was last told of that. ``trigger`` is what the text waits for, in words.
    """

    motion: MotionNumber
    opened_at: datetime | None = None
    answer_by: datetime | None = None
    reminders: tuple[Reminder, ...] = ()
    closed_at: datetime | None = None
    answers: tuple[Answer, ...] = ()
    needed: int | None = None
    authorisations: tuple[Authorisation, ...] = ()
    in_effect: bool = False
    trigger: str = ""
    trigger_met_at: datetime | None = None
    targets: tuple[Amount, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    notes: tuple[Note, ...] = ()
    review_at: datetime | None = None
    review_reminders: tuple[Reminder, ...] = ()

    @property
    def members(self) -> tuple[MemberCode, ...]:
        """The members of the coalition."""
        return joined(self.answers)

    def answer(self, member: MemberCode) -> Answer | None:
        """Give the answer of a member; None where it has given none."""
        return next((each for each in self.answers if each.member == member), None)

    def contribution(self, number: int) -> Contribution | None:
        """Give a contribution by its number."""
        return next((each for each in self.contributions if each.number == number), None)

    def authorisation(self, member: MemberCode) -> Authorisation | None:
        """Give the authorisation of a member of the coalition; None where it takes none."""
        return next((each for each in self.authorisations if each.member == member), None)

    def state_of(self, member: MemberCode, now: datetime) -> AuthorisationState:
        """Tell where the authorisation of a member stands."""
        found = self.authorisation(member)
        return AuthorisationState.PENDING if found is None else found.state(now)

    def valid(self, now: datetime) -> tuple[MemberCode, ...]:
        """Give the members of the coalition whose authorisation is valid at ``now``."""
        return tuple(code for code in self.members if self.state_of(code, now).valid)

    def takes_effect(self, now: datetime) -> bool:
        """Tell whether as many authorisations as it takes are valid at ``now``, and what it waits for was found met."""
        waits = bool(self.trigger) and self.trigger_met_at is None
        return self.needed is not None and not waits and len(self.valid(now)) >= self.needed

    @property
    def units(self) -> tuple[str, ...]:
        """The units of targets and contributions, those of targets first."""
        return units((*self.targets, *(each.amount for each in self.contributions if each.counted.value)))

    def target(self, unit: str) -> Amount | None:
        """Give the target in a unit."""
        return next((each for each in self.targets if each.unit == unit), None)

    def promised(self, unit: str) -> Amount:
        """Give what is promised in a unit, delivered or not."""
        return total((each.counted for each in self.contributions), unit)

    def delivered(self, unit: str) -> Amount:
        """Give what is delivered in a unit."""
        parts = (Amount(value=each.delivered, unit=each.amount.unit) for each in self.contributions)
        return total(parts, unit)

    def contributors(self, unit: str) -> tuple[MemberCode, ...]:
        """Give the members that have promised something in a unit, by code."""
        return tuple(
            sorted({each.member for each in self.contributions if each.counted.value and each.amount.unit == unit})
        )

    @property
    def subject(self) -> str:
        """How deadlines name it."""
        return f"M-{self.motion}"

    def deadlines(self) -> frozenset[Deadline]:
        """Give what the clock must look at, and when."""
        return frozenset(Deadline(at, Due.IMPLEMENTATION, self.subject) for at in self._due())

    def _due(self) -> Iterator[datetime]:
        if self.closed_at is None:
            yield from (each.at for each in self.reminders)
        for contribution in self.contributions:
            if contribution.awaited:
                yield from (each.at for each in contribution.reminders)
        for authorisation in self.authorisations:
            yield from (each.at for each in authorisation.reminders)
            if authorisation.until is not None and not authorisation.told_expired:
                yield authorisation.until + CLOSING_GRACE
        yield from (each.at for each in self.review_reminders)


def motion_of(subject: str) -> MotionNumber:
    """Read the motion out of what a deadline is about."""
    return MotionNumber(int(subject.removeprefix("M-")))
