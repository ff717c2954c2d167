"""Time as the house uses it: aware UTC instants, checked where they are made."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CLOSING_GRACE = timedelta(seconds=1)
"""A vote is closed no earlier than this after its deadline, so that ballots in flight are committed first."""

LATE_REMINDER = timedelta(minutes=5)
"""A reminder sent later than this after its instant says that it is late."""


def comes_late(due_at: datetime, now: datetime) -> bool:
    """Tell whether a reminder that was due at ``due_at`` and is sent at ``now`` is to say that it is late."""
    return now - due_at > LATE_REMINDER


@dataclass(kw_only=True, eq=False)
class NaiveInstant(ValueError):
    """An instant without a time zone reached the domain: a defect of the caller, never of a person."""

    value: datetime


def utc(value: datetime) -> datetime:
    """Return ``value`` in UTC; raise NaiveInstant where it carries no time zone."""
    if value.tzinfo is None:
        raise NaiveInstant(value=value)
    return value.astimezone(UTC)


def written(value: datetime) -> str:
    """Write an instant as RFC 3339 in UTC with microseconds, the one form the record knows."""
    return f"{utc(value).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
