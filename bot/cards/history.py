"""Every act on a motion, oldest first, each with its entry in the journal."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.cards.acts import act_phrase
from bot.cards.card import Card, Field
from bot.cards.motions import title_of
from bot.cards.views import MotionView
from bot.domain.events import BallotCast, BallotRetracted, Event, MotionEvent, MotionTabled, NoteEntered, TextChanged
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

SHOWN = 40
"""Acts that a card shows; the latest, as those before are the longer known."""


def history_card(view: MotionView, acts: Iterable[tuple[int, datetime, Event]], say: Interpreter) -> Card:
    """Tell every act on a motion; ballots stay out while the kind keeps the count to itself."""
    told = tuple(_told(view, acts, say))
    left = len(told) - SHOWN
    return Card(
        title=title_of(view, say),
        fields=tuple(Field(name=name, value=value, wide=True) for name, value in told[-SHOWN:]),
        footer=say.say_count("card.history.more", left) if left > 0 else (),
    )


def _told(
    view: MotionView, acts: Iterable[tuple[int, datetime, Event]], say: Interpreter
) -> Iterator[tuple[str, Phrase]]:
    for entry, at, event in acts:
        hidden = isinstance(event, BallotCast | BallotRetracted | NoteEntered) and not view.shows_choices
        if isinstance(event, MotionEvent) and not hidden:
            yield say.words("card.history.entry", entry=entry, at=at), _said(event, view, say)


def _said(event: MotionEvent, view: MotionView, say: Interpreter) -> Phrase:
    """Say an act, with the text that it gave the motion: every version can be read here, the first in its tabling."""
    told = act_phrase(event, view.members, say)
    return (*told, f"\n{event.text}") if isinstance(event, MotionTabled | TextChanged) else told
