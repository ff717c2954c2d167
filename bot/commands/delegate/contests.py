"""``/delegate contest, settle``: a delegation that is contested keeps its rights until the body decides."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.standing import standing_done_card
from bot.commands.conduct.owing import owe_delegation, owe_secretariat
from bot.commands.context import Context
from bot.commands.motion.options import MOTION, REASON
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command
from bot.domain.credentials import Role
from bot.domain.delegations import Contest, NotContested, check_may_contest, check_settles
from bot.domain.events import ContestSettled, DelegationContested
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member, Right
from bot.domain.notices import StandingNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestDelegation:
    """The secretariat, or another delegation, contests who acts for a member."""

    member: Member
    reason: str


def contest_delegation(request: ContestDelegation, context: Context) -> Card:
    """Record the contest, and tell the secretariat and the delegation; its rights stay as they are."""
    officer = context.credential is not None and context.credential.role is Role.SECRETARIAT
    own = None if officer else context.delegation(context.command.name)[1]
    check_may_contest(own, request.member.code, _contest(request.member.code, context))
    event = DelegationContested(
        member=request.member.code,
        by_member=own,
        account=context.account,
        reason=request.reason,
        at=context.now,
    )
    return _told(event, context)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleContest:
    """The secretariat records that the body has decided."""

    member: Member
    motion: MotionNumber


def settle_contest(request: SettleContest, context: Context) -> Card:
    """End the contest with the motion that decided it; who acts for the member from then on is appointed as ever."""
    contest = _contest(request.member.code, context)
    if contest is None:
        raise NotContested(member=request.member.code)
    motion = context.motion(request.motion)
    check_settles(contest, motion)
    event = ContestSettled(member=request.member.code, motion=motion.number, account=context.account, at=context.now)
    return _told(event, context)


def _contest(member: MemberCode, context: Context) -> Contest | None:
    contests = context.uow.delegations.contests(context.alliance.code)
    return next((contest for contest in contests if contest.member == member), None)


def _told(event: DelegationContested | ContestSettled, context: Context) -> Card:
    """Record what has happened, and tell the secretariat and everyone of the delegation."""
    notice = StandingNotice(entry=context.record(event))
    owe_secretariat(context.uow, context.alliance, notice, now=context.now)
    owe_delegation(context.uow, context.alliance, event.member, notice, now=context.now, voters=False)
    return standing_done_card(event, context.members(), context.interpreter)


COMMANDS = (
    Command(
        noun="delegate",
        verb="contest",
        callers=frozenset({Caller.SECRETARIAT, Caller.DELEGATION}),
        options=(MEMBER, REASON),
        request=ContestDelegation,
        handler=contest_delegation,
        writes=True,
        right=Right.SPEAK,
    ),
    Command(
        noun="delegate",
        verb="settle",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(MEMBER, MOTION),
        request=SettleContest,
        handler=settle_contest,
        writes=True,
    ),
)
