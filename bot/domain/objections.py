"""Who may break a silence or object to consensus, and who may take that back.

Spec: rules, silence procedure and deciding 11. Only an entitled member objects, once, in writing. An objection is the
member's no ballot; what the head has done only the head undoes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ballot import Ballot
from bot.domain.credentials import Role
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.motion import Motion


@dataclass(kw_only=True, eq=False)
class NothingToObjectTo(Refusal):
    """An objection to a motion in debate on which the chair has not asked for consensus."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class ObjectedAlready(Refusal):
    """A second objection of one member."""

    motion: MotionNumber
    member: MemberCode
    at: datetime


@dataclass(kw_only=True, eq=False)
class NoObjection(Refusal):
    """An objection taken back that was never raised."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class ObjectionOfHead(Refusal):
    """An objection of the head of delegation taken back by another."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class ConsensusRefused(Refusal):
    """Consensus asked for again after a member has objected, or while the question stands."""

    motion: MotionNumber

    variants = ("pending",)
    pending: bool = False

    @property
    def variant(self) -> str:
        """Tell a question that stands from one that was answered."""
        return "pending" if self.pending else ""


@dataclass(kw_only=True, eq=False)
class ConsensusTooShort(Refusal):
    """A time for objections shorter than the charter gives."""

    motion: MotionNumber
    minutes: int


@dataclass(kw_only=True, eq=False)
class ConsensusAwaited(Refusal):
    """A change to a motion about which the chair has asked for consensus."""

    motion: MotionNumber
    until: datetime


def check_no_consensus_awaited(motion: Motion) -> None:
    """Let a motion be changed; raise ConsensusAwaited while members may take it for what they agree to."""
    consensus = motion.course.consensus
    if consensus is not None and consensus.stands:
        raise ConsensusAwaited(motion=motion.number, until=consensus.until)


def check_may_ask(motion: Motion, *, within: timedelta, least: timedelta) -> None:
    """Let the chair ask for consensus on a motion in debate, or raise why not."""
    consensus = motion.course.consensus
    if consensus is not None:
        raise ConsensusRefused(motion=motion.number, pending=consensus.stands)
    if within < least:
        raise ConsensusTooShort(motion=motion.number, minutes=least // timedelta(minutes=1))


def check_may_unobject(motion: Motion, objection: Ballot | None, member: MemberCode, *, role: Role) -> None:
    """Let a member take its objection back, or raise why not."""
    if objection is None:
        raise NoObjection(motion=motion.number, member=member)
    if objection.role is Role.HEAD and role is not Role.HEAD:
        raise ObjectionOfHead(motion=motion.number, member=member)
