"""Amendments and separate votes: which are in order, and in what order they are voted.

Spec: rules, amendments. The furthest in substance from the original comes first, measured in characters of the words
removed and added; the chair may give another order. Separate votes on paragraphs follow, by their numbers. Once the
first of them is put to the vote the text is changed by votes alone: what the house votes on must not change under it,
nor may the list of amendments grow as fast as it is voted down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.course import Bearing
from bot.domain.errors import Refusal
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion
from bot.domain.sequels import has_own_text
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
class PartsInVote(Refusal):
    """A change to a text whose parts are being voted; ``other`` is the first that was put to the vote."""

    motion: MotionNumber
    other: MotionNumber
    command: str


@dataclass(kw_only=True, eq=False)
class TurnPassed(Refusal):
    """A second vote on what was to be decided before another motion's vote; that has gone on without it."""

    motion: MotionNumber
    parent: MotionNumber


@dataclass(kw_only=True, eq=False)
class NoAmendment(Refusal):
    """The acceptance of a motion that is no amendment."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class DealtWith(Refusal):
    """An amendment that is no longer before its mover: voted on, or ended."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class DeclinedAlready(Refusal):
    """An amendment that its mover has left to the vote before."""

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

    variants = ("none",)

    @property
    def variant(self) -> str:
        """Tell a motion with no amendment to put into order."""
        return "" if self.waiting else "none"


def check_may_amend(motion: Motion, text: str, children: Iterable[Motion]) -> None:
    """Let a text be moved in the place of a motion's own, or raise why not; an equal text is refused elsewhere."""
    if not has_own_text(motion):
        raise AmendmentOfAmendment(motion=motion.number)
    for child in children:
        if child.under_way and child.course.bearing is Bearing.AMENDMENT and child.text == text:
            raise AmendedAlike(motion=motion.number, other=child.number)


def check_may_divide(motion: Motion, number: int, children: Iterable[Motion]) -> str:
    """Let a paragraph be voted on separately; give its text, or raise why not."""
    if not has_own_text(motion):
        raise AmendmentOfAmendment(motion=motion.number)
    text = paragraph(motion.text, number)
    if text is None:
        raise NoSuchParagraph(motion=motion.number, paragraph=number)
    if any(_voted_apart(child, number) for child in children):
        raise DividedAlready(motion=motion.number, paragraph=number)
    return text


def _voted_apart(child: Motion, number: int) -> bool:
    """Tell whether a motion is, or was, the separate vote on a paragraph; one that was taken back is none."""
    return child.course.paragraph == number and child.course.ending is None


def check_parts_not_voted(motion: Motion, children: Iterable[Motion], command: str) -> None:
    """Let a motion be changed as a whole; raise PartsInVote once the first of its parts has been put to the vote."""
    for child in children:
        if child.course.takes_turn and child.rules is not None:
            raise PartsInVote(motion=motion.number, other=child.number, command=command)


def check_may_reopen(motion: Motion) -> None:
    """Let a vote that missed its quorum be taken again; raise TurnPassed where another motion waited for it.

    That one is released without it, and may be under vote by now.
    """
    course = motion.course
    if course.holds_parent and course.parent is not None:
        raise TurnPassed(motion=motion.number, parent=course.parent)


def order_of_voting(motion: Motion, children: Iterable[Motion]) -> tuple[MotionNumber, ...]:
    """Give what holds a motion in the order in which it is dealt with.

    What is decided at once comes first, then the amendments, the furthest from the text first, then the paragraphs. An
    order of amendments that the chair has given stands: those moved later come after them.
    """
    holding = [child for child in children if child.under_way and child.course.holds_parent]
    measured = sorted(holding, key=lambda child: _place(motion, child))
    numbers = [child.number for child in measured]
    held = [number for number in motion.course.held_by if number in numbers]
    if held == [number for number in numbers if number in held]:
        return tuple(numbers)
    given = {number: place for place, number in enumerate(held)}
    ranked = sorted(measured, key=lambda child: (_group(child), _rank(child, given)))
    return tuple(child.number for child in ranked)


def _rank(child: Motion, given: Mapping[MotionNumber, int]) -> int:
    """Give an amendment's place in the order that was given; the others keep their own, as sorting is stable."""
    return given.get(child.number, len(given)) if child.course.bearing is Bearing.AMENDMENT else 0


def _group(child: Motion) -> int:
    match child.course.bearing:
        case Bearing.AMENDMENT:
            return 1
        case Bearing.PARAGRAPH:
            return 2
        case _:
            return 0


def _place(motion: Motion, child: Motion) -> tuple[int, int, int]:
    furthest = -distance(motion.text, child.text) if child.course.bearing is Bearing.AMENDMENT else 0
    return (_group(child), furthest or child.course.paragraph or 0, child.number)


def ordered(motion: Motion, asked: Sequence[MotionNumber], children: Iterable[Motion]) -> tuple[MotionNumber, ...]:
    """Give what holds a motion with its waiting amendments in the order the chair gives; raise OrderIncomplete."""
    waiting = {child.number for child in children if child.awaits_turn and child.course.bearing is Bearing.AMENDMENT}
    if set(asked) != waiting or len(asked) != len(waiting):
        names = tuple(f"M-{number}" for number in sorted(waiting))
        raise OrderIncomplete(motion=motion.number, waiting=names)
    queue = iter(asked)
    return tuple(next(queue) if number in waiting else number for number in motion.course.held_by)
