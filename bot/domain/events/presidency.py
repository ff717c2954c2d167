"""What happens in the presidency of a body: elections to it, rulings, and appeals that were carried."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.chairing import Office
from bot.domain.ids import BodyName, MemberCode, MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTaken:
    """A member was elected to an office of a body by ``motion``, from ``since`` on."""

    body: BodyName
    office: Office
    member: MemberCode
    since: datetime
    motion: MotionNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingGiven:
    """The chair of a body ruled on a point of order; ``number`` counts the rulings of the alliance."""

    number: int
    body: BodyName
    member: MemberCode
    account: Account
    motion: MotionNumber | None
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingOverturned:
    """The body decided on appeal that a ruling does not stand."""

    number: int
    by_motion: MotionNumber
    at: datetime
