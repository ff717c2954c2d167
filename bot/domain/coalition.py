"""Who joins in carrying out an adopted motion, and how each member may answer (spec: after adoption, coalition)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import Refusal
from bot.domain.ids import KindName, MemberCode, MotionNumber
from bot.domain.wording import paragraph


class Stance(StrEnum):
    """What a member has answered: it joins, with a reservation or without, declines, or abstains constructively.

    A member that abstains constructively is not bound, and will not hinder; it can on binding texts alone.
    """

    JOINED = "joined"
    RESERVED = "reserved"
    DECLINED = "declined"
    ABSTAINED = "abstained"

    @property
    def joins(self) -> bool:
        """Whether the member is one of the coalition."""
        return self in {Stance.JOINED, Stance.RESERVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer of a member; ``paragraphs`` are those that it joins, all of them where it names none.

    ``text`` is its reservation or declaration.
    """

    member: MemberCode
    stance: Stance
    paragraphs: tuple[int, ...]
    text: str
    at: datetime


@dataclass(kw_only=True, eq=False)
class NoCoalition(Refusal):
    """An answer to a motion that asks for none: its kind knows no coalition."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class CoalitionIsClosed(Refusal):
    """An answer after the coalition was closed."""

    motion: MotionNumber
    at: datetime


@dataclass(kw_only=True, eq=False)
class AnsweredSo(Refusal):
    """The very answer that the member has given already."""

    motion: MotionNumber
    member: MemberCode
    stance: Stance
    at: datetime


@dataclass(kw_only=True, eq=False)
class NotAsked(Refusal):
    """An answer of a state that is not asked: it may not join, or the motion is about it and its kind excludes it."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class AbstainsOnBindingOnly(Refusal):
    """A constructive abstention on a text that binds nobody: declining does it."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class UnknownParagraph(Refusal):
    """A paragraph that the text does not have."""

    motion: MotionNumber
    value: str


@dataclass(kw_only=True, eq=False)
class NotJoined(Refusal):
    """An act of the coalition by a member that is not one of it."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NoTrigger(Refusal):
    """A finding on what a text waits for that waits for nothing."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class TriggerNotTaken(Refusal):
    """A trigger for a motion of a kind whose texts take effect by themselves, some time after their adoption."""

    kind: KindName


@dataclass(kw_only=True, eq=False)
class FoundSo(Refusal):
    """The very finding that stands already."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class NothingToNote(Refusal):
    """A follow-up without a note and without a day."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class ReviewPast(Refusal):
    """A day on which a decision would have been looked at again before now."""

    day: datetime


def read_paragraphs(motion: MotionNumber, text: str, wanted: str) -> tuple[int, ...]:
    """Read numbers of paragraphs such as ``1, 3``, in their order; raise UnknownParagraph for any that is not there."""
    found: set[int] = set()
    for word in wanted.replace(",", " ").replace(";", " ").split():
        if not (word.isascii() and word.isdigit()) or paragraph(text, int(word)) is None:
            raise UnknownParagraph(motion=motion, value=word)
        found.add(int(word))
    return tuple(sorted(found))


def joined(answers: Iterable[Answer]) -> tuple[MemberCode, ...]:
    """Give the members of the coalition, by code."""
    return tuple(sorted(each.member for each in answers if each.stance.joins))
