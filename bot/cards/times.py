"""The instants of a motion as its card shows them: what it waits for, until when, or when it was decided."""

from collections.abc import Iterator
from datetime import datetime

from bot.cards.calls import call_fields
from bot.cards.card import Field
from bot.cards.results import ended_at
from bot.cards.silence import in_silence, waiting_fields
from bot.cards.views import MotionView
from bot.domain.phases import Phase
from bot.locales.catalogue import Interpreter


def times(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Give the instants that matter where the motion stands."""
    motion, course = view.motion, view.motion.course
    if motion.result is None and course.ending is not None:
        return
    match view.phase:
        case Phase.DRAFT | Phase.WITHDRAWN | Phase.VOID | Phase.LAPSED:
            return
        case Phase.PROPOSED:
            if course.seconding is not None:
                yield _moment("seconds_until", course.seconding.until, say)
                told = say.say_count("card.motion.seconds_value", course.seconding.needed, had=len(course.seconding.by))
                yield Field(name=say.words("card.motion.seconds"), value=told)
        case Phase.DEBATE if course.question is not None:
            yield _moment("consensus_until", course.question.until, say)
        case Phase.DEBATE if view.motion.held:
            held = say.listed(tuple(f"M-{number}" for number in course.held_by))
            yield Field(name=say.words("card.motion.held"), value=(held,))
        case Phase.DEBATE if view.motion.awaits_turn:
            yield Field(name=say.words("card.motion.opens"), value=say.say("card.motion.turn"))
        case Phase.DEBATE if in_silence(view):
            yield from waiting_fields(view, say)
        case Phase.DEBATE:
            yield _moment("opens", motion.opens_at, say)
            yield _moment("closes", motion.closes_at, say)
        case Phase.POSTPONED:
            if course.adjournment is not None and course.adjournment.until is not None:
                yield _moment("postponed_until", course.adjournment.until, say)
        case Phase.SILENCE if not motion.silence_runs:
            yield Field(name=say.words("card.motion.expires"), value=say.say("card.motion.delivery"))
        case Phase.SILENCE:
            yield _moment("expires", motion.closes_at, say)
        case Phase.VOTING if course.call is not None:
            yield from call_fields(view, say)
        case Phase.VOTING:
            yield _moment("closes", motion.closes_at, say)
        case _:
            yield _moment(*_decided(view), say)
    if course.takes_effect_at is not None:
        yield _moment("takes_effect", course.takes_effect_at, say)


def _decided(view: MotionView) -> tuple[str, datetime]:
    """Name the instant as of which a motion has been decided, or is about to be, and give it."""
    if view.motion.rules is None:
        return "decided", ended_at(view)
    return "expired" if in_silence(view) else "closed", view.motion.vote_ended_at


def _moment(name: str, at: datetime, say: Interpreter) -> Field:
    return Field(name=say.words(f"card.motion.{name}"), value=(say.moment(at),))
