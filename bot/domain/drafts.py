"""What political directors have said of a draft, and who has cleared it as its text now is (spec: membership)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Refusal
from bot.domain.events import DraftCleared, DraftCommented, Event, TextChanged
from bot.domain.ids import MemberCode, MotionNumber


@dataclass(kw_only=True, eq=False)
class AlreadyCleared(Refusal):
    """A clearance of a text that the member has cleared."""

    motion: MotionNumber
    member: MemberCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a political director said of a draft."""

    member: MemberCode
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """How far a draft is cleared: by which members, in the order of their acts, and what was said of it."""

    cleared: tuple[MemberCode, ...] = ()
    comments: tuple[Comment, ...] = ()


def clearing_of(events: Iterable[Event]) -> Clearing:
    """Give the clearing of a draft by what has happened to it; a changed text has been cleared by nobody yet."""
    cleared: dict[MemberCode, None] = {}
    comments: list[Comment] = []
    for event in events:
        match event:
            case DraftCleared(member=member):
                cleared[member] = None
            case DraftCommented(member=member, text=text, at=at):
                comments.append(Comment(member=member, text=text, at=at))
            case TextChanged():
                cleared.clear()
            case _:
                continue
    return Clearing(cleared=tuple(cleared), comments=tuple(comments))
