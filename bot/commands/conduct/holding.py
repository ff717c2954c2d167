"""Having a motion wait for those that must be dealt with first."""

from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import owe_card
from bot.commands.context import Context
from bot.domain.amendments import order_of_voting
from bot.domain.events import MotionHeld
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion


def hold_for_all(motion: Motion, context: Context) -> Motion:
    """Have a motion wait for all that must be dealt with before it, in its due order; give the motion as it then is."""
    children = context.uow.motions.bearing_on(context.alliance.code, motion.number)
    return hold(motion, order_of_voting(motion, children), context)


def hold(motion: Motion, held_by: tuple[MotionNumber, ...], context: Context) -> Motion:
    """Record what holds a motion, in the order of voting; give the motion as it then is."""
    under_vote = motion.course.under_vote if motion.course.under_vote in held_by else None
    context.record(MotionHeld(motion=motion.number, held_by=held_by, under_vote=under_vote))
    held = opened(context.uow, context.alliance, motion.number)
    owe_card(context.uow, context.alliance, held, due=context.now)
    return held
