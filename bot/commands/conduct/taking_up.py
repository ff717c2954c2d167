"""Putting to the vote, one after the other, what must be decided before a motion's own vote.

Spec: rules, amendments. Amendments come in the order that the chair gave or that their distance gives; then the
paragraphs on which a separate vote was asked, each as the text then has it; then the text as a whole.
"""

from datetime import datetime

from bot.commands.conduct.ending import end_motion
from bot.commands.conduct.opening import CLOCK, open_voting, opened, reschedule
from bot.commands.conduct.owing import owe_card
from bot.domain.alliance import Alliance
from bot.domain.course import Bearing, EndedAs, TextCause
from bot.domain.events import MotionHeld, TextChanged
from bot.domain.motion import Motion
from bot.domain.wording import paragraph
from bot.ports import UnitOfWork


def take_up(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Motion:
    """Put the next of the motions that hold this one to the vote; give this one as it then is."""
    first = opened(uow, alliance, motion.course.held_by[0])
    if first.course.bearing is Bearing.PARAGRAPH and first.awaits_turn:
        found = _as_it_stands(uow, alliance, motion, first, now=now)
        if found is None:
            return opened(uow, alliance, motion.number)
        first = found
    if first.awaits_turn:
        period = first.closes_at - first.opens_at
        reschedule(uow, alliance, first, opens_at=now, period=period, reason="taken up", now=now)
        open_voting(uow, alliance, opened(uow, alliance, first.number), now=now)
    held = MotionHeld(motion=motion.number, held_by=motion.course.held_by, under_vote=first.number)
    uow.record(alliance.code, held, at=now, by=CLOCK)
    owe_card(uow, alliance, motion, due=now)
    return opened(uow, alliance, motion.number)


def _as_it_stands(uow: UnitOfWork, alliance: Alliance, motion: Motion, part: Motion, *, now: datetime) -> Motion | None:
    """Give a paragraph that is about to be voted as the text has it by now; end it, and give None, where it is gone."""
    text = None if part.course.paragraph is None else paragraph(motion.text, part.course.paragraph)
    if text is None:
        end_motion(uow, alliance, part, how=EndedAs.VOID, reason="", now=now, by=CLOCK, by_motion=motion.number)
        return None
    if text != part.text:
        event = TextChanged(motion=part.number, text=text, cause=TextCause.REVISED, by_motion=motion.number, at=now)
        uow.record(alliance.code, event, at=now, by=CLOCK)
    return opened(uow, alliance, part.number)
