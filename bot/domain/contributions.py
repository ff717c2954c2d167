"""What members give to an adopted motion: promised, delivered, overdue (spec: after adoption, contributions)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from bot.domain.amounts import Amount
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.terms import Reminder


class ContributionState(StrEnum):
    """How far a contribution is."""

    PROMISED = "promised"
    PART_DELIVERED = "part-delivered"
    DELIVERED = "delivered"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A promise of a member; ``delivered`` is how much of it is there. ``reminders`` are those still to come.

    ``withdrawn_at`` is when what was not delivered by then was taken back.
    """

    number: int
    member: MemberCode
    amount: Amount
    delivered: Fraction
    due_at: datetime
    note: str
    reminders: tuple[Reminder, ...]
    withdrawn_at: datetime | None = None

    @property
    def complete(self) -> bool:
        """Whether all of it has been delivered."""
        return self.delivered >= self.amount.value

    @property
    def awaited(self) -> bool:
        """Whether anything of it is still to come."""
        return self.withdrawn_at is None and not self.complete

    @property
    def counted(self) -> Amount:
        """What of it counts as promised: all, or once it was taken back what was delivered before."""
        return self.amount if self.withdrawn_at is None else Amount(value=self.delivered, unit=self.amount.unit)

    @property
    def outstanding(self) -> Amount:
        """What is still to be delivered."""
        return Amount(value=self.amount.value - self.delivered, unit=self.amount.unit)

    def state(self, now: datetime) -> ContributionState:
        """Tell how far it is at ``now``; its last instant is not overdue yet."""
        if self.complete:
            return ContributionState.DELIVERED
        if self.withdrawn_at is not None:
            return ContributionState.WITHDRAWN
        if now > self.due_at:
            return ContributionState.OVERDUE
        return ContributionState.PART_DELIVERED if self.delivered else ContributionState.PROMISED


@dataclass(kw_only=True, eq=False)
class NothingGiven(Refusal):
    """A contribution, a delivery or a target of zero, or of less."""

    value: str


@dataclass(kw_only=True, eq=False)
class UnknownCurrency(Refusal):
    """A unit that looks like a currency and is none of ISO 4217."""

    value: str


@dataclass(kw_only=True, eq=False)
class TooManyDecimals(Refusal):
    """Money in smaller parts than its currency has."""

    value: str
    currency: str
    decimals: int


@dataclass(kw_only=True, eq=False)
class MalformedAmount(Refusal):
    """An amount that cannot be read: no number, or no unit."""

    value: str


@dataclass(kw_only=True, eq=False)
class AmbiguousAmount(Refusal):
    """An amount with a point before exactly three digits: some group thousands by it."""

    value: str


@dataclass(kw_only=True, eq=False)
class ContributionDuePast(Refusal):
    """A contribution that would have been due before now."""

    due: datetime


@dataclass(kw_only=True, eq=False)
class UnknownContribution(Refusal):
    """The number of a contribution that the member has not promised to the motion."""

    motion: MotionNumber
    number: int


@dataclass(kw_only=True, eq=False)
class PromisedSo(Refusal):
    """The very contribution that the member has promised already, and not delivered."""

    motion: MotionNumber
    number: int


@dataclass(kw_only=True, eq=False)
class NothingAwaited(Refusal):
    """A delivery on, or the withdrawal of, a contribution of which nothing is to come any more."""

    motion: MotionNumber
    number: int


@dataclass(kw_only=True, eq=False)
class OtherUnit(Refusal):
    """A delivery in another unit than was promised."""

    promised: Amount
    given: Amount


@dataclass(kw_only=True, eq=False)
class MoreThanPromised(Refusal):
    """A delivery of more than is still to come."""

    outstanding: Amount
    given: Amount


@dataclass(kw_only=True, eq=False)
class TargetNotYours(Refusal):
    """A target set by a member that has not moved the motion."""

    motion: MotionNumber


def check_delivery(contribution: Contribution, given: Amount) -> None:
    """Let a part of a contribution be delivered, or raise OtherUnit or MoreThanPromised."""
    if given.unit != contribution.amount.unit:
        raise OtherUnit(promised=contribution.amount, given=given)
    if given.value > contribution.outstanding.value:
        raise MoreThanPromised(outstanding=contribution.outstanding, given=given)
