"""Consensus: when it may be asked, and what an outage makes of the time to object."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.addresses import Platform
from bot.domain.course import Consensus
from bot.domain.ids import MemberCode
from bot.domain.objections import hinders
from bot.domain.outages import Outage, OutageRule

ASKED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LEAST = timedelta(minutes=10)


def minutes(number: float) -> datetime:
    """Give an instant by its distance from the question."""
    return ASKED + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("window", "since", "until", "lasting", "hindered"),
    [
        (10, -5, 30, False, True),
        (10, 4, 8, False, True),
        (10, 0, 2.5, False, False),
        (10, 0, 2.6, False, True),
        (10, -30, -1, False, False),
        (10, 10, 60, False, False),
        (10, 7, 12, True, True),
        (120, 0, 60, False, False),
        (120, 0, 110, False, False),
        (120, 0, 111, False, True),
        (120, 100, 110, False, False),
        (120, 105, 116, False, True),
    ],
)
def test_outage_hinders_where_it_took_much_and_left_less_than_the_least(
    window: int, since: float, until: float, *, lasting: bool, hindered: bool
) -> None:
    """A quarter of the time or ten minutes, whichever is less; unless ten minutes were left after the return."""
    consensus = Consensus(asked_at=ASKED, until=minutes(window), by=MemberCode("EST"))
    outage = Outage(platform=Platform.SLACK, since=minutes(since), until=minutes(until), lasting=lasting)
    assert hinders(outage, consensus, OutageRule(), least=LEAST) is hindered
