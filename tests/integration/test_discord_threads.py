"""Threads with the real discord.py against the local Discord: opened on a card, written in, lost and found."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest

from adapters.clock import SystemClock
from bot.cards.action import action
from bot.cards.card import Button, Card
from bot.dispatch import Pressed
from bot.ports import Postponed, Uncertain, Undeliverable
from tests.integration.discord_world import COUNCIL, POSTING, DiscordWorld
from tests.integration.test_discord_adapter import AMINA, MESSAGES, Recorder
from tests.servers.discord.world import CREATE_PUBLIC_THREADS, SEND_MESSAGES_IN_THREADS


@pytest.fixture
def door() -> Recorder:
    return Recorder()


@pytest.fixture
async def world(door: Recorder) -> AsyncIterator[DiscordWorld]:
    async with DiscordWorld(door, SystemClock(), published=True) as opened:
        yield opened
        assert opened.server.violations == []


def card(title: str = "M-1 · Sanctions") -> Card:
    """Give a card with a button."""
    return Card(title=title, buttons=(Button(label="Yes", action=action("vote.cast", 1, "yes")),))


def _inside(world: DiscordWorld) -> list[str]:
    """Give the titles of what stands in the thread of the council's first message."""
    thread = world.server.thread(world.server.messages(COUNCIL)[0])
    return [] if thread is None else [message.text.splitlines()[0] for message in world.server.messages(thread)]


def _outside(world: DiscordWorld) -> list[str]:
    """Give the titles of what stands in the council's channel itself."""
    return [message.text.splitlines()[0] for message in world.server.messages(COUNCIL)]


async def test_thread_is_opened_on_the_card_once(world: DiscordWorld) -> None:
    """It has the motion's name, cut to what Discord takes, and stays open for a week without a post."""
    above = await world.notifier.post(world.channel, card(), key="card:1")
    for key in ("open:1", "deadline:1"):
        await world.notifier.post(world.channel, card(key), key=key, thread=above, thread_name="M-1 · " + "x" * 200)
    assert (_outside(world), _inside(world)) == (["M-1 · Sanctions"], ["open:1", "deadline:1"])
    thread = world.server.world.channel(int(above))
    assert (thread.name, thread.archive_after) == ("M-1 · " + "x" * 93 + "…", 10080)
    assert [one.template for one in world.server.exchanges].count(MESSAGES + "/{message_id}/threads") == 1


async def test_post_in_a_thread_is_written_once_changed_and_found(world: DiscordWorld) -> None:
    """Its id says where it stands, so that it is edited there by whoever has only that."""
    start = datetime.now(UTC)
    above = await world.notifier.post(world.channel, card(), key="card:1")
    posted = await world.notifier.post(world.channel, card("Open"), key="open:1", thread=above)
    assert await world.notifier.post(world.channel, card("Open"), key="open:1", thread=above) == posted
    await world.restart()
    await world.notifier.edit(world.channel, posted, card("Changed"))
    assert _inside(world) == ["Changed"]
    assert await world.notifier.find(world.channel, key="open:1", since=start, thread=above) == posted
    assert await world.notifier.find(world.channel, key="open:1", since=start) is None
    assert await world.notifier.find(world.channel, key="open:2", since=start, thread=above) is None


async def test_lost_answer_of_a_thread_is_uncertain_and_the_post_is_found_there(world: DiscordWorld) -> None:
    """Lost after the thread was opened, or after the post was written: neither is doubled."""
    start = datetime.now(UTC)
    above = await world.notifier.post(world.channel, card(), key="card:1")
    world.server.fail_next("POST", MESSAGES + "/{message_id}/threads", "cut-after-accept")
    with pytest.raises(Uncertain):
        await world.notifier.post(world.channel, card("Open"), key="open:1", thread=above)
    assert await world.notifier.find(world.channel, key="open:1", since=start, thread=above) is None
    world.server.fail_next("POST", MESSAGES, "cut-after-accept")
    with pytest.raises(Uncertain):
        await world.notifier.post(world.channel, card("Open"), key="open:1", thread=above)
    found = await world.notifier.find(world.channel, key="open:1", since=start, thread=above)
    assert found == f"{above}:{world.server.messages(int(above))[0].id}"
    assert (_outside(world), _inside(world)) == (["M-1 · Sanctions"], ["Open"])


async def test_thread_that_somebody_else_opened_is_used(world: DiscordWorld) -> None:
    """A person, or another bot of ours at the same moment, was faster: that it exists is all that is wanted."""
    above = await world.notifier.post(world.channel, card(), key="card:1")
    slow = world.server.fail_next("POST", MESSAGES + "/{message_id}/threads", "hold")
    posting = asyncio.create_task(world.notifier.post(world.channel, card("Open"), key="open:1", thread=above))
    await world.server.wait_for(lambda _: slow.hits == 1)
    thread = await world.server.open_thread(world.server.messages(COUNCIL)[0], "talk")
    slow.release()
    posted = await posting
    assert posted.startswith(f"{thread.id}:")
    assert (thread.name, _inside(world)) == ("talk", ["Open"])


async def _card_deleted(world: DiscordWorld, above: str) -> None:
    await world.server.delete_message(world.server.world.message(world.server.world.channel(COUNCIL), above))


async def _thread_deleted(world: DiscordWorld, above: str) -> None:
    await world.notifier.post(world.channel, card("First"), key="deadline:1", thread=above)
    await world.server.delete_thread(world.server.world.channel(int(above)))


async def _thread_locked(world: DiscordWorld, above: str) -> None:
    await world.notifier.post(world.channel, card("First"), key="deadline:1", thread=above)
    world.server.world.channel(int(above)).locked = True


async def _may_not_open(world: DiscordWorld, above: str) -> None:
    del above
    role = world.server.add_role(world.guild, 5, "weaker", POSTING & ~CREATE_PUBLIC_THREADS)
    world.server.set_member(world.guild, world.server.world.bot, roles=[role])


async def _may_not_write(world: DiscordWorld, above: str) -> None:
    del above
    role = world.server.add_role(world.guild, 5, "weaker", POSTING & ~SEND_MESSAGES_IN_THREADS)
    world.server.set_member(world.guild, world.server.world.bot, roles=[role])


@pytest.mark.parametrize("spoil", [_card_deleted, _thread_deleted, _thread_locked, _may_not_open, _may_not_write])
async def test_post_that_cannot_be_in_its_thread_stands_in_the_channel(
    world: DiscordWorld, spoil: Callable[[DiscordWorld, str], Awaitable[None]]
) -> None:
    """It is not lost, can be found and changed there, and waits for nobody."""
    start = datetime.now(UTC)
    above = await world.notifier.post(world.channel, card(), key="card:1")
    await spoil(world, above)
    posted = await world.notifier.post(world.channel, card("Open"), key="open:1", thread=above)
    assert _outside(world)[-1] == "Open"
    assert await world.notifier.find(world.channel, key="open:1", since=start, thread=above) == posted
    await world.notifier.edit(world.channel, posted, card("Changed"))
    assert _outside(world)[-1] == "Changed"


async def test_thread_whose_card_was_deleted_is_still_used(world: DiscordWorld) -> None:
    """On Discord a thread outlives the message that it hangs on."""
    above = await world.notifier.post(world.channel, card(), key="card:1")
    await world.notifier.post(world.channel, card("First"), key="open:1", thread=above)
    await _card_deleted(world, above)
    await world.notifier.post(world.channel, card("Second"), key="deadline:1", thread=above)
    assert len(world.server.messages(int(above))) == 2


async def test_archived_thread_is_reopened(world: DiscordWorld) -> None:
    """Writing reopens it by itself; for an edit the bot does."""
    above = await world.notifier.post(world.channel, card(), key="card:1")
    posted = await world.notifier.post(world.channel, card("Open"), key="open:1", thread=above)
    thread = world.server.world.channel(int(above))
    thread.archived = True
    await world.notifier.edit(world.channel, posted, card("Changed"))
    assert not thread.archived
    thread.archived = True
    await world.notifier.post(world.channel, card("Later"), key="deadline:1", thread=above)
    assert not thread.archived
    assert _inside(world) == ["Changed", "Later"]
    thread.archived = thread.locked = True
    with pytest.raises(Postponed):
        await world.notifier.edit(world.channel, posted, card("Unlocked?"))


async def test_post_of_a_deleted_thread_cannot_be_changed(world: DiscordWorld) -> None:
    """Whoever deleted the thread took the post away for good."""
    above = await world.notifier.post(world.channel, card(), key="card:1")
    posted = await world.notifier.post(world.channel, card("Open"), key="open:1", thread=above)
    await world.server.delete_thread(world.server.world.channel(int(above)))
    with pytest.raises(Undeliverable):
        await world.notifier.edit(world.channel, posted, card("Changed"))


@pytest.mark.parametrize(("fault", "expected"), [(503, Uncertain), (401, Postponed), ("429:61", Postponed)])
async def test_trouble_of_discord_sends_no_post_into_the_channel(
    world: DiscordWorld, fault: int | str, expected: type[Exception]
) -> None:
    """Only a refusal proves that the post is not in the thread."""
    above = await world.notifier.post(world.channel, card(), key="card:1")
    world.server.fail_next("POST", MESSAGES, fault)
    with pytest.raises(expected):
        await world.notifier.post(world.channel, card("Open"), key="open:1", thread=above)
    assert _outside(world) == ["M-1 · Sanctions"]


async def test_button_in_a_thread_is_pressed_in_the_channel(world: DiscordWorld, door: Recorder) -> None:
    """A post in a thread is part of the channel for whoever presses its buttons, after a restart too."""
    above = await world.notifier.post(world.channel, card(), key="card:1")
    await world.notifier.post(world.channel, card("Open"), key="open:1", thread=above)
    await world.restart()
    assert "Recorded" in await world.press(AMINA, "Open", "Yes")
    assert (door.heard[0].channel, door.heard[0].request) == (
        world.channel,
        Pressed(action=action("vote.cast", 1, "yes")),
    )
