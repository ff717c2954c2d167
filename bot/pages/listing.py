"""A motion in a list: its number and title, where it stands, what kind it is, and the figures of its vote."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Tone
from bot.cards.motions import TONES
from bot.cards.results import text_number
from bot.commands.context import Context
from bot.domain.elections import is_ranked
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.locales.phrase import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a list of motions; ``cited`` is the number of an adopted text, ``figures`` the count of its vote."""

    number: MotionNumber
    title: str
    cited: str
    phase: str
    tone: Tone
    kind: str
    body: str
    at: Phrase
    figures: str


def listed(motion: Motion, context: Context) -> Listed:
    """Give a motion as a list has it."""
    say, charter = context.interpreter, context.alliance.charter
    phase, kind = motion.phase(context.now), charter.title_of(motion.kind)
    return Listed(
        number=motion.number,
        title=motion.title,
        cited="" if motion.course.serial is None else text_number(motion, kind, say),
        phase=say.words(f"Phase.{phase.value}"),
        tone=TONES[phase],
        kind=kind.in_language(say.language),
        body=charter.body(motion.body).title.in_language(say.language),
        at=_when(motion, phase, context),
        figures=_figures(motion, context),
    )


def _when(motion: Motion, phase: Phase, context: Context) -> Phrase:
    """Give the day of the decision; of what is under way, the instant that it waits for, where one is set."""
    say = context.interpreter
    over = motion.result.decided_at if motion.result else motion.course.ending.at if motion.course.ending else None
    if over is not None:
        return (say.day(over),)
    waited = _waited(motion, phase)
    return () if waited is None else say.say(waited[0], at=waited[1])


def _waited(motion: Motion, phase: Phase) -> tuple[str, datetime] | None:
    match phase:
        case Phase.VOTING:
            return "web.running.closes", motion.voted_until
        case Phase.SILENCE if motion.silence_runs:
            return "web.running.closes", motion.closes_at
        case Phase.DEBATE if not motion.held and not motion.awaits_turn:
            return "web.running.opens", motion.opens_at
        case _:
            return None


def _figures(motion: Motion, context: Context) -> str:
    """Count yes, no and abstentions; nothing before the result, nor where no such votes were cast."""
    if motion.result is None or motion.result.without_vote or is_ranked(motion):
        return ""
    tally = motion.result.tally
    return context.interpreter.words("web.decisions.figures", yes=tally.yes, no=tally.no, abstain=tally.abstain)
