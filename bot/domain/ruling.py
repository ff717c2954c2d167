"""A ruling of the chair on a point of order. It stands unless more members vote against it than for it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import BodyName, MemberCode, MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a chair ruled, on which motion if on one; ``overturned_by`` is the appeal that was carried against it."""

    number: int
    body: BodyName
    member: MemberCode
    motion: MotionNumber | None
    text: str
    given_at: datetime
    overturned_by: MotionNumber | None = None
