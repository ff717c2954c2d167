"""``/motion object, unobject``: how a member breaks a silence or a consensus, and takes that back."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.commands.conduct.announcing import announce
from bot.commands.conduct.consensus import break_consensus
from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import owe_card, owe_delegation
from bot.commands.conduct.rolls import roll_as_of
from bot.commands.context import Context
from bot.commands.motion.options import MOTION
from bot.commands.registry import TEXT_LIMIT, Caller, Command, Option, OptionType
from bot.commands.views import done
from bot.domain.charter import Procedure
from bot.domain.events import ObjectionRaised, ObjectionWithdrawn
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Right
from bot.domain.motion import Motion
from bot.domain.notices import CourseNotice
from bot.domain.objections import (
    NothingToObjectTo,
    ObjectedAlready,
    check_may_unobject,
)
from bot.domain.permissions import check_entitled
from bot.domain.phases import Phase

OBJECTION_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectToMotion:
    """A delegation breaks a silence, or objects to consensus, in writing."""

    motion: MotionNumber
    text: str
    amendment: str = ""


def object_to_motion(request: ObjectToMotion, context: Context) -> Card:
    """Record the objection. A silence ends as broken at its expiry; a question of consensus ends at once.

    A text that the member would adopt instead is part of what it says, and changes nothing by itself.
    """
    credential, member = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    if motion.phase(context.now) is Phase.DEBATE:
        return _break_consensus(motion, member, _in_writing(request, context), context)
    check_entitled(motion, context.uow.motions.elector(context.alliance.code, motion.number, member), member)
    earlier = context.uow.ballots.of_member(context.alliance.code, motion.number, member)
    if earlier is not None:
        raise ObjectedAlready(motion=motion.number, member=member, at=earlier.cast_at)
    entry = context.record(
        ObjectionRaised(
            motion=motion.number,
            member=member,
            account=context.account,
            role=credential.role,
            text=request.text,
            amendment=request.amendment,
            at=context.now,
        )
    )
    return _told(motion, member, entry, "objected", context)


def _in_writing(request: ObjectToMotion, context: Context) -> str:
    """Give an objection to consensus in one text, as its record has one: what it says, then the text for instead."""
    if not request.amendment:
        return request.text
    return f"{request.text}\n\n{context.interpreter.words('card.news.instead')}\n{request.amendment}"


def _break_consensus(motion: Motion, member: MemberCode, text: str, context: Context) -> Card:
    consensus = motion.course.question
    if consensus is None:
        raise NothingToObjectTo(motion=motion.number, silence=motion.course.procedure is Procedure.SILENCE)
    asked = roll_as_of(context.uow, context.alliance, motion, consensus.asked_at)
    roll = {elector.member: elector for elector in asked}
    check_entitled(motion, roll.get(member), member)
    by = context.account.text
    entry = break_consensus(context.uow, context.alliance, motion, member=member, text=text, now=context.now, by=by)
    return _told(motion, member, entry, "broken", context)


def _told(motion: Motion, member: MemberCode, entry: int, what: str, context: Context) -> Card:
    """Tell everyone, and the whole delegation by itself; confirm it to whoever did it."""
    announce(context.uow, context.alliance, motion, entry, now=context.now)
    owe_delegation(
        context.uow,
        context.alliance,
        member,
        CourseNotice(motion=motion.number, entry=entry),
        now=context.now,
        voters=False,
    )
    changed = opened(context.uow, context.alliance, motion.number)
    owe_card(context.uow, context.alliance, changed, due=context.now)
    return done(changed, what, context, member=member)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawObjection:
    """A delegation takes its objection back before the silence expires."""

    motion: MotionNumber


def withdraw_objection(request: WithdrawObjection, context: Context) -> Card:
    """Record that the objection stands no more."""
    credential, member = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    check_entitled(motion, context.uow.motions.elector(context.alliance.code, motion.number, member), member)
    objection = context.uow.ballots.of_member(context.alliance.code, motion.number, member)
    check_may_unobject(motion, objection, member, role=credential.role)
    event = ObjectionWithdrawn(motion=motion.number, member=member, account=context.account, at=context.now)
    return _told(motion, member, context.record(event), "unobjected", context)


COMMANDS = (
    Command(
        noun="motion",
        verb="object",
        callers=frozenset({Caller.DELEGATION}),
        options=(
            MOTION,
            Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=OBJECTION_LIMIT),
            Option(name="amendment", type=OptionType.LONG_TEXT, limit=TEXT_LIMIT),
        ),
        request=ObjectToMotion,
        handler=object_to_motion,
        writes=True,
        public=True,
        phases=frozenset({Phase.SILENCE, Phase.DEBATE}),
        right=Right.OBJECT,
        under_question=True,
    ),
    Command(
        noun="motion",
        verb="unobject",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION,),
        request=WithdrawObjection,
        handler=withdraw_objection,
        writes=True,
        public=True,
        phases=frozenset({Phase.SILENCE}),
        right=Right.OBJECT,
    ),
)
