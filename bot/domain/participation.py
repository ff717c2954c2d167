"""Who stays out of a vote because of an interest, and when that can be said.

Spec: rules, recusal. A state recuses itself before it has voted. Another's recusal can be proposed before voting opens,
and is decided by at least 2/3 of members present and voting, that state not voting.
"""

from dataclasses import dataclass

from bot.domain.ballot import Ballot, Choice
from bot.domain.charter import Charter, Kind
from bot.domain.course import Bearing
from bot.domain.electorate import Elector
from bot.domain.errors import Refusal
from bot.domain.ids import KindName, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.permissions import MemberRecused, check_entitled
from bot.domain.rules import Outcome
from bot.domain.sequels import has_own_text


@dataclass(kw_only=True, eq=False)
class VotedAlready(Refusal):
    """A recusal of a state that has voted."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice

    variants = ("silence",)
    silence: bool = False

    @property
    def variant(self) -> str:
        """Tell an objection, which is taken back in another way than a ballot."""
        return "silence" if self.silence else ""


@dataclass(kw_only=True, eq=False)
class RecusalRejected(Refusal):
    """A proposal of a recusal that the body has rejected, as ``other``."""

    motion: MotionNumber
    member: MemberCode
    other: MotionNumber


@dataclass(kw_only=True, eq=False)
class RecusalTooLate(Refusal):
    """A proposal of another's recusal once voting has opened."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class RecusalPending(Refusal):
    """A second proposal of one member's recusal; ``other`` is the one that is being decided."""

    motion: MotionNumber
    member: MemberCode
    other: MotionNumber


@dataclass(kw_only=True, eq=False)
class NoProcedureKind(Refusal):
    """A question of procedure under a charter that names no kind to decide it by."""

    command: str


@dataclass(kw_only=True, eq=False)
class IncidentalMotion(Refusal):
    """A question of procedure about a motion that is one itself."""

    motion: MotionNumber
    command: str


@dataclass(kw_only=True, eq=False)
class SameKind(Refusal):
    """A challenge that the motion is of the kind that it is."""

    motion: MotionNumber
    kind: KindName


@dataclass(kw_only=True, eq=False)
class ChallengePending(Refusal):
    """A second challenge while one is being decided."""

    motion: MotionNumber
    other: MotionNumber


@dataclass(kw_only=True, eq=False)
class ChallengeRejected(Refusal):
    """A challenge that the body has rejected, as ``other``."""

    motion: MotionNumber
    kind: KindName
    other: MotionNumber


def kind_of_questions(charter: Charter, command: str) -> Kind:
    """Give the kind by which questions of procedure are decided; raise NoProcedureKind where the charter names none."""
    if charter.procedure.kind is None:
        raise NoProcedureKind(command=command)
    return charter.kinds[charter.procedure.kind]


def check_may_be_asked(motion: Motion, bearing: Bearing, command: str) -> None:
    """Let a question be put about a motion; raise IncidentalMotion for what is decided as part of another.

    What takes a decision up again is decided by that decision's rule, whatever its kind is called.
    """
    of_its_own = has_own_text(motion) if bearing is Bearing.CHALLENGE else not motion.course.holds_parent
    if not of_its_own:
        raise IncidentalMotion(motion=motion.number, command=command)


def check_may_recuse_itself(motion: Motion, elector: Elector | None, ballot: Ballot | None, member: MemberCode) -> None:
    """Let a state stay out of a vote, or raise why not: it has no part in it anyway, or it has voted."""
    if member in motion.course.recused:
        raise MemberRecused(motion=motion.number, member=member)
    check_entitled(motion, elector, member)
    if ballot is not None:
        silence = motion.course.silence is not None
        raise VotedAlready(motion=motion.number, member=member, choice=ballot.choice, silence=silence)


def check_may_propose_recusal(
    motion: Motion, elector: Elector | None, member: MemberCode, children: tuple[Motion, ...]
) -> None:
    """Let another state's recusal be put to the body, or raise why not."""
    if motion.rules is not None:
        raise RecusalTooLate(motion=motion.number, member=member)
    if member in motion.course.recused:
        raise MemberRecused(motion=motion.number, member=member)
    check_entitled(motion, elector, member)
    for child in children:
        if child.course.bearing is not Bearing.RECUSAL or child.concerned != member:
            continue
        if child.under_way:
            raise RecusalPending(motion=motion.number, member=member, other=child.number)
        if _rejected(child):
            raise RecusalRejected(motion=motion.number, member=member, other=child.number)


def _rejected(question: Motion) -> bool:
    """Tell whether a body has answered a question with no; without a quorum it has not answered."""
    return question.result is not None and question.result.outcome is Outcome.NOT_ADOPTED


def check_may_challenge(motion: Motion, kind: KindName, children: tuple[Motion, ...]) -> None:
    """Let the kind of a motion be challenged, or raise why not."""
    if motion.kind == kind:
        raise SameKind(motion=motion.number, kind=kind)
    for child in children:
        if child.course.bearing is not Bearing.CHALLENGE:
            continue
        if child.under_way:
            raise ChallengePending(motion=motion.number, other=child.number)
        if child.course.proposed_kind == kind and _rejected(child):
            raise ChallengeRejected(motion=motion.number, kind=kind, other=child.number)
