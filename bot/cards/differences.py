"""What an amendment changes, line by line: signs before the lines tell removed from added, never a colour alone."""

from collections.abc import Iterator
from typing import Final

from bot.cards.views import MotionView
from bot.domain.course import Bearing
from bot.domain.wording import Change, ChangeKind, difference
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

SIGNS: Final = {ChangeKind.KEPT: "   ", ChangeKind.REMOVED: "−  ", ChangeKind.ADDED: "+  "}
ROOM: Final = 3000
"""Characters of a difference on a card; the whole text is in the details."""
BETWEEN: Final = "   …"


def text_of(view: MotionView, say: Interpreter, *, whole: bool) -> tuple[Phrase, ...]:
    """Give what a card shows as the text: an amendment's changes, and with ``whole`` its text too; else the text."""
    motion, before = view.motion, _before(view)
    if before is None:
        return ((motion.text,),)
    lines = list(_lines(difference(before, motion.text)))
    told = "\n".join(lines)
    shown = told if len(told) <= ROOM else f"{told[:ROOM]}…"
    changes: Phrase = (shown,) if any(line[:1] in "−+" for line in lines) else say.say("card.difference.none")
    more = (say.say("card.difference.cut", motion=motion.number),) if len(told) > ROOM else ()
    return (changes, *more, *(((motion.text,),) if whole else ()))


def _before(view: MotionView) -> str | None:
    """Give the text that an amendment changes, has changed or would have changed; None where it is no amendment.

    What became of the text after it was dealt with is no part of what it was.
    """
    motion, parent = view.motion, view.parent
    if motion.course.bearing is not Bearing.AMENDMENT or parent is None:
        return None
    ended = motion.course.ending.at if motion.course.ending else motion.result.decided_at if motion.result else None
    replaced = (
        each.text
        for each in parent.course.earlier_texts
        if each.by == motion.number or (ended is not None and each.until >= ended)
    )
    return next(replaced, parent.text)


def _lines(changes: tuple[Change, ...]) -> Iterator[str]:
    """Give the changed lines, each with the lines next to it; what is left out between them is marked."""
    near = {
        place + step
        for place, change in enumerate(changes)
        if change.kind is not ChangeKind.KEPT
        for step in (-1, 0, 1)
    }
    last = -1
    for place, change in enumerate(changes):
        if place in near:
            if place > last + 1:
                yield BETWEEN
            yield f"{SIGNS[change.kind]}{change.text}"
            last = place
    if near and last < len(changes) - 1:
        yield BETWEEN
