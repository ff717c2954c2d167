"""What a reader of the record looks for among the motions that are over, and how a part of it is asked for."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import BodyName, KindName, MemberCode
from bot.domain.motion import Motion
from bot.domain.rules import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a motion must fit in every respect that is named; drafts and what is under way never do.

    ``ended`` asks for what ended without a result; ``since`` and ``before`` are of the decision, or of the tabling
    where there was none. ``member`` moved it, sponsored it, or is concerned by it. Each of ``words`` stands in its
    title or its text.
    """

    kind: KindName | None = None
    body: BodyName | None = None
    outcome: Outcome | None = None
    ended: bool = False
    since: datetime | None = None
    before: datetime | None = None
    member: MemberCode | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So many of what was found, after so many others."""

    limit: int
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A part of what fits, and how many fit in all: 0 where the part lies behind the last of them."""

    motions: tuple[Motion, ...]
    count: int
