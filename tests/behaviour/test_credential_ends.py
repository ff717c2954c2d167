"""The end of a credential: told beforehand and on the day, once each; and members left with nobody."""

from datetime import timedelta
from typing import Final

import pytest

from bot.commands.administration import link_channel
from bot.domain.addresses import Channel, Purpose
from bot.domain.events import CredentialEnded, CredentialReminded, DelegationEmptied, Event
from bot.domain.journal import Entry
from storage.decoding import read_entry
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, FIN, LVA, POL, SECRETARY, Person
from tests.behaviour.world import World

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
NEW: Final = Person(name="new", number=90, role=None)
OFFICE: Final = Channel("console:office")


async def happened(house: World, *kinds: type[Event]) -> list[Event]:
    """Give the events of some kinds, in order."""
    entries: tuple[Entry, ...] = await house.house.writer.read(lambda uow: tuple(uow.journal.entries(house.code)))
    return [event for event in (read_entry(entry.body).event for entry in entries) if isinstance(event, kinds)]


async def told(house: World, person: Person, text: str) -> int:
    """Count the direct messages to a person that say something."""
    return sum(text in post for post in await house.front.direct(person))


async def test_reminders_go_to_holder_head_and_secretariat(world: World) -> None:
    """On every front: thirty, seven and one days before, and at the end, each once."""
    account = world.front.account(EST_DELEGATE).text
    await world.front.say(SECRETARY, f"/delegate revoke {account}")
    await world.front.say(EST_HEAD, f"/delegate appoint {account} EST delegate until:40d")
    for days, reminders in ((9, 0), (1, 1), (22, 1), (1, 2), (5, 2), (1, 3), (0, 3)):
        await world.pass_time(days * DAY)
        await world.settle()
        for person in (EST_DELEGATE, EST_HEAD, SECRETARY):
            assert await told(world, person, "ends ") == reminders, (days, person.name)
    await world.pass_time(DAY + SECOND)
    await world.settle()
    for person in (EST_DELEGATE, EST_HEAD, SECRETARY):
        assert await told(world, person, " ended ") == 1
    assert await told(world, LVA, "ends ") == 0
    assert "has run out" in await world.front.say(EST_DELEGATE, "/delegate settings fr")


async def test_bot_that_slept_tells_each_reminder_once_in_order(house: World) -> None:
    """What was slept through is told while it still holds, oldest first; past its end, only that."""
    await house.front.say(EST_HEAD, "/delegate appoint @new EST delegate until:40d")
    await house.front.say(SECRETARY, "/delegate appoint @newer EST delegate until:38d")
    await house.pass_time(39 * DAY + timedelta(hours=1))
    await house.pass_time(SECOND)
    reminded = [each for each in await happened(house, CredentialReminded) if isinstance(each, CredentialReminded)]
    assert [(each.until - each.due_at).days for each in reminded] == [30, 7, 1]
    assert {each.account.text for each in reminded} == {"console:new"}
    ended = [each for each in await happened(house, CredentialEnded) if isinstance(each, CredentialEnded)]
    assert [each.account.text for each in ended] == ["console:newer"]


async def test_revoked_credential_is_told_of_no_more(house: World) -> None:
    """Nor is one that was replaced after its end."""
    await house.front.say(EST_HEAD, "/delegate appoint @new EST delegate until:8d")
    await house.front.say(EST_HEAD, "/delegate revoke @new")
    await house.pass_time(10 * DAY)
    await house.front.say(EST_HEAD, "/delegate appoint @new EST delegate")
    await house.pass_time(60 * DAY)
    assert await happened(house, CredentialReminded, CredentialEnded) == []


async def test_officers_credential_ends_too(house: World) -> None:
    """Of an officer or a reviewer the secretariat is told, in its channel where it has one."""
    with house.database.transaction() as uow:
        link_channel(uow, house.code, channel=OFFICE, purpose=Purpose.SECRETARIAT, now=house.clock.now())
    await house.front.say(SECRETARY, "/delegate appoint @new EST observer until:3d")
    await house.pass_time(2 * DAY)
    await house.settle()
    notifier = house.front.notifier
    assert any("console:new" in post and "ends " in post for post in notifier.shown(OFFICE))  # type: ignore[attr-defined]
    assert await told(house, SECRETARY, "ends ") == 0


@pytest.mark.parametrize("how", ["revoked", "expired"])
async def test_member_left_with_nobody_is_flagged_once(house: World, how: str) -> None:
    """At the revocation of the last one who votes, or at its end; observers do not count, and a new one ends it."""
    await house.front.say(SECRETARY, "/delegate appoint @new POL delegate until:2d")
    await house.front.say(SECRETARY, "/delegate appoint @newer POL delegate until:2d")
    await house.front.say(SECRETARY, "/delegate appoint @watcher POL observer")
    await house.front.say(SECRETARY, "/delegate revoke @pol")
    assert await happened(house, DelegationEmptied) == []
    if how == "revoked":
        await house.front.say(SECRETARY, "/delegate revoke @new")
        await house.front.say(SECRETARY, "/delegate revoke @newer")
        await house.front.say(SECRETARY, "/delegate revoke @watcher")
    else:
        await house.pass_time(2 * DAY + SECOND)
    await house.settle()
    assert len(await happened(house, DelegationEmptied)) == 1
    assert await told(house, SECRETARY, "Nobody is left who may vote for") == 1
    await house.front.say(SECRETARY, "/delegate appoint @pol POL head")
    await house.front.say(SECRETARY, "/delegate revoke @pol")
    assert len(await happened(house, DelegationEmptied)) == 2
    assert await told(house, POL, "Nobody is left") == 0


async def test_state_that_is_no_member_is_not_flagged(house: World) -> None:
    """Finland has one delegate; a candidate without people is nobody's concern."""
    await house.front.say(SECRETARY, "/delegate revoke @fin")
    assert len(await happened(house, DelegationEmptied)) == 1
    assert "revoked" in await house.front.say(FIN, "/delegate settings fr")
