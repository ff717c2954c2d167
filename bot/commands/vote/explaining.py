"""``/vote explain, retract``: what a member says of its vote, and taking a ballot back."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.commands.conduct.notes import discard_retracted
from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import CARD_PAUSE, owe_card, owe_delegation, show_again
from bot.commands.conduct.rolls import roll_of
from bot.commands.context import Context
from bot.commands.motion.options import MOTION
from bot.commands.registry import FORM_LIMIT, Caller, Command, Option, OptionType
from bot.commands.views import done
from bot.domain.events import BallotRetracted, VoteExplained
from bot.domain.ids import MotionNumber
from bot.domain.membership import Right
from bot.domain.notices import CourseNotice
from bot.domain.permissions import NotOnTheRoll, retractable
from bot.domain.phases import DECIDED_PHASES, Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainVote:
    """A delegation explains its vote, before it or after it, or puts a reservation on record."""

    motion: MotionNumber
    text: str


def explain_vote(request: ExplainVote, context: Context) -> Card:
    """Record the statement of a member of the deciding body; a suspended one keeps its voice."""
    _, member = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    roll = roll_of(context.uow, context.alliance, motion, context.now)
    if all(elector.member != member for elector in roll):
        raise NotOnTheRoll(motion=motion.number, member=member, body=motion.body)
    event = VoteExplained(
        motion=motion.number, member=member, account=context.account, text=request.text, at=context.now
    )
    context.announced(motion, event)
    show_again(context.uow, context.alliance, motion, now=context.now)
    return done(motion, "explained", context, member=member)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractBallot:
    """A delegation takes its member's ballot back."""

    motion: MotionNumber


def retract_ballot(request: RetractBallot, context: Context) -> Card:
    """Take the ballot back while ballots may be changed; the seat may vote again."""
    credential, member = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    cast = context.uow.ballots.of_member(context.alliance.code, motion.number, member)
    ballot = retractable(motion, cast, member, role=credential.role)
    event = BallotRetracted(
        motion=motion.number,
        member=member,
        previous=ballot.choice,
        account=context.account,
        role=credential.role,
        at=context.now,
    )
    notice = CourseNotice(motion=motion.number, entry=context.record(event))
    discard_retracted(context.uow, context.alliance, motion, ballot, now=context.now, by=context.account.text)
    owe_delegation(context.uow, context.alliance, member, notice, now=context.now, voters=False)
    owe_card(context.uow, context.alliance, motion, due=context.now + CARD_PAUSE)
    return done(opened(context.uow, context.alliance, motion.number), "retracted", context, member=member)


COMMANDS = (
    Command(
        noun="vote",
        verb="explain",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION, Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=FORM_LIMIT)),
        request=ExplainVote,
        handler=explain_vote,
        writes=True,
        public=True,
        phases=frozenset({Phase.DEBATE, Phase.VOTING, Phase.SILENCE, Phase.COUNTING, *DECIDED_PHASES}),
        right=Right.SPEAK,
        under_question=True,
    ),
    Command(
        noun="vote",
        verb="retract",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION,),
        request=RetractBallot,
        handler=retract_ballot,
        writes=True,
        phases=frozenset({Phase.VOTING}),
    ),
)
