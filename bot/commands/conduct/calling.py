"""A live roll call: its beginning, its turns as the clock ends them, and its end, with which the result is there.

Outages do not move a live call (decision rules, deciding 6, speaks of periods in whose last part a platform was away):
whoever conducts it in a session sees at once that a platform is gone, a turn is a matter of minutes, and nobody waits
hours for a state in the middle of a call. What was missed so is missed; the body may take its decision up again.
"""

from datetime import datetime, timedelta

from bot.commands.conduct.announcing import announce
from bot.commands.conduct.closing import close_vote
from bot.commands.conduct.opening import CLOCK, opened
from bot.commands.conduct.owing import owe_card, owe_delegation
from bot.domain.alliance import Alliance
from bot.domain.calling import draw
from bot.domain.events import RollCallBegun, TurnTaken
from bot.domain.motion import Motion
from bot.domain.notices import CallNotice
from bot.ports import UnitOfWork


def begin_call(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, *, limit: timedelta, now: datetime, by: str
) -> Motion:
    """Begin to call the roll of a vote that has just been opened; give the motion as it then is.

    The order is drawn from the hash of the journal's last entry, which is that of the opening: nobody knows it before
    the vote is opened, and the entry of the call itself names it as the one before.
    """
    roll = uow.motions.electors(alliance.code, motion.number)
    seed = uow.journal.head(alliance.code).hash
    order = draw([elector.member for elector in roll if elector.entitled], seed)
    event = RollCallBegun(motion=motion.number, order=order, seed=seed, limit=limit, at=now)
    entry = uow.record(alliance.code, event, at=now, by=by)
    begun = opened(uow, alliance, motion.number)
    announce(uow, alliance, begun, entry, now=now)
    call_next(uow, alliance, begun, now=now)
    return begun


def call_next(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> None:
    """Tell everyone who is called by ``now``, and its delegation by itself; one that has lost its vote is not asked."""
    owe_card(uow, alliance, motion, due=now)
    called = None if motion.course.call is None else motion.course.call.standing(now)
    if called is None or motion.course.has_lost_vote(called.member):
        return
    notice = CallNotice(motion=motion.number, member=called.member, second=called.second)
    owe_delegation(uow, alliance, called.member, notice, now=now)


def take_missed_turns(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Motion:
    """Record the turns that have run out by ``now``, each as of its own instant; give the motion as it then is."""
    call = motion.course.call
    missed = () if call is None else call.missed_by(now)
    for turn in missed:
        event = TurnTaken(motion=motion.number, member=turn.member, answer=turn.answer, at=turn.at)
        uow.record(alliance.code, event, at=now, by=CLOCK)
    if not missed:
        return motion
    moved_on = opened(uow, alliance, motion.number)
    call_next(uow, alliance, moved_on, now=now)
    return moved_on


def close_finished_call(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime, by: str) -> None:
    """Close the vote in the same act in which the last state has answered."""
    if motion.course.call is not None and motion.course.call.finished(now) and motion.under_way:
        close_vote(uow, alliance, motion, now=now, by=by)
