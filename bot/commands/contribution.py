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
from bot.commands.moments import whole_minute, written_closing
from bot.commands.motion.options import MOTION, REASON
from bot.commands.options import CONFIRM
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.domain.amounts import Amount
from bot.domain.authorisations import NotAuthorised
from bot.domain.coalition import NotJoined
from bot.domain.contributions import (
    Contribution,
    ContributionDuePast,
    NothingAwaited,
    PromisedSo,
    TargetNotYours,
    UnknownContribution,
    check_delivery,
)
from bot.domain.credentials import Role
from bot.domain.events import ContributionDelivered, ContributionPromised, ContributionWithdrawn, TargetSet
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.implementation import Implementation
from bot.domain.membership import Member, Right
from bot.domain.phases import ADOPTED_PHASES, HOLDING
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
    due = whole_minute(request.due, zone)
    _check_not_promised(found, member, request, due)
    act = context.interpreter.words("act.contribute", amount=request.amount, due=due, motion=motion.number)
    given = {
        "motion": str(motion.number),
        "amount": plain_amount(request.amount),
        "due": written_closing(due, zone),
        "note": request.note,
    }
    question = confirm(context, member=member, act=act, values=given, confirmed=request.confirm)
    if question is not None:
        return question
    figures = (*context.alliance.charter.after_adoption.contributions, ON_THE_DAY, THE_DAY_AFTER)
    day = due.astimezone(zone).date()
    event = ContributionPromised(
        motion=motion.number,
        number=len(found.contributions) + 1,
        member=member,
        amount=request.amount,
        due_at=due,
        note=request.note,
        reminders=reminders_before(day, figures, zone=zone, after=context.now),
        account=context.account,
        at=context.now,
    )
    context.announced(motion, event)
    return shown(context, motion)


def _check_not_promised(found: Implementation, member: MemberCode, request: AddContribution, due: datetime) -> None:
    """Raise PromisedSo where the very same is promised already: a second press of a button is no second promise."""
    wanted = (member, request.amount, due, request.note)
    for given in found.contributions:
        if given.awaited and (given.member, given.amount, given.due_at, given.note) == wanted:
            raise PromisedSo(motion=found.motion, number=given.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverContribution:
    """A head of delegation says that its contribution, or a part of it, is there."""

    motion: MotionNumber
    contribution: int
    amount: Amount
    note: str = ""
    confirm: bool | None = None


def deliver_contribution(request: DeliverContribution, context: Context) -> Card:
    """Record the delivery once it is confirmed: never more than was promised, nor without the leave of a parliament."""
    member = check_full_powers(context)
    motion = context.bring_up(request.motion)
    found = implementation_of(context.uow, context.alliance, motion.number)
    promised = _own(found, request.contribution, member)
    state = found.state_of(member, context.now)
    if found.needed is not None and not state.valid:
        raise NotAuthorised(motion=motion.number, member=member, state=state)
    check_delivery(promised, request.amount)
    act = context.interpreter.words("act.deliver", amount=request.amount, number=promised.number, motion=motion.number)
    given = {
        "motion": str(motion.number),
        "contribution": str(promised.number),
        "amount": plain_amount(request.amount),
        "note": request.note,
    }
    question = confirm(context, member=member, act=act, values=given, confirmed=request.confirm)
    if question is not None:
        return question
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


def _own(found: Implementation, number: int, member: MemberCode) -> Contribution:
    """Give a member's own contribution of which something is to come, or raise why there is none."""
    promised = found.contribution(number)
    if promised is None or promised.member != member:
        raise UnknownContribution(motion=found.motion, number=number)
    if not promised.awaited:
        raise NothingAwaited(motion=found.motion, number=number)
    return promised


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawContribution:
    """A head of delegation takes back what its state has promised and not delivered."""

    motion: MotionNumber
    contribution: int
    reason: str
    confirm: bool | None = None


def withdraw_contribution(request: WithdrawContribution, context: Context) -> Card:
    """Record that, once it is confirmed; what was delivered stays."""
    member = check_full_powers(context)
    motion = context.bring_up(request.motion)
    promised = _own(implementation_of(context.uow, context.alliance, motion.number), request.contribution, member)
    act = context.interpreter.words("act.contribution.take_back", amount=promised.outstanding, motion=motion.number)
    given = {"motion": str(motion.number), "contribution": str(promised.number), "reason": request.reason}
    question = confirm(context, member=member, act=act, values=given, confirmed=request.confirm)
    if question is not None:
        return question
    event = ContributionWithdrawn(
        motion=motion.number,
        number=promised.number,
        member=member,
        outstanding=promised.outstanding,
        reason=request.reason,
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


NUMBER = Option(name="contribution", type=OptionType.NUMBER, required=True)
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
        options=(MOTION, NUMBER, AMOUNT, NOTE, CONFIRM),
        request=DeliverContribution,
        handler=deliver_contribution,
        writes=True,
        public=True,
        phases=HOLDING,
    ),
    Command(
        noun="contribution",
        verb="withdraw",
        callers=frozenset({Caller.HEAD}),
        options=(MOTION, NUMBER, REASON, CONFIRM),
        request=WithdrawContribution,
        handler=withdraw_contribution,
        writes=True,
        public=True,
        phases=HOLDING,
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
