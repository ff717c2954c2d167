"""Parliaments: each member's part takes the leave of its own; the text is in effect while k are valid."""

from datetime import timedelta

import pytest

from bot.domain.authorisations import AuthorisationState
from bot.domain.ids import MemberCode
from tests.behaviour.cast import BRA, EST_DELEGATE, EST_HEAD, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.implementing import OPERATION, adopted, after_adoption, flat
from tests.behaviour.membership import wait_until
from tests.behaviour.world import World


@pytest.fixture
async def joined(house: World) -> World:
    """Give a house where Estonia, Latvia and Poland have joined an operation that takes two authorisations."""
    await house.apply(OPERATION)
    await adopted(house, "operation")
    for head in (EST_HEAD, LVA, POL):
        await house.front.say(head, "/coalition join M-1 confirm:yes")
    return house


def decided(decision: str, more: str = "") -> str:
    """Write down a parliament's decision of the day."""
    return f'/authorisation record M-1 {decision} Parliament today "12 SE" {more} confirm:yes'


async def state(house: World, member: str) -> AuthorisationState:
    """Tell where the authorisation of a member stands."""
    return (await after_adoption(house)).state_of(MemberCode(member), house.clock.now())


async def test_troops_go_only_with_the_leave_of_the_parliament(joined: World) -> None:
    """Pending, given: the act takes effect for a member only while its own is valid."""
    front = joined.front
    await front.say(EST_HEAD, "/contribution add M-1 '500 troops' 30d confirm:yes")
    assert "is pending" in await front.say(EST_HEAD, "/contribution deliver M-1 1 '100 troops' confirm:yes")
    asked = await front.say(
        EST_HEAD, '/authorisation record M-1 given Riigikogu today "12 SE" until:90d conditions:"No ground troops."'
    )
    assert "given, by Riigikogu" in flat(asked)
    assert await state(joined, "EST") is AuthorisationState.PENDING
    await front.say(EST_HEAD, decided("given", 'until:90d conditions:"No ground troops."'))
    assert await state(joined, "EST") is AuthorisationState.GIVEN
    shown = await front.say(STRANGER, "/authorisation status M-1")
    assert "No ground troops." in " ".join(shown.replace("│", " ").split())
    await front.say(EST_HEAD, "/contribution deliver M-1 1 '100 troops' confirm:yes")
    assert (await after_adoption(joined)).delivered("troops").value == 100
    assert await joined.sound()


async def test_text_is_in_effect_at_two_and_suspended_below(joined: World) -> None:
    """One refusal, one recall later: in effect at k, suspended below it, and the body is told each time."""
    front = joined.front
    await front.say(EST_HEAD, decided("given"))
    assert not (await after_adoption(joined)).in_effect
    await front.say(POL, decided("refused"))
    await front.say(LVA, decided('"not required"'))
    assert (await after_adoption(joined)).in_effect
    await joined.settle()
    assert any("In effect: authorisations valid 2, needed 2." in text for text in await front.direct(EST_HEAD))
    await front.say(EST_HEAD, decided("withdrawn"))
    await joined.settle()
    assert not (await after_adoption(joined)).in_effect
    assert any("Suspended: authorisations valid 1" in text for text in await front.direct(POL))
    shown = await front.say(STRANGER, "/authorisation status M-1")
    assert "Not in effect: 1 authorisation of 3 is valid, it takes 2." in " ".join(shown.replace("│", " ").split())
    assert "given (earlier)" in " ".join(shown.replace("│", " ").split())
    assert [len(each.rulings) for each in (await after_adoption(joined)).authorisations] == [2, 1, 1]
    assert await joined.sound()


async def test_authorisation_expires_at_its_last_instant(joined: World) -> None:
    """30, 7 and 1 days before it is called to mind; its end suspends the text, by the clock alone."""
    front = joined.front
    await front.say(EST_HEAD, decided("given", "until:60d"))
    await front.say(LVA, decided("given"))
    found = (await after_adoption(joined)).authorisation(MemberCode("EST"))
    assert found is not None
    assert found.until is not None
    assert [reminder.days for reminder in found.reminders] == [30, 7, 1]
    for reminder in found.reminders:
        await wait_until(joined, reminder.at)
    await joined.settle()
    assert sum("expires" in text for text in await front.direct(EST_HEAD)) == 3
    assert (await after_adoption(joined)).in_effect
    await joined.pass_time(found.until - joined.clock.now())
    assert await state(joined, "EST") is AuthorisationState.GIVEN
    await joined.pass_time(timedelta(seconds=2))
    assert await state(joined, "EST") is AuthorisationState.EXPIRED
    assert not (await after_adoption(joined)).in_effect
    await joined.settle()
    assert any("Suspended" in text for text in await front.direct(LVA))
    await front.say(EST_HEAD, decided("given", "until:60d"))
    assert (await after_adoption(joined)).in_effect
    assert await joined.sound()


async def test_pending_authorisation_is_called_to_mind(joined: World) -> None:
    """A week and a month after the member has joined, until a decision is on record."""
    front = joined.front
    await front.say(LVA, decided("refused"))
    found = (await after_adoption(joined)).authorisation(MemberCode("EST"))
    assert found is not None
    for reminder in found.reminders:
        await wait_until(joined, reminder.at)
    await joined.settle()
    assert sum("is awaited" in text for text in await front.direct(EST_HEAD)) == 2
    assert sum("is awaited" in text for text in await front.direct(LVA)) == 0
    assert await joined.sound()


async def test_decisions_that_are_refused(joined: World) -> None:
    """Not of who has not joined, not of a day to come, not over already, no time for a refusal, nothing to recall."""
    front = joined.front
    assert "has not joined" in await front.say(BRA, decided("given"))
    assert "not done" in await front.say(EST_DELEGATE, decided("given"))
    assert "has not come yet" in await front.say(
        EST_HEAD, '/authorisation record M-1 given Riigikogu tomorrow "12 SE" confirm:yes'
    )
    assert "is over" in await front.say(EST_HEAD, decided("given", "until:2020-01-01"))
    assert "has no last day" in await front.say(EST_HEAD, decided("refused", "until:60d"))
    assert "could be withdrawn" in await front.say(EST_HEAD, decided("withdrawn"))
    assert "given, refused, withdrawn, or not" in await front.say(EST_HEAD, decided("perhaps"))
    assert (await after_adoption(joined)).authorisation(MemberCode("EST")).rulings == ()  # type: ignore[union-attr]
    assert await joined.sound()


async def test_motion_that_takes_no_authorisation(house: World) -> None:
    """Nothing is recorded where nothing is asked for."""
    await adopted(house)
    await house.front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    assert "takes no decision of parliaments" in await house.front.say(EST_HEAD, decided("given"))
    assert "takes no decision of parliaments" in await house.front.say(STRANGER, "/authorisation status M-1")


async def test_decision_follows_the_one_before_it(joined: World) -> None:
    """Not one of an earlier day, which would undo a later one; nor the very same again."""
    front = joined.front
    line = '/authorisation record M-1 {} Riigikogu {} "412 OE" confirm:yes'
    await front.say(EST_HEAD, line.format("given", "2026-11-20"))
    assert "is before that" in await front.say(EST_HEAD, line.format("refused", "2026-11-19"))
    assert "is on record already" in await front.say(EST_HEAD, line.format("given", "2026-11-20"))
    found = (await after_adoption(joined)).authorisation(MemberCode("EST"))
    assert found is not None
    assert len(found.rulings) == 1
    await front.say(EST_HEAD, line.format("withdrawn", "2026-11-20"))
    assert await state(joined, "EST") is AuthorisationState.WITHDRAWN
    assert await joined.sound()


async def test_decision_on_a_motion_that_is_not_adopted_yet(house: World) -> None:
    """It waits for the adoption, and is told so."""
    await house.apply(OPERATION)
    await house.front.say(SECRETARY, '/motion open operation "Help" "1. The members help."')
    told = await house.front.say(EST_HEAD, decided("given"))
    assert "in voting" in told or "voting" in told
    assert "takes no decision" not in told
