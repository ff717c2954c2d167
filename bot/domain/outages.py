"""Outages decide nothing: a platform out of reach shortly before a deadline moves the deadline.

Source: decision rules, deciding 6. If a platform that serves the alliance was out of reach for more than the rule's
tolerance in the last part of a period, the deadline moves to some hours after its return. While the platform is still
away the deadline moves as if it came back now, and again when it does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from bot.domain.addresses import Platform
from bot.domain.working_hours import DAY_AND_NIGHT, Counting

OUTAGE: Final = "outage"
"""Why a deadline was moved by this rule, as the record says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageRule:
    """The figures of the rule, which are the charter's.

    ``tolerance``: how long a platform may be away. ``share`` of the period, at most ``longest``, is the last part that
    counts. ``extension``: how long after the return the deadline is.
    """

    tolerance: timedelta = timedelta(minutes=10)
    share: Fraction = Fraction(1, 4)
    longest: timedelta = timedelta(hours=24)
    extension: timedelta = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A platform was out of reach from ``since`` to ``until``; ``lasting`` where it still is, at ``until``."""

    platform: Platform
    since: datetime
    until: datetime
    lasting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponement:
    """A deadline moved by an outage; ``until`` is the return, None while the platform is still away."""

    closes_at: datetime
    until: datetime | None


def postponed_by_outage(
    rule: OutageRule,
    *,
    opens_at: datetime,
    closes_at: datetime,
    settled_until: datetime | None,
    awaits_return: bool,
    outages: Iterable[Outage],
    counting: Counting = DAY_AND_NIGHT,
) -> Postponement | None:
    """Give the later deadline that outages bring about; None where they bring about none.

    ``settled_until``: outages before it have been counted already. ``awaits_return``: the deadline was moved for an
    outage that had not ended then. ``counting`` is how the time of the period counts: in working hours an outage at
    night takes nothing away, and the time after the return is given in them too.
    """
    seconds = counting.between(opens_at, closes_at) // timedelta(seconds=1) * rule.share
    begin = counting.before(closes_at, min(timedelta(seconds=int(seconds)), rule.longest))
    begin = begin if settled_until is None else max(begin, settled_until)
    heard = [each for each in outages if settled_until is None or each.until > settled_until]
    if not awaits_return:
        heard = _beyond_tolerance(heard, rule.tolerance, begin, closes_at, counting)
    if not heard:
        return None
    last = max(heard, key=lambda each: (each.lasting, each.until))
    later = counting.after(last.until, rule.extension)
    if last.lasting and closes_at > last.until:
        return None
    if later <= closes_at and not awaits_return:
        return None
    return Postponement(closes_at=max(later, closes_at), until=None if last.lasting else last.until)


def _beyond_tolerance(
    outages: Sequence[Outage], tolerance: timedelta, begin: datetime, end: datetime, counting: Counting
) -> list[Outage]:
    """Give the outages of which more than the tolerance lies within the time that counts.

    Short ones are not added up: between them everyone could vote.
    """
    return [each for each in outages if counting.between(max(each.since, begin), min(each.until, end)) > tolerance]
