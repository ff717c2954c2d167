"""``/motion forward, reconsider, rescind, take-over``: new motions that follow from old ones."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.commands.conduct.owing import show_again
from bot.commands.conduct.tabling import Proposal, table_motion
from bot.commands.context import Context
from bot.commands.motion.options import MOTION, REASON
from bot.commands.registry import TITLE_LIMIT, Caller, Command, Option, OptionType
from bot.commands.resolving import kind_of
from bot.commands.views import done
from bot.domain.charter import Kind, Procedure
from bot.domain.course import Bearing
from bot.domain.ids import MotionNumber
from bot.domain.membership import Right
from bot.domain.motion import Motion
from bot.domain.phases import DECIDED_PHASES, Phase
from bot.domain.sequels import check_may_forward, check_may_take_over, check_may_take_up
from bot.domain.tabling import Schedule, check_tabling, schedule, support


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardMotion:
    """The secretariat puts a text that has been dealt with before another body, or to another rule."""

    motion: MotionNumber
    kind: Kind


def forward_motion(request: ForwardMotion, context: Context) -> Card:
    """Table the same text as a motion of another kind, each linked to the other."""
    motion = context.bring_up(request.motion)
    check_may_forward(motion, request.kind, context.command.name)
    check_tabling(request.kind, body=None, concerned=motion.concerned, impact=motion.impact)
    planned = schedule(request.kind, now=context.now, urgent=False, sponsors=0, opens=None, closes=None)
    forwarded = _follow(motion, request.kind, planned, Bearing.FORWARDED, context)
    return done(forwarded, "tabled", context)


def _follow(motion: Motion, kind: Kind, planned: Schedule, bearing: Bearing, context: Context) -> Motion:
    """Table the text of a motion again, as a motion of its own that is linked to it."""
    sequel = table_motion(
        Proposal(
            kind=kind,
            title=motion.title,
            text=motion.text,
            planned=planned,
            concerned=motion.concerned,
            sponsors=motion.sponsors,
            document=motion.document,
            impact=motion.impact,
            bearing=bearing,
            parent=motion.number,
        ),
        context,
    )
    show_again(context.uow, context.alliance, motion, now=context.now)
    return sequel


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconsiderMotion:
    """A delegation moves that a decision be taken again."""

    motion: MotionNumber
    reason: str


def reconsider_motion(request: ReconsiderMotion, context: Context) -> Card:
    """Put to the same body, by the decision's own rule and two thirds at least, that the decision be taken again."""
    return _take_up(request.motion, request.reason, Bearing.RECONSIDERATION, context)


@dataclass(frozen=True, slots=True, kw_only=True)
class RescindMotion:
    """A delegation moves that a decision hold no longer."""

    motion: MotionNumber
    reason: str


def rescind_motion(request: RescindMotion, context: Context) -> Card:
    """Put to the same body, by the decision's own rule and two thirds at least, that the decision hold no longer."""
    return _take_up(request.motion, request.reason, Bearing.RESCISSION, context)


def _take_up(number: MotionNumber, reason: str, bearing: Bearing, context: Context) -> Card:
    _, mover = context.delegation(context.command.name)
    motion = context.bring_up(number)
    charter = context.alliance.charter
    kind = kind_of(motion, context)
    children = context.uow.motions.bearing_on(context.alliance.code, motion.number)
    check_may_take_up(motion, bearing, children, within=charter.procedure.reconsideration, now=context.now)
    opens_at = context.now + kind.wait
    title = context.interpreter.words(f"sequel.{bearing.value}", motion=motion.number, title=motion.title)
    sequel = table_motion(
        Proposal(
            kind=kind,
            title=title[:TITLE_LIMIT],
            text=reason,
            planned=Schedule(urgent=False, opens_at=opens_at, closes_at=opens_at + kind.voting),
            mover=mover,
            concerned=motion.concerned,
            body=motion.body,
            procedure=Procedure.VOTE,
            bearing=bearing,
            parent=motion.number,
        ),
        context,
    )
    show_again(context.uow, context.alliance, motion, now=context.now)
    return done(sequel, "taken_up", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverMotion:
    """A delegation proposes anew, in the name of its member, a text that its mover has withdrawn."""

    motion: MotionNumber


def take_over_motion(request: TakeOverMotion, context: Context) -> Card:
    """Propose the withdrawn text; it needs the seconds that its kind asks for."""
    _, mover = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    children = context.uow.motions.bearing_on(context.alliance.code, motion.number)
    check_may_take_over(motion, mover, children, context.command.name)
    kind = kind_of(motion, context)
    check_tabling(kind, body=None, concerned=motion.concerned, impact=motion.impact)
    planned = schedule(kind, now=context.now, urgent=False, sponsors=0, opens=None, closes=None)
    taken = table_motion(
        Proposal(
            kind=kind,
            title=motion.title,
            text=motion.text,
            planned=planned,
            mover=mover,
            concerned=motion.concerned,
            document=motion.document,
            impact=motion.impact,
            support=support(kind, urgent=planned.urgent, by_chair=False),
            bearing=Bearing.TAKEN_OVER,
            parent=motion.number,
        ),
        context,
    )
    show_again(context.uow, context.alliance, motion, now=context.now)
    return done(taken, "proposed" if taken.phase(context.now) is Phase.PROPOSED else "tabled", context)


_DECISION = frozenset({Phase.ADOPTED, Phase.ADOPTED_WITHOUT_VOTE, Phase.IN_EFFECT, Phase.NOT_ADOPTED})

COMMANDS = (
    Command(
        noun="motion",
        verb="forward",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(MOTION, Option(name="kind", type=OptionType.KIND, required=True)),
        request=ForwardMotion,
        handler=forward_motion,
        writes=True,
        public=True,
        phases=DECIDED_PHASES,
    ),
    Command(
        noun="motion",
        verb="reconsider",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION, REASON),
        request=ReconsiderMotion,
        handler=reconsider_motion,
        writes=True,
        public=True,
        phases=_DECISION,
        right=Right.PROPOSE,
    ),
    Command(
        noun="motion",
        verb="rescind",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION, REASON),
        request=RescindMotion,
        handler=rescind_motion,
        writes=True,
        public=True,
        phases=_DECISION,
        right=Right.PROPOSE,
    ),
    Command(
        noun="motion",
        verb="take-over",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION,),
        request=TakeOverMotion,
        handler=take_over_motion,
        writes=True,
        public=True,
        phases=frozenset({Phase.WITHDRAWN}),
        right=Right.PROPOSE,
    ),
)
