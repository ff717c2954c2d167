"""Terms of membership: when they begin and end, what reminds of their end, and what becomes of them then.

A term of n years from day D ends at 24:00 on the day before the n-th anniversary, in the alliance's time zone; where a
year has no 29 February, its anniversary is 1 March (spec: membership, terms). A term still undecided at its end goes on
until it is decided: nobody loses membership because a quorum was missed.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendar import at_time, first_instant, last_instant
from bot.domain.ids import MemberCode
from bot.domain.statutes import MembershipRules

MORNING: Final = time(9, 0)
"""When on its day a reminder is posted, in the alliance's zone."""


class TermCause(StrEnum):
    """What began a term."""

    ENROLMENT = "enrolment"
    ADMISSION = "admission"
    LOT = "lot"
    RENEWAL = "renewal"
    AT_RISK = "at risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder of something ``days`` before its day, 0 on the day itself, posted at ``at``."""

    days: int
    at: datetime


def reminder_variant(days: int, *, late: bool) -> str:
    """Tell apart a reminder that comes ``late``, one on the day (``today``) and on the day before (``tomorrow``).

    Any other is the ordinary one, the empty word.
    """
    return "late" if late else {0: "today", 1: "tomorrow"}.get(days, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of membership. ``ends_at`` is its last instant. ``reminders`` are those still to come, in their order.

    ``review_at`` is when the review of its renewal opens, None where that has been opened or there is none.
    ``watched`` says that the charter has rules for its end, and ``overrun`` that it has ended undecided and goes on.
    """

    starts_at: datetime
    ends_at: datetime
    cause: TermCause
    reminders: tuple[Reminder, ...] = ()
    review_at: datetime | None = None
    watched: bool = True
    overrun: bool = False

    @property
    def ended_at(self) -> datetime:
        """The first instant after its last."""
        return self.ends_at + timedelta.resolution


def last_day(start: date, years: int) -> date:
    """Give the last day of a term of so many years from ``start`` on."""
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:
        anniversary = date(start.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def term_between(
    start: date, last: date, *, cause: TermCause, rules: MembershipRules, zone: ZoneInfo, now: datetime
) -> Term:
    """Give the term from ``start`` to ``last``, both included, with what reminds of its end after ``now``.

    What would have come earlier is not made up for; a review whose time has passed opens at once, unless the term is
    over.
    """
    ends_at, review_at = last_instant(last, zone), first_instant(last + timedelta(days=1), zone) - rules.review_before
    return Term(
        starts_at=first_instant(start, zone),
        ends_at=ends_at,
        cause=cause,
        reminders=reminders_before(last, rules.reminders, zone=zone, after=now),
        review_at=None if now > ends_at else max(review_at, now),
    )


def reminders_before(day: date, days: Iterable[int], *, zone: ZoneInfo, after: datetime) -> tuple[Reminder, ...]:
    """Give the reminders of what ends on ``day``, those later than ``after``, in their order."""
    all_of_them = (
        Reminder(days=count, at=at_time(day - timedelta(days=count), MORNING, zone))
        for count in sorted(set(days), reverse=True)
    )
    return tuple(reminder for reminder in all_of_them if reminder.at > after)


def first_terms(members: Collection[MemberCode], seed: str, years: int) -> dict[MemberCode, int]:
    """Draw the years of founders' first terms: half of them one year, the others ``years``, the odd one too.

    So that they do not all end on one night (spec: membership, terms). The lot of a member is the SHA-256 of the seed,
    a line break and its code in UTF-8, in hexadecimal; those whose lots come first in their order have the short term.
    """
    drawn = sorted(members, key=lambda member: hashlib.sha256(f"{seed}\n{member}".encode()).hexdigest())
    short = len(drawn) // 2
    return {member: 1 if place < short else years for place, member in enumerate(drawn)}
