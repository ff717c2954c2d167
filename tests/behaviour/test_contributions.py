"""Contributions: exact amounts in their units, against targets; delivered, and overdue (spec: after adoption)."""

from datetime import timedelta

import pytest

from bot.domain.contributions import ContributionState
from tests.behaviour.cast import BRA, EST_DELEGATE, EST_HEAD, LVA, SECRETARY, STRANGER
from tests.behaviour.implementing import adopted, after_adoption, flat
from tests.behaviour.membership import wait_until
from tests.behaviour.world import World


@pytest.fixture
async def joined(house: World) -> World:
    """Give a house where Estonia and Latvia have joined in carrying out M-1."""
    await adopted(house)
    for head in (EST_HEAD, LVA):
        await house.front.say(head, "/coalition join M-1 confirm:yes")
    return house


async def test_contributions_add_up_to_the_cent_and_units_are_never_added(joined: World) -> None:
    """Money by its currency, troops, barrels; a target shows progress in exact decimals."""
    front = joined.front
    assert "0 USD of 800,000,000,000 USD" in (
        await front.say(SECRETARY, "/contribution target M-1 '800 billion USD'")
    ).replace("\xa0", " ")
    asked = await front.say(EST_HEAD, "/contribution add M-1 '1,200,000.05 USD' 30d")
    assert "1,200,000.05\xa0USD" in asked
    assert (await after_adoption(joined)).contributions == ()
    for head, amount in (
        (EST_HEAD, "1,200,000.05 USD"),
        (LVA, "399 999 999 999,95 usd"),
        (LVA, "500 troops"),
        (EST_HEAD, "20 million €"),
    ):
        await front.say(head, f"/contribution add M-1 '{amount}' 30d confirm:yes")
    listed = (await front.say(STRANGER, "/contribution list M-1")).replace("\xa0", " ")
    assert "400,001,200,000 USD of 800,000,000,000 USD promised (50 %), by 2 members." in listed
    assert "500 troops promised by 1 member." in listed
    assert "20,000,000 EUR promised by 1 member." in listed
    only = await front.say(STRANGER, "/contribution list M-1 member:EST")
    assert "Latvia" not in only
    assert "1,200,000.05 USD" in only.replace("\xa0", " ")
    await front.say(BRA, "/delegate settings fr")
    french = await front.say(BRA, "/contribution list")
    for space in "\xa0\u202f":
        french = french.replace(space, " ")
    assert "400 001 200 000 USD sur 800 000 000 000 USD promis (50 %)" in french
    assert await joined.sound()


async def test_contribution_is_delivered_in_parts_and_never_more_than_promised(joined: World) -> None:
    """Promised, part-delivered, delivered."""
    front = joined.front
    await front.say(EST_HEAD, "/contribution add M-1 '100 USD' 30d note:Tents confirm:yes")
    assert "is more than is still to come" in await front.say(
        EST_HEAD, "/contribution deliver M-1 1 '100.01 USD' confirm:yes"
    )
    assert "same unit" in await front.say(EST_HEAD, "/contribution deliver M-1 1 '100 EUR' confirm:yes")
    assert "no contribution 1" in await front.say(LVA, "/contribution deliver M-1 1 '1 USD' confirm:yes")
    assert "no contribution 2" in await front.say(EST_HEAD, "/contribution deliver M-1 2 '1 USD' confirm:yes")
    await front.say(EST_HEAD, "/contribution deliver M-1 1 '33.33 USD' confirm:yes")
    listed = (await front.say(STRANGER, "/contribution list")).replace("\xa0", " ")
    assert "100 USD, of which 33.33 USD delivered" in " ".join(listed.replace("│", " ").split())
    assert "(Tents)" in listed
    assert "delivered in part" in " ".join(listed.split())
    await front.say(EST_HEAD, "/contribution deliver M-1 1 '66.67 USD' confirm:yes")
    (given,) = (await after_adoption(joined)).contributions
    assert given.state(joined.clock.now()) is ContributionState.DELIVERED
    assert "is to come any more" in await front.say(EST_HEAD, "/contribution deliver M-1 1 '0.01 USD' confirm:yes")
    assert await joined.sound()


async def test_contribution_is_called_to_mind_and_told_of_when_overdue(joined: World) -> None:
    """30, 7 and 1 days before, on the day, and once it is overdue to the secretariat too; not once it is there."""
    front = joined.front
    await front.say(EST_HEAD, "/contribution add M-1 '100 USD' 60d confirm:yes")
    await front.say(LVA, "/contribution add M-1 '100 USD' 60d confirm:yes")
    await front.say(LVA, "/contribution deliver M-1 2 '100 USD' confirm:yes")
    given, _ = (await after_adoption(joined)).contributions
    assert [reminder.days for reminder in given.reminders] == [30, 7, 1, 0, -1]
    for reminder in given.reminders:
        await wait_until(joined, reminder.at)
    await joined.settle()
    told = [text for text in await front.direct(EST_HEAD) if "contribution 1" in text and "deliver" in text]
    assert ["overdue" in text for text in told] == [False, False, False, False, True]
    assert not any("contribution 2" in text and "due" in text for text in await front.direct(LVA))
    assert "overdue" in await front.say(STRANGER, "/contribution list")
    assert await joined.sound()


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("0 USD", "above zero"),
        ("-5 USD", "above zero"),
        ("5 XQZ", "which currency"),
        ("5 $", "which currency"),
        ("5", "cannot be read"),
        ("USD", "cannot be read"),
        ("1.2.3 USD", "cannot be read"),
        ("0.001 USD", "2 decimals"),
        ("1.5 JPY", "0 decimals"),
        ("1.000 EUR", "read as a thousand"),
        ("5 dollars", "which currency"),
        ("1e9 USD", "cannot be read"),
        ("9999999999999999999 USD", "cannot be read"),
    ],
)
async def test_amounts_that_are_refused(joined: World, amount: str, why: str) -> None:
    """A clear sentence, and nothing on the record."""
    assert why in await joined.front.say(EST_HEAD, f"/contribution add M-1 '{amount}' 30d confirm:yes")
    assert (await after_adoption(joined)).contributions == ()


async def test_contributions_that_are_refused(joined: World) -> None:
    """Not by who has not joined, not due before now, not without full powers, no target by just anyone."""
    front = joined.front
    assert "has not joined" in await front.say(BRA, "/contribution add M-1 '5 USD' 30d confirm:yes")
    assert "is over" in await front.say(EST_HEAD, "/contribution add M-1 '5 USD' 2020-01-01 confirm:yes")
    assert "not done" in await front.say(EST_DELEGATE, "/contribution add M-1 '5 USD' 30d")
    assert "is set by the secretariat" in await front.say(EST_HEAD, "/contribution target M-1 '5 USD'")
    assert "above zero" in await front.say(SECRETARY, "/contribution target M-1 '0 USD'")
    assert (await after_adoption(joined)).targets == ()
    await joined.pass_time(timedelta(days=1))
    assert "There are none" in await front.say(STRANGER, "/contribution list M-1")
    assert await joined.sound()


async def test_what_a_member_did_and_what_is_due_is_answerable(joined: World) -> None:
    """Its motions, votes, coalitions, contributions and commitments; what is due is in the calendar."""
    front = joined.front
    await front.say(EST_HEAD, "/contribution add M-1 '5 million EUR' 30d confirm:yes")
    await front.say(EST_HEAD, '/commitment add "Publish every vote." 2027-09-01 confirm:yes')
    await front.say(SECRETARY, '/motion open resolution "Running" "1. A text." sponsors:EST')
    await front.say(EST_HEAD, "/vote M-2 no")
    shown = flat(await front.say(STRANGER, "/member show EST"))
    for told in (
        "Motions (1) M-2 Running",
        "Votes (1) M-1 yes",
        "Coalitions (1) M-1 joins",
        "Contributions (1) M-1 5,000,000 EUR (promised)",
        "Commitments (1) 1. Publish every vote. (pending)",
    ):
        assert told in shown
    assert "M-2 no" not in shown
    calendar = flat(await front.say(STRANGER, "/alliance calendar"))
    assert "Answers are asked for: who joins M-1" in calendar
    assert "5,000,000 EUR of 🇪🇪 Estonia for M-1 is due" in calendar


async def test_contribution_is_taken_back_and_not_promised_twice(joined: World) -> None:
    """What was delivered stays; a second press of the button is no second promise."""
    front = joined.front
    line = "/contribution add M-1 '100 USD' 2027-06-30 confirm:yes"
    await front.say(EST_HEAD, line)
    assert "has promised the very same" in await front.say(EST_HEAD, line)
    await front.say(EST_HEAD, "/contribution deliver M-1 1 '40 USD' confirm:yes")
    asked = await front.say(EST_HEAD, '/contribution withdraw M-1 1 "The budget is cut."')
    assert "take back 60 USD" in flat(asked)
    await front.say(EST_HEAD, '/contribution withdraw M-1 1 "The budget is cut." confirm:yes')
    (given,) = (await after_adoption(joined)).contributions
    assert given.state(joined.clock.now()) is ContributionState.WITHDRAWN
    assert (await after_adoption(joined)).promised("USD").value == 40
    assert "is to come any more" in await front.say(EST_HEAD, '/contribution withdraw M-1 1 "Again." confirm:yes')
    assert "is to come any more" in await front.say(EST_HEAD, "/contribution deliver M-1 1 '1 USD' confirm:yes")
    await joined.pass_time(timedelta(days=300))
    await joined.settle()
    assert not any("overdue" in text for text in await front.direct(EST_HEAD))
    assert await joined.sound()


async def test_button_of_the_second_tap_keeps_the_day(joined: World) -> None:
    """A day alone ends with its last second, typed or pressed."""
    front = joined.front
    asked = await front.say(EST_HEAD, "/contribution add M-1 '100 USD' 2027-06-30")
    line = flat(asked).split("→ ")[1].split("]")[0]
    await front.say(EST_HEAD, line)
    await front.say(EST_HEAD, "/contribution add M-1 '50 USD' 2027-06-30 confirm:yes")
    pressed, typed = (await after_adoption(joined)).contributions
    assert pressed.due_at == typed.due_at
