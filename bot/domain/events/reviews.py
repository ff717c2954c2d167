"""What happens in the review of a member."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.findings import Finding
from bot.domain.ids import MemberCode, ReviewNumber
from bot.domain.review import ReviewCause, Stage
from bot.domain.terms import Reminder, reminder_variant


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOpened:
    """A member came under review; a finding is due by ``due_at``."""

    review: ReviewNumber
    member: MemberCode
    cause: ReviewCause
    reason: str
    opened_at: datetime
    due_at: datetime
    reminders: tuple[Reminder, ...]

    @property
    def variant(self) -> str:
        """Tell why it was opened."""
        return self.cause.value


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven:
    """A reviewer said what it finds; None in a confirmation, where it would withdraw the finding."""

    review: ReviewNumber
    member: MemberCode
    stage: Stage
    account: Account
    finding: Finding | None
    reasons: str
    evidence: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingMade:
    """A majority of the panel found the same; the member may reply until ``reply_until``."""

    review: ReviewNumber
    member: MemberCode
    finding: Finding
    panel: int
    agreed: int
    reasons: str
    evidence: str
    reply_until: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyGiven:
    """The member replied to the finding; the two stand side by side."""

    review: ReviewNumber
    member: MemberCode
    text: str
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingConfirmed:
    """A majority of the panel confirmed its finding, or changed it."""

    review: ReviewNumber
    member: MemberCode
    finding: Finding
    earlier: Finding
    panel: int
    agreed: int
    reasons: str
    at: datetime

    @property
    def variant(self) -> str:
        """Tell a changed finding from one that stands."""
        return "" if self.finding is self.earlier else "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWithdrawn:
    """A majority of the panel withdrew its finding: the review ends without one."""

    review: ReviewNumber
    member: MemberCode
    reasons: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReminded:
    """A finding that is due was called to mind ``days`` before its day."""

    review: ReviewNumber
    member: MemberCode
    days: int
    due_at: datetime
    late: bool

    @property
    def variant(self) -> str:
        """Tell a reminder on the day itself, on the day before, and one that comes late."""
        return reminder_variant(self.days, late=self.late)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationAwaited:
    """The member has replied, or its time to is over: the panel is to confirm its finding."""

    review: ReviewNumber
    member: MemberCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEnded:
    """A review ended without a confirmed finding, since the state left, or applies no more."""

    review: ReviewNumber
    member: MemberCode
    at: datetime
