"""From the rows of a roster file to enrolments: days become instants in the alliance's time zone."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.cli.files import RosterFile
from bot.domain.calendar import first_instant, last_instant
from bot.domain.events import MemberEnrolled


def enrolments(read: RosterFile, zone: ZoneInfo, now: datetime) -> Iterator[MemberEnrolled]:
    """Give the enrolment of each row; a state without a term is enrolled as of ``now``."""
    for row in read.rows:
        start = None if row.term_start is None else first_instant(row.term_start, zone)
        yield MemberEnrolled(
            member=row.code,
            name=row.name,
            name_fr=row.name_fr,
            flag=row.flag,
            status=row.status,
            since=start or now,
            weights=row.weights,
            term_start=start,
            term_end=None if row.term_end is None else last_instant(row.term_end, zone),
            seats={} if row.seat is None or read.seats_of is None else {read.seats_of: row.seat},
        )
