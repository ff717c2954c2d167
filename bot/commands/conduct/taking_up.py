"""Putting to the vote, one after the other, what must be decided before a motion's own vote.

Spec: rules, amendments. Amendments come in the order that the chair gave or that their distance gives; then the
paragraphs on which a separate vote was asked, each as the text then has it; then the text as a whole.
"""

from datetime import datetime

from bot.commands.conduct.ending import end_motion
from bot.commands.conduct.opening import (
    CLOCK,
    after_rotation,
    open_voting,
    opened,
    reschedule,
    rotation_within,
    silence_can_start,
)
from bot.commands.conduct.owing import owe_card
from bot.commands.conduct.rolls import roll_as_of
from bot.domain.alliance import Alliance
from bot.domain.charter import Procedure
from bot.domain.course import Bearing, EndedAs, TextCause
from bot.domain.events import MemberRecused, MotionHeld, TextChanged
from bot.domain.motion import Motion
from bot.domain.wording import paragraph
from bot.ports import UnitOfWork


def take_up(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Motion:
    """Put the next of the motions that hold this one to the vote; give this one as it then is.

    Where no vote can open now, over a rotation of seats or in silence while a credential is missing, none is recorded
    as open: the motion waits like any other.
    """
    first = opened(uow, alliance, motion.course.held_by[0])
    if first.awaits_turn:
        rotation = rotation_within(alliance, first, opens_at=now)
        if rotation is not None:
            return after_rotation(uow, alliance, motion, rotation, now=now)
        if not _can_open(uow, alliance, first, now=now):
            return motion
        if not _open(uow, alliance, motion, first, now=now):
            return opened(uow, alliance, motion.number)
    held = MotionHeld(motion=motion.number, held_by=motion.course.held_by, under_vote=first.number)
    uow.record(alliance.code, held, at=now, by=CLOCK)
    owe_card(uow, alliance, motion, due=now)
    return opened(uow, alliance, motion.number)


def _can_open(uow: UnitOfWork, alliance: Alliance, part: Motion, *, now: datetime) -> bool:
    if part.course.procedure is not Procedure.SILENCE:
        return True
    roll = roll_as_of(uow, alliance, part, now)
    return silence_can_start(uow, alliance, roll, now=now)


def _open(uow: UnitOfWork, alliance: Alliance, motion: Motion, part: Motion, *, now: datetime) -> bool:
    """Open the vote on a part, without those recused from the whole; give False where the text has lost it."""
    if part.course.bearing is Bearing.PARAGRAPH and not _as_it_stands(uow, alliance, motion, part, now=now):
        return False
    for member in motion.course.recused:
        if member not in part.course.recused:
            event = MemberRecused(motion=part.number, member=member, reason="", by_motion=part.course.parent, at=now)
            uow.record(alliance.code, event, at=now, by=CLOCK)
    period = part.closes_at - part.opens_at
    reschedule(uow, alliance, part, opens_at=now, period=period, reason="taken up", now=now)
    open_voting(uow, alliance, opened(uow, alliance, part.number), now=now)
    return True


def _as_it_stands(uow: UnitOfWork, alliance: Alliance, motion: Motion, part: Motion, *, now: datetime) -> bool:
    """Give a paragraph about to be voted the words that it has by now; end it, and give False, where it is gone."""
    text = None if part.course.paragraph is None else paragraph(motion.text, part.course.paragraph)
    if text is None:
        end_motion(uow, alliance, part, how=EndedAs.VOID, reason="", now=now, by=CLOCK, by_motion=motion.number)
        return False
    if text != part.text:
        event = TextChanged(motion=part.number, text=text, cause=TextCause.REVISED, by_motion=motion.number, at=now)
        uow.record(alliance.code, event, at=now, by=CLOCK)
    return True
