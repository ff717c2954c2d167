"""An act on a motion in one sentence, as its history and the news of it say it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Final

from bot.cards.buttons import object_button
from bot.cards.card import Card, Tone
from bot.cards.names import with_flag
from bot.cards.views import MotionView
from bot.domain.amounts import Amount
from bot.domain.events import (
    AuthorisationRecorded,
    BallotCast,
    ConsensusAsked,
    MotionEnded,
    MotionEvent,
    MotionHeld,
    RankingCast,
    StandingEvent,
)
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.phases import Phase
from bot.locales.catalogue import Interpreter, Value
from bot.locales.phrase import Phrase

STATES: Final = frozenset({"member", "mover", "by_member"})
"""The fields of events that hold the code of a state."""


def act_phrase(event: MotionEvent, members: Mapping[MemberCode, Member], say: Interpreter) -> Phrase:
    """Say an act in one sentence; its message stands under the event's name, with what it was where it may be two."""
    return say.say(f"act.{type(event).__name__}{_variant(event)}", **dict(facts_of(event, members, say)))


def _variant(event: MotionEvent) -> str:
    """Tell a ballot that takes the place of another from a first one, and what another motion ended."""
    match event:
        case BallotCast(previous=previous) if previous is not None:
            return ".changed" if previous is not event.choice else ".again"
        case RankingCast(previous=previous) if previous is not None:
            return ".changed"
        case MotionEnded(by_motion=by) if by is not None:
            return ".by_motion"
        case MotionHeld(held_by=()):
            return ".free"
        case _:
            variant = getattr(event, "variant", "")
            return f".{variant}" if variant else ""


def facts_of(
    event: MotionEvent | StandingEvent, members: Mapping[MemberCode, Member], say: Interpreter
) -> Iterator[tuple[str, Value]]:
    """Give what a sentence may name of an event: states by name, instants, words; never an account."""
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name in STATES:
            yield field.name, say.words("act.secretariat") if value is None else with_flag(members, value, say)
        elif field.name == "ranking":
            yield field.name, " > ".join(value)
        elif field.name in {"candidates", "members"}:
            yield field.name, say.listed(tuple(with_flag(members, code, say) for code in value))
        elif field.name == "paragraphs":
            yield field.name, say.listed(tuple(str(number) for number in value))
        elif field.name == "held_by":
            yield field.name, say.listed(tuple(f"M-{number}" for number in value))
        elif value is None or isinstance(value, (str, int, date, Amount, Enum)):
            yield field.name, value


def news_card(view: MotionView, event: MotionEvent, say: Interpreter) -> Card:
    """Tell everyone what has happened to a motion, with the words of whoever did it."""
    motion = view.motion
    said = [getattr(event, name, "") for name in ("reason", "text", "note", "conditions")]
    instead = getattr(event, "amendment", "")
    return Card(
        title=say.words("card.news.title", motion=motion.number, title=motion.title),
        tone=Tone.NEUTRAL,
        paragraphs=(
            act_phrase(event, view.members, say),
            *_before(event, say),
            *((text,) for text in said if isinstance(text, str) and text),
            *((say.say("card.news.instead"), (instead,)) if instead else ()),
        ),
        buttons=(object_button(motion, say),) if _asks(view, event) else (),
    )


def _before(event: MotionEvent, say: Interpreter) -> tuple[Phrase, ...]:
    """Tell what a parliament had decided before it decided again."""
    if not isinstance(event, AuthorisationRecorded) or event.previous is None:
        return ()
    return (say.say("act.AuthorisationRecorded.before", previous=event.previous),)


def _asks(view: MotionView, event: MotionEvent) -> bool:
    """Tell whether the news is a question of consensus that still stands."""
    question = view.motion.course.question
    if not isinstance(event, ConsensusAsked) or question is None or view.phase is not Phase.DEBATE:
        return False
    return question.until == event.until
