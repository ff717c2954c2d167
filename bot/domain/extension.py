"""The one extension of a vote by the chair (decision rules, deciding 8).

Later only; at most by the period that the vote was opened for; not in the last quarter of that period, nor once the
result is certain. What an outage, a late quorum or a late opening moves is apart from it. A silence period is counted,
here as from its beginning, in the charter's working hours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from bot.domain.errors import Refusal
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion
from bot.domain.rules import Certainty
from bot.domain.working_hours import DAY_AND_NIGHT, Counting

EXTENSION: Final = "extension"
"""Why a deadline was moved by this rule, as the record says it."""

LAST_PART: Final = Fraction(1, 4)


@dataclass(kw_only=True, eq=False)
class ExtendedAlready(Refusal):
    """A second extension."""

    motion: MotionNumber
    closes_at: datetime


@dataclass(kw_only=True, eq=False)
class ExtensionTooLate(Refusal):
    """An extension in the last quarter of the period."""

    motion: MotionNumber
    last_quarter: datetime


@dataclass(kw_only=True, eq=False)
class ExtensionBackwards(Refusal):
    """A new deadline that is not later than the one there is."""

    motion: MotionNumber
    closes_at: datetime


@dataclass(kw_only=True, eq=False)
class ExtensionTooLong(Refusal):
    """A new deadline beyond the longest that the period allows."""

    motion: MotionNumber
    latest: datetime


@dataclass(kw_only=True, eq=False)
class ResultCertain(Refusal):
    """An extension of a vote whose result no further ballot can change."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class SilenceNotBegun(Refusal):
    """An extension of a silence period that has not begun."""

    motion: MotionNumber


def check_extension(
    motion: Motion, *, closes_at: datetime, certainty: Certainty, now: datetime, counting: Counting = DAY_AND_NIGHT
) -> None:
    """Let the deadline of a running vote or silence be moved to ``closes_at``, or raise why not.

    ``certainty`` is that of the vote; a silence is never certain, since any member may still break it. ``counting`` is
    how its period counts.
    """
    silence = motion.course.silence
    if silence is not None and silence.delivered_at is None:
        raise SilenceNotBegun(motion=motion.number)
    period = _period(motion)
    latest = counting.after(motion.closes_at, period)
    last_quarter = counting.before(motion.closes_at, period * LAST_PART.numerator / LAST_PART.denominator)
    if EXTENSION in motion.course.moves:
        raise ExtendedAlready(motion=motion.number, closes_at=motion.closes_at)
    if closes_at <= motion.closes_at:
        raise ExtensionBackwards(motion=motion.number, closes_at=motion.closes_at)
    if closes_at > latest:
        raise ExtensionTooLong(motion=motion.number, latest=latest)
    if now >= last_quarter:
        raise ExtensionTooLate(motion=motion.number, last_quarter=last_quarter)
    if certainty is not Certainty.OPEN and silence is None:
        raise ResultCertain(motion=motion.number)


def _period(motion: Motion) -> timedelta:
    """Give how long the vote, or the silence, was opened for."""
    if motion.course.silence is not None:
        return motion.course.silence.length
    return (motion.course.first_closes_at or motion.closes_at) - motion.opens_at
