"""Starting a vote by hand, once its debate has run: over days, or by a live roll call."""

from datetime import timedelta

from bot.commands.conduct.deadlines import settle
from bot.commands.conduct.opening import opened, reschedule
from bot.commands.context import Context
from bot.domain.conduct import adjourned_for, check_may_start
from bot.domain.motion import Motion


def start_now(motion: Motion, period: timedelta, context: Context) -> Motion:
    """Open the vote on a motion now, for ``period``; give the motion as it then is.

    Raise where the kind's debate and notice have not run, or something holds the motion. What holds the opening itself
    (a rotation of seats, a silence that a member has nobody to break) still does: the motion is then not opened.
    """
    acts = context.uow.journal.acts_on(context.alliance.code, motion)
    adjourned = adjourned_for(act.event for act in acts)
    check_may_start(motion, context.alliance.charter.kinds[motion.kind], context.now, adjourned=adjourned)
    reschedule(
        context.uow,
        context.alliance,
        motion,
        opens_at=context.now,
        period=period,
        reason="opened",
        now=context.now,
        by=context.account.text,
    )
    motion = opened(context.uow, context.alliance, motion.number)
    return settle(context.uow, context.alliance, motion, now=context.now)
