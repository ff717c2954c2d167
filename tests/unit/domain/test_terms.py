"""Terms of membership: their last days, in leap years and in every zone, what reminds of them, and the lot."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deadlines import Due
from bot.domain.dossier import Dossier
from bot.domain.dossier_evolution import dossier_after
from bot.domain.events import TermReminded
from bot.domain.findings import Confirmed, Finding
from bot.domain.ids import KindName, MemberCode, MotionNumber, ReviewNumber
from bot.domain.membership import Status
from bot.domain.renewal import renewal_due
from bot.domain.statutes import MembershipRules
from bot.domain.terms import Term, TermCause, first_terms, last_day, term_between

RULES = MembershipRules(
    admission=KindName("admission"),
    suspension=KindName("suspension"),
    reinstatement=KindName("reinstatement"),
    non_renewal=KindName("non-renewal"),
)
ZONES = st.sampled_from(["UTC", "Europe/Tallinn", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe"])
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))
ESTONIA = MemberCode("EST")


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        ("2026-11-27", 2, "2028-11-26"),
        ("2028-02-29", 2, "2030-02-28"),
        ("2028-02-29", 4, "2032-02-28"),
        ("2026-03-01", 2, "2028-02-29"),
        ("2026-02-28", 2, "2028-02-27"),
        ("2027-01-01", 1, "2027-12-31"),
    ],
)
def test_term_ends_on_the_day_before_its_anniversary(start: str, years: int, last: str) -> None:
    """Spec: membership, terms; where a year has no 29 February, the anniversary is 1 March."""
    assert last_day(date.fromisoformat(start), years) == date.fromisoformat(last)


def term(start: date, years: int, zone: str, *, now: datetime | None = None) -> Term:
    """Make a term that begins now."""
    at = now or datetime.combine(start, time(0, 0), tzinfo=ZoneInfo(zone))
    return term_between(
        start, last_day(start, years), cause=TermCause.RENEWAL, rules=RULES, zone=ZoneInfo(zone), now=at
    )


@given(DAYS, st.integers(1, 5), ZONES)
def test_terms_follow_one_another_without_a_gap(start: date, years: int, zone: str) -> None:
    """The next term begins at the very instant after the last, at 0:00 of the day after in the alliance's zone."""
    first = term(start, years, zone)
    following = last_day(start, years) + timedelta(days=1)
    assert first.ended_at == term(following, years, zone).starts_at
    assert first.ended_at.astimezone(ZoneInfo(zone)).date() == following


@given(DAYS, ZONES, st.lists(st.integers(0, 900), min_size=1, max_size=8))
def test_each_reminder_is_due_once_and_in_order_whenever_the_clock_looks(
    start: date, zone: str, wakes: list[int]
) -> None:
    """However long the house slept, each reminder comes once, in order, and not before its day."""
    begun = term(start, 2, zone)
    dossier = Dossier(member=ESTONIA, status=Status.ACTIVE, term=begun)
    posted: list[tuple[int, datetime]] = []
    for wake in [*sorted(wakes), 900]:
        now = begun.starts_at + timedelta(days=wake)
        running = dossier.term
        assert running is not None
        for reminder in running.reminders:
            if reminder.at <= now:
                posted.append((reminder.days, now))
                assert now >= reminder.at
                event = TermReminded(
                    member=ESTONIA, days=reminder.days, ends_at=running.ends_at, due_at=reminder.at, late=False
                )
                dossier = dossier_after(dossier, event)
    assert [days for days, _ in posted] == [180, 90, 30, 7, 1, 0]
    assert all(later >= earlier for (_, earlier), (_, later) in pairwise(posted))


@given(DAYS, ZONES)
def test_reminders_come_at_nine_on_their_days(start: date, zone: str) -> None:
    """On the day itself and 1, 7, 30, 90 and 180 days before it, by the alliance's own clock."""
    last = last_day(start, 2)
    for reminder in term(start, 2, zone).reminders:
        local = reminder.at.astimezone(ZoneInfo(zone))
        assert local.date() == last - timedelta(days=reminder.days)
        assert local.hour == 9


def test_enrolled_in_mid_term_nothing_is_made_up_for() -> None:
    """What would have come before the enrolment is left out; the review opens at once where its time has passed."""
    now = datetime(2028, 10, 1, tzinfo=UTC)
    found = term(date(2026, 11, 27), 2, "UTC", now=now)
    assert [reminder.days for reminder in found.reminders] == [30, 7, 1, 0]
    assert found.review_at == now


def test_term_that_is_over_at_its_enrolment_is_looked_at_at_once() -> None:
    """It goes on until it is decided, and has nothing more that reminds of it."""
    now = datetime(2030, 1, 1, tzinfo=UTC)
    found = term(date(2026, 11, 27), 2, "UTC", now=now)
    assert (found.reminders, found.review_at) == ((), None)
    deadlines = Dossier(member=ESTONIA, status=Status.ACTIVE, term=found).deadlines()
    assert {(each.what, each.at) for each in deadlines} == {(Due.TERM, found.ended_at)}


@given(st.sets(st.sampled_from(["EST", "LVA", "FIN", "BRA", "POL", "HUN", "FRA"])), st.text(max_size=20))
def test_lot_gives_half_one_year_whatever_the_order(members: set[str], seed: str) -> None:
    """Half one year, half two, the odd one two; the same seed gives the same terms."""
    codes = [MemberCode(code) for code in members]
    drawn = first_terms(codes, seed, 2)
    assert sorted(drawn.values()) == [1] * (len(codes) // 2) + [2] * (len(codes) - len(codes) // 2)
    assert first_terms(sorted(codes, reverse=True), seed, 2) == drawn


BEGUN = term(date(2026, 11, 27), 2, "UTC")
OVER = BEGUN.ended_at
RUNNING = Dossier(member=ESTONIA, status=Status.ACTIVE, term=BEGUN)


def found(finding: Finding, *, renews: bool = True) -> Confirmed:
    """Make a confirmed finding of the last month of the term."""
    return Confirmed(finding=finding, review=ReviewNumber(1), at=OVER - timedelta(days=30), renews=renews)


@pytest.mark.parametrize(
    ("dossier", "years"),
    [
        (RUNNING, None),
        (replace(RUNNING, finding=found(Finding.MEETS)), 2),
        (replace(RUNNING, finding=found(Finding.AT_RISK)), 1),
        (replace(RUNNING, finding=found(Finding.FAILS)), None),
        (replace(RUNNING, finding=found(Finding.MEETS, renews=False)), None),
        (replace(RUNNING, finding=found(Finding.MEETS), vote=MotionNumber(1)), None),
        (replace(RUNNING, finding=found(Finding.MEETS), vote=MotionNumber(1), kept_at=OVER), 2),
        (replace(RUNNING, finding=found(Finding.FAILS), vote=MotionNumber(1), kept_at=OVER), 1),
        (replace(RUNNING, finding=found(Finding.MEETS), status=Status.SUSPENDED), None),
        (replace(RUNNING, term=None, finding=found(Finding.MEETS)), None),
    ],
)
def test_what_renews_a_term(dossier: Dossier, years: int | None) -> None:
    """A finding of the renewal's review, or the vote that was called; else the term goes on."""
    renewal = renewal_due(dossier, term=2, term_at_risk=1, now=OVER)
    assert (None if renewal is None else renewal.years) == years
    assert renewal_due(dossier, term=2, term_at_risk=1, now=OVER - timedelta.resolution) is None
