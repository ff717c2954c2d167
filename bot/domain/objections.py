"""Who may break a silence or object to consensus, and who may take that back.

Spec: rules, silence procedure and deciding 11. Only an entitled member objects, once, in writing. An objection is the
member's no ballot; what the head has done only the head undoes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ballot import Ballot
from bot.domain.charter import Procedure
from bot.domain.course import Consensus
from bot.domain.credentials import Role
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.outages import Outage, OutageRule


@dataclass(kw_only=True, eq=False)
class NothingToObjectTo(Refusal):
    """An objection to a motion in debate: the chair has not asked for consensus, or its silence has not begun."""

    motion: MotionNumber

    variants = ("silence",)
    silence: bool = False

    @property
    def variant(self) -> str:
        """Tell a silence procedure that has not begun."""
        return "silence" if self.silence else ""


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
class ConsensusStands(Refusal):
    """An act on a motion while the chair's question of consensus on it stands."""

    motion: MotionNumber
    until: datetime


@dataclass(kw_only=True, eq=False)
class NotByConsensus(Refusal):
    """A question of consensus on a motion that silence or ranked ballots decide."""

    motion: MotionNumber


def check_no_question(motion: Motion) -> None:
    """Let a motion be acted on before its vote; raise where the chair has asked for consensus on it as it stands."""
    question = motion.course.question
    if question is not None and motion.rules is None and motion.under_way:
        raise ConsensusStands(motion=motion.number, until=question.until)


def check_may_ask(motion: Motion, *, within: timedelta, least: timedelta) -> None:
    """Let the chair ask for consensus on a motion in debate, or raise why not."""
    consensus = motion.course.consensus
    if motion.course.procedure is not Procedure.VOTE:
        raise NotByConsensus(motion=motion.number)
    if consensus is not None:
        raise ConsensusRefused(motion=motion.number, pending=consensus.stands)
    if within < least:
        raise ConsensusTooShort(motion=motion.number, minutes=least // timedelta(minutes=1))


def hinders(outage: Outage, consensus: Consensus, rule: OutageRule, *, least: timedelta) -> bool:
    """Tell whether an outage kept members from answering the chair's question (decision rules, deciding 6).

    It did where it took more of the time than the rule's share, or its tolerance if that is less, and did not leave at
    least the time that a question must have, ``least``, at the end.
    """
    time = consensus.until - consensus.asked_at
    allowed = min(rule.tolerance, time * rule.share.numerator / rule.share.denominator)
    taken = min(outage.until, consensus.until) - max(outage.since, consensus.asked_at)
    return taken > allowed and (outage.lasting or consensus.until - outage.until < least)


def check_may_unobject(motion: Motion, objection: Ballot | None, member: MemberCode, *, role: Role) -> None:
    """Let a member take its objection back, or raise why not."""
    if objection is None:
        raise NoObjection(motion=motion.number, member=member)
    if objection.role is Role.HEAD and role is not Role.HEAD:
        raise ObjectionOfHead(motion=motion.number, member=member)
