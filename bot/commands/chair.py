"""``/chair``: who presides, points of order, elections to the chair, and the casting vote."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.presidency import presidency_card, ruled_card
from bot.commands.conduct.closing import close_vote
from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import owe_body
from bot.commands.conduct.presiding import every_presidency
from bot.commands.conduct.tabling import Proposal, table_motion
from bot.commands.context import Context
from bot.commands.motion.options import MOTION
from bot.commands.options import MEMBER
from bot.commands.registry import TITLE_LIMIT, Caller, Command, Option, OptionType
from bot.commands.views import done
from bot.domain.ballot import Choice
from bot.domain.chairing import Office
from bot.domain.charter import Body
from bot.domain.course import Bearing
from bot.domain.events import CastingVoteCast, RulingGiven
from bot.domain.ids import MotionNumber
from bot.domain.membership import Member, Right
from bot.domain.motion import Motion
from bot.domain.notices import RulingNotice
from bot.domain.participation import kind_of_questions
from bot.domain.permissions import NotOnTheRoll
from bot.domain.phases import Phase
from bot.domain.ruling import Ruling
from bot.domain.rulings import (
    CastingVoteTakesSides,
    NoCastingVote,
    UnknownRuling,
    check_may_appeal,
    check_may_preside,
    kind_of_election,
)
from bot.domain.tabling import at_once, check_tabling, schedule

RULING_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPresidency:
    """Anyone asks who presides over what."""


def show_presidency(request: ShowPresidency, context: Context) -> Card:  # noqa: ARG001 - it asks for nothing
    """Tell who presides over each body, and what has been ruled."""
    bodies = every_presidency(context.uow, context.alliance, now=context.now)
    rulings = context.uow.presidency.rulings(context.alliance.code)
    return presidency_card(bodies, rulings, context.members(), context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOnOrder:
    """The chair rules on a point of order."""

    text: str
    motion: MotionNumber | None = None
    body: Body | None = None


def rule_on_order(request: RuleOnOrder, context: Context) -> Card:
    """Record the ruling and tell everyone, with the way to appeal."""
    motion = None if request.motion is None else context.motion(request.motion)
    body = _body_of(request, motion, context)
    chair = context.chair(body.name, concerned=None if motion is None else motion.concerned)
    number = len(context.uow.presidency.rulings(context.alliance.code)) + 1
    event = RulingGiven(
        number=number,
        body=body.name,
        member=chair,
        account=context.account,
        motion=None if motion is None else motion.number,
        text=request.text,
        at=context.now,
    )
    context.record(event)
    owe_body(context.uow, context.alliance, body, RulingNotice(ruling=number), now=context.now)
    return ruled_card(_ruling(number, context), context.members(), context.interpreter, own=True)


def _body_of(request: RuleOnOrder, motion: Motion | None, context: Context) -> Body:
    """Give the body in which the chair rules: the motion's, the one named, or the only one it presides over."""
    bodies = context.alliance.charter.bodies
    if motion is not None:
        return bodies[motion.body]
    if request.body is not None:
        return request.body
    _, own = context.delegation(context.command.name)
    every = every_presidency(context.uow, context.alliance, now=context.now)
    return next((each.body for each in every if each.presiding == own), every[0].body)


def _ruling(number: int, context: Context) -> Ruling:
    found = context.uow.presidency.ruling(context.alliance.code, number)
    if found is None:
        raise UnknownRuling(ruling=number)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRuling:
    """A delegation appeals against a ruling."""

    ruling: int
    reason: str = ""


def appeal_ruling(request: AppealRuling, context: Context) -> Card:
    """Put to the body, at once, whether the ruling shall be overturned."""
    _, mover = context.delegation(context.command.name)
    ruling = _ruling(request.ruling, context)
    check_may_appeal(ruling, context.uow.motions.appeals(context.alliance.code, ruling.number))
    kind = kind_of_questions(context.alliance.charter, context.command.name)
    title = context.interpreter.words("appeal.title", ruling=ruling.number)
    appeal = table_motion(
        Proposal(
            kind=kind,
            title=title,
            text=request.reason or ruling.text,
            planned=at_once(kind, now=context.now),
            mover=mover,
            body=ruling.body,
            bearing=Bearing.APPEAL,
            parent=ruling.motion,
            ruling=ruling.number,
        ),
        context,
    )
    if context.uow.motions.elector(context.alliance.code, appeal.number, mover) is None:
        raise NotOnTheRoll(motion=appeal.number, member=mover, body=ruling.body)
    return done(appeal, "question", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectChair:
    """The secretariat has a body vote on a member for its chair or vice-chair."""

    body: Body
    member: Member
    office: Office = Office.CHAIR


def elect_chair(request: ElectChair, context: Context) -> Card:
    """Open the election: the member takes the office once the motion is adopted."""
    kind = kind_of_election(context.alliance.charter, request.body, request.office)
    check_tabling(kind, body=request.body, concerned=request.member.code, impact="")
    check_may_preside(context.alliance.charter, request.body, request.member)
    title = context.interpreter.words(
        "election.title",
        member=request.member.name,
        office=request.office,
        body=request.body.title.in_language(context.interpreter.language),
    )
    planned = schedule(kind, now=context.now, urgent=False, sponsors=0, opens=None, closes=None)
    election = table_motion(
        Proposal(kind=kind, title=title[:TITLE_LIMIT], text=title, planned=planned, concerned=request.member.code),
        context,
    )
    return done(election, "tabled", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class CastDecidingVote:
    """The chair settles a tie."""

    motion: MotionNumber
    ballot: Choice


def cast_deciding_vote(request: CastDecidingVote, context: Context) -> Card:
    """Record the casting vote, beside the chair's own ballot, and declare the result (decision rules, deciding 3)."""
    motion = context.bring_up(request.motion)
    chair = context.chair_of(motion)
    awaited = motion.course.casting_vote
    if awaited is None or awaited.choice is not None or context.now > awaited.until:
        raise NoCastingVote(motion=motion.number)
    if request.ballot is Choice.ABSTAIN:
        raise CastingVoteTakesSides(motion=motion.number)
    context.record(
        CastingVoteCast(
            motion=motion.number,
            member=chair,
            choice=request.ballot,
            account=context.account,
            at=context.now,
        )
    )
    settled = opened(context.uow, context.alliance, motion.number)
    close_vote(context.uow, context.alliance, settled, now=context.now, by=context.account.text)
    return done(opened(context.uow, context.alliance, motion.number), "closed", context)


COMMANDS = (
    Command(
        noun="chair",
        verb="show",
        callers=frozenset({Caller.ANYONE}),
        options=(),
        request=ShowPresidency,
        handler=show_presidency,
    ),
    Command(
        noun="chair",
        verb="rule",
        callers=frozenset({Caller.CHAIR}),
        options=(
            Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=RULING_LIMIT),
            Option(name="motion", type=OptionType.MOTION),
            Option(name="body", type=OptionType.BODY),
        ),
        request=RuleOnOrder,
        handler=rule_on_order,
        writes=True,
        public=True,
    ),
    Command(
        noun="chair",
        verb="appeal",
        callers=frozenset({Caller.DELEGATION}),
        options=(
            Option(name="ruling", type=OptionType.NUMBER, required=True),
            Option(name="reason", type=OptionType.LONG_TEXT, limit=RULING_LIMIT),
        ),
        request=AppealRuling,
        handler=appeal_ruling,
        writes=True,
        public=True,
        right=Right.SPEAK,
    ),
    Command(
        noun="chair",
        verb="elect",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(
            Option(name="body", type=OptionType.BODY, required=True),
            MEMBER,
            Option(name="office", type=OptionType.OFFICE),
        ),
        request=ElectChair,
        handler=elect_chair,
        writes=True,
        public=True,
    ),
    Command(
        noun="chair",
        verb="cast",
        callers=frozenset({Caller.CHAIR}),
        options=(MOTION, Option(name="ballot", type=OptionType.BALLOT, required=True)),
        request=CastDecidingVote,
        handler=cast_deciding_vote,
        writes=True,
        public=True,
        phases=frozenset({Phase.COUNTING}),
    ),
)
