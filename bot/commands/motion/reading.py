"""``/motion show, list, history, needs``: what there is to know of motions. Looking never moves anything."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.history import history_card
from bot.cards.motions import motion_details, motion_list, needs_card
from bot.cards.views import MotionView
from bot.commands.context import Context
from bot.commands.motion.options import MOTION
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.views import view_of
from bot.domain.events import DraftCleared, DraftCommented
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion
from bot.domain.phases import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMotion:
    """Anyone looks at a motion in full."""

    motion: MotionNumber


def show_motion(request: ShowMotion, context: Context) -> Card:
    """Show a motion with the whole table of its roll. Looking never moves anything."""
    motion = context.motion(request.motion)
    return motion_details(_view(motion, context), context.interpreter, page=context.page_of(motion))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMotions:
    """Anyone lists the motions, or those in one phase."""

    status: Phase | None = None


def list_motions(request: ListMotions, context: Context) -> Card:
    """List motions, the latest first."""
    motions = tuple(
        motion
        for motion in context.uow.motions.every(context.alliance.code)
        if context.sees(motion) and request.status in {None, motion.phase(context.now)}
    )
    return motion_list(motions, context.alliance.charter, request.status, context.now, context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryOfMotion:
    """Anyone asks for every act on a motion; from an entry of the journal on where they name one."""

    motion: MotionNumber
    entry: int | None = None


def history_of_motion(request: HistoryOfMotion, context: Context) -> Card:
    """Tell every act on a motion, with its entry in the journal; what was said of its draft to whom drafts are for."""
    motion = context.motion(request.motion)
    acts = context.uow.journal.acts_on(context.alliance.code, motion)
    told = tuple(
        (act.entry, act.at, act.event)
        for act in acts
        if context.sees_drafts or not isinstance(act.event, DraftCommented | DraftCleared)
    )
    return history_card(_view(motion, context), told, context.interpreter, entry=request.entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsOfMotion:
    """Anyone asks what a motion would take."""

    motion: MotionNumber


def needs_of_motion(request: NeedsOfMotion, context: Context) -> Card:
    """Tell what a motion still takes to carry, and what would block it."""
    return needs_card(_view(context.motion(request.motion), context), context.interpreter)


def _view(motion: Motion, context: Context) -> MotionView:
    return view_of(context.uow, context.alliance, motion, now=context.now)


COMMANDS = (
    Command(
        noun="motion",
        verb="show",
        callers=frozenset({Caller.ANYONE}),
        options=(MOTION,),
        request=ShowMotion,
        handler=show_motion,
    ),
    Command(
        noun="motion",
        verb="list",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="status", type=OptionType.PHASE),),
        request=ListMotions,
        handler=list_motions,
    ),
    Command(
        noun="motion",
        verb="history",
        callers=frozenset({Caller.ANYONE}),
        options=(MOTION, Option(name="entry", type=OptionType.NUMBER)),
        request=HistoryOfMotion,
        handler=history_of_motion,
    ),
    Command(
        noun="motion",
        verb="needs",
        callers=frozenset({Caller.ANYONE}),
        options=(MOTION,),
        request=NeedsOfMotion,
        handler=needs_of_motion,
    ),
)
