"""Meeting a deadline: what the clock does when nobody else has, and what an outage changes about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.commands.conduct.calling import take_missed_turns
from bot.commands.conduct.closing import await_chair_longer, close_vote
from bot.commands.conduct.consensus import ask_anew
from bot.commands.conduct.ending import end_motion
from bot.commands.conduct.moving import counting_of, move_deadline
from bot.commands.conduct.opening import CLOCK, open_voting, opened
from bot.commands.conduct.owing import owe_delegation
from bot.commands.conduct.taking_up import take_up
from bot.domain.addresses import Platform
from bot.domain.alliance import Alliance
from bot.domain.course import CastingVote, EndedAs
from bot.domain.deadlines import Deadline, Due
from bot.domain.events import DelegationsReminded
from bot.domain.instants import comes_late
from bot.domain.motion import Motion
from bot.domain.notices import ReminderNotice
from bot.domain.outages import OUTAGE, Outage, OutageRule, postponed_by_outage
from bot.domain.rules import Standing
from bot.ports import UnitOfWork

OUTAGES_HEARD: Final = timedelta(days=366)
"""How far back outages are looked at: longer than the last part of any period."""


def meet_motion(uow: UnitOfWork, alliance: Alliance, deadline: Deadline, *, now: datetime) -> bool:
    """Do what a deadline of a motion stands for; give False where that has been overtaken or cannot be yet."""
    motion = opened(uow, alliance, deadline.motion)
    match deadline.what:
        case Due.OPENING | Due.LAPSE:
            return settle(uow, alliance, motion, now=now) is not motion
        case Due.REMINDER:
            return remind(uow, alliance, motion, now=now)
        case _:
            settled = settle(uow, alliance, motion, now=now)
            if settled.due_to_close(now):
                close_vote(uow, alliance, settled, now=now, by=CLOCK)
                return True
            return settled is not motion


def settle(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Motion:
    """Bring a motion to where the clock and the outages have it, before anyone acts on it; give it as it then is.

    A proposal without its seconds has lapsed. What holds a motion is taken up, voting that is due is opened. A deadline
    that has passed, and that no tick has dealt with, is moved where an outage says so (decision rules, deciding 6), and
    so is the time that the chair has for its casting vote. In a live roll call the turns that have run out are
    recorded.
    """
    if motion.due_to_lapse(now):
        return end_motion(uow, alliance, motion, how=EndedAs.LAPSED, reason="", now=now, by=CLOCK)
    if motion.due_to_take_up(now):
        return take_up(uow, alliance, motion, now=now)
    if motion.due_to_open(now):
        return open_voting(uow, alliance, motion, now=now)
    if motion.rules is None and motion.due_to_close(now):
        return ask_anew(uow, alliance, motion, _outages(uow, alliance, now), now=now)
    if motion.rules is None or not motion.under_way:
        return motion
    if motion.course.call is not None and motion.course.casting_vote is None:
        return take_missed_turns(uow, alliance, motion, now=now)
    if now > motion.closes_at or motion.course.casting_vote is not None:
        return postpone(uow, alliance, motion, _outages(uow, alliance, now), now=now)
    return motion


def settle_outages(uow: UnitOfWork, alliance: Alliance, *, now: datetime) -> int:
    """Move the deadline of every running vote that an outage moves; give how many."""
    outages = _outages(uow, alliance, now)
    if not outages:
        return 0
    running = (opened(uow, alliance, each.motion) for each in uow.deadlines.of_kind(alliance.code, Due.CLOSING))
    return sum(postpone(uow, alliance, motion, outages, now=now) is not motion for motion in running)


def postpone(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, outages: Sequence[Outage], *, now: datetime
) -> Motion:
    """Move the deadline of a running vote where outages say so; give the motion as it then is."""
    if motion.rules is None:
        return motion
    if motion.course.casting_vote is not None:
        return _wait_longer(uow, alliance, motion, motion.rules.outage, motion.course.casting_vote, outages, now=now)
    silence = motion.course.silence
    if silence is not None and silence.delivered_at is None:
        return motion
    moved = postponed_by_outage(
        motion.rules.outage,
        opens_at=motion.opens_at if silence is None or silence.delivered_at is None else silence.delivered_at,
        closes_at=motion.closes_at,
        settled_until=motion.settled_until,
        awaits_return=motion.awaits_return,
        outages=outages,
        counting=counting_of(alliance, motion),
    )
    if moved is None:
        return motion
    move_deadline(
        uow,
        alliance,
        motion,
        closes_at=moved.closes_at,
        reason=OUTAGE,
        now=now,
        by=CLOCK,
        settled_until=moved.until,
        awaits_return=moved.until is None,
    )
    return opened(uow, alliance, motion.number)


def _wait_longer(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    rule: OutageRule,
    awaited: CastingVote,
    outages: Sequence[Outage],
    *,
    now: datetime,
) -> Motion:
    """Give the chair longer for its casting vote where an outage has kept it from that; give the motion as it is."""
    if motion.rules is None or awaited.choice is not None:
        return motion
    moved = postponed_by_outage(
        rule,
        opens_at=awaited.until - motion.rules.casting_vote,
        closes_at=awaited.until,
        settled_until=None,
        awaits_return=False,
        outages=outages,
    )
    if moved is None:
        return motion
    return await_chair_longer(uow, alliance, motion, until=moved.closes_at, now=now)


def remind(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> bool:
    """Remind the delegations that have not voted; several reminders missed are one. Give False where none is due."""
    due_at = motion.reminder_due(now)
    if due_at is None:
        return False
    voted = {ballot.member for ballot in uow.ballots.of_motion(alliance.code, motion.number)}
    silent = tuple(
        elector.member
        for elector in uow.motions.electors(alliance.code, motion.number)
        if elector.standing is Standing.ENTITLED
        and elector.member not in voted
        and not motion.course.has_lost_vote(elector.member)
    )
    late = comes_late(due_at, now)
    event = DelegationsReminded(motion=motion.number, due_at=due_at, members=silent, late=late)
    uow.record(alliance.code, event, at=now, by=CLOCK)
    for member in silent:
        notice = ReminderNotice(motion=event.motion, member=member, due_at=event.due_at, late=event.late)
        owe_delegation(uow, alliance, member, notice, now=now)
    return True


def _outages(uow: UnitOfWork, alliance: Alliance, now: datetime) -> tuple[Outage, ...]:
    """Give the outages of the served platforms on which the alliance has channels.

    A terminal that is closed keeps nobody from voting elsewhere: it counts only where it is all there is.
    """
    found = uow.liveness.outages(since=now - OUTAGES_HEARD, now=now)
    if not found:
        return ()
    linked = {channel.channel.platform for channel in uow.channels.linked(alliance.code)}
    served = linked & {reach.platform for reach in uow.liveness.reach().values() if reach.served}
    heard = served - {Platform.CONSOLE} or served
    return tuple(outage for outage in found if outage.platform in heard)
