"""What can happen to a motion, to a member, and at all; and the version of the shapes of it."""

from typing import get_args

from bot.domain.events.council import (
    CandidateNominated,
    DayAnnounced,
    DayDropped,
    DayScheduled,
    ElectionCalled,
    ElectionCounted,
    RankingCast,
    SeatLeft,
    SeatTaken,
    SeatTermSet,
)
from bot.domain.events.delegations import (
    ContestSettled,
    CredentialEnded,
    CredentialReminded,
    DelegationContested,
    DelegationEmptied,
    DraftCleared,
    DraftCommented,
    InvitationMade,
    InvitationRevoked,
    InvitationUsed,
    PreferencesSet,
)
from bot.domain.events.digests import DigestChosen, DigestDropped, DigestScheduled, DigestSent
from bot.domain.events.figures import (
    IndicesImported,
    IndicesMoved,
)
from bot.domain.events.implementation import (
    ImplementationEvent,
)
from bot.domain.events.members import (
    BenchmarkJudged,
    BenchmarkMet,
    BenchmarkReminded,
    BenchmarkSet,
    CommitmentDone,
    CommitmentMade,
    CommitmentProgressed,
    CommitmentReminded,
    CommitmentsAsked,
    DeclarationSigned,
    MoveLifted,
    MoveOpposed,
    MoveSet,
    ReassessmentSet,
    RenewalCalled,
    RenewalKept,
    RenewalPutToVote,
    RenewalReleased,
    RenewalUnderReview,
    SupportPromised,
    TermBegun,
    TermOverrun,
    TermReminded,
    TermsDrawn,
    TermWatched,
)
from bot.domain.events.motions import (
    AmendmentDeclined,
    ConsensusAsked,
    ConsensusBroken,
    DebateAdjourned,
    DebateResumed,
    DraftTabled,
    KindChanged,
    MemberRecused,
    MotionEnded,
    MotionHeld,
    MotionScheduled,
    MotionSeconded,
    MotionTabled,
    TextChanged,
)
from bot.domain.events.notes import (
    NoteConfirmed,
    NoteContested,
    NoteDiscarded,
    NoteEntered,
)
from bot.domain.events.presidency import (
    OfficeTaken,
    RulingGiven,
    RulingOverturned,
)
from bot.domain.events.record import (
    AllianceFounded,
    ChannelLinked,
    CharterApplied,
    CheckpointMade,
    CredentialGiven,
    CredentialRevoked,
    MemberEnrolled,
    MemberStatusChanged,
    RecordRestored,
    RecordSealed,
    SigningKeySet,
)
from bot.domain.events.reviews import (
    ConfirmationAwaited,
    FindingConfirmed,
    FindingMade,
    FindingWithdrawn,
    OpinionGiven,
    ReplyGiven,
    ReviewEnded,
    ReviewOpened,
    ReviewReminded,
)
from bot.domain.events.sessions import SessionEvent
from bot.domain.events.silence import (
    ObjectionRaised,
    ObjectionWithdrawn,
    SilenceBegun,
)
from bot.domain.events.support import (
    BodyConvened,
    ConveningReminded,
    RequestTakenBack,
    RequestUnanswered,
    SupportRequested,
)
from bot.domain.events.votes import (
    BallotCast,
    BallotRetracted,
    CastingVoteAwaited,
    CastingVoteCast,
    DeadlineMoved,
    DelegationsReminded,
    MotionDecided,
    RollCallBegun,
    TurnTaken,
    VoteExplained,
    VoteLost,
    VotingOpened,
    VotingReopened,
)

VERSION = 7
"""Version of the shapes below, written into each journal entry. ``storage`` reads earlier ones too.

2: VotingOpened has reminders and the figures for outages; DeadlineMoved has what became of an outage.
3: MotionTabled has its procedure, its seconds and what it bears on; VotingOpened has the rest of the procedure;
DeadlineMoved has its reason in words; MotionDecided has whether it went without a vote, its number, and its effect.
4: MemberStatusChanged has its cause and its review; MemberEnrolled has what reminds of the end of the term;
CredentialGiven has its letter, full powers and nationality.
5: ReassessmentSet has all the days that stand; CommitmentMade has its review; VotingOpened has the authorisations.
6: AllianceFounded has the key that signs checkpoints.
7: the shapes are those of 6; each entry has a salt.
"""

MotionEvent = (
    AmendmentDeclined
    | MotionTabled
    | DraftTabled
    | DraftCommented
    | DraftCleared
    | MotionSeconded
    | MotionScheduled
    | MotionEnded
    | MotionHeld
    | TextChanged
    | KindChanged
    | MemberRecused
    | VoteLost
    | DebateAdjourned
    | DebateResumed
    | VotingOpened
    | BallotCast
    | BallotRetracted
    | VoteExplained
    | NoteEntered
    | NoteConfirmed
    | NoteContested
    | NoteDiscarded
    | SilenceBegun
    | ObjectionRaised
    | ObjectionWithdrawn
    | ConsensusAsked
    | ConsensusBroken
    | RollCallBegun
    | TurnTaken
    | VotingReopened
    | CastingVoteAwaited
    | CastingVoteCast
    | DeadlineMoved
    | DelegationsReminded
    | MotionDecided
    | ElectionCalled
    | RankingCast
    | ElectionCounted
    | ImplementationEvent
)
"""What can happen to a motion; each names it."""

StandingEvent = (
    MemberStatusChanged
    | IndicesMoved
    | TermBegun
    | TermReminded
    | TermWatched
    | RenewalUnderReview
    | TermOverrun
    | TermsDrawn
    | RenewalCalled
    | RenewalPutToVote
    | RenewalReleased
    | RenewalKept
    | MoveSet
    | MoveOpposed
    | MoveLifted
    | DeclarationSigned
    | BenchmarkSet
    | BenchmarkJudged
    | BenchmarkMet
    | BenchmarkReminded
    | SupportPromised
    | ReassessmentSet
    | CommitmentDone
    | CommitmentMade
    | CommitmentProgressed
    | CommitmentReminded
    | CommitmentsAsked
    | ReviewOpened
    | OpinionGiven
    | FindingMade
    | ReplyGiven
    | FindingConfirmed
    | FindingWithdrawn
    | ReviewReminded
    | ReviewEnded
    | ConfirmationAwaited
    | CredentialGiven
    | CredentialRevoked
    | CredentialReminded
    | CredentialEnded
    | InvitationUsed
    | DelegationEmptied
    | DelegationContested
    | ContestSettled
    | SeatTaken
    | SeatLeft
    | CandidateNominated
    | DayAnnounced
    | ConveningReminded
    | BodyConvened
    | RequestTakenBack
    | RequestUnanswered
)
"""What can happen to a member, its people, its reviews and its seats, as everyone concerned is told of it."""

Event = (
    MotionEvent
    | StandingEvent
    | AllianceFounded
    | IndicesImported
    | CharterApplied
    | MemberEnrolled
    | InvitationMade
    | InvitationRevoked
    | PreferencesSet
    | ChannelLinked
    | OfficeTaken
    | RulingGiven
    | RulingOverturned
    | SeatTermSet
    | DayScheduled
    | DayDropped
    | RecordRestored
    | SigningKeySet
    | RecordSealed
    | CheckpointMade
    | SupportRequested
    | DigestScheduled
    | DigestSent
    | DigestDropped
    | DigestChosen
    | SessionEvent
)

EVENTS: tuple[type[Event], ...] = get_args(Event)
"""Every class of event."""
