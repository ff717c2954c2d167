"""A vote by note verbale: received outside the chat, entered by one officer and confirmed by a second.

Spec: commands, ``/vote enter``. It counts if it was received by the deadline. It may be entered until the result is
declared. The delegation is told, and may contest it for a while after its confirmation.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode, MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVerbale:
    """A note as it was entered, and what has become of it; ``entry`` is its entry in the journal."""

    motion: MotionNumber
    entry: int
    member: MemberCode
    choice: Choice
    sender: str
    reference: str
    received_at: datetime
    file: str
    revokes: bool
    officer: Account
    entered_at: datetime
    confirmed_by: Account | None = None
    confirmed_at: datetime | None = None
    contestable_until: datetime | None = None
    ended_at: datetime | None = None
    ended_for: str | None = None

    @property
    def awaits_confirmation(self) -> bool:
        """Tell whether a second officer has still to confirm it."""
        return self.confirmed_at is None and self.ended_at is None

    @property
    def stands(self) -> bool:
        """Tell whether its ballot counts."""
        return self.confirmed_at is not None and self.ended_at is None
