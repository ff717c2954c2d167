"""The weekly digest of a delegation: for which week it is due, and at what instant.

It is due on the day and at the time of the charter in the delegation's own zone: that of its head, where the head has
chosen one, else the alliance's. A digest is of a week, named by its Monday, and a week has one at the most: where the
zone or the charter changes, the instant moves and the week stays. One that comes late says so; one that would come
later than the charter has it is left out, as the next is nearer.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from bot.domain.calendar import at_time
from bot.domain.charter import DigestRule
from bot.domain.deadlines import Deadline, Due
from bot.domain.events.digests import DigestDropped, DigestScheduled, DigestSent
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import MemberCode

WEEK: Final = timedelta(days=7)

LATE_DIGEST: Final = timedelta(hours=1)
"""A digest that is sent later than this after its instant says so."""

DigestEvent = DigestScheduled | DigestSent | DigestDropped
"""What can happen to the digest of a delegation; each names its member."""

_SUBJECT: Final = "(digest) "
"""How deadlines name a digest, before the code of its member: no member can bear such a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The digest of a delegation: the next one is of the week of the Monday ``week``, and due ``at``.

    Both are None where none is due any more. ``sent_week`` is the week of the last one, and ``told_until`` when it was
    sent. The next tells what was recorded as decided behind ``told_entry``, the last entry of the journal before it.
    """

    member: MemberCode
    week: date | None = None
    at: datetime | None = None
    sent_week: date | None = None
    told_until: datetime | None = None
    told_entry: int = 0

    def deadlines(self) -> frozenset[Deadline]:
        """Give when the clock sends the next one."""
        if self.at is None:
            return frozenset()
        return frozenset({Deadline(self.at, Due.DIGEST, subject_of(self.member))})

    def since(self, now: datetime) -> datetime:
        """Give since when a digest of ``now`` tells what was decided: since the last one, else for a week."""
        return now - WEEK if self.told_until is None else self.told_until


def subject_of(member: MemberCode) -> str:
    """Name the digest of a member as its deadlines do."""
    return f"{_SUBJECT}{member}"


def member_of(subject: str) -> MemberCode:
    """Read whose digest a deadline is about."""
    return MemberCode(subject.removeprefix(_SUBJECT))


def digest_after(digest: Digest, event: DigestEvent) -> Digest:
    """Give the digest as it is after ``event``; raise EventDoesNotFit where that cannot have happened to it."""
    match event:
        case DigestScheduled():
            return replace(digest, week=event.week, at=event.at)
        case DigestSent():
            if digest.week != event.week or digest.at != event.due_at or event.next_week <= event.week:
                raise EventDoesNotFit(event=type(event).__name__, subject=subject_of(digest.member))
            sent = replace(digest, sent_week=event.week, told_until=event.at, told_entry=event.until)
            return replace(sent, week=event.next_week, at=event.next_at)
        case DigestDropped():
            return replace(digest, week=None, at=None)
        case _:
            assert_never(event)


def monday_of(day: date) -> date:
    """Give the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def instant_of(rule: DigestRule, week: date, zone: ZoneInfo) -> datetime:
    """Give when the digest of a week is due in a zone."""
    return at_time(week + timedelta(days=rule.day), rule.at, zone)


def first_week(rule: DigestRule, zone: ZoneInfo, now: datetime) -> date:
    """Give the week of the first digest of a delegation that had none: the first whose instant is still to come."""
    week = monday_of(now.astimezone(zone).date()) - WEEK
    while instant_of(rule, week, zone) <= now:
        week += WEEK
    return week


def week_from(rule: DigestRule, week: date, zone: ZoneInfo, now: datetime) -> date:
    """Give the first week from ``week`` on whose digest is still worth sending at ``now``."""
    behind = (now - rule.late - instant_of(rule, week, zone)) // WEEK
    week += max(0, behind) * WEEK
    while instant_of(rule, week, zone) + rule.late < now:
        week += WEEK
    return week


def pending_week(digest: Digest, rule: DigestRule, zone: ZoneInfo, now: datetime) -> date:
    """Give the week whose digest comes next, whatever has changed since it was set: none twice, none made up for."""
    soonest = first_week(rule, zone, now)
    if digest.sent_week is not None:
        soonest = max(soonest, digest.sent_week + WEEK)
    return soonest if digest.week is None else min(soonest, week_from(rule, digest.week, zone, now))
