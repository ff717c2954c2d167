"""Ending a motion without a decision, and releasing what it held."""

from datetime import datetime

from bot.commands.conduct.announcing import announce
from bot.commands.conduct.consensus import answered
from bot.commands.conduct.implementing import settle_effect
from bot.commands.conduct.opening import CLOCK, opened, reschedule
from bot.commands.conduct.owing import owe_card, renew
from bot.commands.standing.terms import release_renewal
from bot.domain.alliance import Alliance
from bot.domain.course import EndedAs
from bot.domain.events import MotionEnded, MotionHeld
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion
from bot.domain.notices import SilenceNotice
from bot.domain.phases import Phase
from bot.domain.sequels import has_own_text
from bot.ports import UnitOfWork


def end_motion(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    *,
    how: EndedAs,
    reason: str,
    now: datetime,
    by: str,
    by_motion: MotionNumber | None = None,
) -> Motion:
    """End a motion, and tell everyone, save where it is rescinded: the news is then that of the motion which did it.

    What bears on it and is still under way ends with it, and what it held is released.
    """
    event = MotionEnded(motion=motion.number, how=how, at=now, reason=reason, by_motion=by_motion)
    entry = uow.record(alliance.code, event, at=now, by=by)
    owe_card(uow, alliance, motion, due=now)
    settle_effect(uow, alliance, opened(uow, alliance, motion.number), now=now)
    if motion.course.silence is not None:
        renew(uow, alliance, SilenceNotice(motion=motion.number), now=now)
    if motion.course.consensus is not None:
        answered(uow, alliance, motion, now=now)
    if how is not EndedAs.RESCINDED:
        announce(uow, alliance, motion, entry, now=now)
    for child in uow.motions.bearing_on(alliance.code, motion.number):
        if child.under_way and child.course.holds_parent:
            end_motion(
                uow,
                alliance,
                child,
                how=EndedAs.VOID,
                reason="",
                now=now,
                by=CLOCK,
                by_motion=motion.number,
            )
    release_parent(uow, alliance, motion, now=now)
    _release_member(uow, alliance, motion, now=now)
    return opened(uow, alliance, motion.number)


def _release_member(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> None:
    """Let the renewal of a member go its ordinary way where the motion against it has ended without a vote."""
    rules, member = alliance.charter.membership, motion.concerned
    if rules is None or member is None or motion.kind != rules.non_renewal or not has_own_text(motion):
        return
    if motion.result is None and not motion.course.draft and not motion.course.lacks_seconds:
        release_renewal(uow, alliance, member, motion.number, undecided=False, now=now)


def release_parent(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> None:
    """Take a motion that has been dealt with off what holds its parent; where nothing is left, give that its time.

    A parent whose instant has passed meanwhile is put to the vote now, for its whole period; one whose debate is
    adjourned waits until that goes on. Another of those that hold it may be under vote, and stays so.
    """
    parent = None if motion.course.parent is None else opened(uow, alliance, motion.course.parent)
    if parent is None or parent.rules is not None or not parent.under_way:
        return
    if motion.number not in parent.course.held_by:
        return
    left = tuple(number for number in parent.course.held_by if number != motion.number)
    under_vote = parent.course.under_vote if parent.course.under_vote in left else None
    event = MotionHeld(motion=parent.number, held_by=left, under_vote=under_vote)
    uow.record(alliance.code, event, at=now, by=CLOCK)
    if not left and now > parent.opens_at and parent.phase(now) is not Phase.POSTPONED:
        period = parent.closes_at - parent.opens_at
        reschedule(uow, alliance, parent, opens_at=now, period=period, reason="released", now=now)
    owe_card(uow, alliance, parent, due=now)
