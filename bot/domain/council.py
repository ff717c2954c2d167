"""The seats of a body: who holds them when, and which are vacant (membership, council).

A seat is a period in which a member holds it. Core seats are their holders' while they are members. All others are at
large: given for a term that ends with a rotation, and vacant when nobody holds them. A member without its vote keeps
its seat in abeyance: it counts, and is not filled. A body never has more holders than seats, and no member two seats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.calendar import next_day
from bot.domain.charter import Body, YearlyDay
from bot.domain.ids import BodyName, MemberCode, MotionNumber
from bot.domain.membership import Tenure


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A member's time in a seat of a body; ``until`` is its first instant without it, None where no end is known.

    ``motion`` elected it; None for a seat given with the roster or in turn.
    """

    body: BodyName
    member: MemberCode
    tenure: Tenure
    since: datetime
    until: datetime | None = None
    motion: MotionNumber | None = None

    def held(self, at: datetime) -> bool:
        """Tell whether it is held at ``at``."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """A member that stands for a seat of a body; ``motion`` is the election that it was put to, None before one."""

    body: BodyName
    member: MemberCode
    at: datetime
    motion: MotionNumber | None = None


def held_at(seats: Iterable[Seat], body: BodyName, at: datetime) -> tuple[Seat, ...]:
    """Give the seats of a body that are held at ``at``: core seats first, each by the code of its holder."""
    held = (seat for seat in seats if seat.body == body and seat.held(at))
    return tuple(sorted(held, key=lambda seat: (seat.tenure is not Tenure.CORE, seat.member)))


def vacant_at(seats: Iterable[Seat], body: Body, at: datetime) -> int:
    """Count the seats of a body that nobody holds at ``at``."""
    return max(0, (body.seats or 0) - len(held_at(seats, body.name, at)))


def free_from(seats: Sequence[Seat], body: Body, at: datetime) -> int:
    """Count the seats of a body that nobody holds at ``at``, and nobody is to take later."""
    return min(vacant_at(seats, body, instant) for instant in (at, *(seat.since for seat in seats if seat.since > at)))


def holder_at(seats: Iterable[Seat], body: BodyName, member: MemberCode, at: datetime) -> Seat | None:
    """Give the seat that a member holds on a body at ``at``."""
    return next((seat for seat in held_at(seats, body, at) if seat.member == member), None)


def term_end(rotation: YearlyDay, years: int, *, since: datetime, zone: ZoneInfo) -> datetime:
    """Give when a term ends that begins at ``since``: with the rotation that is ``years`` rotations on."""
    end = since
    for _ in range(years):
        end = next_day(rotation, after=end, zone=zone)
    return end
