"""Seats and the calendar: who may stand again, whose turn it is, and what holds whatever happens to the seats."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.charters.load import parse_charter
from bot.domain.calendar import months_after, next_day, reminders_before, years_after
from bot.domain.candidacy import barred_until, check_may_stand, may, next_in_order
from bot.domain.charter import AtLarge, SeatsBy, YearlyDay
from bot.domain.council import Seat, held_at, term_end, vacant_at
from bot.domain.ids import BodyName, MemberCode
from bot.domain.membership import Member, Status, Tenure
from tests.behaviour.charter import changed

TALLINN, AUCKLAND = ZoneInfo("Europe/Tallinn"), ZoneInfo("Pacific/Auckland")
COUNCIL = BodyName("council")
RANKED = AtLarge(by=SeatsBy.RANKED)
NEW_YEAR = YearlyDay(month=1, day=1)
CHARTER = parse_charter(
    changed(("seats = 5\n", 'seats = 5\nrotation = "01-01"\nat_large = { by = "ranked", kind = "seats" }\n'))
)
BODY = CHARTER.bodies[COUNCIL]


def at(day: str) -> datetime:
    """Give the beginning of a day in Tallinn."""
    return datetime.fromisoformat(day).replace(tzinfo=TALLINN).astimezone(UTC)


def seat(member: str, since: str, until: str | None = None, tenure: Tenure = Tenure.AT_LARGE) -> Seat:
    """Make a seat of the council."""
    return Seat(
        body=COUNCIL,
        member=MemberCode(member),
        tenure=tenure,
        since=at(since),
        until=None if until is None else at(until),
    )


@pytest.mark.parametrize(
    ("held", "since", "barred"),
    [
        ([seat("EST", "2027-01-01", "2028-01-01")], "2028-01-01", True),
        ([seat("EST", "2027-01-01", "2028-01-01")], "2029-01-01", False),
        ([seat("EST", "2027-01-01", "2028-01-01")], "2028-12-31", True),
        ([seat("EST", "2027-07-02", "2028-01-01")], "2028-01-01", False),
        ([seat("EST", "2027-07-01", "2028-01-01")], "2028-01-01", True),
        ([seat("EST", "2027-01-01", "2027-08-01")], "2028-01-01", True),
        ([seat("EST", "2027-01-01", "2027-03-01")], "2028-01-01", False),
        ([seat("EST", "2027-01-01", None)], "2028-01-01", True),
        ([seat("LVA", "2027-01-01", "2028-01-01")], "2028-01-01", False),
        ([seat("EST", "2020-01-01", None, Tenure.CORE)], "2028-01-01", False),
        ([], "2028-01-01", False),
    ],
    ids=[
        "at once",
        "a full term later",
        "a day short of it",
        "after less than six months",
        "after six months",
        "left in its course, after seven months",
        "left after two",
        "without an end yet",
        "another's seat",
        "a core seat",
        "none",
    ],
)
def test_no_immediate_reelection_but_after_a_short_rest(held: list[Seat], since: str, *, barred: bool) -> None:
    """A full term passes between two seats at large, unless the first was held for less than six months."""
    found = barred_until(held, RANKED, MemberCode("EST"), body=COUNCIL, since=at(since), zone=TALLINN)
    assert (found is not None) == barred
    allowed = AtLarge(by=SeatsBy.RANKED, immediate_reelection=True)
    assert barred_until(held, allowed, MemberCode("EST"), body=COUNCIL, since=at(since), zone=TALLINN) is None


ORDER = tuple(MemberCode(code) for code in ("EST", "LVA", "FIN", "POL", "BRA"))


@pytest.mark.parametrize(
    ("held", "able", "count", "expected"),
    [
        ([], "EST LVA FIN POL BRA", 2, "EST LVA"),
        ([seat("EST", "2027-01-01"), seat("LVA", "2027-01-01")], "FIN POL BRA", 2, "FIN POL"),
        ([seat("EST", "2027-01-01"), seat("LVA", "2027-01-01")], "LVA FIN BRA", 3, "FIN BRA LVA"),
        ([seat("EST", "2027-01-01"), seat("FIN", "2026-01-01")], "EST FIN", 1, "FIN"),
        ([seat("EST", "2020-01-01", None, Tenure.CORE)], "LVA", 3, "LVA"),
        ([seat("EST", "2026-01-01"), seat("EST", "2027-01-01"), seat("LVA", "2027-01-01")], "EST LVA", 1, "LVA"),
        ([], "", 2, ""),
    ],
)
def test_fixed_order_goes_round(held: list[Seat], able: str, count: int, expected: str) -> None:
    """Who has never sat, then who sat longest ago, then who sat less often, each in the order."""
    found = next_in_order(ORDER, held, {MemberCode(code) for code in able.split()}, count)
    assert found == tuple(MemberCode(code) for code in expected.split())


@pytest.mark.parametrize(
    ("instant", "months", "expected"),
    [("2027-08-31", 6, "2028-02-29"), ("2026-08-31", 6, "2027-02-28"), ("2027-12-01", 1, "2028-01-01")],
)
def test_months_end_where_the_month_does(instant: str, months: int, expected: str) -> None:
    assert months_after(at(instant), months, zone=TALLINN) == at(expected)


def test_years_keep_the_time_of_the_zone() -> None:
    """The clocks have changed in between: midnight stays midnight."""
    assert years_after(at("2027-03-28"), 1, zone=TALLINN) == at("2028-03-28")
    assert years_after(at("2028-02-29"), 1, zone=TALLINN) == at("2029-02-28")


def test_term_ends_with_a_rotation() -> None:
    assert term_end(NEW_YEAR, 1, since=at("2027-01-01"), zone=TALLINN) == at("2028-01-01")
    assert term_end(NEW_YEAR, 2, since=at("2027-01-01"), zone=TALLINN) == at("2029-01-01")
    assert term_end(NEW_YEAR, 1, since=at("2027-05-04"), zone=TALLINN) == at("2028-01-01")


@given(
    day=st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (aware by the zone)
    before=st.sets(st.integers(1, 365), min_size=1, max_size=6),
    zone=st.sampled_from([UTC, TALLINN, AUCKLAND]),
)
def test_reminders_are_midnights_before_the_day_in_order(
    day: date, now: datetime, before: set[int], zone: ZoneInfo
) -> None:
    """Each at the beginning of its day in the zone, later than now, and so many days before the day itself."""
    yearly = YearlyDay(month=day.month, day=day.day)
    begins = next_day(yearly, after=now, zone=zone)
    local = begins.astimezone(zone)
    assert (local.month, local.day) == (day.month, day.day)
    assert now < begins <= now + timedelta(days=367)
    reminders = reminders_before(begins, before, after=now, zone=zone)
    assert list(reminders) == sorted(set(reminders))
    days = {(local.date() - reminder.astimezone(zone).date()).days for reminder in reminders}
    assert days <= before
    assert all(now < reminder < begins for reminder in reminders)
    midnights = {datetime.combine(local.date() - timedelta(days=each), time(), zone) for each in before}
    assert set(reminders) == {midnight for midnight in midnights if midnight > now}


MEMBERS = tuple(MemberCode(f"M{number:02d}") for number in range(12))


class SeatsOfACouncil(RuleBasedStateMachine):
    """A council of five with up to three core seats, over the years: what the checks let happen, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("2027-06-01")
        self.seats: list[Seat] = []
        self.statuses = dict.fromkeys(MEMBERS, Status.ACTIVE)
        self.core: set[MemberCode] = set()

    @initialize(core=st.integers(0, 3), large=st.integers(0, 2))
    def enrol(self, core: int, large: int) -> None:
        """Give the seats that come with the roster."""
        rotation = next_day(NEW_YEAR, after=self.now, zone=TALLINN)
        for number, code in enumerate(MEMBERS[: core + large]):
            tenure = Tenure.CORE if number < core else Tenure.AT_LARGE
            until = None if tenure is Tenure.CORE else rotation
            self.seats.append(Seat(body=COUNCIL, member=code, tenure=tenure, since=self.now, until=until))
        self.core = set(MEMBERS[:core])

    def _member(self, code: MemberCode) -> Member:
        return Member(code=code, name=code, name_fr=code, flag="", status=self.statuses[code], since=self.now)

    def _stands(self, code: MemberCode, since: datetime) -> bool:
        member = self._member(code)
        return may(lambda: check_may_stand(CHARTER, BODY, member, self.seats, since=since, zone=TALLINN))

    @rule(order=st.permutations(MEMBERS), vacant=st.booleans())
    def give_seats(self, order: list[MemberCode], *, vacant: bool) -> None:
        """Fill every seat that is free with the rotation, or vacant now, as far as anybody may take it."""
        rotation = next_day(NEW_YEAR, after=self.now, zone=TALLINN)
        since = self.now if vacant else rotation
        until = term_end(NEW_YEAR, 1, since=since, zone=TALLINN)
        free = vacant_at(self.seats, BODY, since)
        for code in [code for code in order if self._stands(code, since)][:free]:
            taken = Seat(body=COUNCIL, member=code, tenure=Tenure.AT_LARGE, since=since, until=until)
            self.seats.append(taken)

    @rule(code=st.sampled_from(MEMBERS))
    def suspend_or_reinstate(self, code: MemberCode) -> None:
        """Suspend a member, which keeps its seat in abeyance, or take it back."""
        if self.statuses[code] is not Status.EXPIRED:
            suspended = self.statuses[code] is Status.SUSPENDED
            self.statuses[code] = Status.ACTIVE if suspended else Status.SUSPENDED

    @precondition(lambda self: list(self.statuses.values()).count(Status.EXPIRED) < 6)
    @rule(code=st.sampled_from(MEMBERS))
    def leave(self, code: MemberCode) -> None:
        """Who is no member any more leaves the seats it has and those it was to take."""
        self.statuses[code] = Status.EXPIRED
        self.core.discard(code)
        self.seats = [
            Seat(
                body=each.body,
                member=each.member,
                tenure=each.tenure,
                since=each.since,
                until=max(each.since, self.now),
            )
            if each.member == code and (each.until is None or each.until > self.now)
            else each
            for each in self.seats
        ]

    @rule(days=st.integers(1, 250))
    def wait(self, days: int) -> None:
        """Time passes."""
        self.now += timedelta(days=days)

    def _looked_at(self) -> list[datetime]:
        return [self.now, *(each.since for each in self.seats), self.now + timedelta(days=400)]

    @invariant()
    def never_more_holders_than_seats(self) -> None:
        """On any date, past or to come."""
        for instant in self._looked_at():
            assert len(held_at(self.seats, COUNCIL, instant)) <= 5

    @invariant()
    def nobody_has_two(self) -> None:
        """On any date."""
        for instant in self._looked_at():
            holders = [each.member for each in held_at(self.seats, COUNCIL, instant)]
            assert len(holders) == len(set(holders))

    @invariant()
    def core_seats_stay(self) -> None:
        """With their holders, suspended or not, as long as these are members."""
        holders = {each.member for each in held_at(self.seats, COUNCIL, self.now) if each.tenure is Tenure.CORE}
        assert holders == self.core


TestSeatsOfACouncil = SeatsOfACouncil.TestCase
