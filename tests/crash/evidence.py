"""What a run leaves behind: what people did and were told, what is recorded, what stands on the platforms.

Everything is plain data, so that the check of it can itself be tested on evidence that is made up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ballot import Choice
from bot.domain.events import Event
from bot.domain.ids import MemberCode, MotionNumber


class Told(StrEnum):
    """What a person was told of an act."""

    RECEIPT = "receipt"
    REFUSED = "refused"
    NOT_RECORDED = "not recorded"
    UNKNOWN = "not known whether recorded"
    FAILED = "something went wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of one person. ``mark`` is unique to it and goes into the journal with what it does.

    For a ballot ``member``, ``motion`` and ``choice`` are set; a motion tabled has none of them. ``sent_at`` and
    ``receipt_at``, when a receipt was first seen, are seconds on one clock; a receipt seen only at the end has none.
    """

    mark: str
    account: str
    told: tuple[Told, ...]
    deliveries: int = 1
    sent_at: float = 0.0
    receipt_at: float | None = None
    member: MemberCode | None = None
    motion: MotionNumber | None = None
    choice: Choice | None = None

    @property
    def acknowledged(self) -> bool:
        """Whether the person holds a receipt."""
        return Told.RECEIPT in self.told


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One entry of the journal."""

    seq: int
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message of the bot that stands on a platform.

    ``to`` is the address as the house writes it, ``key`` the key of the notice that it shows; None where it bears no
    key. ``text`` is all that can be read in it. ``under`` is the key of the post in whose thread it is; None outside.
    """

    to: str
    key: str | None
    text: str
    under: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is owed what: the channels that show motions, those that show results too, and every delegation."""

    motions: tuple[str, ...]
    announcements: tuple[str, ...]
    delegations: Mapping[MemberCode, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that a run left behind.

    ``standing`` are the ballots as the tables have them. ``chain`` tells what is wrong with the journal, the tables or
    the verdict of the terminal's own check; empty where all is whole. ``dead`` are the posts given up, ``faults`` what
    else went wrong: a rule of a platform that was broken, a process that did not stop as it was asked to.
    """

    audience: Audience
    acts: Sequence[Act]
    journal: Sequence[Recorded]
    standing: Mapping[tuple[MotionNumber, MemberCode], Choice]
    posts: Sequence[Seen]
    chain: tuple[str, ...] = ()
    waiting: int = 0
    dead: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
