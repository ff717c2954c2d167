"""Another charter comes into force: what runs goes on under its own rules, what the new one asks for begins."""

from datetime import date, timedelta

import pytest

from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members
from bot.commands.reconstitution import (
    CharterInForce,
    CharterLacksKind,
    CharterLacksProposedKind,
    CharterLacksSeats,
    apply_charter,
)
from bot.domain.calendar import first_instant, last_instant
from bot.domain.events import MemberEnrolled
from bot.domain.ids import MemberCode
from bot.domain.membership import Status
from tests.behaviour.cast import EST_HEAD, SECRETARY, STRANGER
from tests.behaviour.charter import CHARTER
from tests.behaviour.membership import BY_VOTE, dossier
from tests.behaviour.world import World


async def apply(world: World, text: str) -> None:
    """Bring a charter into force as the terminal does."""
    alliance = await world.house.writer.read(lambda uow: uow.alliances.get(world.code))
    assert alliance is not None
    now = world.clock.now()
    await world.house.writer.write(lambda uow: apply_charter(uow, alliance, parse_charter(text), now=now))


async def test_terms_that_ran_without_rules_are_looked_after_from_then_on(house: World) -> None:
    """They are called to mind, and the review of their renewal opens."""
    await _enrol(house)
    before = (await dossier(house, "FRA")).term
    assert before is not None
    assert (before.watched, before.reminders) == (False, ())
    await apply(house, BY_VOTE)
    term = (await dossier(house, "FRA")).term
    assert term is not None
    assert term.watched
    assert [reminder.days for reminder in term.reminders] == [90, 30, 7, 1, 0]
    await house.pass_time(timedelta(days=1))
    assert "for the renewal" in await house.front.say(STRANGER, "/review show FRA")
    assert await house.sound()


async def _enrol(house: World) -> None:
    """Enter a state whose term ends in four months, under a charter that says nothing of that."""
    zone = (await house.house.writer.read(lambda uow: uow.alliances.get(house.code))).time_zone  # type: ignore[union-attr]
    now = house.clock.now()
    france = MemberEnrolled(
        member=MemberCode("FRA"),
        name="France",
        name_fr="France",
        flag="🇫🇷",
        status=Status.ACTIVE,
        since=now,
        weights={},
        term_start=first_instant(date(2025, 4, 1), zone),
        term_end=last_instant(date(2027, 3, 31), zone),
        seats={},
    )
    await house.house.writer.write(lambda uow: enrol_members(uow, house.code, [france], now=now))


async def test_vote_that_runs_keeps_its_rules(house: World) -> None:
    """A later charter does not move a running vote (decision rules, deciding 4)."""
    await house.front.say(SECRETARY, '/motion open declaration "Seas" "1. Open."')
    before = await house.motion(1)
    stricter = CHARTER.replace('adopt = "more for than against"', 'adopt = "at least 2/3 of all members"')
    await apply(house, stricter)
    assert (await house.motion(1)).rules == before.rules
    assert await house.sound()


async def test_charters_that_do_not_fit_what_there_is(house: World) -> None:
    """Nothing is written then."""
    with pytest.raises(CharterInForce):
        await apply(house, CHARTER)
    with pytest.raises(CharterLacksSeats):
        await apply(house, CHARTER.replace("seats = 5", "seats = 3").replace("3 of 5 seats", "2 of 3 seats"))
    await house.front.say(SECRETARY, '/motion open declaration "Seas" "1. Open."')
    before = await house.entries()
    with pytest.raises(CharterLacksKind):
        await apply(house, CHARTER.replace("[kinds.declaration]", "[kinds.pronouncement]"))
    assert await house.entries() == before


async def test_kind_that_a_challenge_proposes_stays_until_it_is_answered(house: World) -> None:
    """Otherwise the motion could not become what the body says it is."""
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. Skies open."')
    await house.front.say(EST_HEAD, "/motion challenge M-1 proposal")
    later = CHARTER.replace("[kinds.proposal]", "[kinds.plan]")
    with pytest.raises(CharterLacksProposedKind):
        await apply(house, later)
    await house.pass_time(timedelta(hours=24, seconds=1))
    await apply(house, later)
    assert await house.sound()
