"""Amendments and separate votes: which are in order, and in what order they are voted.

Spec: rules, amendments. The furthest in substance from the original comes first, measured in characters of the words
removed and added; the chair may give another order. Separate votes on paragraphs follow, by their numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.course import Bearing
from bot.domain.errors import Refusal
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion
from bot.domain.wording import distance, paragraph


@dataclass(kw_only=True, eq=False)
class AmendmentOfAmendment(Refusal):
    """An amendment to what is no text of its own."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class AmendedAlike(Refusal):
    """An amendment that another one, named, has word for word."""

    motion: MotionNumber
    other: MotionNumber


@dataclass(kw_only=True, eq=False)
class NoAmendment(Refusal):
    """The acceptance of a motion that is no amendment."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class DealtWith(Refusal):
    """An amendment that is no longer before its mover: voted on, or ended."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class NoSuchParagraph(Refusal):
    """A separate vote on a paragraph that the text does not number."""

    motion: MotionNumber
    paragraph: int


@dataclass(kw_only=True, eq=False)
class DividedAlready(Refusal):
    """A second request for a separate vote on one paragraph."""

    motion: MotionNumber
    paragraph: int


@dataclass(kw_only=True, eq=False)
class OrderIncomplete(Refusal):
    """An order that does not name each waiting amendment once; ``waiting`` are those."""

    motion: MotionNumber
    waiting: tuple[str, ...]


def check_may_amend(motion: Motion, text: str, children: Iterable[Motion]) -> None:
    """Let a text be moved in the place of a motion's own, or raise why not; an equal text is refused elsewhere."""
    if motion.course.bearing in {Bearing.AMENDMENT, Bearing.PARAGRAPH, Bearing.RECUSAL, Bearing.CHALLENGE}:
        raise AmendmentOfAmendment(motion=motion.number)
    for child in children:
        if child.awaits_turn and child.course.bearing is Bearing.AMENDMENT and child.text == text:
            raise AmendedAlike(motion=motion.number, other=child.number)


def check_may_divide(motion: Motion, number: int, children: Iterable[Motion]) -> str:
    """Let a paragraph be voted on separately; give its text, or raise why not."""
    if motion.course.bearing in {Bearing.AMENDMENT, Bearing.PARAGRAPH, Bearing.RECUSAL, Bearing.CHALLENGE}:
        raise AmendmentOfAmendment(motion=motion.number)
    if any(child.under_way and child.course.paragraph == number for child in children):
        raise DividedAlready(motion=motion.number, paragraph=number)
    text = paragraph(motion.text, number)
    if text is None:
        raise NoSuchParagraph(motion=motion.number, paragraph=number)
    return text


def order_of_voting(motion: Motion, children: Iterable[Motion]) -> tuple[MotionNumber, ...]:
    """Give what holds a motion in the order in which it is dealt with.

    What is decided at once comes first, then the amendments, the furthest from the text first, then the paragraphs.
    """
    waiting = [child for child in children if child.under_way and child.course.bearing is not None]
    holding = [child for child in waiting if child.course.bearing is not None and child.course.bearing.holds_parent]
    return tuple(child.number for child in sorted(holding, key=lambda child: _place(motion, child)))


def _place(motion: Motion, child: Motion) -> tuple[int, int, int]:
    match child.course.bearing:
        case Bearing.AMENDMENT:
            return (1, -distance(motion.text, child.text), child.number)
        case Bearing.PARAGRAPH:
            return (2, child.course.paragraph or 0, child.number)
        case _:
            return (0, 0, child.number)


def ordered(motion: Motion, asked: Sequence[MotionNumber], children: Iterable[Motion]) -> tuple[MotionNumber, ...]:
    """Give what holds a motion with its waiting amendments in the order the chair gives; raise OrderIncomplete."""
    waiting = {child.number for child in children if child.awaits_turn and child.course.bearing is Bearing.AMENDMENT}
    if set(asked) != waiting or len(asked) != len(waiting):
        names = tuple(f"M-{number}" for number in sorted(waiting))
        raise OrderIncomplete(motion=motion.number, waiting=names)
    queue = iter(asked)
    return tuple(next(queue) if number in waiting else number for number in motion.course.held_by)
