"""An outage decides nothing: when, and to what instant, it moves a deadline (decision rules, deciding 6)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import Platform
from bot.domain.outages import Outage, OutageRule, Postponement, postponed_by_outage
from bot.domain.working_hours import Counting, WorkingHours

RULE = OutageRule()
OPENS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=72)
"""The last quarter of this period is 18 hours."""
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def away(since: timedelta, until: timedelta, platform: Platform = Platform.SLACK, *, lasting: bool = False) -> Outage:
    """Give an outage by its distance from the deadline, earlier ones negative."""
    return Outage(platform=platform, since=CLOSES + since, until=CLOSES + until, lasting=lasting)


def judged(*outages: Outage, settled: datetime | None = None, awaits: bool = False) -> Postponement | None:
    """Judge outages by the rule's own figures."""
    return postponed_by_outage(
        RULE, opens_at=OPENS, closes_at=CLOSES, settled_until=settled, awaits_return=awaits, outages=outages
    )


def moved(after_deadline: timedelta) -> Postponement:
    """Give the deadline four hours after a return."""
    until = CLOSES + after_deadline
    return Postponement(closes_at=until + 4 * HOUR, until=until)


@pytest.mark.parametrize(
    ("outages", "expected"),
    [
        ((), None),
        ((away(-11 * MINUTE, timedelta(0)),), moved(timedelta(0))),
        ((away(-10 * MINUTE, timedelta(0)),), None),
        ((away(-1 * HOUR, -30 * MINUTE),), moved(-30 * MINUTE)),
        ((away(-9 * MINUTE, 2 * HOUR),), None),
        ((away(-11 * MINUTE, 2 * HOUR),), moved(2 * HOUR)),
        ((away(-6 * HOUR, -5 * HOUR),), None),
        ((away(-20 * HOUR, -18 * HOUR - MINUTE),), None),
        ((away(-20 * HOUR, -2 * HOUR),), moved(-2 * HOUR)),
        ((away(-60 * MINUTE, -54 * MINUTE), away(-40 * MINUTE, -34 * MINUTE)), None),
        ((away(-60 * MINUTE, -40 * MINUTE), away(-30 * MINUTE, -24 * MINUTE)), moved(-40 * MINUTE)),
        ((away(-60 * MINUTE, -54 * MINUTE), away(-40 * MINUTE, -34 * MINUTE, Platform.DISCORD)), None),
    ],
)
def test_outage_shortly_before_the_deadline_moves_it(
    outages: tuple[Outage, ...], expected: Postponement | None
) -> None:
    """More than ten minutes in the last quarter, of one platform: four hours after its return, never earlier."""
    assert judged(*outages) == expected


def test_last_part_of_a_long_period_is_a_day_at_most() -> None:
    """A quarter of eight days would be two: only the last one counts."""
    long_ago = OPENS - timedelta(days=29)
    early = away(-25 * HOUR, -24 * HOUR)
    found = postponed_by_outage(
        OutageRule(extension=48 * HOUR),
        opens_at=long_ago,
        closes_at=CLOSES,
        settled_until=None,
        awaits_return=False,
        outages=(early,),
    )
    assert found is None


def test_deadline_waits_for_a_platform_that_is_still_away() -> None:
    """It moves as if the platform came back now, and is final once it does."""
    now = CLOSES + MINUTE
    lasting = Outage(platform=Platform.SLACK, since=CLOSES - 20 * MINUTE, until=now, lasting=True)
    assert judged(lasting) == Postponement(closes_at=now + 4 * HOUR, until=None)
    back = away(-20 * MINUTE, 3 * HOUR)
    assert judged(back, awaits=True) == Postponement(closes_at=back.until + 4 * HOUR, until=back.until)


def test_outage_that_lasts_moves_nothing_before_the_deadline() -> None:
    """There is time for the platform to come back."""
    lasting = Outage(platform=Platform.SLACK, since=CLOSES - HOUR, until=CLOSES - MINUTE, lasting=True)
    assert judged(lasting) is None


def test_outage_counts_once() -> None:
    """What has moved the deadline already does not move it again."""
    outage = away(-1 * HOUR, -30 * MINUTE)
    assert judged(outage, settled=outage.until) is None


MINUTES = st.integers(min_value=-3 * 24 * 60, max_value=24 * 60).map(lambda value: value * MINUTE)


@given(
    st.lists(
        st.tuples(
            MINUTES, st.integers(min_value=1, max_value=600), st.sampled_from([Platform.SLACK, Platform.DISCORD])
        ),
        max_size=6,
    )
)
def test_deadline_never_comes_earlier_and_settles(spells: list[tuple[timedelta, int, Platform]]) -> None:
    """A moved deadline is later, at least the extension after the last return that moved it, and moves once."""
    outages = tuple(away(since, since + length * MINUTE, platform) for since, length, platform in spells)
    found = judged(*outages)
    if found is None:
        return
    assert found.closes_at > CLOSES
    assert found.until is not None
    assert found.closes_at == found.until + RULE.extension
    heard = [each for each in outages if each.until <= found.until]
    again = postponed_by_outage(
        RULE,
        opens_at=OPENS,
        closes_at=found.closes_at,
        settled_until=found.until,
        awaits_return=False,
        outages=heard,
    )
    assert again is None


OFFICE = Counting(
    hours=WorkingHours(days=frozenset(range(5)), opens=time(9), closes=time(17)), zone=ZoneInfo("Europe/Tallinn")
)
FRIDAY_EVENING = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
"""At 17:00 in Tallinn, 24 working hours after Wednesday at 9:00; the last quarter is Friday from 11:00 on."""


@pytest.mark.parametrize(
    ("since", "until", "closes_at"),
    [
        (-30 * MINUTE, -15 * MINUTE, datetime(2026, 11, 30, 10, 45, tzinfo=UTC)),
        (-30 * MINUTE, 10 * HOUR, datetime(2026, 11, 30, 11, 0, tzinfo=UTC)),
        (-7 * HOUR, -5 * HOUR - 55 * MINUTE, None),
        (-23 * HOUR, -9 * HOUR, None),
    ],
)
def test_outage_of_a_period_in_working_hours_is_counted_in_them(
    since: timedelta, until: timedelta, closes_at: datetime | None
) -> None:
    """The last quarter, what an outage takes of it and the time after the return: nights count for none of them."""
    outage = Outage(platform=Platform.SLACK, since=FRIDAY_EVENING + since, until=FRIDAY_EVENING + until)
    found = postponed_by_outage(
        RULE,
        opens_at=datetime(2026, 11, 25, 7, 0, tzinfo=UTC),
        closes_at=FRIDAY_EVENING,
        settled_until=None,
        awaits_return=False,
        outages=(outage,),
        counting=OFFICE,
    )
    assert (found and found.closes_at) == closes_at
