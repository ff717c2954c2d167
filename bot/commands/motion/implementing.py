"""``/motion trigger, follow-up``: what an adopted text waits for has happened, and how its implementation is."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.commands.conduct.implementing import implementation_of, settle_effect
from bot.commands.context import Context
from bot.commands.implementation import shown
from bot.commands.motion.options import MOTION
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.domain.coalition import FoundSo, NothingToNote, NoTrigger, ReviewPast
from bot.domain.events import ImplementationNoted, ImplementationReviewSet, TriggerFound
from bot.domain.ids import MotionNumber
from bot.domain.phases import ADOPTED_PHASES
from bot.domain.terms import reminders_before

NOTE_LIMIT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class FindTrigger:
    """The chair, or the secretariat, records what the body found: that it has happened, or that it does not hold."""

    motion: MotionNumber
    met: bool


def find_trigger(request: FindTrigger, context: Context) -> Card:
    """Record it, and tell everyone."""
    motion = context.bring_up(request.motion)
    context.presides(motion)
    found = implementation_of(context.uow, context.alliance, motion.number)
    if not found.trigger:
        raise NoTrigger(motion=motion.number)
    if request.met is (found.trigger_met_at is not None):
        raise FoundSo(motion=motion.number)
    event = TriggerFound(motion=motion.number, met=request.met, account=context.account, at=context.now)
    context.announced(motion, event)
    settle_effect(context.uow, context.alliance, motion, now=context.now)
    return shown(context, motion)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The secretariat says how far the implementation is, or when the decision is looked at again."""

    motion: MotionNumber
    text: str = ""
    review: datetime | None = None


def follow_up(request: FollowUp, context: Context) -> Card:
    """Record the note, the day, or both; the day is called to mind before it comes."""
    motion = context.bring_up(request.motion)
    if not request.text and request.review is None:
        raise NothingToNote(motion=motion.number)
    if request.review is not None and request.review <= context.now:
        raise ReviewPast(day=request.review)
    if request.text:
        noted = ImplementationNoted(motion=motion.number, text=request.text, account=context.account, at=context.now)
        context.announced(motion, noted)
    if request.review is not None:
        zone = context.alliance.time_zone
        figures = (*context.alliance.charter.after_adoption.review, 0)
        day = request.review.astimezone(zone).date()
        event = ImplementationReviewSet(
            motion=motion.number,
            review_at=request.review,
            reminders=reminders_before(day, figures, zone=zone, after=context.now),
            account=context.account,
            at=context.now,
        )
        context.announced(motion, event)
    return shown(context, motion)


COMMANDS = (
    Command(
        noun="motion",
        verb="trigger",
        callers=frozenset({Caller.CHAIR, Caller.SECRETARIAT}),
        options=(MOTION, Option(name="met", type=OptionType.YES_NO, required=True)),
        request=FindTrigger,
        handler=find_trigger,
        writes=True,
        public=True,
        phases=ADOPTED_PHASES,
    ),
    Command(
        noun="motion",
        verb="follow-up",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(
            MOTION,
            Option(name="text", type=OptionType.LONG_TEXT, limit=NOTE_LIMIT),
            Option(name="review", type=OptionType.CLOSING_MOMENT),
        ),
        request=FollowUp,
        handler=follow_up,
        writes=True,
        public=True,
        phases=ADOPTED_PHASES,
    ),
)
