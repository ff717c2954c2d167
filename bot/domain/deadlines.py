"""Deadlines: what the clock must do, when, and to what. They follow from the record; nobody sets them by hand.

Whatever has deadlines gives them as a set, and the storage keeps the rows that answer "what is due?". A deadline is
met by recording what it stands for, after which it no longer follows from the record and is gone.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import MotionNumber


class Due(StrEnum):
    """What the clock must do."""

    LAPSE = "lapse"
    OPENING = "opening"
    TURN = "turn"
    REMINDER = "reminder"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """Something due at an instant; ordered by instant, then by what and by its subject.

    ``subject`` says what it concerns, in the words of ``what``: the number of a motion.
    """

    at: datetime
    what: Due
    subject: str

    @property
    def motion(self) -> MotionNumber:
        """The motion that it concerns."""
        return MotionNumber(int(self.subject))
