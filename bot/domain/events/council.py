"""What happens to the seats of a body, in elections to them, and on the days of the calendar."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.calendar import Occasion
from bot.domain.credentials import Role
from bot.domain.elections import Count
from bot.domain.ids import BodyName, MemberCode, MotionNumber
from bot.domain.membership import Tenure


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTaken:
    """A member takes a seat of a body from ``since`` on, until ``until`` where that is known.

    ``motion`` elected it; None where the seat came to it in turn.
    """

    body: BodyName
    member: MemberCode
    tenure: Tenure
    since: datetime
    until: datetime | None
    motion: MotionNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTermSet:
    """A seat at large that was given with the roster ends with a rotation; ``since`` is when its holder took it."""

    body: BodyName
    member: MemberCode
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLeft:
    """A member left its seat before its time at ``at``; ``since`` is when it took it, or was to take it."""

    body: BodyName
    member: MemberCode
    tenure: Tenure
    since: datetime
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateNominated:
    """A member stands for a seat of a body; ``by_member`` nominated it, None for the secretariat."""

    body: BodyName
    member: MemberCode
    by_member: MemberCode | None
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionCalled:
    """Motion ``motion`` elects to ``seats`` seats of ``body``, to be held from ``since`` until ``until``.

    ``since`` is None where the seats are vacant, and taken with the result.
    """

    motion: MotionNumber
    body: BodyName
    seats: int
    candidates: tuple[MemberCode, ...]
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingCast:
    """A seat cast its ranked ballot, or changed it; ``previous`` is the ranking it replaces."""

    motion: MotionNumber
    member: MemberCode
    ranking: tuple[MemberCode, ...]
    previous: tuple[MemberCode, ...] | None
    account: Account
    role: Role
    cast_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionCounted:
    """The ranked ballots of an election were counted; the result of the motion follows."""

    motion: MotionNumber
    count: Count
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DayScheduled:
    """The next day of something that happens every year is ``at``, with these reminders before it."""

    occasion: Occasion
    body: BodyName | None
    at: datetime
    reminders: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDropped:
    """The charter knows such a day no more."""

    occasion: Occasion
    body: BodyName | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAnnounced:
    """Everyone was reminded of the day that begins ``at``, or told that it has come.

    ``due_at`` is the reminder's own instant, ``at`` itself on the day; ``late`` that it came after it.
    """

    occasion: Occasion
    body: BodyName | None
    at: datetime
    due_at: datetime
    late: bool
