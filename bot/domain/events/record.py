"""What happens to an alliance itself: its founding, its charter, its members, its people and its channels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.credentials import Letter, Role
from bot.domain.ids import AllianceCode, BodyName, MemberCode, MotionNumber, ReviewNumber, WeightName
from bot.domain.membership import Cause, Status, Tenure
from bot.domain.terms import Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceFounded:
    """An alliance was set up in this deployment; always entry 1 of its journal.

    ``public_key`` checks the signatures of its checkpoints, in hexadecimal; empty where it was founded without one.
    """

    code: AllianceCode
    name: str
    time_zone: str
    language: str
    public_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterApplied:
    """A charter came into force; ``text`` is its whole file."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEnrolled:
    """A state was entered on the roster with its status, term, weights and seats.

    ``watched`` says that the charter has rules for the end of its term: the reminders of it, and the review.
    """

    member: MemberCode
    name: str
    name_fr: str
    flag: str
    status: Status
    since: datetime
    weights: Mapping[WeightName, Fraction]
    term_start: datetime | None
    term_end: datetime | None
    seats: Mapping[BodyName, Tenure]
    reminders: tuple[Reminder, ...] = ()
    review_at: datetime | None = None
    watched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberStatusChanged:
    """A state's status changed at ``since``, for ``cause``; ``motion`` or ``review`` name what decided it."""

    member: MemberCode
    status: Status
    since: datetime
    motion: MotionNumber | None
    reason: str
    cause: Cause = Cause.MOTION
    review: ReviewNumber | None = None

    @property
    def variant(self) -> str:
        """Tell an application that was taken back from a member that has left."""
        return "taken_back" if self.cause is Cause.APPLICATION and self.status is Status.WITHDRAWN else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialGiven:
    """An account was given the right to act for a member, the secretariat or the review body.

    ``nationality`` is a reviewer's, who judges no state of which it is a national.
    """

    account: Account
    role: Role
    member: MemberCode | None
    since: datetime
    until: datetime | None
    full_powers: bool = False
    nationality: MemberCode | None = None
    letter: Letter | None = None

    @property
    def variant(self) -> str:
        """Tell an officer's or a reviewer's from a delegation's."""
        return "office" if self.member is None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRevoked:
    """An account lost its right; ballots already cast stand."""

    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLinked:
    """A channel was bound to the alliance for a purpose."""

    channel: Channel
    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRestored:
    """The record was read back from a copy made at ``copied_at``; what was done after that is not in it.

    New motions are numbered from ``numbers_from`` on, so that no post of the time that is lost means one of them.
    """

    copied_at: datetime
    restored_at: datetime
    numbers_from: MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKeySet:
    """Checkpoints are signed with another key from here on; ``public_key`` checks them, in hexadecimal."""

    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSealed:
    """A random number was put behind what is to be signed, so that its hash tells nothing of what stands before it.

    Else a ballot that nobody is to know of could be found by trying what it may have been. ``seal`` is in hexadecimal.
    """

    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointMade:
    """The record up to entry ``length``, whose hash is ``hash``, was signed at ``at``.

    ``signature`` is in hexadecimal; ``bot.domain.checkpoints`` says of what.
    """

    length: int
    hash: str
    at: datetime
    signature: str
