"""Every act on a motion, oldest first, each with its entry in the journal, as many at a time as a message holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cards.action import action
from bot.cards.acts import act_phrase
from bot.cards.card import Button, Card, Field
from bot.cards.motions import title_of
from bot.cards.views import MotionView
from bot.domain.events import (
    AuthorisationRecorded,
    BallotCast,
    BallotRetracted,
    CoalitionAnswered,
    CoalitionClosed,
    ConsensusBroken,
    ContributionDelivered,
    ContributionPromised,
    ContributionWithdrawn,
    DeadlineMoved,
    DebateAdjourned,
    DraftCommented,
    Event,
    ImplementationNoted,
    MemberRecused,
    MotionEnded,
    MotionEvent,
    MotionTabled,
    NoteEntered,
    ObjectionRaised,
    RankingCast,
    TextChanged,
    VoteExplained,
)
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import words

SHOWN: Final = 40
"""Acts that one card shows at the most."""
ROOM: Final = 4200
"""Characters that the acts of one card take at most, but for a single long one: every platform has room for them."""
PIECE: Final = 900
"""Characters of one field; a longer text goes on in the next one, so that no platform shortens it."""


BALLOTS: Final = (BallotCast, BallotRetracted, NoteEntered, RankingCast)
"""Acts that tell how a state voted: kept back as long as the count is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One act in words."""

    entry: int
    fields: tuple[Field, ...]

    @property
    def size(self) -> int:
        return sum(len(field.name) + len(words(field.value)) for field in self.fields)


def history_card(
    view: MotionView, acts: Iterable[tuple[int, datetime, Event]], say: Interpreter, *, entry: int | None = None
) -> Card:
    """Tell the acts on a motion from an entry on, or the latest; ballots stay out while the count is kept back."""
    told = tuple(_told(view, acts, say))
    first = next((place for place, each in enumerate(told) if entry is not None and each.entry >= entry), None)
    if first is None:
        first, last = len(told) - _fitting(told[::-1]), len(told)
    else:
        last = first + _fitting(told[first:])
    return Card(
        title=title_of(view, say),
        fields=tuple(field for each in told[first:last] for field in each.fields),
        buttons=tuple(_turning(view, told, first, last, say)),
        footer=say.say("card.history.part", first=first + 1, last=last, count=len(told))
        if last - first < len(told)
        else (),
    )


def kept_back(view: MotionView, event: Event) -> bool:
    """Tell whether an act tells how a state voted, and is not to be told yet."""
    return isinstance(event, BALLOTS) and view.motion.keeps_ballots_back


def _told(view: MotionView, acts: Iterable[tuple[int, datetime, Event]], say: Interpreter) -> Iterator[_Told]:
    for entry, at, event in acts:
        if not isinstance(event, MotionEvent) or kept_back(view, event):
            continue
        name = say.words("card.history.entry", entry=entry, at=at)
        first, *more = pieces(said_in(event))
        told = act_phrase(event, view.members, say)
        value = (*told, f"\n{first}") if first else told
        fields = (Field(name=name, value=value, wide=True), *(_more(entry, piece, say) for piece in more))
        yield _Told(entry=entry, fields=fields)


def _more(entry: int, piece: str, say: Interpreter) -> Field:
    return Field(name=say.words("card.history.goes_on", entry=entry), value=(piece,), wide=True)


def said_in(event: MotionEvent) -> str:
    """Give the words of whoever acted: a text that the motion had, a reason, a statement."""
    match event:
        case MotionTabled() | TextChanged() | VoteExplained() | ObjectionRaised() | DraftCommented():
            return event.text
        case CoalitionAnswered() | ImplementationNoted():
            return event.text
        case CoalitionClosed() | ContributionWithdrawn():
            return event.reason
        case ContributionPromised() | ContributionDelivered():
            return event.note
        case AuthorisationRecorded():
            return event.conditions
        case MotionEnded() | DebateAdjourned() | MemberRecused() | ConsensusBroken():
            return event.reason
        case DeadlineMoved():
            return event.note
        case BallotCast():
            return event.explanation
        case _:
            return ""


def pieces(text: str) -> tuple[str, ...]:
    """Cut a text into pieces that a field holds, between words where there are any; one empty piece of no text."""
    cut: list[str] = []
    left = text
    while len(left) > PIECE:
        at = max(left.rfind(space, 1, PIECE) for space in ("\n", " "))
        at = PIECE if at < 1 else at
        cut.append(left[:at])
        left = left[at:].lstrip(" \n")
    return (*cut, left)


def _fitting(told: Sequence[_Told]) -> int:
    """Count the first acts that fit on one card: at least one, where there is any."""
    room = ROOM
    for place, each in enumerate(told[:SHOWN]):
        room -= each.size
        if room < 0:
            return max(place, 1)
    return min(len(told), SHOWN)


def _turning(view: MotionView, told: Sequence[_Told], first: int, last: int, say: Interpreter) -> Iterator[Button]:
    """Give the buttons that show the acts before these, and after them."""
    if first > 0:
        before = first - _fitting(told[:first][::-1])
        yield _button("earlier", view, told[before].entry, say)
    if last < len(told):
        yield _button("later", view, told[last].entry, say)


def _button(which: str, view: MotionView, entry: int, say: Interpreter) -> Button:
    label = say.words(f"button.{which}")
    return Button(label=label, action=action("motion.history", view.motion.number, entry))
