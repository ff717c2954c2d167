"""``/vote cast, status, pending``: cast a seat's ballot, see who has voted, see who has not."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.receipts import confirmation_card, receipt_card
from bot.cards.votes import pending_card, status_card
from bot.commands.conduct.calling import call_next, close_finished_call
from bot.commands.conduct.deadlines import settle
from bot.commands.conduct.moving import move_deadline
from bot.commands.conduct.notes import discard_overtaken
from bot.commands.conduct.owing import CARD_PAUSE, owe_card, owe_delegation
from bot.commands.context import Context
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.views import view_of
from bot.domain.ballot import Choice
from bot.domain.calling import Answer
from bot.domain.elections import ElectionTakesRankings, is_ranked
from bot.domain.events import BallotCast, TurnTaken
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.late_quorum import LATE_QUORUM, moved_by_late_quorum, would_be_late
from bot.domain.motion import Motion
from bot.domain.notices import ReceiptNotice
from bot.domain.permissions import NotConfirmed, check_called, check_may_replace, check_may_vote
from bot.domain.phases import Phase

EXPLANATION_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote:
    """A delegate casts its member's ballot."""

    motion: MotionNumber
    ballot: Choice
    explanation: str = ""
    confirm: bool | None = None


def cast_vote(request: CastVote, context: Context) -> Card:
    """Record the ballot, or raise why not; give the receipt. Where ballots are final, ask to confirm first."""
    credential, member = context.delegation("/vote cast")
    if request.confirm is False:
        raise NotConfirmed(motion=request.motion)
    motion = settle(context.uow, context.alliance, context.motion(request.motion), now=context.now)
    if is_ranked(motion):
        raise ElectionTakesRankings(motion=motion.number)
    elector = context.uow.motions.elector(context.alliance.code, motion.number, member)
    check_may_vote(motion, elector, member, context.now)
    check_called(motion, member, context.now)
    earlier = context.uow.ballots.of_member(context.alliance.code, motion.number, member)
    check_may_replace(
        motion,
        earlier,
        choice=request.ballot,
        explanation=request.explanation,
        role=credential.role,
        now=context.now,
    )
    called = motion.course.call is not None
    if motion.rules is not None and not motion.rules.changeable and not called and not request.confirm:
        return confirmation_card(motion, context.member(member), request.ballot, context.interpreter)
    event = BallotCast(
        motion=motion.number,
        member=member,
        choice=request.ballot,
        previous=None if earlier is None else earlier.choice,
        account=context.account,
        role=credential.role,
        cast_at=context.now,
        explanation=request.explanation,
    )
    entry = context.record(event)
    discard_overtaken(context.uow, context.alliance, motion, member, now=context.now, by=context.account.text)
    if called:
        context.record(TurnTaken(motion=motion.number, member=member, answer=Answer.VOTED, at=context.now))
        motion = context.motion(motion.number)
    _tell(motion, member, entry, context)
    if called:
        call_next(context.uow, context.alliance, motion, now=context.now)
        close_finished_call(context.uow, context.alliance, motion, now=context.now, by=context.account.text)
    elif earlier is None:
        motion = keep_quorum_open(motion, member, context)
    return receipt_card(motion, event, context.member(member), context.interpreter)


def _tell(motion: Motion, member: MemberCode, entry: int, context: Context) -> None:
    """Owe the changed card to the channels and the receipt to the rest of the delegation."""
    owe_card(context.uow, context.alliance, motion, due=context.now + CARD_PAUSE)
    notice = ReceiptNotice(motion=motion.number, member=member, entry=entry)
    owe_delegation(context.uow, context.alliance, member, notice, now=context.now, voters=False, but=context.account)


def keep_quorum_open(motion: Motion, member: MemberCode, context: Context) -> Motion:
    """Move the deadline once where this ballot is the first to reach the quorum, late."""
    if motion.rules is None or not would_be_late(motion.rules, motion, context.now):
        return motion
    electors = context.uow.motions.electors(context.alliance.code, motion.number)
    ballots = context.uow.ballots.of_motion(context.alliance.code, motion.number)
    closes_at = moved_by_late_quorum(motion.rules, motion, electors, ballots, newest=member, now=context.now)
    if closes_at is None:
        return motion
    move_deadline(
        context.uow,
        context.alliance,
        motion,
        closes_at=closes_at,
        reason=LATE_QUORUM,
        now=context.now,
        by=context.account.text,
    )
    return context.motion(motion.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusOfVote:
    """Anyone asks who has voted on a motion."""

    motion: MotionNumber


def status_of_vote(request: StatusOfVote, context: Context) -> Card:
    """Tell who has voted, by name, and how the count has come about."""
    motion = context.motion(request.motion)
    view = view_of(context.uow, context.alliance, motion, now=context.now)
    acts = context.uow.journal.acts_on(context.alliance.code, motion)
    return status_card(view, context.interpreter, tuple((act.entry, act.at, act.event) for act in acts))


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingVotes:
    """The secretariat asks who has not voted, on one motion or on all that run."""

    motion: MotionNumber | None = None


def pending_votes(request: PendingVotes, context: Context) -> Card:
    """Tell which entitled members have no ballot yet."""
    motions = (
        context.uow.motions.every(context.alliance.code)
        if request.motion is None
        else (context.motion(request.motion),)
    )
    running = (motion for motion in motions if motion.phase(context.now) is Phase.VOTING)
    views = tuple(view_of(context.uow, context.alliance, motion, now=context.now) for motion in running)
    return pending_card(views, context.interpreter)


COMMANDS = (
    Command(
        noun="vote",
        verb="cast",
        callers=frozenset({Caller.DELEGATION}),
        options=(
            Option(name="motion", type=OptionType.MOTION, required=True),
            Option(name="ballot", type=OptionType.BALLOT, required=True),
            Option(name="explanation", type=OptionType.TEXT, limit=EXPLANATION_LIMIT),
            Option(name="confirm", type=OptionType.YES_NO),
        ),
        request=CastVote,
        handler=cast_vote,
        writes=True,
    ),
    Command(
        noun="vote",
        verb="status",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="motion", type=OptionType.MOTION, required=True),),
        request=StatusOfVote,
        handler=status_of_vote,
    ),
    Command(
        noun="vote",
        verb="pending",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(Option(name="motion", type=OptionType.MOTION),),
        request=PendingVotes,
        handler=pending_votes,
    ),
)
