"""The thread of a motion: what is told of it while it runs stands under its card, and is lost with no thread."""

from datetime import timedelta

from bot.jobs.relay import LEASE
from bot.ports import Uncertain
from tests.behaviour.cast import EST_HEAD, SECRETARY
from tests.behaviour.test_delivery import Wall, wall
from tests.behaviour.world import World

__all__ = ["wall"]

DEBATED = '/motion open sanctions "Measures" "1. Freeze." impact:"None."'
DEBATE = timedelta(hours=72)


async def test_voting_is_open_is_said_in_the_thread_of_the_card(world: World) -> None:
    """The channel keeps one post for a motion; the news of it, with its buttons, is under that."""
    await world.front.say(SECRETARY, DEBATED)
    await world.settle()
    assert await world.front.thread("Measures") == []
    await world.pass_time(DEBATE)
    await world.settle()
    [notice] = await world.front.thread("M-1 · Voting")
    assert "Voting is open on M-1" in notice
    assert len(await world.front.posts()) == 2
    assert "Measures" in await world.front.press(EST_HEAD, "Voting is open on M-1", "Details")


async def test_result_stands_by_itself(world: World) -> None:
    """What was decided is for everyone in the channel, not only for those who follow the motion."""
    await world.front.say(SECRETARY, DEBATED)
    await world.pass_time(DEBATE)
    await world.pass_time(timedelta(days=30))
    await world.settle()
    thread = await world.front.thread("M-1 · Not adopted")
    assert ["Voting is open on M-1" in each for each in thread] == [True]
    posts = await world.front.posts()
    assert len(posts) == 3
    assert posts[-1] not in thread


async def test_each_motion_has_a_thread_of_its_own(house: World, wall: Wall) -> None:
    """A thread is named after its motion's number and title, which stay while the card changes."""
    for title in ("Measures", "More measures"):
        await house.front.say(SECRETARY, DEBATED.replace("Measures", title))
    await house.pass_time(DEBATE)
    await house.settle()
    messages = {key.rpartition("/")[2]: message for message, (_, key, _) in wall.posts.items()}
    assert wall.threads == {
        messages["open:1"]: (messages["card:1"], "M-1 · Measures"),
        messages["open:2"]: (messages["card:2"], "M-2 · More measures"),
    }


async def test_notice_whose_answer_was_lost_is_looked_for_in_its_thread(house: World, wall: Wall) -> None:
    """The relay tells the front where the post should be, and writes it no second time."""
    await house.front.say(SECRETARY, DEBATED)
    await house.settle()
    wall.after.append(Uncertain(reason="cut"))
    await house.pass_time(DEBATE)
    await house.pass_time(LEASE + timedelta(seconds=1))
    assert sorted(wall.keys()) == ["card:1", "open:1"]
    assert wall.looked_in == ["p1"]
