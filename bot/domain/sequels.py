"""What follows a decision: the text before another body, the decision taken up again, a withdrawn text taken over.

Spec: rules, reconsider or rescind. The same body and the same rule as the decision, never below 2/3 of members present
and voting; any member may move it, once per decision in the charter's time. It needs no seconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.charter import Kind
from bot.domain.course import Bearing
from bot.domain.errors import Refusal
from bot.domain.ids import KindName, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.rules import Outcome


@dataclass(kw_only=True, eq=False)
class ForwardedNowhere(Refusal):
    """A text forwarded to the very body and kind that has dealt with it."""

    motion: MotionNumber
    kind: KindName


@dataclass(kw_only=True, eq=False)
class NoTextOfItsOwn(Refusal):
    """An amendment, a question of procedure or a reconsideration that is to be forwarded or taken over by itself."""

    motion: MotionNumber
    command: str


@dataclass(kw_only=True, eq=False)
class NotReconsidered(Refusal):
    """A decision that is not taken up again: a question of procedure, or what bears on another motion."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class TakenUpLately(Refusal):
    """A decision whose reconsideration or rescission was moved lately, as ``other``; again from ``again_at`` on."""

    motion: MotionNumber
    other: MotionNumber
    again_at: datetime


@dataclass(kw_only=True, eq=False)
class DecidedAgain(Refusal):
    """A decision that has been put to the vote again, as ``other``: that one is taken up, and this one no more."""

    motion: MotionNumber
    other: MotionNumber


@dataclass(kw_only=True, eq=False)
class NothingToRescind(Refusal):
    """The rescission of what was not adopted."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class OwnTextTakenOver(Refusal):
    """A withdrawn text taken over by the member that withdrew it."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class TakenOverAlready(Refusal):
    """A withdrawn text that another member has taken over, as ``other``."""

    motion: MotionNumber
    other: MotionNumber


TAKES_UP = frozenset({Bearing.RECONSIDERATION, Bearing.RESCISSION})
"""The ways in which a decision is taken up again."""
AFTER_DECISION = TAKES_UP | {Bearing.FORWARDED, Bearing.RETAKEN}
"""What may become of a motion once it has been decided."""


def check_may_forward(motion: Motion, kind: Kind, command: str) -> None:
    """Let a text be put before another body, or to another rule; raise ForwardedNowhere for neither.

    Raise NoTextOfItsOwn for an amendment, a question of procedure or whatever else bears on another motion.
    """
    _check_own_text(motion, command)
    if motion.kind == kind.name and motion.body == kind.body:
        raise ForwardedNowhere(motion=motion.number, kind=kind.name)


def _check_own_text(motion: Motion, command: str) -> None:
    if not has_own_text(motion):
        raise NoTextOfItsOwn(motion=motion.number, command=command)


@dataclass(kw_only=True, eq=False)
class EffectStands(Refusal):
    """A decision taken up again that has given a state a status or an office: another decision changes that."""

    motion: MotionNumber


def has_own_text(motion: Motion) -> bool:
    """Tell whether a motion is a text of its own, and no question about another motion or about a ruling."""
    return motion.course.bearing is None or motion.course.bearing.own_text


def check_may_take_up(
    motion: Motion, bearing: Bearing, children: Sequence[Motion], *, within: timedelta, now: datetime
) -> None:
    """Let a decision be reconsidered or rescinded, or raise why not."""
    if not has_own_text(motion) or motion.result is None:
        raise NotReconsidered(motion=motion.number)
    rules, adopted = motion.rules, motion.result.outcome is Outcome.ADOPTED
    if adopted and rules is not None and (rules.confers is not None or rules.elects is not None):
        raise EffectStands(motion=motion.number)
    for child in children:
        if child.course.bearing is Bearing.RETAKEN and child.course.ending is None:
            raise DecidedAgain(motion=motion.number, other=child.number)
    if bearing is Bearing.RESCISSION and motion.result.outcome is not Outcome.ADOPTED:
        raise NothingToRescind(motion=motion.number)
    for child in children:
        if child.course.bearing in TAKES_UP and now < child.tabled_at + within:
            raise TakenUpLately(motion=motion.number, other=child.number, again_at=child.tabled_at + within)


def check_may_take_over(motion: Motion, member: MemberCode, children: Iterable[Motion], command: str) -> None:
    """Let a member take a withdrawn text over, or raise why not: it is its own, or another one's already.

    Raise NoTextOfItsOwn for an amendment and the like: they are moved on the motion they bear on, while that is open.
    """
    _check_own_text(motion, command)
    if motion.mover == member:
        raise OwnTextTakenOver(motion=motion.number, member=member)
    for child in children:
        if child.course.bearing is Bearing.TAKEN_OVER and child.course.ending is None:
            raise TakenOverAlready(motion=motion.number, other=child.number)
