"""Deadlines: what the clock must do, when, and to what. They follow from the record; nobody sets them by hand.

Whatever has deadlines gives them as a set, and the storage keeps the rows that answer "what is due?". A deadline is
met by recording what it stands for, after which it no longer follows from the record and is gone.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import MemberCode, MotionNumber


class Due(StrEnum):
    """What the clock must do. The first five are of motions; each of the others names what is looked at again.

    ``rotation`` is a day of the calendar, or a reminder of it: a rotation of seats, or the summit. ``session`` is a
    reminder of a session ahead, or the instant from which those present are taken down. ``request`` is a request for
    support that waits for the chair, ``digest`` the next one of a delegation.
    """

    LAPSE = "lapse"
    OPENING = "opening"
    TURN = "turn"
    REMINDER = "reminder"
    CLOSING = "closing"
    STATUS = "status"
    TERM = "term"
    REVIEW = "review"
    PLAN = "plan"
    CREDENTIAL = "credential"
    ROTATION = "rotation"
    IMPLEMENTATION = "implementation"
    SESSION = "session"
    REQUEST = "request"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """Something due at an instant; ordered by instant, then by what and by its subject.

    ``subject`` says what it concerns, in the words of ``what``: the number of a motion, the code of a member, a
    review as ``R-3``, an account, the name of a body, the motion that is implemented as ``M-7``, a session as ``S-2``,
    a request for support as ``Q-4``.
    """

    at: datetime
    what: Due
    subject: str

    @property
    def motion(self) -> MotionNumber:
        """The motion that it concerns."""
        return MotionNumber(int(self.subject))

    @property
    def member(self) -> MemberCode:
        """The member that it concerns."""
        return MemberCode(self.subject)
