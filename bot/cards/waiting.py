"""What waits for a person: one line each, with its instant, and what to type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.cards.action import action
from bot.cards.card import Button, Card, Field, Tone
from bot.domain.consultation import SupportRequest, subject_of
from bot.domain.motion import Motion
from bot.locales.catalogue import Interpreter, Value
from bot.locales.phrase import Phrase

SHOWN: Final = 20
"""How many lines a card shows, the most pressing; the others are counted."""

BUTTONS: Final = 5
"""How many buttons stand under them: those of the most pressing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that waits for its reader, until ``at`` where that is known.

    ``what`` names its message under ``waiting.``, with its facts; ``command`` is what to type. ``button`` shows what it
    is about, with the buttons that stand there.
    """

    what: str
    command: str
    at: datetime | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)
    button: Button | None = None


def on_motion(motion: Motion, *, what: str, command: str, at: datetime | None = None, **more: Value) -> Waiting:
    """Give what waits on a motion, with the button that shows it; ``more`` are facts beside its number and title."""
    return Waiting(
        what=what,
        command=command,
        at=at,
        facts={"motion": motion.number, "title": motion.title, **more},
        button=Button(label=f"M-{motion.number}", action=action("motion.show", motion.number)),
    )


def on_request(request: SupportRequest, member: str, *, what: str, command: str, at: datetime) -> Waiting:
    """Give what waits on a request for support, with the button that shows it; ``member`` is whom it is for."""
    return Waiting(
        what=what,
        command=command,
        at=at,
        facts={"member": member, "request": request.number},
        button=Button(label=subject_of(request.number), action=action("alliance.requests", request.number)),
    )


def in_order(lines: Sequence[Waiting]) -> list[Waiting]:
    """Put what waits in the order of its instants; what has none comes last."""
    return sorted(lines, key=lambda line: (line.at is None, line.at.timestamp() if line.at is not None else 0.0))


def waiting_card(lines: Sequence[Waiting], acts_for: str, say: Interpreter, *, now: datetime) -> Card:
    """List what waits for the reader, the most pressing first; ``acts_for`` says for whom it acts."""
    shown = in_order(lines)[:SHOWN]
    more = len(lines) - len(shown)
    return Card(
        title=say.words("card.waiting.title"),
        tone=Tone.RUNNING if shown else Tone.NEUTRAL,
        paragraphs=((acts_for,), *(() if shown else (say.say("card.waiting.none"),))),
        fields=tuple(
            Field(name=say.words(f"waiting.{line.what}", **line.facts), value=until(line, say, now=now), wide=True)
            for line in shown
        ),
        buttons=buttons_of(shown),
        footer=say.say_count("card.waiting.more", more) if more else (),
    )


def until(line: Waiting, say: Interpreter, *, now: datetime) -> Phrase:
    """Say until when something waits, and what to type."""
    if line.at is None:
        return say.say("card.waiting.type", command=line.command)
    how = "until" if line.at >= now else "overdue"
    return say.say(f"card.waiting.{how}", at=line.at, command=line.command)


def buttons_of(lines: Sequence[Waiting]) -> tuple[Button, ...]:
    """Give the buttons of the first lines, each once."""
    different = {line.button.action: line.button for line in lines if line.button is not None}
    return tuple(different.values())[:BUTTONS]
