"""Having a motion wait for those that must be dealt with first."""

from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import owe_card
from bot.commands.context import Context
from bot.domain.events import MotionHeld
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion


def hold(motion: Motion, held_by: tuple[MotionNumber, ...], context: Context) -> Motion:
    """Record what holds a motion, in the order of voting; give the motion as it then is."""
    under_vote = motion.course.under_vote if motion.course.under_vote in held_by else None
    context.record(MotionHeld(motion=motion.number, held_by=held_by, under_vote=under_vote))
    held = opened(context.uow, context.alliance, motion.number)
    owe_card(context.uow, context.alliance, held, due=context.now)
    return held
