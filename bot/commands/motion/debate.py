"""``/motion postpone, resume, correct, void``: the secretariat and the chair conduct the debate on a motion."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards.card import Card
from bot.commands.conduct.amending import replace_text
from bot.commands.conduct.deadlines import settle
from bot.commands.conduct.ending import end_motion
from bot.commands.context import Context
from bot.commands.motion.options import MOTION, REASON
from bot.commands.registry import TEXT_LIMIT, Caller, Command, Option, OptionType
from bot.commands.views import done
from bot.domain.amendments import check_parts_not_voted
from bot.domain.conduct import ResumptionPast, TextUnchanged
from bot.domain.course import EndedAs, TextCause
from bot.domain.events import DebateAdjourned, DebateResumed
from bot.domain.ids import MotionNumber
from bot.domain.phases import BEFORE_VOTING, Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeMotion:
    """The secretariat adjourns the debate, until an instant or until it is resumed."""

    motion: MotionNumber
    reason: str
    until: datetime | None = None


def postpone_motion(request: PostponeMotion, context: Context) -> Card:
    """Adjourn the debate: what is left of its time runs once it goes on."""
    motion = context.bring_up(request.motion)
    opens_at, closes_at = motion.opens_at, motion.closes_at
    if request.until is not None:
        if request.until <= context.now:
            raise ResumptionPast(motion=motion.number, until=request.until)
        opens_at = max(opens_at, context.now) + (request.until - context.now)
        closes_at = opens_at + (motion.closes_at - motion.opens_at)
    event = DebateAdjourned(
        motion=motion.number,
        at=context.now,
        until=request.until,
        reason=request.reason,
        opens_at=opens_at,
        closes_at=closes_at,
    )
    return done(context.carried_out(motion, event), "postponed", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeMotion:
    """The secretariat has the debate go on."""

    motion: MotionNumber


def resume_motion(request: ResumeMotion, context: Context) -> Card:
    """Resume the debate: what was left of its time when it was adjourned runs from now."""
    motion = context.bring_up(request.motion)
    adjournment = motion.course.adjournment
    if adjournment is None:
        raise LookupError(motion.number)
    period = motion.closes_at - motion.opens_at
    started = adjournment.at if adjournment.until is None else adjournment.until
    opens_at = context.now + max(timedelta(0), motion.opens_at - started)
    event = DebateResumed(motion=motion.number, at=context.now, opens_at=opens_at, closes_at=opens_at + period)
    resumed = context.carried_out(motion, event)
    return done(settle(context.uow, context.alliance, resumed, now=context.now), "resumed", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectMotion:
    """The secretariat issues a corrigendum before the vote."""

    motion: MotionNumber
    text: str
    reason: str


def correct_motion(request: CorrectMotion, context: Context) -> Card:
    """Correct the text; the earlier one stays on the record."""
    motion = context.bring_up(request.motion)
    if request.text == motion.text:
        raise TextUnchanged(motion=motion.number)
    children = context.uow.motions.bearing_on(context.alliance.code, motion.number)
    check_parts_not_voted(motion, children, context.command.name)
    corrected = replace_text(
        context.uow,
        context.alliance,
        motion,
        request.text,
        cause=TextCause.CORRECTION,
        by_motion=None,
        now=context.now,
        by=context.account.text,
        reason=request.reason,
    )
    return done(corrected, "corrected", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidMotion:
    """The chair ends a motion that is out of order."""

    motion: MotionNumber
    reason: str


def void_motion(request: VoidMotion, context: Context) -> Card:
    """Void a motion before it is voted, with the reason on record; a vote that runs is left to its end."""
    motion = context.bring_up(request.motion)
    context.chair_of(motion)
    ended = end_motion(
        context.uow,
        context.alliance,
        motion,
        how=EndedAs.VOID,
        reason=request.reason,
        now=context.now,
        by=context.account.text,
    )
    return done(ended, "void", context)


_SECRETARIAT = frozenset({Caller.SECRETARIAT})

COMMANDS = (
    Command(
        noun="motion",
        verb="postpone",
        callers=_SECRETARIAT,
        options=(MOTION, REASON, Option(name="until", type=OptionType.MOMENT)),
        request=PostponeMotion,
        handler=postpone_motion,
        writes=True,
        public=True,
        phases=frozenset({Phase.DEBATE}),
    ),
    Command(
        noun="motion",
        verb="resume",
        callers=_SECRETARIAT,
        options=(MOTION,),
        request=ResumeMotion,
        handler=resume_motion,
        writes=True,
        public=True,
        phases=frozenset({Phase.POSTPONED}),
    ),
    Command(
        noun="motion",
        verb="correct",
        callers=_SECRETARIAT,
        options=(MOTION, Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=TEXT_LIMIT), REASON),
        request=CorrectMotion,
        handler=correct_motion,
        writes=True,
        public=True,
        phases=BEFORE_VOTING,
    ),
    Command(
        noun="motion",
        verb="void",
        callers=frozenset({Caller.CHAIR}),
        options=(MOTION, REASON),
        request=VoidMotion,
        handler=void_motion,
        writes=True,
        public=True,
        phases=frozenset({Phase.PROPOSED, Phase.DEBATE, Phase.POSTPONED, Phase.SILENCE}),
        under_question=True,
    ),
)
