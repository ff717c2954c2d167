"""The ballots of a vote over time as a picture: how many stood as what, from the opening to the deadline.

It tells no more than the card of the motion: how states voted where that may be shown, else how many ballots there are.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Final

from bot.cards.picture import Line, Mark, Picture, Step, Tick, Timeline, Trace
from bot.cards.silence import in_silence
from bot.cards.ticks import ticks_between
from bot.cards.views import MotionView
from bot.domain.events import Event
from bot.domain.rules import Favour, People, Seats, decide
from bot.domain.running_counts import RunningCount, running_counts
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import words

SHORTEST: Final = timedelta(minutes=1)
"""The least time that a chart spans."""
MARKS: Final[dict[Mark, Callable[[RunningCount], int]]] = {
    Mark.YES: lambda each: each.yes,
    Mark.NO: lambda each: each.no,
    Mark.ABSTAIN: lambda each: each.abstain,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Period:
    """From when to when a vote is drawn: ``until`` as far as is known, to the minute, ``closes`` where ballots end."""

    begins: datetime
    until: datetime
    closes: datetime
    ends: datetime
    early: bool


def votes_over_time(view: MotionView, acts: Iterable[tuple[int, datetime, Event]], say: Interpreter) -> Picture | None:
    """Give the course of a vote from its acts, each with its entry; None where no ballot has been cast."""
    if view.motion.rules is None or in_silence(view):
        return None
    counts = running_counts(acts, choices=view.shows_choices)
    if not any(each.cast for each in counts):
        return None
    period, needed = _period(view, counts), _needed(view)
    traces = tuple(_traces(view, counts, say))
    shown = "choices" if view.shows_choices else "turnout"
    title = say.words(f"picture.votes.title.{shown}", motion=view.motion.number)
    return Picture(
        name=f"M-{view.motion.number}-votes",
        title=title,
        text=" ".join((f"{title}.", *_in_words(view, counts, period, needed, say))),
        timeline=Timeline(
            traces=traces,
            begins=period.begins,
            ends=period.ends,
            until=period.until,
            close=Tick(at=period.closes, label=_close(period, say)),
            ticks=ticks_between(period.begins, period.ends, say),
            highest=max(_entitled(view) if not view.shows_choices else needed or 0, *map(_highest, traces)),
            level=None
            if needed is None
            else Line(value=Fraction(needed), label=say.words("picture.votes.needed", needed=needed)),
        ),
    )


def _period(view: MotionView, counts: tuple[RunningCount, ...]) -> _Period:
    """Give the time from the opening to the deadline, or to an earlier end of the vote; a late count prolongs it."""
    motion, begins, last = view.motion, counts[0].at, counts[-1].at
    ended = motion.course.ending.at if motion.course.ending is not None else None
    over = motion.result.decided_at if motion.result is not None else ended
    early = over is not None and over < motion.voted_until
    closes = over if early and over is not None else motion.voted_until
    ends = max(closes, last, begins + SHORTEST)
    until = ends if over is not None else max(last, min(view.now.replace(second=0, microsecond=0), ends))
    return _Period(begins=begins, until=until, closes=closes, ends=ends, early=early)


def _traces(view: MotionView, counts: tuple[RunningCount, ...], say: Interpreter) -> Iterator[Trace]:
    """Give a line for each choice where these may be told; else one of all ballots, which shows no change of one."""
    if not view.shows_choices:
        label = say.words("picture.votes.cast", count=counts[-1].cast)
        yield Trace(mark=None, label=label, steps=_steps(counts, lambda each: each.cast))
        return
    for mark, count in MARKS.items():
        label = say.words(f"board.{mark.value}", count=count(counts[-1]))
        yield Trace(mark=mark, label=label, steps=_steps(counts, count))


def _steps(counts: tuple[RunningCount, ...], count: Callable[[RunningCount], int]) -> tuple[Step, ...]:
    steps = [Step(at=counts[0].at, count=count(counts[0]))]
    steps += [Step(at=each.at, count=count(each)) for before, each in pairwise(counts) if count(before) != count(each)]
    return tuple(steps)


def _highest(trace: Trace) -> int:
    return max(step.count for step in trace.steps)


def _entitled(view: MotionView) -> int:
    return sum(elector.entitled for elector in view.electors)


def _needed(view: MotionView) -> int | None:
    """Give how many must be in favour, where that is one number from the opening on; None where choices stay hidden.

    It is where the rule is one clause, and counts heads of a group that is the same however its members vote.
    """
    if not view.shows_choices:
        return None
    match view.rules.rule.clauses:
        case (Favour(base=Seats()),):
            pass
        case (Favour(base=People(fixed=True)),):
            pass
        case _:
            return None
    result = view.motion.result
    reasons = decide(view.roll_call(closed=False)).reasons if result is None else result.reasons
    needed = next((reason.needed for reason in reasons if reason.option == 1), None)
    return None if needed is None else ceil(needed)


def _close(period: _Period, say: Interpreter) -> str:
    return say.words("picture.votes.closed" if period.early else "picture.votes.deadline", at=period.closes)


def _in_words(
    view: MotionView, counts: tuple[RunningCount, ...], period: _Period, needed: int | None, say: Interpreter
) -> Iterator[str]:
    """Say what the picture shows: when voting began and ends, the first ballot and the last change, what it came to."""
    last = counts[-1]
    ends = "closed" if period.early else "deadline"
    yield say.words(f"picture.votes.text.{ends}", opened=period.begins, closes=period.closes)
    if view.shows_choices:
        yield say.words("picture.votes.text.first", first=counts[1].at, last=last.at)
        facts = {"yes": last.yes, "no": last.no, "abstain": last.abstain, "entitled": _entitled(view)}
        yield say.words(f"picture.votes.text.{'so_far' if view.running else 'at_end'}", **facts)
    else:
        cast = _steps(counts, lambda each: each.cast)
        yield say.words("picture.votes.text.first", first=cast[1].at, last=cast[-1].at)
        yield words(say.say_count("picture.votes.text.turnout", last.cast, entitled=_entitled(view)))
    if needed is not None:
        reached = _reached(counts, needed)
        yield say.words(f"picture.votes.text.{'reached' if reached else 'not_reached'}", needed=needed, at=reached)


def _reached(counts: tuple[RunningCount, ...], needed: int) -> datetime | None:
    """Give since when there are as many in favour as it takes; None where there are not."""
    since = None
    for each in counts:
        since = None if each.yes < needed else since or each.at
    return since
