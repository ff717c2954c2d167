"""``/motion recuse, challenge``: who takes part in a vote, and by which rule it is decided."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.commands.conduct.announcing import announce
from bot.commands.conduct.holding import hold_for_all
from bot.commands.conduct.membership import lose_vote
from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import owe_card
from bot.commands.conduct.rolls import roll_of
from bot.commands.conduct.tabling import Proposal, table_motion
from bot.commands.context import Context
from bot.commands.motion.options import MOTION, REASON, REASON_IF_ANY
from bot.commands.registry import TITLE_LIMIT, Caller, Command, Option, OptionType
from bot.commands.standing.tabled import check_concerns
from bot.commands.views import done
from bot.domain.amendments import check_parts_not_voted
from bot.domain.charter import Kind
from bot.domain.course import Bearing
from bot.domain.electorate import Elector
from bot.domain.events import MemberRecused
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member, Right
from bot.domain.motion import Motion
from bot.domain.participation import (
    check_may_be_asked,
    check_may_challenge,
    check_may_propose_recusal,
    check_may_recuse_itself,
    kind_of_questions,
)
from bot.domain.phases import Phase
from bot.domain.rules import Standing
from bot.domain.tabling import at_once, check_tabling


@dataclass(frozen=True, slots=True, kw_only=True)
class RecuseMember:
    """A state stays out of a vote; or a delegation proposes that another one should."""

    motion: MotionNumber
    reason: str
    member: Member | None = None


def recuse_member(request: RecuseMember, context: Context) -> Card:
    """Record a state's own recusal; put another's to the body."""
    _, own = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    if request.member is not None and request.member.code != own:
        return _propose_recusal(motion, request.member, own, request.reason, context)
    elector = _elector(motion, own, context)
    ballot = context.uow.ballots.of_member(context.alliance.code, motion.number, own)
    check_may_recuse_itself(motion, elector, ballot, own)
    if motion.rules is None:
        event = MemberRecused(motion=motion.number, member=own, reason=request.reason, by_motion=None, at=context.now)
        entry: int | None = context.record(event)
    else:
        entry = lose_vote(
            context.uow,
            context.alliance,
            motion,
            own,
            Standing.RECUSED,
            reason=request.reason,
            at=context.now,
            now=context.now,
            by=context.account.text,
        )
    if entry is not None:
        announce(context.uow, context.alliance, motion, entry, now=context.now)
    recused = opened(context.uow, context.alliance, motion.number)
    owe_card(context.uow, context.alliance, recused, due=context.now)
    return done(recused, "recused", context, member=own)


def _elector(motion: Motion, member: MemberCode, context: Context) -> Elector | None:
    """Give a member's place on the roll, as it is frozen or as it would be now."""
    roll = roll_of(context.uow, context.alliance, motion, context.now)
    return next((elector for elector in roll if elector.member == member), None)


def _propose_recusal(motion: Motion, member: Member, mover: MemberCode, reason: str, context: Context) -> Card:
    children = context.uow.motions.bearing_on(context.alliance.code, motion.number)
    check_may_propose_recusal(motion, _elector(motion, member.code, context), member.code, children)
    name = context.interpreter.words("recusal.title", member=member.name, motion=motion.number)
    put = put_question(motion, name, reason, mover, context, bearing=Bearing.RECUSAL, concerned=member.code)
    return done(put, "question", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeKind:
    """A delegation holds that a motion is of another kind."""

    motion: MotionNumber
    kind: Kind
    reason: str = ""


def challenge_kind(request: ChallengeKind, context: Context) -> Card:
    """Put the question to the body, which decides it first; a tie takes the stricter kind."""
    _, mover = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    children = context.uow.motions.bearing_on(context.alliance.code, motion.number)
    check_may_challenge(motion, request.kind.name, children)
    check_parts_not_voted(motion, children, context.command.name)
    check_tabling(request.kind, body=None, concerned=motion.concerned, impact=motion.impact)
    check_concerns(context.uow, context.alliance, request.kind.name, motion.concerned)
    title = context.interpreter.words(
        "challenge.title", motion=motion.number, kind=request.kind.title.in_language(context.interpreter.language)
    )
    put = put_question(
        motion,
        title,
        request.reason or title,
        mover,
        context,
        bearing=Bearing.CHALLENGE,
        proposed_kind=request.kind,
    )
    return done(put, "question", context)


def put_question(
    motion: Motion,
    title: str,
    text: str,
    mover: MemberCode,
    context: Context,
    *,
    bearing: Bearing,
    concerned: MemberCode | None = None,
    proposed_kind: Kind | None = None,
) -> Motion:
    """Put a question of procedure about a motion to its body, at once; the motion waits for the answer.

    Raise NoProcedureKind where the charter names no kind for it, IncidentalMotion where the motion is one itself.
    """
    check_may_be_asked(motion, bearing, context.command.name)
    kind = kind_of_questions(context.alliance.charter, context.command.name)
    question = table_motion(
        Proposal(
            kind=kind,
            title=title[:TITLE_LIMIT],
            text=text,
            planned=at_once(kind, now=context.now),
            mover=mover,
            concerned=concerned,
            body=motion.body,
            bearing=bearing,
            parent=motion.number,
            proposed_kind=None if proposed_kind is None else proposed_kind.name,
        ),
        context,
    )
    hold_for_all(motion, context)
    return question


COMMANDS = (
    Command(
        noun="motion",
        verb="recuse",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION, REASON, Option(name="member", type=OptionType.MEMBER)),
        request=RecuseMember,
        handler=recuse_member,
        writes=True,
        public=True,
        phases=frozenset({Phase.DEBATE, Phase.POSTPONED, Phase.VOTING, Phase.SILENCE}),
        right=Right.VOTE,
    ),
    Command(
        noun="motion",
        verb="challenge",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION, Option(name="kind", type=OptionType.KIND, required=True), REASON_IF_ANY),
        request=ChallengeKind,
        handler=challenge_kind,
        writes=True,
        public=True,
        phases=frozenset({Phase.DEBATE, Phase.POSTPONED}),
        right=Right.PROPOSE,
    ),
)
