"""What happens in a vote, from its opening to the result."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.addresses import Account
from bot.domain.ballot import Choice
from bot.domain.calling import Answer
from bot.domain.course import Treatment
from bot.domain.credentials import Role
from bot.domain.electorate import Elector
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.rules import Outcome, Reason, Standing, Tally
from bot.domain.voting_rules import VotingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteLost:
    """A member lost its vote while the vote ran: its standing now, what the charter makes of it, the ballot it had."""

    motion: MotionNumber
    member: MemberCode
    standing: Standing
    treatment: Treatment
    ballot: Choice | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingOpened:
    """Voting opened, or a silence procedure: the rules and the roll are frozen here.

    ``silence_length`` is the period of a silence procedure, in the charter's working hours where it gives any.
    """

    motion: MotionNumber
    rules: VotingRules
    electors: tuple[Elector, ...]
    silence_length: timedelta | None = None


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
class BallotRetracted:
    """A seat took its ballot back."""

    motion: MotionNumber
    member: MemberCode
    previous: Choice
    account: Account
    role: Role
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteExplained:
    """A member explained its vote, before it or after it, or put a reservation on record."""

    motion: MotionNumber
    member: MemberCode
    account: Account
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallBegun:
    """The roll is called live: in this order, begun with a state drawn by lot from ``seed``, ``limit`` for each."""

    motion: MotionNumber
    order: tuple[MemberCode, ...]
    seed: str
    limit: timedelta
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTaken:
    """A state answered when it was called, passed, or let its time run out."""

    motion: MotionNumber
    member: MemberCode
    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingReopened:
    """A vote is taken again, by the same electorate with new ballots: after a tie, or a quorum that was missed.

    ``reasons`` and ``tally`` are those of the vote before.
    """

    motion: MotionNumber
    reason: str
    closes_at: datetime
    reasons: tuple[Reason, ...]
    tally: Tally
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CastingVoteAwaited:
    """The vote is tied, and the chair may cast a vote beside its own ballot until ``until``.

    Recorded again with a later instant where an outage has kept the chair from it.
    """

    motion: MotionNumber
    until: datetime
    reasons: tuple[Reason, ...]
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class CastingVoteCast:
    """The chair cast its vote."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMoved:
    """The deadline of a running vote was moved to a later instant, for the reason named.

    Where the reason is an outage: ``settled_until`` is its end, and ``awaits_return`` says that it still lasts.
    ``note`` is what the chair says of its extension.
    """

    motion: MotionNumber
    closes_at: datetime
    reason: str
    settled_until: datetime | None = None
    awaits_return: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationsReminded:
    """The delegations without a ballot were reminded of a running vote; those missed before ``due_at`` fold into it."""

    motion: MotionNumber
    due_at: datetime
    members: tuple[MemberCode, ...]
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionDecided:
    """A vote was closed and its rule applied; or silence or consensus adopted without a vote.

    An adopted text bears ``serial`` of its kind in ``year``: Resolution 7 (2026).
    """

    motion: MotionNumber
    outcome: Outcome
    reasons: tuple[Reason, ...]
    tally: Tally
    decided_at: datetime
    without_vote: bool = False
    serial: int | None = None
    year: int | None = None
    takes_effect_at: datetime | None = None
