"""What follows a decision: the text before another body, the decision taken up again, a withdrawn text taken over.

Spec: rules, reconsider or rescind. The same body and the same rule as the decision, never below 2/3 of members present
and voting; any member may move it, once per decision in the charter's time. It needs no seconds.
"""

from collections.abc import Iterable
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
class NothingToRescind(Refusal):
    """The rescission of what was not adopted."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class NoTextOfItsOwn(Refusal):
    """A motion taken over that was part of what is done to another one, its ``parent``."""

    motion: MotionNumber
    parent: MotionNumber


@dataclass(kw_only=True, eq=False)
class OwnTextTakenOver(Refusal):
    """A withdrawn text taken over by the member that withdrew it."""

    motion: MotionNumber
    member: MemberCode


TAKES_UP = frozenset({Bearing.RECONSIDERATION, Bearing.RESCISSION})
"""The ways in which a decision is taken up again."""


def check_may_forward(motion: Motion, kind: Kind) -> None:
    """Let a text be put before another body, or to another rule; raise ForwardedNowhere for neither."""
    if motion.kind == kind.name and motion.body == kind.body:
        raise ForwardedNowhere(motion=motion.number, kind=kind.name)


def check_may_take_up(
    motion: Motion, bearing: Bearing, children: Iterable[Motion], *, within: timedelta, now: datetime
) -> None:
    """Let a decision be reconsidered or rescinded, or raise why not."""
    of_its_own = motion.course.bearing is None or motion.course.bearing.own_text
    if not of_its_own or motion.result is None:
        raise NotReconsidered(motion=motion.number)
    if bearing is Bearing.RESCISSION and motion.result.outcome is not Outcome.ADOPTED:
        raise NothingToRescind(motion=motion.number)
    for child in children:
        if child.course.bearing in TAKES_UP and now < child.tabled_at + within:
            raise TakenUpLately(motion=motion.number, other=child.number, again_at=child.tabled_at + within)


def check_may_take_over(motion: Motion, member: MemberCode) -> None:
    """Let a member take a withdrawn text over; raise OwnTextTakenOver for the one that withdrew it.

    Raise NoTextOfItsOwn for an amendment and the like: they are moved on the motion they bear on, while that is open.
    """
    bearing, parent = motion.course.bearing, motion.course.parent
    if bearing is not None and not bearing.own_text and parent is not None:
        raise NoTextOfItsOwn(motion=motion.number, parent=parent)
    if motion.mover == member:
        raise OwnTextTakenOver(motion=motion.number, member=member)
