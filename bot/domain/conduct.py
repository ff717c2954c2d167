"""What the conduct of a motion refuses before its vote: who may second, withdraw, start or resume, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.charter import Kind
from bot.domain.errors import Refusal
from bot.domain.events import DebateAdjourned, DebateResumed, Event
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.motion import Motion


@dataclass(kw_only=True, eq=False)
class OwnMotionSeconded(Refusal):
    """A second by the mover's own state, which never counts."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class AlreadySeconded(Refusal):
    """A second of a state that has given it."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NotTheMover(Refusal):
    """An act of the mover by someone else; ``mover`` is None where the motion is the secretariat's own."""

    motion: MotionNumber
    command: str
    mover: MemberCode | None

    variants = ("secretariat",)

    @property
    def variant(self) -> str:
        """Name the secretariat where the motion is its own."""
        return "secretariat" if self.mover is None else ""


@dataclass(kw_only=True, eq=False)
class AmendedAlready(Refusal):
    """The withdrawal of a motion whose text is no longer its mover's alone."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class MotionStillHeld(Refusal):
    """The start of a vote that other motions hold, or that waits for its turn."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class ConsensusPending(Refusal):
    """The start of a vote while the chair's question for consensus stands."""

    motion: MotionNumber
    until: datetime


@dataclass(kw_only=True, eq=False)
class AlreadyReopened(Refusal):
    """A vote that missed its quorum twice."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class ResumptionPast(Refusal):
    """A debate adjourned until an instant that has passed."""

    motion: MotionNumber
    until: datetime


@dataclass(kw_only=True, eq=False)
class TextUnchanged(Refusal):
    """A text that is word for word the one that the motion has."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class StartsTooEarly(Refusal):
    """A vote started, or a roll called, before the debate and the notice have run, or the seats have rotated."""

    motion: MotionNumber
    earliest: datetime


def adjourned_for(events: Iterable[Event]) -> timedelta:
    """Give for how long the debate on a motion stood still, by what has happened to it."""
    stood, since = timedelta(0), None
    for event in events:
        if isinstance(event, DebateAdjourned | DebateResumed) and since is not None:
            stood += (event.at if since.until is None else min(event.at, since.until)) - since.at
        if isinstance(event, DebateAdjourned | DebateResumed):
            since = event if isinstance(event, DebateAdjourned) else None
    return stood if since is None or since.until is None else stood + (since.until - since.at)


def check_may_start(motion: Motion, kind: Kind, now: datetime, *, adjourned: timedelta = timedelta(0)) -> None:
    """Let the vote on a motion in debate be started at ``now``, or raise why not.

    The debate and the notice of its kind have run, for a proposal from the seconds on; an urgent motion has neither.
    The time for which the debate was ``adjourned`` is none of it.
    """
    if motion.held or motion.awaits_turn:
        raise MotionStillHeld(motion=motion.number)
    question = motion.course.question
    if question is not None:
        raise ConsensusPending(motion=motion.number, until=question.until)
    if motion.urgent:
        earliest = motion.tabled_at
    elif motion.course.seconding is not None:
        earliest = motion.opens_at
    else:
        earliest = motion.tabled_at + kind.wait + adjourned
    if now < earliest:
        raise StartsTooEarly(motion=motion.number, earliest=earliest)
