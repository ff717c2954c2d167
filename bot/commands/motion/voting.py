"""``/motion vote, close, extend``: the vote on a motion is started, declared and given more time."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.cards.elections import announcement
from bot.commands.conduct.closing import NO_QUORUM, close_vote, reopen
from bot.commands.conduct.moving import counting_of, move_deadline
from bot.commands.conduct.opening import opened
from bot.commands.conduct.rolls import called_roll, counted
from bot.commands.conduct.starting import start_now
from bot.commands.context import Context
from bot.commands.motion.options import MOTION, REASON
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.views import done, view_of
from bot.domain.amendments import check_may_reopen
from bot.domain.charter import Closing, Procedure
from bot.domain.conduct import AlreadyReopened
from bot.domain.extension import EXTENSION, check_extension
from bot.domain.ids import MotionNumber
from bot.domain.instants import CLOSING_GRACE
from bot.domain.motion import Motion
from bot.domain.note_verbale import check_none_outstanding, takes_notes
from bot.domain.permissions import NotYetCertain, StillVoting
from bot.domain.phases import Phase
from bot.domain.rules import Certainty, decide
from bot.domain.tabling import check_rotation
from bot.domain.turns import check_not_called


@dataclass(frozen=True, slots=True, kw_only=True)
class StartVote:
    """The secretariat starts a vote whose time for debate has run, or re-opens one that missed its quorum."""

    motion: MotionNumber


def start_vote(request: StartVote, context: Context) -> Card:
    """Open the vote now; raise where the kind's debate and notice have not run, or something holds the motion."""
    motion = context.bring_up(request.motion)
    if motion.phase(context.now) is Phase.NO_QUORUM:
        return _again(motion, context)
    started = start_now(motion, motion.closes_at - motion.opens_at, context)
    return done(started, _started(started, context.now), context)


def _started(motion: Motion, now: datetime) -> str:
    """Name what is told of a start: that it runs, that a rotation of seats comes first, or where a silence stands."""
    if motion.opens_at > now:
        return "scheduled"
    return "silence" if motion.course.procedure is Procedure.SILENCE else "voting"


def _again(motion: Motion, context: Context) -> Card:
    """Take a vote again that missed its quorum, once (decision rules, deciding 2)."""
    if motion.rules is None or motion.course.round > 1:
        raise AlreadyReopened(motion=motion.number)
    check_may_reopen(motion)
    decision = counted(context.uow, context.alliance, motion, now=context.now)
    first = motion.course.first_closes_at or motion.closes_at
    by_days = context.alliance.charter.kinds[motion.kind].voting
    period = first - motion.opens_at if motion.course.call is None else by_days
    reopen(
        context.uow,
        context.alliance,
        motion,
        decision,
        reason=NO_QUORUM,
        closes_at=context.now + period,
        now=context.now,
        by=context.account.text,
    )
    return done(opened(context.uow, context.alliance, motion.number), "voting", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMotion:
    """The secretariat has a vote closed that the charter lets be closed."""

    motion: MotionNumber


def close_motion(request: CloseMotion, context: Context) -> Card:
    """Declare what is due: a vote past its deadline, or one that is decided early where the kind allows.

    Where votes by note verbale are taken the secretariat may declare the result before their two hours are over, once
    no note waits to be confirmed or may still be contested.
    """
    motion = context.bring_up(request.motion)
    _check_may_close(motion, context)
    close_vote(context.uow, context.alliance, motion, now=context.now, by=context.account.text)
    closed = opened(context.uow, context.alliance, motion.number)
    view = view_of(context.uow, context.alliance, closed, now=context.now)
    return announcement(view, context.interpreter) if closed.result else done(closed, "closed", context)


def _check_may_close(motion: Motion, context: Context) -> None:
    rules = motion.rules
    if motion.due_to_close(context.now) or _declarable(motion, context):
        return
    if rules is None or rules.closing is Closing.DEADLINE or rules.changeable:
        voting = motion.phase(context.now) is Phase.VOTING
        until = motion.voted_until if voting else motion.declared_at - CLOSING_GRACE
        raise StillVoting(motion=motion.number, closes_at=until)
    certainty = _certainty(motion, context)
    not_before = motion.opens_at + rules.min_open
    if certainty is Certainty.OPEN or context.now < not_before:
        raise NotYetCertain(motion=motion.number, closes_at=motion.closes_at, not_before=not_before)
    _check_no_notes(motion, context)


def _certainty(motion: Motion, context: Context) -> Certainty:
    """Tell whether further ballots can still change the result of a vote that runs."""
    return decide(called_roll(context.uow, context.alliance, motion, closed=False, now=context.now)).certainty


def _declarable(motion: Motion, context: Context) -> bool:
    """Tell whether the secretariat may declare a result that waits for notes verbales before their time is over.

    Raise NotesOutstanding where one waits or may still be contested.
    """
    if not takes_notes(motion) or motion.course.casting_vote is not None or motion.course.call is not None:
        return False
    if context.now < motion.closes_at + CLOSING_GRACE:
        return False
    _check_no_notes(motion, context)
    return True


def _check_no_notes(motion: Motion, context: Context) -> None:
    check_none_outstanding(motion, context.uow.ballots.notes(context.alliance.code, motion.number), context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendVote:
    """The chair moves the deadline of a running vote to a later instant, once."""

    motion: MotionNumber
    closes: datetime
    reason: str


def extend_vote(request: ExtendVote, context: Context) -> Card:
    """Extend the vote or the silence: once, later only, at most by its own period (decision rules, deciding 8)."""
    motion = context.bring_up(request.motion)
    context.chair_of(motion)
    check_not_called(motion, context.command.name)
    check_extension(
        motion,
        closes_at=request.closes,
        certainty=_certainty(motion, context),
        now=context.now,
        counting=counting_of(context.alliance, motion),
    )
    check_rotation(
        context.alliance.charter.bodies[motion.body],
        opens_at=context.now,
        closes_at=request.closes,
        zone=context.alliance.time_zone,
    )
    move_deadline(
        context.uow,
        context.alliance,
        motion,
        closes_at=request.closes,
        reason=EXTENSION,
        note=request.reason,
        now=context.now,
        by=context.account.text,
    )
    return done(opened(context.uow, context.alliance, motion.number), "extended", context)


_SECRETARIAT = frozenset({Caller.SECRETARIAT})

COMMANDS = (
    Command(
        noun="motion",
        verb="vote",
        callers=_SECRETARIAT,
        options=(MOTION,),
        request=StartVote,
        handler=start_vote,
        writes=True,
        public=True,
        phases=frozenset({Phase.DEBATE, Phase.NO_QUORUM}),
    ),
    Command(
        noun="motion",
        verb="close",
        callers=_SECRETARIAT,
        options=(MOTION,),
        request=CloseMotion,
        handler=close_motion,
        writes=True,
        public=True,
        phases=frozenset({Phase.VOTING, Phase.SILENCE, Phase.COUNTING}),
    ),
    Command(
        noun="motion",
        verb="extend",
        callers=frozenset({Caller.CHAIR}),
        options=(MOTION, Option(name="closes", type=OptionType.CLOSING_MOMENT, required=True), REASON),
        request=ExtendVote,
        handler=extend_vote,
        writes=True,
        public=True,
        phases=frozenset({Phase.VOTING, Phase.SILENCE}),
    ),
)
