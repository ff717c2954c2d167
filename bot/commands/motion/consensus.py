"""``/motion consensus``: the chair asks whether a motion can be adopted without a vote."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.commands.conduct.consensus import ask
from bot.commands.context import Context
from bot.commands.motion.options import MOTION
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.views import done
from bot.domain.conduct import MotionStillHeld
from bot.domain.ids import MotionNumber
from bot.domain.objections import check_may_ask
from bot.domain.phases import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForConsensus:
    """The chair asks whether a motion can be adopted without a vote."""

    motion: MotionNumber
    within: datetime | None = None


def ask_for_consensus(request: AskForConsensus, context: Context) -> Card:
    """Put the question: nobody objects within the time shown, and it is adopted (decision rules, deciding 11)."""
    motion = context.bring_up(request.motion)
    chair = context.chair_of(motion)
    if motion.held or motion.awaits_turn:
        raise MotionStillHeld(motion=motion.number)
    least = context.alliance.charter.procedure.consensus
    until = context.now + least if request.within is None else request.within
    check_may_ask(motion, within=until - context.now, least=least)
    by = context.account.text
    asked = ask(context.uow, context.alliance, motion, chair=chair, until=until, now=context.now, by=by)
    return done(asked, "consensus", context)


COMMANDS = (
    Command(
        noun="motion",
        verb="consensus",
        callers=frozenset({Caller.CHAIR}),
        options=(MOTION, Option(name="within", type=OptionType.MOMENT)),
        request=AskForConsensus,
        handler=ask_for_consensus,
        writes=True,
        public=True,
        phases=frozenset({Phase.DEBATE}),
        under_question=True,
    ),
)
