"""``/rollcall call, pass``: the roll is called live, one state at a time, in an order drawn by lot."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.commands.conduct.calling import begin_call, call_next, close_finished_call
from bot.commands.conduct.opening import opened
from bot.commands.conduct.rolls import roll_as_of
from bot.commands.conduct.sessions import lend_attendance
from bot.commands.conduct.starting import start_now
from bot.commands.context import Context
from bot.commands.motion.options import MOTION
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.views import done
from bot.domain.calling import Answer
from bot.domain.conduct import StartsTooEarly
from bot.domain.events import TurnTaken
from bot.domain.ids import MotionNumber
from bot.domain.membership import Right
from bot.domain.permissions import check_entitled
from bot.domain.phases import Phase
from bot.domain.turns import check_may_call, check_may_pass, longest_call


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTheRoll:
    """The secretariat or the chair has the roll called on a motion; ``limit`` is when a first turn begun now ends."""

    motion: MotionNumber
    limit: datetime | None = None


def call_the_roll(request: CallTheRoll, context: Context) -> Card:
    """Open the vote and call the first state, in one act; raise where the vote cannot be started by hand.

    The vote's period is the longest that the call can take, so that a rotation of seats cannot fall into it.
    """
    motion = context.bring_up(request.motion)
    context.presides(motion)
    limit = context.alliance.charter.procedure.call if request.limit is None else request.limit - context.now
    check_may_call(motion, limit)
    roll = roll_as_of(context.uow, context.alliance, motion, context.now)
    started = start_now(motion, longest_call(limit, sum(elector.entitled for elector in roll)), context)
    if started.rules is None:
        raise StartsTooEarly(motion=started.number, earliest=started.opens_at)
    by = context.account.text
    begun = begin_call(context.uow, context.alliance, started, limit=limit, now=context.now, by=by)
    lend_attendance(context.uow, context.alliance, begun, now=context.now, by=by)
    close_finished_call(context.uow, context.alliance, begun, now=context.now, by=by)
    return done(opened(context.uow, context.alliance, motion.number), "roll_called", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassTurn:
    """The state that is called passes: it is called again once all others have been."""

    motion: MotionNumber


def pass_turn(request: PassTurn, context: Context) -> Card:
    """Record that the state passes, and call the next; raise where it is not its turn, or it has passed before."""
    _, member = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    check_entitled(motion, context.uow.motions.elector(context.alliance.code, motion.number, member), member)
    check_may_pass(motion, member, context.command.name, context.now)
    context.record(TurnTaken(motion=motion.number, member=member, answer=Answer.PASSED, at=context.now))
    passed = opened(context.uow, context.alliance, motion.number)
    call_next(context.uow, context.alliance, passed, now=context.now)
    return done(passed, "passed", context, member=member)


COMMANDS = (
    Command(
        noun="rollcall",
        verb="call",
        callers=frozenset({Caller.SECRETARIAT, Caller.CHAIR}),
        options=(MOTION, Option(name="limit", type=OptionType.MOMENT)),
        request=CallTheRoll,
        handler=call_the_roll,
        writes=True,
        public=True,
        phases=frozenset({Phase.DEBATE}),
    ),
    Command(
        noun="rollcall",
        verb="pass",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION,),
        request=PassTurn,
        handler=pass_turn,
        writes=True,
        public=True,
        phases=frozenset({Phase.VOTING}),
        right=Right.VOTE,
    ),
)
