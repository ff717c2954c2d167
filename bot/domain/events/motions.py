"""What happens to a motion before the vote: tabled, seconded, amended, challenged, adjourned, ended."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.charter import Procedure
from bot.domain.course import Bearing, EndedAs, TextCause
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionTabled:
    """A motion was tabled, proposed, or entered as a draft; voting opens and closes at the instants given.

    ``seconds_until`` is None where no seconds are needed. The last five tell what the motion bears on
    (``bot.domain.course``).
    """

    motion: MotionNumber
    kind: KindName
    body: BodyName
    title: str
    text: str
    mover: MemberCode | None
    concerned: MemberCode | None
    sponsors: tuple[MemberCode, ...]
    document: str
    impact: str
    urgent: bool
    tabled_at: datetime
    opens_at: datetime
    closes_at: datetime
    procedure: Procedure = Procedure.VOTE
    draft: bool = False
    seconds_needed: int = 0
    seconds_until: datetime | None = None
    bearing: Bearing | None = None
    parent: MotionNumber | None = None
    proposed_kind: KindName | None = None
    paragraph: int | None = None
    ruling: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTabled:
    """A draft was tabled."""

    motion: MotionNumber
    tabled_at: datetime
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionSeconded:
    """A member gave a proposal its support."""

    motion: MotionNumber
    member: MemberCode
    account: Account
    seconded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionScheduled:
    """The instants at which voting opens and closes were set anew, for the reason named.

    ``seconded``; ``released``: what held the motion has been dealt with; ``taken up``: its turn has come; ``rotation``
    of the body's seats; ``opened``: the secretariat started the vote.
    """

    motion: MotionNumber
    opens_at: datetime
    closes_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionEnded:
    """A motion ended without a vote on it, or a decision was rescinded; ``by_motion`` is the motion that did it."""

    motion: MotionNumber
    how: EndedAs
    at: datetime
    reason: str
    by_motion: MotionNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionHeld:
    """Other motions must be dealt with before voting can open, in this order; ``under_vote`` is voted on now."""

    motion: MotionNumber
    held_by: tuple[MotionNumber, ...]
    under_vote: MotionNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentDeclined:
    """The mover of the motion does not take the amendment ``motion`` into its text: it goes to the vote."""

    motion: MotionNumber
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChanged:
    """The text was changed before the vote; ``by_motion`` is the amendment or the separate vote that did it."""

    motion: MotionNumber
    text: str
    cause: TextCause
    by_motion: MotionNumber | None
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChanged:
    """A challenge was carried: the motion is of another kind, with that kind's periods; its amendments too."""

    motion: MotionNumber
    kind: KindName
    body: BodyName
    procedure: Procedure
    challenge: MotionNumber
    opens_at: datetime
    closes_at: datetime
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecused:
    """A member does not take part in a vote that is still to open; ``by_motion`` decided it, None by its own word."""

    motion: MotionNumber
    member: MemberCode
    reason: str
    by_motion: MotionNumber | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DebateAdjourned:
    """The debate was adjourned; ``until`` is when it goes on by itself, None where it must be resumed.

    ``opens_at`` and ``closes_at`` are the instants that follow from ``until``, as they were where it is None.
    """

    motion: MotionNumber
    at: datetime
    until: datetime | None
    reason: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DebateResumed:
    """The debate goes on."""

    motion: MotionNumber
    at: datetime
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusAsked:
    """The chair asked whether the motion can be adopted by consensus; no objection by ``until`` adopts it."""

    motion: MotionNumber
    member: MemberCode
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusBroken:
    """A member objected to consensus; the motion goes its ordinary way."""

    motion: MotionNumber
    member: MemberCode
    reason: str
    at: datetime
