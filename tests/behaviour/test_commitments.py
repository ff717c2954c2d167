"""Commitments of democratic renewal: made, called to mind, told of, done; and what they are to the criteria."""

from datetime import timedelta

from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.membership import BY_VOTE, dossier, wait_until
from tests.behaviour.world import World

CRITERIA = """
[criteria.renewal]
title = { en = "Commitments", fr = "Engagements" }
commitments = true
"""
ADD = '/commitment add "Publish every vote of parliament." 2027-03-01 indicator:"the open register"'


async def test_commitment_is_confirmed_told_of_and_done(house: World) -> None:
    """It binds the state, so its head confirms it by name; everyone can read how far it is."""
    asked = await house.front.say(EST_HEAD, ADD)
    assert "Estonia" in asked
    assert (await dossier(house, "EST")).commitments == ()
    assert "pending" in await house.front.say(EST_HEAD, f"{ADD} confirm:yes")
    assert "under way: The bill is in" in await house.front.say(
        EST_HEAD, '/commitment progress 1 "The bill is in parliament."'
    )
    assert "done on" in await house.front.say(EST_HEAD, "/commitment done 1")
    listed = await house.front.say(STRANGER, "/commitment list")
    assert "Publish every vote of parliament." in listed
    assert "(the open register)" in listed
    assert "There are none" in await house.front.say(STRANGER, "/commitment list LVA")
    await house.settle()
    assert any("has done what it committed itself to" in text for text in await house.front.posts())
    assert await house.sound()


async def test_commitment_is_called_to_mind_before_its_day(house: World) -> None:
    """30, 7 and 1 days before and on the day; not once it is done."""
    await house.front.say(EST_HEAD, f"{ADD} confirm:yes")
    await house.front.say(LVA, f"{ADD} confirm:yes")
    await house.front.say(LVA, "/commitment done 1")
    found = (await dossier(house, "EST")).commitments[0]
    assert [reminder.days for reminder in found.reminders] == [30, 7, 1, 0]
    for reminder in found.reminders:
        await wait_until(house, reminder.at)
    await house.settle()
    told = [text for text in await house.front.direct(EST_HEAD) if "is due" in text]
    assert ["today" in text for text in told] == [False, False, False, True]
    assert [text for text in await house.front.direct(LVA) if "is due" in text] == []
    await house.pass_time(timedelta(days=1))
    assert "overdue" in await house.front.say(STRANGER, "/commitment list EST")
    assert await house.sound()


async def test_criterion_of_commitments_wants_some_and_none_overdue(house: World) -> None:
    """Only overdue commitments touch membership (spec: after adoption)."""
    await house.apply(BY_VOTE + CRITERIA)
    assert "not met" in await house.front.say(STRANGER, "/review criteria EST")
    await house.front.say(EST_HEAD, f"{ADD} confirm:yes")
    met = await house.front.say(STRANGER, "/review criteria EST")
    assert "not met" not in met
    await wait_until(house, (await dossier(house, "EST")).commitments[0].due_at)
    assert "not met" in await house.front.say(STRANGER, "/review criteria EST")
    await house.front.say(EST_HEAD, "/commitment done 1")
    assert "not met" not in await house.front.say(STRANGER, "/review criteria EST")


async def test_commitments_that_are_refused(house: World) -> None:
    """Not without full powers, not for a day that is over, not of another number, not twice."""
    assert "not done" in await house.front.say(EST_DELEGATE, ADD)
    assert "not done" in await house.front.say(SECRETARY, ADD)
    assert "is over" in await house.front.say(EST_HEAD, '/commitment add "Anything." 2020-03-01 confirm:yes')
    assert "no commitment 1" in await house.front.say(EST_HEAD, "/commitment done 1")
    await house.front.say(EST_HEAD, f"{ADD} confirm:yes")
    await house.front.say(EST_HEAD, "/commitment done 1")
    assert "has been done since" in await house.front.say(EST_HEAD, "/commitment done 1")
    assert "has been done since" in await house.front.say(EST_HEAD, '/commitment progress 1 "More."')
    await house.apply(BY_VOTE)
    await house.front.say(POL, "/member withdraw confirm:yes")
    await wait_until(house, (await dossier(house, "POL")).coming[0].at)
    assert "makes no commitments" in await house.front.say(POL, '/commitment add "Anything." 2029-03-01 confirm:yes')
    assert await house.sound()
