"""Reminders to vote: once each, to those who have not voted; late and folded where the bot slept through them."""

from datetime import timedelta

from bot.domain.events import DelegationsReminded
from storage.decoding import read_entry
from tests.behaviour.cast import BRA, EST_DELEGATE, EST_HEAD, EST_OBSERVER, FIN, HUN, LVA, POL, SECRETARY, Person
from tests.behaviour.world import World

DECLARATION = '/motion open declaration "Open skies" "1. The skies are open."'
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def reminders_of(house: World, person: Person) -> list[str]:
    """Give the reminders that a person has."""
    return [told for told in await house.front.direct(person) if "waits for your vote" in told]


async def reminded(house: World) -> list[DelegationsReminded]:
    """Give what the record says of reminders."""
    entries = await house.house.writer.read(lambda uow: tuple(uow.journal.entries(house.code)))
    events = (read_entry(entry.body).event for entry in entries)
    return [event for event in events if isinstance(event, DelegationsReminded)]


async def test_delegations_without_a_ballot_are_reminded_before_the_deadline(house: World) -> None:
    """A day, four hours and one hour before: whoever may vote for a state that has not."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.pass_time(47 * HOUR)
    assert await reminders_of(house, LVA) == []
    await house.pass_time(HOUR)
    (first,) = await reminders_of(house, LVA)
    assert "Latvia has not voted on “Open skies” yet" in first
    assert "[Yes → " in first
    assert "comes late" not in first
    await house.front.say(LVA, "/vote M-1 yes")
    await house.pass_time(20 * HOUR)
    await house.pass_time(3 * HOUR)
    assert [len(await reminders_of(house, person)) for person in (LVA, FIN, POL, EST_HEAD)] == [1, 3, 3, 3]
    assert await house.sound()


async def test_who_casts_no_ballots_is_not_reminded(house: World) -> None:
    """An observer, the secretariat and a suspended member's delegation have nothing to cast."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.pass_time(48 * HOUR)
    for person in (EST_OBSERVER, SECRETARY, HUN):
        assert await reminders_of(house, person) == []


async def test_reminder_is_pressed_and_votes(house: World) -> None:
    """Its buttons are ballots."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.pass_time(48 * HOUR)
    assert "Ballot recorded" in await house.front.press(FIN, "waits for your vote", "No")
    assert await house.ballots() == {"FIN": "no"}


async def test_reminders_slept_through_are_one_and_say_that_they_are_late(house: World) -> None:
    """Those overtaken are folded into the last; the record says which it was."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.pass_time(70 * HOUR)
    (only,) = await reminders_of(house, BRA)
    assert "comes late" in only
    (event,) = await reminded(house)
    motion = await house.motion()
    assert (event.late, event.due_at) == (True, motion.closes_at - 4 * HOUR)
    await house.pass_time(HOUR)
    assert len(await reminders_of(house, BRA)) == 2


async def test_reminder_due_after_the_deadline_is_not_sent(house: World) -> None:
    """Nobody is asked for a vote that is over."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.pass_time(73 * HOUR)
    assert await reminders_of(house, BRA) == []
    assert await reminded(house) == []
    assert (await house.motion()).result is not None


async def test_reminder_overtaken_by_a_ballot_before_it_is_posted_is_let_go(house: World) -> None:
    """What the other delegate did meanwhile counts; nothing waits and nothing is a dead letter."""
    await house.front.say(SECRETARY, DECLARATION)
    house.clock.advance(48 * HOUR)
    await house.house.move()
    await house.front.say(EST_DELEGATE, "/vote M-1 yes")
    await house.settle()
    assert await reminders_of(house, EST_HEAD) == []
    assert await house.house.writer.read(lambda uow: (uow.outbox.waiting(), uow.outbox.dead())) == (0, ())


async def test_everyone_has_voted_and_nobody_is_reminded(house: World) -> None:
    """The record notes the reminder as dealt with, so that it is not looked at for ever."""
    await house.front.say(SECRETARY, DECLARATION)
    for person in (EST_HEAD, LVA, FIN, BRA, POL):
        await house.front.say(person, "/vote M-1 yes")
    await house.pass_time(48 * HOUR)
    assert [event.members for event in await reminded(house)] == [()]
    assert await reminders_of(house, EST_DELEGATE) == []


async def test_ticks_at_once_remind_once(house: World) -> None:
    """A late, a doubled and a concurrent tick add nothing."""
    await house.front.say(SECRETARY, DECLARATION)
    house.clock.advance(48 * HOUR + MINUTE)
    await house.house.move()
    await house.house.move()
    await house.settle()
    assert len(await reminders_of(house, BRA)) == 1
