"""One state read by itself is the state that stands on the roster, whatever it holds and on any date."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from bot.domain.ids import BodyName, WeightName
from bot.domain.membership import Tenure
from storage.database import Database
from tests.behaviour.storage.scene import ALLIANCE, COUNCIL, DAY, EST, LTU, LVA, NOW, enrolled, founded, write

WEIGHTS = {WeightName("population"): Fraction(4, 3), WeightName("budget"): Fraction(7), WeightName("area"): Fraction(1)}
SEATS = {COUNCIL: Tenure.CORE, BodyName("assembly"): Tenure.AT_LARGE}


@pytest.mark.parametrize("at", [NOW - DAY, NOW, NOW + timedelta(days=900)])
def test_one_state_is_as_the_roster_has_it(database: Database, at: datetime) -> None:
    """Several seats and weights are neither doubled nor left out, nor are none of them made up."""
    write(
        database,
        founded(),
        replace(enrolled(EST, since=NOW - 2 * DAY), weights=WEIGHTS, seats=SEATS),
        replace(enrolled(LVA, since=NOW - 2 * DAY), weights={}, seats=SEATS),
        replace(enrolled(LTU, since=NOW - 2 * DAY), weights=WEIGHTS, seats={}),
    )
    with database.snapshot() as uow:
        roster = {member.code: member for member in uow.roster.on(ALLIANCE, at)}
        assert {code: uow.roster.member(ALLIANCE, code, at) for code in (EST, LVA, LTU)} == roster
        assert (roster[EST].weights, roster[EST].seats) == (WEIGHTS, SEATS)
        assert (roster[LVA].weights, roster[LVA].seats) == ({}, SEATS)
        assert (roster[LTU].weights, roster[LTU].seats) == (WEIGHTS, {})
