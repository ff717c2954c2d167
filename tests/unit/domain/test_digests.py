"""The weekly digest: for which week it is due, and when, in every zone and whatever changes meanwhile."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.charter import DigestRule
from bot.domain.deadlines import Deadline, Due
from bot.domain.digests import (
    WEEK,
    Digest,
    digest_after,
    first_week,
    instant_of,
    member_of,
    monday_of,
    pending_week,
    subject_of,
    week_from,
)
from bot.domain.events import DigestDropped, DigestScheduled, DigestSent
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import MemberCode

RULE = DigestRule()
TALLINN = ZoneInfo("Europe/Tallinn")
EST = MemberCode("EST")
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("UTC", "Europe/Tallinn", "America/Sao_Paulo", "Pacific/Apia", "Pacific/Pago_Pago")]
)
INSTANTS = st.datetimes(datetime(2012, 1, 20), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (bounds)
RULES = st.builds(
    DigestRule,
    day=st.integers(0, 6),
    at=st.times(time(0, 0), time(23, 59)),
    late=st.timedeltas(timedelta(minutes=1), timedelta(days=6)),
)


def at(text: str) -> datetime:
    """Read an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_it_is_due_on_monday_morning_of_the_zone() -> None:
    """At nine, summer and winter."""
    assert instant_of(RULE, date(2026, 11, 23), TALLINN) == at("2026-11-23T07:00")
    assert instant_of(RULE, date(2026, 7, 6), TALLINN) == at("2026-07-06T06:00")
    assert instant_of(RULE, date(2026, 7, 6), ZoneInfo("Asia/Tokyo")) == at("2026-07-06T00:00")


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-11-23T06:59", date(2026, 11, 23)),
        ("2026-11-23T07:00", date(2026, 11, 30)),
        ("2026-11-29T23:59", date(2026, 11, 30)),
        ("2026-11-30T06:00", date(2026, 11, 30)),
    ],
)
def test_first_one_is_still_to_come(now: str, week: date) -> None:
    """What would have come before is not made up for."""
    assert first_week(RULE, TALLINN, at(now)) == week


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-11-23T07:00", date(2026, 11, 23)),
        ("2026-11-27T07:00", date(2026, 11, 23)),
        ("2026-11-27T07:00:00.000001", date(2026, 11, 30)),
        ("2026-12-09T00:00", date(2026, 12, 7)),
        ("2026-12-12T00:00", date(2026, 12, 14)),
    ],
)
def test_one_that_is_too_late_is_left_out(now: str, week: date) -> None:
    """Four days: after that the next is nearer."""
    assert week_from(RULE, date(2026, 11, 23), TALLINN, at(now)) == week


@given(rule=RULES, zone=ZONES, now=INSTANTS)
def test_first_week_is_within_the_coming_seven_days(rule: DigestRule, zone: ZoneInfo, now: datetime) -> None:
    """Whatever the zone does with its clock and its days."""
    instant = instant_of(rule, first_week(rule, zone, now), zone)
    assert now < instant <= now + WEEK + timedelta(days=1)


@given(rule=RULES, before=ZONES, after=ZONES, now=INSTANTS, wait=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_change_of_zone_neither_doubles_nor_loses_a_week(
    rule: DigestRule, before: ZoneInfo, after: ZoneInfo, now: datetime, wait: timedelta
) -> None:
    """The instant moves, the week stays, unless it is too late for it."""
    week = first_week(rule, before, now)
    pending = Digest(member=EST, week=week, at=instant_of(rule, week, before), sent_week=week - WEEK)
    later = now + wait
    moved = pending_week(pending, rule, after, later)
    assert moved >= week
    assert monday_of(moved) == moved
    assert instant_of(rule, moved, after) + rule.late >= later
    if moved > week:
        assert instant_of(rule, moved - WEEK, after) + rule.late < later


def test_life_of_a_digest() -> None:
    """Set, sent, dropped, and taken up again: no week twice."""
    week, following = date(2026, 11, 23), date(2026, 11, 30)
    due, nine = at("2026-11-23T07:00"), at("2026-11-30T07:00")
    digest = digest_after(Digest(member=EST), DigestScheduled(member=EST, week=week, at=due))
    assert digest.deadlines() == {Deadline(due, Due.DIGEST, "(digest) EST")}
    assert digest.since(due) == due - WEEK
    sent = DigestSent(
        member=EST,
        week=week,
        since=due - WEEK,
        after=0,
        until=7,
        at=due,
        due_at=due,
        late=False,
        next_week=following,
        next_at=nine,
    )
    digest = digest_after(digest, sent)
    assert (digest.sent_week, digest.week, digest.at, digest.since(nine)) == (week, following, nine, due)
    with pytest.raises(EventDoesNotFit):
        digest_after(digest, sent)
    dropped = digest_after(digest, DigestDropped(member=EST))
    assert dropped.deadlines() == frozenset()
    assert pending_week(dropped, RULE, TALLINN, due + timedelta(hours=1)) == following
    assert pending_week(dropped, replace(RULE, day=3), TALLINN, due + timedelta(hours=1)) == following
    assert pending_week(dropped, RULE, TALLINN, nine + timedelta(hours=1)) == date(2026, 12, 7)


def test_subject_names_the_member() -> None:
    """As no member can be named itself."""
    assert member_of(subject_of(EST)) == EST
