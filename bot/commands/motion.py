"""``/motion``: table a motion, show it, list motions, ask what it needs, declare its result."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.cards.motions import motion_details, motion_list, needs_card, tabled_card
from bot.cards.results import result_card
from bot.cards.views import MotionView
from bot.commands.context import Context
from bot.commands.deadlines import settle
from bot.commands.proceedings import close_vote, opened, owe_card
from bot.commands.registry import TEXT_LIMIT, TITLE_LIMIT, Caller, Command, Option, OptionType
from bot.commands.views import view_of
from bot.domain.charter import Body, Closing, Kind
from bot.domain.events import MotionTabled
from bot.domain.ids import MotionNumber
from bot.domain.membership import Member
from bot.domain.motion import Motion, Phase
from bot.domain.permissions import NotYetCertain, StillVoting, VoteDecided, VotingNotOpen
from bot.domain.rules import Certainty, decide
from bot.domain.tabling import check_sponsor, check_tabling, schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMotion:
    """The secretariat tables a motion of its own, or for its sponsors."""

    kind: Kind
    title: str
    text: str
    body: Body | None = None
    concerns: Member | None = None
    sponsors: tuple[Member, ...] = ()
    document: str = ""
    impact: str = ""
    opens: datetime | None = None
    closes: datetime | None = None
    urgent: bool = False


def open_motion(request: OpenMotion, context: Context) -> Card:
    """Table the motion; where its voting opens at once, open it in the same act."""
    concerned = None if request.concerns is None else request.concerns.code
    check_tabling(request.kind, body=request.body, concerned=concerned, impact=request.impact)
    for sponsor in request.sponsors:
        check_sponsor(context.alliance.charter, sponsor)
    sponsors = tuple(dict.fromkeys(sponsor.code for sponsor in request.sponsors))
    planned = schedule(
        request.kind,
        now=context.now,
        urgent=request.urgent,
        sponsors=len(sponsors),
        opens=request.opens,
        closes=request.closes,
    )
    number = context.uow.motions.next_number(context.alliance.code)
    context.record(
        MotionTabled(
            motion=number,
            kind=request.kind.name,
            body=request.kind.body,
            title=request.title,
            text=request.text,
            mover=None,
            concerned=concerned,
            sponsors=sponsors,
            document=request.document,
            impact=request.impact,
            urgent=planned.urgent,
            tabled_at=context.now,
            opens_at=planned.opens_at,
            closes_at=planned.closes_at,
        )
    )
    motion = opened(context.uow, context.alliance, number)
    owe_card(context.uow, context.alliance, motion, due=context.now)
    settled = settle(context.uow, context.alliance, motion, now=context.now)
    return tabled_card(_view(settled, context), context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMotion:
    """Anyone looks at a motion in full."""

    motion: MotionNumber


def show_motion(request: ShowMotion, context: Context) -> Card:
    """Show a motion with the whole table of its roll. Looking never moves anything."""
    return motion_details(_view(context.motion(request.motion), context), context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMotions:
    """Anyone lists the motions, or those in one phase."""

    status: Phase | None = None


def list_motions(request: ListMotions, context: Context) -> Card:
    """List motions, the latest first."""
    motions = tuple(
        motion
        for motion in context.uow.motions.every(context.alliance.code)
        if request.status is None or motion.phase(context.now) is request.status
    )
    return motion_list(motions, request.status, context.now, context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMotion:
    """The secretariat has a vote closed that the charter lets be closed."""

    motion: MotionNumber


def close_motion(request: CloseMotion, context: Context) -> Card:
    """Close a vote past its deadline that no tick has closed, or one that is decided early where the kind allows."""
    motion = settle(context.uow, context.alliance, context.motion(request.motion), now=context.now)
    _check_may_close(motion, context)
    close_vote(context.uow, context.alliance, motion, now=context.now, by=context.account.text)
    return result_card(_view(opened(context.uow, context.alliance, motion.number), context), context.interpreter)


def _check_may_close(motion: Motion, context: Context) -> None:
    if motion.result is not None:
        raise VoteDecided(motion=motion.number, outcome=motion.result.outcome)
    if motion.rules is None:
        raise VotingNotOpen(motion=motion.number, opens_at=motion.opens_at)
    if motion.due_to_close(context.now):
        return
    rules = motion.rules
    if rules.closing is Closing.DEADLINE or rules.changeable:
        raise StillVoting(motion=motion.number, closes_at=motion.closes_at)
    certainty = decide(_view(motion, context).roll_call(closed=False)).certainty
    not_before = motion.opens_at + rules.min_open
    if certainty is Certainty.OPEN or context.now < not_before:
        raise NotYetCertain(motion=motion.number, closes_at=motion.closes_at, not_before=not_before)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsOfMotion:
    """Anyone asks what a motion would take."""

    motion: MotionNumber


def needs_of_motion(request: NeedsOfMotion, context: Context) -> Card:
    """Tell what a motion still takes to carry, and what would block it."""
    return needs_card(_view(context.motion(request.motion), context), context.interpreter)


def _view(motion: Motion, context: Context) -> MotionView:
    return view_of(context.uow, context.alliance, motion, now=context.now)


_MOTION = Option(name="motion", type=OptionType.MOTION, required=True)

COMMANDS = (
    Command(
        noun="motion",
        verb="open",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(
            Option(name="kind", type=OptionType.KIND, required=True),
            Option(name="title", type=OptionType.TEXT, required=True, limit=TITLE_LIMIT),
            Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=TEXT_LIMIT),
            Option(name="body", type=OptionType.BODY),
            Option(name="concerns", type=OptionType.MEMBER),
            Option(name="sponsors", type=OptionType.MEMBERS, limit=1000),
            Option(name="document", type=OptionType.LINK, limit=500),
            Option(name="impact", type=OptionType.LONG_TEXT, limit=1000),
            Option(name="opens", type=OptionType.OPENING_MOMENT),
            Option(name="closes", type=OptionType.CLOSING_MOMENT),
            Option(name="urgent", type=OptionType.YES_NO),
        ),
        request=OpenMotion,
        handler=open_motion,
        writes=True,
        public=True,
    ),
    Command(
        noun="motion",
        verb="show",
        callers=frozenset({Caller.ANYONE}),
        options=(_MOTION,),
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
        verb="needs",
        callers=frozenset({Caller.ANYONE}),
        options=(_MOTION,),
        request=NeedsOfMotion,
        handler=needs_of_motion,
    ),
    Command(
        noun="motion",
        verb="close",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(_MOTION,),
        request=CloseMotion,
        handler=close_motion,
        writes=True,
        public=True,
    ),
)
