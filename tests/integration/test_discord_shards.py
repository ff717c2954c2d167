"""Several shards with the real discord.py against the local Discord: each with a session of its own."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Final

import pytest

from adapters.clock import SystemClock
from adapters.discord.answering import Answerer
from adapters.discord.app import DiscordFront
from adapters.discord.client import Connection
from adapters.discord.faults import DiscordChannelForbids, DiscordUnreachable
from bot.domain.addresses import Channel
from tests.integration.discord_world import GUILD, DiscordWorld
from tests.integration.test_discord_adapter import AMINA, Recorder
from tests.servers.discord import Delivery, DiscordServer, Guild
from tests.servers.discord.gateway import Op

NEXT_SHARD = 1 << 22
OTHER_GUILD = GUILD + NEXT_SHARD
"""A guild that is one shard further: Discord takes the id without its last 22 bits, modulo their number."""

APART: Final = timedelta(milliseconds=400)
"""How far apart this Discord wants the sessions of one turn."""


@pytest.fixture
def door() -> Recorder:
    return Recorder()


@pytest.fixture
async def world(door: Recorder, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordWorld]:
    monkeypatch.setattr("adapters.discord.app.BREAK", timedelta(milliseconds=50))
    async with DiscordWorld(door, SystemClock(), published=True, shards=2) as opened:
        yield opened
        assert opened.server.violations == []


@pytest.fixture
async def other(world: DiscordWorld) -> Guild:
    """Give a guild of the other shard, which the bot has been told of."""
    guild = world.server.add_guild(OTHER_GUILD, "Other")
    world.server.add_channel(guild, OTHER_GUILD + 1, "council")
    await world.server.announce(guild)
    return guild


async def _ask(world: DiscordWorld, guild: Guild) -> Delivery:
    return await world.server.slash_command(user=world.user(AMINA), guild=guild, name="alliance", options={"info": {}})


async def _in_reach(world: DiscordWorld) -> None:
    """Wait until the front says that Discord is in reach."""
    async with asyncio.timeout(10):
        while await world.front.in_reach() is not None:  # noqa: ASYNC110 - each look waits for the session itself
            await asyncio.sleep(0)


async def test_every_shard_identifies_itself(world: DiscordWorld) -> None:
    """As many as Discord wants, at the address of the settings, whatever it says where the gateway is."""
    identified = [sent["d"]["shard"] for sent in world.server.gateway.received if sent["op"] == Op.IDENTIFY]
    assert identified == [[0, 2], [1, 2]]
    assert await world.front.in_reach() is None


async def test_command_of_either_shard_is_answered_once(world: DiscordWorld, door: Recorder, other: Guild) -> None:
    """A server's interactions come on its shard's session alone; direct messages on the first one's."""
    for guild in (world.guild, other):
        delivery = await _ask(world, guild)
        assert "Recorded" in (await delivery.answer()).text
    await world.say(AMINA, "/alliance info", privately=True)
    assert [heard.channel for heard in door.heard] == [
        world.channel,
        Channel.parse(f"discord:{OTHER_GUILD}:{OTHER_GUILD + 1}"),
        None,
    ]


async def test_shard_that_is_away_is_told_and_the_other_goes_on(
    world: DiscordWorld, door: Recorder, other: Guild
) -> None:
    """One silent shard is an outage for its alliances: it is named until its session goes on."""
    async with world.server.gateway_gap(shard=1):
        async with asyncio.timeout(10):
            while world.front.connected:  # noqa: ASYNC110 - the socket's end is noticed by itself
                await asyncio.sleep(0)
        assert await world.front.in_reach() == "no gateway session on shard 1 (of 2, from 0)"
        assert "Recorded" in (await (await _ask(world, world.guild)).answer()).text
        missed = await _ask(world, other)
    assert "Recorded" in (await missed.answer()).text
    await _in_reach(world)
    assert len(door.heard) == 2
    sent = [each["op"] for each in world.server.gateway.received]
    assert (sent.count(Op.RESUME), sent.count(Op.IDENTIFY)) == (1, 2)


async def test_every_shard_may_break_off_and_resumes(world: DiscordWorld, other: Guild) -> None:
    """A cut is mended at once, shard by shard, and nothing is lost."""
    await world.server.cut_sockets()
    await world.server.wait_for(lambda server: [each["op"] for each in server.gateway.received].count(Op.RESUME) == 2)
    await _in_reach(world)
    for guild in (world.guild, other):
        assert "Recorded" in (await (await _ask(world, guild)).answer()).text


async def test_shards_that_share_a_turn_begin_apart(
    world: DiscordWorld, monkeypatch: pytest.MonkeyPatch, other: Guild
) -> None:
    """At the start and after a break: Discord refuses those that come too soon."""
    monkeypatch.setattr("adapters.discord.limits.BETWEEN_SESSIONS", 2 * APART)
    gateway = world.server.gateway
    await world.front.stop()
    gateway.received.clear()
    world.server.advise_shards(2, at_a_time=1, apart=APART)
    await world.start()
    await gateway.invalidate(resumable=False)
    await world.server.wait_for(partial(_begun, 4), timeout=20)
    await _in_reach(world)
    assert gateway.too_soon == []
    for guild in (world.guild, other):
        assert "Recorded" in (await (await _ask(world, guild)).answer()).text


async def test_shards_that_ask_for_a_turn_at_once_get_it_one_after_the_other(
    door: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which one waits is settled before either does: the second would wait for an hour."""
    monkeypatch.setattr("adapters.discord.limits.BETWEEN_SESSIONS", timedelta(hours=1))
    connection = Connection(Answerer(door, SystemClock()))
    asking = [asyncio.create_task(connection.before_identify_hook(shard)) for shard in range(2)]
    done, waiting = await asyncio.wait(asking, timeout=1)
    assert (len(done), len(waiting)) == (1, 1)
    for each in waiting:
        each.cancel()


async def test_shards_of_other_turns_do_not_wait(world: DiscordWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many begin at once as Discord lets: they would wait for longer than any start may take."""
    monkeypatch.setattr("adapters.discord.limits.BETWEEN_SESSIONS", timedelta(hours=1))
    await world.front.stop()
    world.server.advise_shards(2, at_a_time=2)
    await world.start()
    await _in_reach(world)


async def test_shard_that_discord_finds_too_soon_begins_later(
    world: DiscordWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord's clock is not ours: who is refused waits and asks again."""
    monkeypatch.setattr("adapters.discord.limits.BETWEEN_SESSIONS", timedelta())
    await world.front.stop()
    world.server.advise_shards(2, at_a_time=1, apart=APART)
    await world.start()
    await _in_reach(world)
    assert world.server.gateway.too_soon == [1]


async def test_invalidated_session_begins_anew(world: DiscordWorld, door: Recorder, other: Guild) -> None:
    """Discord has forgotten what it had to send: the shards ask for new sessions, and commands are heard again."""
    await world.server.gateway.invalidate(resumable=False)
    await world.server.wait_for(partial(_begun, 4), timeout=20)
    await _in_reach(world)
    for guild in (world.guild, other):
        assert "Recorded" in (await (await _ask(world, guild)).answer()).text
    assert len(door.heard) == 2


async def test_session_starts_that_run_out_are_logged(world: DiscordWorld, caplog: pytest.LogCaptureFixture) -> None:
    """Discord resets the token of a bot that begins more than a thousand sessions a day: that is told before."""
    await world.front.stop()
    world.server.advise_shards(2, starts_left=1)
    await world.start()
    [record] = [record for record in caplog.records if record.message == "session_starts_exhausted"]
    assert (record.__dict__["remaining"], record.__dict__["shards"]) == (1, 2)


async def test_start_without_an_answer_on_shards_is_one_sentence(world: DiscordWorld, door: Recorder) -> None:
    """Where Discord does not say how many there must be, it cannot be served: the start is tried again later."""
    await world.front.stop()
    world.server.fail_next("GET", "/gateway/bot", 403)
    with pytest.raises(DiscordUnreachable) as unreachable:
        await DiscordFront(world.settings, door, SystemClock()).start()
    assert "403" in unreachable.value.reason


async def test_channels_of_every_shard_are_checked(world: DiscordWorld, other: Guild) -> None:
    """A linked channel is found whichever shard its server is on."""
    [forbids] = await world.front.check([Channel.parse(f"discord:{other.id}:{other.id + 1}"), world.channel])
    assert isinstance(forbids, DiscordChannelForbids)
    assert forbids.channel == f"discord:{other.id}:{other.id + 1}"


def _begun(number: int, server: DiscordServer) -> bool:
    """Tell whether so many sessions have begun."""
    return len([each for each in server.gateway.received if each["op"] == Op.IDENTIFY]) >= number
