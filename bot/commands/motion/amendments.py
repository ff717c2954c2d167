"""``/motion amend, accept, decline, separate, order``: changing a text before its vote."""

import re
from dataclasses import dataclass

from bot.cards.card import Card
from bot.commands.conduct.amending import replace_text
from bot.commands.conduct.ending import end_motion
from bot.commands.conduct.holding import hold, hold_for_all
from bot.commands.conduct.opening import opened
from bot.commands.conduct.tabling import Proposal, table_motion
from bot.commands.context import Context
from bot.commands.motion.options import MOTION, REASON_IF_ANY
from bot.commands.motion.tabling import check_mover
from bot.commands.registry import TEXT_LIMIT, TITLE_LIMIT, Caller, Command, Option, OptionType
from bot.commands.resolving import motion_number
from bot.commands.views import done
from bot.domain.amendments import (
    DealtWith,
    DeclinedAlready,
    NoAmendment,
    check_may_amend,
    check_may_divide,
    check_parts_not_voted,
    ordered,
)
from bot.domain.conduct import TextUnchanged
from bot.domain.course import Bearing, EndedAs, TextCause
from bot.domain.events import AmendmentDeclined
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Right
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.domain.tabling import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendMotion:
    """A delegation moves another text in the place of a motion's own."""

    motion: MotionNumber
    text: str
    title: str = ""


def amend_motion(request: AmendMotion, context: Context) -> Card:
    """Table the amendment; the motion waits for it, and it is voted right before, unless the mover accepts it."""
    _, mover = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    children = context.uow.motions.bearing_on(context.alliance.code, motion.number)
    if request.text == motion.text:
        raise TextUnchanged(motion=motion.number)
    check_may_amend(motion, request.text, children)
    check_parts_not_voted(motion, children, context.command.name)
    title = request.title or context.interpreter.words("amendment.title", motion=motion.number, title=motion.title)
    amendment = _table_part(motion, title, request.text, mover, context, bearing=Bearing.AMENDMENT)
    return done(amendment, "amended", context)


def _table_part(
    motion: Motion,
    title: str,
    text: str,
    mover: MemberCode,
    context: Context,
    *,
    bearing: Bearing,
    paragraph: int | None = None,
) -> Motion:
    """Table what is voted right before a motion, by its rule and in its body, and have the motion wait for it."""
    planned = Schedule(urgent=motion.urgent, opens_at=motion.opens_at, closes_at=motion.closes_at)
    part = table_motion(
        Proposal(
            kind=context.alliance.charter.kinds[motion.kind],
            title=title[:TITLE_LIMIT],
            text=text,
            planned=planned,
            mover=mover,
            concerned=motion.concerned,
            body=motion.body,
            bearing=bearing,
            parent=motion.number,
            paragraph=paragraph,
        ),
        context,
    )
    hold_for_all(motion, context)
    return part


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAmendment:
    """The mover of a motion takes an amendment into its text."""

    motion: MotionNumber


def accept_amendment(request: AcceptAmendment, context: Context) -> Card:
    """Change the text as the amendment has it; others that touch the same lines fall."""
    amendment, parent = _before_the_mover(request.motion, context)
    replace_text(
        context.uow,
        context.alliance,
        parent,
        amendment.text,
        cause=TextCause.ACCEPTED,
        by_motion=amendment.number,
        now=context.now,
        by=context.account.text,
    )
    accepted = end_motion(
        context.uow,
        context.alliance,
        amendment,
        how=EndedAs.ACCEPTED,
        reason="",
        now=context.now,
        by=context.account.text,
    )
    return done(accepted, "accepted", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineAmendment:
    """The mover of a motion does not take an amendment into its text: it will be voted."""

    motion: MotionNumber
    reason: str = ""


def decline_amendment(request: DeclineAmendment, context: Context) -> Card:
    """Record that the amendment goes to the vote."""
    amendment, _ = _before_the_mover(request.motion, context)
    acts = context.uow.journal.acts_on(context.alliance.code, amendment)
    if any(isinstance(act.event, AmendmentDeclined) for act in acts):
        raise DeclinedAlready(motion=amendment.number)
    context.announced(amendment, AmendmentDeclined(motion=amendment.number, at=context.now, reason=request.reason))
    return done(amendment, "declined", context)


def _before_the_mover(number: MotionNumber, context: Context) -> tuple[Motion, Motion]:
    """Give an amendment that waits for its vote, and its motion, whose mover the caller must be."""
    amendment = context.bring_up(number)
    if amendment.course.bearing is not Bearing.AMENDMENT or amendment.course.parent is None:
        raise NoAmendment(motion=number)
    parent = opened(context.uow, context.alliance, amendment.course.parent)
    check_mover(parent, context)
    if not amendment.awaits_turn or parent.rules is not None:
        raise DealtWith(motion=number)
    siblings = context.uow.motions.bearing_on(context.alliance.code, parent.number)
    check_parts_not_voted(parent, siblings, context.command.name)
    return amendment, parent


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparateVote:
    """A delegation asks for a separate vote on a numbered paragraph."""

    motion: MotionNumber
    paragraph: int


def separate_vote(request: SeparateVote, context: Context) -> Card:
    """Have the paragraph voted by itself, after the amendments; not adopted, it is struck out."""
    _, mover = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    children = context.uow.motions.bearing_on(context.alliance.code, motion.number)
    text = check_may_divide(motion, request.paragraph, children)
    title = context.interpreter.words(
        "paragraph.title", paragraph=request.paragraph, motion=motion.number, title=motion.title
    )
    part = _table_part(motion, title, text, mover, context, bearing=Bearing.PARAGRAPH, paragraph=request.paragraph)
    return done(part, "separated", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAmendments:
    """The chair gives the order in which the amendments to a motion are voted."""

    motion: MotionNumber
    order: str


def order_amendments(request: OrderAmendments, context: Context) -> Card:
    """Set the order; it must name each amendment that waits, once."""
    motion = context.bring_up(request.motion)
    context.chair_of(motion)
    asked = [motion_number(part) for part in re.split(r"[,;\s]+", request.order.strip()) if part]
    children = context.uow.motions.bearing_on(context.alliance.code, motion.number)
    return done(hold(motion, ordered(motion, asked, children), context), "ordered", context)


_WAITING = frozenset({Phase.DEBATE, Phase.POSTPONED})
_TEXT = Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=TEXT_LIMIT)

COMMANDS = (
    Command(
        noun="motion",
        verb="amend",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION, _TEXT, Option(name="title", type=OptionType.TEXT, limit=TITLE_LIMIT)),
        request=AmendMotion,
        handler=amend_motion,
        writes=True,
        public=True,
        phases=_WAITING,
        right=Right.PROPOSE,
    ),
    Command(
        noun="motion",
        verb="accept",
        callers=frozenset({Caller.DELEGATION, Caller.SECRETARIAT}),
        options=(MOTION,),
        request=AcceptAmendment,
        handler=accept_amendment,
        writes=True,
        public=True,
        phases=_WAITING,
    ),
    Command(
        noun="motion",
        verb="decline",
        callers=frozenset({Caller.DELEGATION, Caller.SECRETARIAT}),
        options=(MOTION, REASON_IF_ANY),
        request=DeclineAmendment,
        handler=decline_amendment,
        writes=True,
        public=True,
        phases=_WAITING,
    ),
    Command(
        noun="motion",
        verb="separate",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION, Option(name="paragraph", type=OptionType.NUMBER, required=True)),
        request=SeparateVote,
        handler=separate_vote,
        writes=True,
        public=True,
        phases=_WAITING,
        right=Right.PROPOSE,
    ),
    Command(
        noun="motion",
        verb="order",
        callers=frozenset({Caller.CHAIR}),
        options=(MOTION, Option(name="order", type=OptionType.TEXT, required=True)),
        request=OrderAmendments,
        handler=order_amendments,
        writes=True,
        public=True,
        phases=_WAITING,
    ),
)
