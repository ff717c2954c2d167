"""Sessions: called with notice, attended, taken through their agenda, closed."""

from datetime import timedelta

from bot.domain.ids import SessionNumber
from bot.domain.sessions import Session, SessionPhase
from tests.behaviour.cast import (
    FIN,
    LVA,
    SECRETARY,
)
from tests.behaviour.world import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CALL = '/session call ministers "Autumn session" "2026-12-15 10:00"'
BEGINS = timedelta(days=21, hours=-1)
"""From the clock's start, 23 November 11:00 in Tallinn, to 15 December 10:00... counted by the tests' own clock."""


async def session(world: World, number: int = 1) -> Session:
    """Give a session as it is stored."""
    found = await world.house.writer.read(lambda uow: uow.sessions.get(world.code, SessionNumber(number)))
    assert found is not None
    return found


async def until(world: World, number: int = 1, before: timedelta = timedelta(0)) -> None:
    """Move the clock to the beginning of a session, or to some time before it."""
    starts = (await session(world, number)).starts_at
    await world.pass_time(starts - before - world.clock.now())


async def test_session_from_its_call_to_its_minutes(world: World) -> None:
    """On every front: called with an agenda, attended by buttons, opened, taken through its agenda, closed, minuted."""
    front = world.front
    await front.say(SECRETARY, '/motion open declaration "Open skies" "1. The skies are open." opens:40d')
    called = await front.say(SECRETARY, f'{CALL} place:Tallinn body:assembly agenda:"Report of the chair; M-1"')
    assert "S-1 is called for" in called
    await world.settle()
    assert "Report of the chair" in "\n".join(await front.direct(LVA))
    await until(world, before=HOUR / 2)
    await world.settle()
    answer = await front.press(LVA, "S-1", "Present")
    assert "is present at S-1" in answer
    await front.say(FIN, "/session present")
    await front.say(SECRETARY, "/session present S-1 member:EST")
    await until(world)
    await world.settle()
    card = next(
        post for post in reversed(await front.posts()) if "Autumn session" in post and "Present (3 of 5)" in post
    )
    assert "Tallinn" in card
    assert "S-1 is open" in await front.say(SECRETARY, "/session open")
    assert "Now: Report of the chair" in await front.say(SECRETARY, "/session agenda-next")
    assert "Now: M-1 Open skies" in await front.say(SECRETARY, "/session agenda next S-1")
    assert "S-1 is closed" in await front.say(SECRETARY, "/session close")
    minutes = await front.say(SECRETARY, "/session minutes")
    assert "Minutes of S-1" in minutes
    await world.settle()
    assert (await session(world)).phase is SessionPhase.CLOSED
