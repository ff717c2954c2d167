"""What a live roll call lets nobody do: answer out of turn is told by ``permissions``, the rest here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.charter import Procedure
from bot.domain.errors import Refusal
from bot.domain.ids import KindName, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.permissions import check_called

SHORTEST: Final = timedelta(seconds=10)
LONGEST: Final = timedelta(hours=1)
"""What a state may be given to answer at the least and at the most, in whole seconds."""


@dataclass(kw_only=True, eq=False)
class NotByRoll(Refusal):
    """A live roll call on a motion that is decided without one: by silence."""

    motion: MotionNumber
    kind: KindName


@dataclass(kw_only=True, eq=False)
class LimitOutOfRange(Refusal):
    """A time to answer that is too short, too long, or no whole number of seconds."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class NoRollCall(Refusal):
    """An answer to the roll where it is not called."""

    motion: MotionNumber
    command: str


@dataclass(kw_only=True, eq=False)
class PassTwice(Refusal):
    """A state that passes in the second call."""

    motion: MotionNumber
    member: MemberCode
    until: datetime


@dataclass(kw_only=True, eq=False)
class RollIsCalled(Refusal):
    """An act that a vote over days knows, and a live roll call does not."""

    motion: MotionNumber
    command: str


def check_may_call(motion: Motion, limit: timedelta) -> None:
    """Let the roll be called on a motion with ``limit`` for each state, or raise why not."""
    if motion.course.procedure is Procedure.SILENCE:
        raise NotByRoll(motion=motion.number, kind=motion.kind)
    if not call_limit_fits(limit):
        raise LimitOutOfRange(motion=motion.number)


def call_limit_fits(limit: timedelta) -> bool:
    """Tell whether a state may be given this time to answer: whole seconds, not too few and not too many."""
    return SHORTEST <= limit <= LONGEST and not limit % timedelta(seconds=1)


def longest_call(limit: timedelta, members: int) -> timedelta:
    """Give how long a call of so many members can last: each called once, and each a second time having passed."""
    return limit * 2 * max(1, members)


def check_may_pass(motion: Motion, member: MemberCode, command: str, now: datetime) -> None:
    """Let the state that is called pass, or raise why not: it passes once, in the first call."""
    call = motion.course.call
    if call is None:
        raise NoRollCall(motion=motion.number, command=command)
    check_called(motion, member, now)
    called = call.standing(now)
    if called is not None and called.second:
        raise PassTwice(motion=motion.number, member=member, until=called.until)


def check_not_called(motion: Motion, command: str) -> None:
    """Let pass what a vote over days knows; raise RollIsCalled where the roll is called live."""
    if motion.course.call is not None:
        raise RollIsCalled(motion=motion.number, command=command)
