"""What happens to a member over its membership: its terms, what comes of itself, its declaration, its way back."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.ids import MemberCode, MotionNumber, ReviewNumber
from bot.domain.membership import Cause, Status
from bot.domain.terms import Reminder, TermCause, reminder_variant


@dataclass(frozen=True, slots=True, kw_only=True)
class TermBegun:
    """A term of membership began. ``seed`` is what its length was drawn from, empty where it was not drawn."""

    member: MemberCode
    starts_at: datetime
    ends_at: datetime
    cause: TermCause
    reminders: tuple[Reminder, ...]
    review_at: datetime | None
    seed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWatched:
    """A term that ran without rules for its end is looked after from now on, as another charter has come into force."""

    member: MemberCode
    ends_at: datetime
    reminders: tuple[Reminder, ...]
    review_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsDrawn:
    """The first terms of members were drawn by lot from ``seed``: ``short`` have one year, ``long`` have ``years``.

    Their terms are begun one by one, on record; this is what everyone is told.
    """

    seed: str
    years: int
    short: tuple[MemberCode, ...]
    long: tuple[MemberCode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermReminded:
    """The end of a term was called to mind ``days`` before its last day; ``late`` where the house was not awake."""

    member: MemberCode
    days: int
    ends_at: datetime
    due_at: datetime
    late: bool

    @property
    def variant(self) -> str:
        """Tell a reminder on the last day, on the day before, and one that comes late."""
        return reminder_variant(self.days, late=self.late)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalUnderReview:
    """The time of the renewal review came; ``review`` is the one that opened, or that was under way."""

    member: MemberCode
    review: ReviewNumber
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOverrun:
    """A term ended undecided: membership goes on until it is decided."""

    member: MemberCode
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalCalled:
    """A member in good standing called a vote on the renewal of another."""

    member: MemberCode
    by_member: MemberCode
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalPutToVote:
    """The renewal of a member is decided by ``motion``."""

    member: MemberCode
    motion: MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalReleased:
    """The vote on a renewal came to nothing: it missed its quorum, and is ``undecided``, or was ended before."""

    member: MemberCode
    motion: MotionNumber
    undecided: bool

    @property
    def variant(self) -> str:
        """Tell a missed quorum from a motion that was ended."""
        return "undecided" if self.undecided else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalKept:
    """The vote on non-renewal went for the member at ``at``: its term is renewed when it ends."""

    member: MemberCode
    motion: MotionNumber
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSet:
    """A member is to have another status from ``at`` on, of itself, unless that is lifted before."""

    member: MemberCode
    status: Status
    at: datetime
    set_at: datetime
    cause: Cause
    review: ReviewNumber | None
    reason: str = ""
    motion: MotionNumber | None = None

    @property
    def variant(self) -> str:
        """Tell what is to come."""
        return self.status.value


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOpposed:
    """A member in good standing wants a move that comes of itself put to the vote."""

    member: MemberCode
    status: Status
    by_member: MemberCode
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLifted:
    """A move that was to come of itself does not come; ``motion`` decided it, where a motion did."""

    member: MemberCode
    status: Status
    at: datetime
    cause: Cause
    motion: MotionNumber | None = None

    @property
    def variant(self) -> str:
        """Tell what does not come."""
        return self.status.value


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationSigned:
    """A member signed the declaration."""

    member: MemberCode
    version: str
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkSet:
    """A suspended member was given something to do by ``due_at``."""

    member: MemberCode
    number: int
    text: str
    due_at: datetime
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkJudged:
    """A reviewer holds that a benchmark is met."""

    member: MemberCode
    number: int
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkMet:
    """A majority of the panel holds that a benchmark is met."""

    member: MemberCode
    number: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkReminded:
    """A benchmark that is not met was called to mind ``days`` before its day."""

    member: MemberCode
    number: int
    text: str
    days: int
    due_at: datetime
    late: bool

    @property
    def variant(self) -> str:
        """Tell a reminder on the day itself, on the day before, and one that comes late."""
        return reminder_variant(self.days, late=self.late)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPromised:
    """Somebody promised a member help on its way back."""

    member: MemberCode
    text: str
    giver: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassessmentSet:
    """A suspended member is reviewed again from ``at`` on, or is not any more where that day was ``dropped``.

    ``dates`` are all the days that now stand, in their order.
    """

    member: MemberCode
    at: datetime
    dates: tuple[datetime, ...]
    dropped: bool = False

    @property
    def variant(self) -> str:
        """Tell a day that was dropped."""
        return "dropped" if self.dropped else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentsAsked:
    """A member at risk, that has made no commitments since its finding, was asked for them (spec: reviews)."""

    member: MemberCode
    review: ReviewNumber
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentMade:
    """A member committed itself to something by ``due_at``; ``indicator`` is what shows that it is done.

    ``review`` is the one whose finding put the member at risk, None where none did.
    """

    member: MemberCode
    number: int
    text: str
    indicator: str
    due_at: datetime
    reminders: tuple[Reminder, ...]
    account: Account
    at: datetime
    review: ReviewNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentProgressed:
    """A member told how far it is with a commitment."""

    member: MemberCode
    number: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentDone:
    """A member has done what it committed itself to."""

    member: MemberCode
    number: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentReminded:
    """A commitment that is not done was called to mind ``days`` before its day; it is overdue once that is over."""

    member: MemberCode
    number: int
    text: str
    days: int
    due_at: datetime
    late: bool

    @property
    def variant(self) -> str:
        """Tell a reminder on the day itself, on the day before, and one that comes late."""
        return reminder_variant(self.days, late=self.late)
