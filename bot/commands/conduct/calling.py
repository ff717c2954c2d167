"""The turns of a live roll call as the clock ends them, and its end: the result is there at once."""

from datetime import datetime

from bot.commands.conduct.closing import close_vote
from bot.commands.conduct.opening import CLOCK, opened
from bot.commands.conduct.owing import owe_card
from bot.domain.alliance import Alliance
from bot.domain.events import TurnTaken
from bot.domain.motion import Motion
from bot.ports import UnitOfWork


def take_missed_turns(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Motion:
    """Record the turns that have run out by ``now``, each as of its own instant; give the motion as it then is."""
    call = motion.course.call
    missed = () if call is None else call.missed_by(now)
    for turn in missed:
        event = TurnTaken(motion=motion.number, member=turn.member, answer=turn.answer, at=turn.at)
        uow.record(alliance.code, event, at=now, by=CLOCK)
    if not missed:
        return motion
    owe_card(uow, alliance, motion, due=now)
    return opened(uow, alliance, motion.number)


def close_finished_call(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime, by: str) -> None:
    """Close the vote in the same act in which the last state has answered."""
    if motion.course.call is not None and motion.course.call.finished(now) and motion.under_way:
        close_vote(uow, alliance, motion, now=now, by=by)
