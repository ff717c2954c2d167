"""The digest of a delegation: what waits for its reader, what was decided, what is coming."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cards.calendar import Dated
from bot.cards.card import Card, Field, Tone
from bot.cards.waiting import Waiting, buttons_of, in_order, until
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase, Span, words

LINES: Final = 8
"""How many lines each part has at the most; the others are counted."""

ROOM: Final = 900
"""How many characters a part takes at the most: lines that go beyond are counted too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """What a digest tells: for whom its reader acts, since when, what waits, what was decided, what is coming."""

    acts_for: str
    since: datetime
    now: datetime
    waiting: Sequence[Waiting]
    decided: Sequence[Phrase]
    coming: Sequence[Dated]
    late: bool
    sent: bool
    """Whether it comes of itself, and may be turned off."""


def digest_card(view: DigestView, say: Interpreter) -> Card:
    """Tell the week of a delegation in three parts, each with its lines or that there is nothing."""
    pressing = in_order(view.waiting)
    return Card(
        title=say.words("card.digest.title"),
        tone=Tone.RUNNING if pressing else Tone.NEUTRAL,
        paragraphs=(
            (view.acts_for,),
            *((say.say("card.digest.late"),) if view.late else ()),
        ),
        fields=(
            _part("waiting", [_waiting(line, view, say) for line in pressing], say),
            _part("decided", view.decided, say, since=view.since),
            _part("coming", [_coming(dated, say) for dated in view.coming], say),
        ),
        buttons=buttons_of(pressing),
        footer=say.say("card.digest.footer" if view.sent else "card.digest.asked"),
    )


def _waiting(line: Waiting, view: DigestView, say: Interpreter) -> Phrase:
    return (say.words(f"waiting.{line.what}", **line.facts), " · ", *until(line, say, now=view.now))


def _coming(dated: Dated, say: Interpreter) -> Phrase:
    return (say.moment(dated.at), " · ", say.words(f"calendar.{dated.what}", **dated.facts))


def _part(name: str, lines: Iterable[Phrase], say: Interpreter, *, since: datetime | None = None) -> Field:
    """Give a part with as many of its lines as fit, and how many more there are."""
    told = tuple(lines)
    title = say.words(f"card.digest.{name}", count=len(told), since="" if since is None else say.day(since))
    if not told:
        return Field(name=title, value=say.say(f"card.digest.nothing.{name}"), wide=True)
    shown = tuple(_fitting(told))
    spans: list[Span] = [span for line in shown for span in ("\n• ", *line)]
    if len(shown) < len(told):
        spans += ["\n", *say.say_count("card.waiting.more", len(told) - len(shown))]
    return Field(name=title, value=(spans[0].lstrip("\n") if isinstance(spans[0], str) else "", *spans[1:]), wide=True)


def _fitting(lines: Sequence[Phrase]) -> Iterator[Phrase]:
    """Give the first lines, as far as the room for them goes; one at the least."""
    room = ROOM
    for number, line in enumerate(lines[:LINES]):
        room -= len(words(line)) + 3
        if room < 0 and number:
            return
        yield line
