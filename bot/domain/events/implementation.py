"""What follows an adopted motion: the coalition, contributions, authorisations, and the word of the secretariat."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.addresses import Account
from bot.domain.amounts import Amount
from bot.domain.authorisations import ParliamentaryDecision
from bot.domain.coalition import Stance
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.terms import Reminder, reminder_variant


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerAttached:
    """The text waits for something to happen, ``trigger``, in words."""

    motion: MotionNumber
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerFound:
    """The body found that what the text waits for has happened, or with ``met`` false that it holds no longer."""

    motion: MotionNumber
    met: bool
    account: Account
    at: datetime

    @property
    def variant(self) -> str:
        """Tell which of the two."""
        return "met" if self.met else "unmet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationOpened:
    """A text was adopted that asks its members to join: they answer by ``answer_by``, and are reminded before.

    ``needed`` is how many authorisations must be valid for it to be in effect, None where it takes none.
    """

    motion: MotionNumber
    at: datetime
    answer_by: datetime
    reminders: tuple[Reminder, ...]
    needed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionAnswered:
    """A member answered whether it joins, or answered otherwise than before; ``previous`` is its former answer.

    ``paragraphs`` are those that it joins, all where it names none; ``reminders`` call its authorisation to mind.
    """

    motion: MotionNumber
    member: MemberCode
    stance: Stance
    paragraphs: tuple[int, ...]
    text: str
    previous: Stance | None
    reminders: tuple[Reminder, ...]
    account: Account
    at: datetime

    @property
    def variant(self) -> str:
        """Tell the answers apart, those that take one back, and joining some paragraphs."""
        if self.previous is not None and self.previous.joins and not self.stance.joins:
            return "left.abstained" if self.stance is Stance.ABSTAINED else "left"
        return f"{self.stance.value}.parts" if self.stance.joins and self.paragraphs else self.stance.value


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionClosed:
    """The secretariat closed the coalition: nobody joins it any more."""

    motion: MotionNumber
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionLeft:
    """A member of the coalition left it with the alliance; what it has delivered stays on the record."""

    motion: MotionNumber
    member: MemberCode
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionReminded:
    """The members that had not answered by ``due_at`` were reminded."""

    motion: MotionNumber
    members: tuple[MemberCode, ...]
    days: int
    answer_by: datetime
    due_at: datetime
    late: bool

    @property
    def variant(self) -> str:
        """Tell a reminder on the day itself, on the day before, and one that comes late."""
        return reminder_variant(self.days, late=self.late) if self.members else "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet:
    """So much is asked for; a target in the same unit takes the place of the one before."""

    motion: MotionNumber
    amount: Amount
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionPromised:
    """A member promised a contribution by ``due_at``."""

    motion: MotionNumber
    number: int
    member: MemberCode
    amount: Amount
    due_at: datetime
    note: str
    reminders: tuple[Reminder, ...]
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionDelivered:
    """A member delivered its contribution, or a part of it."""

    motion: MotionNumber
    number: int
    member: MemberCode
    amount: Amount
    note: str
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionWithdrawn:
    """A member took back what it had promised and not delivered."""

    motion: MotionNumber
    number: int
    member: MemberCode
    outstanding: Amount
    reason: str
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionReminded:
    """A contribution that is not all delivered was called to mind ``days`` before its day; below 0 it is overdue."""

    motion: MotionNumber
    number: int
    member: MemberCode
    outstanding: Amount
    days: int
    due_at: datetime
    late: bool

    @property
    def variant(self) -> str:
        """Tell one that is overdue, a reminder on the day itself, on the day before, and one that comes late."""
        return "overdue" if self.days < 0 else reminder_variant(self.days, late=self.late)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationRecorded:
    """A parliament decided on its state's part: ``body`` on a day, under a reference; an earlier decision stays.

    ``until`` is its last instant, and ``reminders`` are of that.
    """

    motion: MotionNumber
    member: MemberCode
    decision: ParliamentaryDecision
    body: str
    on: date
    reference: str
    until: datetime | None
    conditions: str
    previous: ParliamentaryDecision | None
    reminders: tuple[Reminder, ...]
    account: Account
    at: datetime

    @property
    def variant(self) -> str:
        """Tell the decisions apart, and one for a time."""
        timed = ".until" if self.until is not None else ""
        return f"{self.decision.value}{timed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationReminded:
    """An authorisation was called to mind: that it is awaited, or where ``until`` is set that it is about to expire."""

    motion: MotionNumber
    member: MemberCode
    days: int
    until: datetime | None
    due_at: datetime
    late: bool

    @property
    def variant(self) -> str:
        """Tell one that is awaited; else the day before, and a reminder that comes late."""
        return "awaited" if self.until is None else reminder_variant(self.days, late=self.late)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationExpired:
    """The time of an authorisation is over."""

    motion: MotionNumber
    member: MemberCode
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectChanged:
    """The text came into effect as enough authorisations are valid, or is suspended as too few are."""

    motion: MotionNumber
    in_effect: bool
    valid: int
    needed: int
    at: datetime

    @property
    def variant(self) -> str:
        """Tell that it began, that too few are valid, or that it ended though enough are: the text holds no longer."""
        if self.in_effect:
            return "begun"
        return "suspended" if self.valid < self.needed else "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationNoted:
    """The secretariat noted how far the implementation is."""

    motion: MotionNumber
    text: str
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationReviewSet:
    """The day was set on which the decision is looked at again; another day takes the place of the one before."""

    motion: MotionNumber
    review_at: datetime
    reminders: tuple[Reminder, ...]
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationReviewReminded:
    """The day on which a decision is looked at again was called to mind."""

    motion: MotionNumber
    days: int
    review_at: datetime
    due_at: datetime
    late: bool

    @property
    def variant(self) -> str:
        """Tell a reminder on the day itself, on the day before, and one that comes late."""
        return reminder_variant(self.days, late=self.late)


ImplementationEvent = (
    TriggerAttached
    | TriggerFound
    | ImplementationOpened
    | CoalitionAnswered
    | CoalitionClosed
    | CoalitionLeft
    | CoalitionReminded
    | TargetSet
    | ContributionPromised
    | ContributionDelivered
    | ContributionReminded
    | ContributionWithdrawn
    | AuthorisationRecorded
    | AuthorisationReminded
    | AuthorisationExpired
    | EffectChanged
    | ImplementationNoted
    | ImplementationReviewSet
    | ImplementationReviewReminded
)
"""What changes the implementation of a motion; each names it."""
