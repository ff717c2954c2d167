"""What happens in a silence procedure."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode, MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceBegun:
    """Every delegation has been given the text; the silence period runs from ``delivered_at`` to ``closes_at``."""

    motion: MotionNumber
    delivered_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRaised:
    """A member broke the silence, in writing; ``text`` is its objection, ``amendment`` what it would adopt instead."""

    motion: MotionNumber
    member: MemberCode
    account: Account
    role: Role
    text: str
    amendment: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionWithdrawn:
    """A member took its objection back before the expiry."""

    motion: MotionNumber
    member: MemberCode
    account: Account
    at: datetime
