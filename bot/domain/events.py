"""What can happen: one record per fact, in the past tense. The journal holds these and nothing else.

Every event is a frozen record of plain values. Its class name and ``VERSION`` are part of the journal's canonical
bytes, so a field is never renamed or dropped: a changed shape is a new version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.ballot import Choice
from bot.domain.credentials import Role
from bot.domain.electorate import Elector
from bot.domain.ids import AllianceCode, BodyName, KindName, MemberCode, MotionNumber, WeightName
from bot.domain.membership import Status, Tenure
from bot.domain.motion import VotingRules
from bot.domain.rules import Outcome, Reason, Tally

VERSION = 2
"""Version of the shapes below, written into each journal entry. ``storage`` reads earlier ones too.

2: VotingOpened has reminders and the figures for outages; DeadlineMoved has what became of an outage.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceFounded:
    """An alliance was set up in this deployment; always entry 1 of its journal."""

    code: AllianceCode
    name: str
    time_zone: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterApplied:
    """A charter came into force; ``text`` is its whole file."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEnrolled:
    """A state was entered on the roster with its status, term, weights and seats."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialGiven:
    """An account was given the right to act for a member, the secretariat or the review body."""

    account: Account
    role: Role
    member: MemberCode | None
    since: datetime
    until: datetime | None


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
class MotionTabled:
    """A motion was tabled; voting opens and closes at the instants given."""

    motion: MotionNumber
    kind: KindName
    body: BodyName
    title: str
    text: str
    mover: MemberCode | None
    concerned: MemberCode | None
    sponsors: tuple[MemberCode, ...]
    document: str
    impact: str
    urgent: bool
    tabled_at: datetime
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingOpened:
    """Voting opened: the rules and the roll are frozen here."""

    motion: MotionNumber
    rules: VotingRules
    electors: tuple[Elector, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotCast:
    """A seat cast its ballot, or changed it; ``previous`` is the choice it replaces."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice
    previous: Choice | None
    account: Account
    role: Role
    cast_at: datetime
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMoved:
    """The deadline of a running vote was moved to a later instant, for the reason named.

    Where the reason is an outage: ``settled_until`` is its end, and ``awaits_return`` says that it still lasts.
    """

    motion: MotionNumber
    closes_at: datetime
    reason: str
    settled_until: datetime | None = None
    awaits_return: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationsReminded:
    """The delegations without a ballot were reminded of a running vote; those missed before ``due_at`` fold into it."""

    motion: MotionNumber
    due_at: datetime
    members: tuple[MemberCode, ...]
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionDecided:
    """A vote was closed and its rule applied."""

    motion: MotionNumber
    outcome: Outcome
    reasons: tuple[Reason, ...]
    tally: Tally
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRestored:
    """The record was read back from a copy made at ``copied_at``; what was done after that is not in it.

    New motions are numbered from ``numbers_from`` on, so that no post of the time that is lost means one of them.
    """

    copied_at: datetime
    restored_at: datetime
    numbers_from: MotionNumber


Event = (
    AllianceFounded
    | CharterApplied
    | MemberEnrolled
    | CredentialGiven
    | CredentialRevoked
    | ChannelLinked
    | MotionTabled
    | VotingOpened
    | BallotCast
    | DeadlineMoved
    | DelegationsReminded
    | MotionDecided
    | RecordRestored
)

EVENTS: tuple[type[Event], ...] = (
    AllianceFounded,
    CharterApplied,
    MemberEnrolled,
    CredentialGiven,
    CredentialRevoked,
    ChannelLinked,
    MotionTabled,
    VotingOpened,
    BallotCast,
    DeadlineMoved,
    DelegationsReminded,
    MotionDecided,
    RecordRestored,
)
