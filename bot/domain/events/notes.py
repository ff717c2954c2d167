"""What happens to a vote by note verbale."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode, MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEntered:
    """An officer entered a vote received by note verbale; it counts once a second officer has confirmed it.

    ``file`` is where the note itself is kept. ``revokes`` says that the note revokes a ballot that the seat has.
    """

    motion: MotionNumber
    member: MemberCode
    choice: Choice
    sender: str
    reference: str
    received_at: datetime
    file: str
    revokes: bool
    officer: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteConfirmed:
    """A second officer confirmed the note; its ballot stands, in the place of ``previous``, and may be contested."""

    motion: MotionNumber
    member: MemberCode
    note: int
    previous: Choice | None
    officer: Account
    at: datetime
    contestable_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteContested:
    """The delegation contested the note: its ballot is annulled, and the one it revoked stands again."""

    motion: MotionNumber
    member: MemberCode
    note: int
    account: Account
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDiscarded:
    """A note that waited for its second officer was taken back, or could count no more."""

    motion: MotionNumber
    member: MemberCode
    note: int
    reason: str
    at: datetime
