"""``/contribution``: what members give to an adopted motion, against what is asked for."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.cards.implementation import contributions_card
from bot.commands.amounts import plain_amount
from bot.commands.binding import check_full_powers, confirm
from bot.commands.conduct.implementing import implementation_of, opened_coalition
from bot.commands.context import Context
from bot.commands.implementation import shown
from bot.commands.motion.options import MOTION
from bot.commands.options import CONFIRM
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.domain.amounts import Amount
from bot.domain.authorisations import NotAuthorised
from bot.domain.coalition import NotJoined
from bot.domain.contributions import ContributionDuePast, TargetNotYours, UnknownContribution, check_delivery
from bot.domain.credentials import Role
from bot.domain.events import ContributionDelivered, ContributionPromised, TargetSet
from bot.domain.ids import MotionNumber
from bot.domain.membership import Member, Right
from bot.domain.phases import ADOPTED_PHASES
from bot.domain.terms import reminders_before

ON_THE_DAY, THE_DAY_AFTER = 0, -1


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTarget:
    """The secretariat, or the state that moved the motion, says how much is asked for."""

    motion: MotionNumber
    amount: Amount


def set_target(request: SetTarget, context: Context) -> Card:
    """Record the target; a former one in the same unit gives way to it."""
    motion = context.bring_up(request.motion)
    opened_coalition(context.uow, context.alliance, motion, now=context.now)
    credential = context.credential
    if credential is None or credential.role is not Role.SECRETARIAT:
        member = check_full_powers(context)
        if member != motion.mover and member not in motion.sponsors:
            raise TargetNotYours(motion=motion.number)
    event = TargetSet(motion=motion.number, amount=request.amount, account=context.account, at=context.now)
    context.announced(motion, event)
    return shown(context, motion)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContribution:
    """A head of delegation promises a contribution of its state by a day."""

    motion: MotionNumber
    amount: Amount
    due: datetime
    note: str = ""
    confirm: bool | None = None


def add_contribution(request: AddContribution, context: Context) -> Card:
    """Record the promise once it is confirmed; it is called to mind before its day, and the day after."""
    member = check_full_powers(context)
    motion = context.bring_up(request.motion)
    found = opened_coalition(context.uow, context.alliance, motion, now=context.now)
    if member not in found.members:
        raise NotJoined(motion=motion.number, member=member)
    if request.due <= context.now:
        raise ContributionDuePast(due=request.due)
    zone = context.alliance.time_zone
    act = context.interpreter.words("act.contribute", amount=request.amount, due=request.due, motion=motion.number)
    given = {
        "motion": str(motion.number),
        "amount": plain_amount(request.amount),
        "due": request.due.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "note": request.note,
    }
    question = confirm(context, member=member, act=act, values=given, confirmed=request.confirm)
    if question is not None:
        return question
    figures = (*context.alliance.charter.after_adoption.contributions, ON_THE_DAY, THE_DAY_AFTER)
    day = request.due.astimezone(zone).date()
    event = ContributionPromised(
        motion=motion.number,
        number=len(found.contributions) + 1,
        member=member,
        amount=request.amount,
        due_at=request.due,
        note=request.note,
        reminders=reminders_before(day, figures, zone=zone, after=context.now),
        account=context.account,
        at=context.now,
    )
    context.announced(motion, event)
    return shown(context, motion)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverContribution:
    """A head of delegation says that its contribution, or a part of it, is there."""

    motion: MotionNumber
    contribution: int
    amount: Amount
    note: str = ""


def deliver_contribution(request: DeliverContribution, context: Context) -> Card:
    """Record the delivery: never more than was promised, and not before the state's parliament lets it take part."""
    member = check_full_powers(context)
    motion = context.motion(request.motion)
    found = implementation_of(context.uow, context.alliance, motion.number)
    promised = found.contribution(request.contribution)
    if promised is None or promised.member != member:
        raise UnknownContribution(motion=motion.number, number=request.contribution)
    state = found.state_of(member, context.now)
    if found.needed is not None and not state.valid:
        raise NotAuthorised(motion=motion.number, member=member, state=state)
    check_delivery(promised, request.amount)
    event = ContributionDelivered(
        motion=motion.number,
        number=promised.number,
        member=member,
        amount=request.amount,
        note=request.note,
        account=context.account,
        at=context.now,
    )
    context.announced(motion, event)
    return shown(context, motion)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListContributions:
    """Anyone asks who gives what, to one motion or to all, of one member or of all."""

    motion: MotionNumber | None = None
    member: Member | None = None


def list_contributions(request: ListContributions, context: Context) -> Card:
    """List contributions with their state, and what they come to against the targets."""
    wanted = None if request.motion is None else context.motion(request.motion).number
    every = context.uow.implementations.every(context.alliance.code)
    return contributions_card(
        tuple(found for found in every if wanted in {None, found.motion}),
        None if request.member is None else request.member.code,
        context.members(),
        context.interpreter,
        now=context.now,
    )


AMOUNT = Option(name="amount", type=OptionType.AMOUNT, required=True)
NOTE = Option(name="note", type=OptionType.TEXT)

COMMANDS = (
    Command(
        noun="contribution",
        verb="target",
        callers=frozenset({Caller.SECRETARIAT, Caller.HEAD}),
        options=(MOTION, AMOUNT),
        request=SetTarget,
        handler=set_target,
        writes=True,
        public=True,
        phases=ADOPTED_PHASES,
    ),
    Command(
        noun="contribution",
        verb="add",
        callers=frozenset({Caller.HEAD}),
        options=(MOTION, AMOUNT, Option(name="due", type=OptionType.CLOSING_MOMENT, required=True), NOTE, CONFIRM),
        request=AddContribution,
        handler=add_contribution,
        writes=True,
        public=True,
        phases=ADOPTED_PHASES,
        right=Right.JOIN,
    ),
    Command(
        noun="contribution",
        verb="deliver",
        callers=frozenset({Caller.HEAD}),
        options=(MOTION, Option(name="contribution", type=OptionType.NUMBER, required=True), AMOUNT, NOTE),
        request=DeliverContribution,
        handler=deliver_contribution,
        writes=True,
        public=True,
    ),
    Command(
        noun="contribution",
        verb="list",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="motion", type=OptionType.MOTION), Option(name="member", type=OptionType.MEMBER)),
        request=ListContributions,
        handler=list_contributions,
    ),
)
