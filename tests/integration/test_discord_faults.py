"""Every fault of Discord, a vote walked through it: what the delegate sees, what stands afterwards, who is told.

The house is whole: dispatcher, SQLite, relay, and the real discord.py before a local Discord. Discord signs nothing
that the bot could check: interactions come over the connection that the bot itself opened.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pytest

from bot.domain.addresses import Channel, Platform
from storage.database import Database
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, LVA, SECRETARY
from tests.behaviour.fronts import open_discord
from tests.behaviour.world import START, open_world, people_of
from tests.integration.discord_world import COUNCIL, GUILD, LOBBY, DiscordWorld, told
from tests.integration.fault_scene import BLOCKED, OPEN_AGAIN, RESOLUTION, Scene
from tests.servers.discord import Delivery, DiscordServer
from tests.servers.discord.faults import Fault

POST: Final = "/channels/*/messages"
EDIT: Final = "/channels/*/messages/*"
RECORDED: Final = "Ballot recorded on M-1"


class DiscordScene(Scene):
    """The scene on Discord."""

    @property
    def discord(self) -> DiscordWorld:
        """The front as what it is."""
        return self.world.front_as(DiscordWorld)

    @property
    def server(self) -> DiscordServer:
        """The local Discord."""
        return self.discord.server

    async def table(self) -> None:
        """Have a motion opened; a moment passes, as Discord's clock goes on by itself and must not go back."""
        await super().table()
        self.world.clock.advance(timedelta(seconds=1))

    async def vote(self, ballot: str = "yes") -> str:
        """Have Estonia's head vote by a typed command; give what it reads."""
        return await self.discord.say(EST_HEAD, f"/vote M-1 {ballot}")

    async def card_stands(self) -> None:
        """Check that all is well in the end: one ballot, one card, nothing owed, nobody alarmed."""
        await self.stands(est="yes")
        await self.shown_once("For (1)")
        assert await self.waiting() == 0
        assert self.office() == []


@pytest.fixture
async def scene(sqlite_database: Database) -> AsyncIterator[DiscordScene]:
    """Give the scene."""
    async with open_world(sqlite_database) as world, open_discord(world) as front:
        opened = DiscordScene(
            world,
            Channel(f"discord:{GUILD}:{LOBBY}"),
            lambda: [told(message) for message in front.server.messages(LOBBY)],
        )
        await opened.open_office()
        yield opened


PASSING: Final = ["429:0.1", "429:61", "429:0.1:global", 500, 503, "cut", "cut-after-accept", "503-after-accept"]
"""What Discord may answer to a post and then no more; short pauses and some failures the library waits out itself."""


@pytest.mark.parametrize(("method", "route"), [("POST", POST), ("PATCH", EDIT)], ids=["post", "edit"])
@pytest.mark.parametrize("order", PASSING)
async def test_fault_of_a_post_that_passes_costs_nothing(
    scene: DiscordScene, method: str, route: str, order: str | int
) -> None:
    """The delegate has its receipt at once; the card is there later, once, with the vote in it."""
    scene.server.fail_next(method, route, order)
    await scene.table()
    assert RECORDED in await scene.vote()
    await scene.wait_out()
    await scene.wait_for_mending()
    await scene.card_stands()
    await scene.decided_with("For 1, against 0")


async def test_fault_of_everything_at_once_costs_nothing(scene: DiscordScene) -> None:
    """A Discord that answers nothing shows the delegate that the command failed, and it was not carried out."""
    await scene.table()
    down = True
    scene.server.set_weather(
        lambda method, route: Fault(method=method, route=route, what=503, times=1) if down else None
    )
    acted = await scene.discord.send(EST_HEAD, "/vote M-1 yes")
    await scene.server.wait_for(lambda server: any("/callback" in one.path for one in server.exchanges))
    await scene.world.house.round()
    down = False
    assert not acted.acknowledged
    assert await scene.world.ballots() == {}
    assert RECORDED in await scene.vote()
    await scene.wait_out()
    await scene.card_stands()


@pytest.mark.parametrize("order", ["cut", 503, "403:50027", "cut-after-accept"])
async def test_answer_that_discord_loses_reaches_the_delegate_another_way(
    scene: DiscordScene, order: str | int
) -> None:
    """The way back of a command fails, once or for good: the receipt comes by another one."""
    await scene.table()
    scene.server.fail_next("PATCH", "/webhooks/*", order)
    assert RECORDED in await scene.vote()
    await scene.wait_out()
    await scene.card_stands()


async def test_command_of_a_gap_is_heard_when_the_session_is_resumed(scene: DiscordScene) -> None:
    """The socket was cut: Discord replays what came meanwhile, and the delegate has its receipt."""
    await scene.table()
    async with scene.server.gateway_gap():
        acted = await scene.discord.send(EST_HEAD, "/vote M-1 yes")
    assert RECORDED in (await acted.answer(10)).text
    await scene.wait_out()
    await scene.card_stands()


async def test_command_of_a_gap_that_lasted_too_long_is_not_carried_out(scene: DiscordScene) -> None:
    """Discord has shown the delegate that the command failed: it must not have happened, and its next try counts."""
    await scene.table()
    async with scene.server.gateway_gap():
        acted = await scene.discord.send(EST_HEAD, "/vote M-1 yes")
        scene.server.advance(4)
    await scene.server.wait_for(lambda _: acted.attempts != [], 10)
    assert not acted.acknowledged
    assert await scene.world.ballots() == {}
    assert RECORDED in await scene.vote()
    await scene.wait_out()
    await scene.card_stands()


async def test_vote_into_a_silent_session_is_answered_by_the_next_one(sqlite_database: Database) -> None:
    """The connection stands and says nothing: it is made anew, and Discord replays what it had sent meanwhile.

    Discord's own heartbeats come every 41 seconds, so that this takes up to a minute; here they come sooner.
    """
    async with open_world(sqlite_database) as world:
        front = DiscordWorld(world.house.dispatcher, world.clock, silence=timedelta(milliseconds=500))
        front.server.gateway.heartbeat_interval_ms = 100
        async with front:
            people_of(world.database, world.code, front, START)
            world.house.notifiers[Platform.DISCORD] = front.notifier
            world.fronts.append(front)
            scene = DiscordScene(world, front.channel, list)
            await scene.table()
            front.server.gateway.stall()
            acted = await front.send(EST_HEAD, "/vote M-1 yes")
            assert RECORDED in (await acted.answer(10)).text
            await scene.wait_out()
            await scene.card_stands()


async def _reconnected(server: DiscordServer) -> None:
    await server.gateway.ask_to_reconnect()


async def _resumable(server: DiscordServer) -> None:
    await server.gateway.invalidate(resumable=True)


async def _cut(server: DiscordServer) -> None:
    await server.cut_sockets()


@pytest.mark.parametrize("break_off", [_cut, _reconnected, _resumable], ids=["cut", "op 7", "op 9 resumable"])
async def test_session_that_is_resumed_loses_nothing(
    scene: DiscordScene, break_off: Callable[[DiscordServer], Awaitable[None]]
) -> None:
    """Discord asks for a new connection now and then: a vote right after that is heard, once."""
    await scene.table()
    await break_off(scene.server)
    acted = await scene.discord.send(EST_HEAD, "/vote M-1 yes")
    assert RECORDED in (await acted.answer(15)).text
    await scene.wait_out()
    await scene.card_stands()


async def test_session_that_is_not_resumed_hears_the_next_vote(scene: DiscordScene) -> None:
    """Op 9 without a way back: what came meanwhile is lost to its author, who tries again and counts once."""
    await scene.table()
    await scene.server.gateway.invalidate(resumable=False)
    lost = await scene.discord.send(EST_HEAD, "/vote M-1 yes")
    await scene.server.wait_for(lambda server: server.gateway.connected, 15)
    assert lost.attempts == []
    assert await scene.world.ballots() == {}
    acted = await scene.discord.send(EST_HEAD, "/vote M-1 yes")
    assert RECORDED in (await acted.answer(10)).text
    await scene.wait_out()
    await scene.card_stands()


async def _typed(scene: DiscordScene) -> Delivery:
    return await scene.discord.send(EST_HEAD, "/vote M-1 yes")


async def _pressed(scene: DiscordScene) -> Delivery:
    (card,) = [each for each in scene.server.messages(COUNCIL) if each.controls]
    [control] = [each for each in card.controls if each.get("label") == "Yes"]
    return await scene.server.click(scene.discord.user(EST_HEAD), card, control["custom_id"])


async def _filled(scene: DiscordScene) -> Delivery:
    opened = await scene.discord.send(EST_HEAD, "/vote cast M-1")
    return await scene.server.submit_modal(scene.discord.user(EST_HEAD), await opened.form(), {"ballot": ["yes"]})


@pytest.mark.parametrize("act", [_typed, _pressed, _filled], ids=["typed", "pressed", "form"])
async def test_act_delivered_four_times_is_one_ballot_and_one_answer(
    scene: DiscordScene, act: Callable[[DiscordScene], Awaitable[Delivery]]
) -> None:
    """A session that is resumed can bring an interaction again, and two processes may both hear it."""
    await scene.table()
    acted = await act(scene)
    first = await acted.answer()
    assert RECORDED in first.text
    for number in range(2, 5):
        await acted.redeliver()
        await scene.server.wait_for(lambda _, number=number: len(acted.attempts) == number)  # type: ignore[misc]
    later = await scene.discord.say(LVA, "/motion show M-1")
    assert "M-1" in later
    assert RECORDED in first.text
    assert acted.followups == []
    await scene.wait_out()
    await scene.card_stands()


async def test_form_sent_after_its_trigger_grew_old_counts(scene: DiscordScene) -> None:
    """A form may be open for long; sending it is an act of its own, with three seconds of its own."""
    await scene.table()
    opened = await scene.discord.send(EST_HEAD, "/vote cast M-1")
    form = await opened.form()
    scene.server.advance(20 * 60)
    sent = await scene.server.submit_modal(scene.discord.user(EST_HEAD), form, {"ballot": ["yes"]})
    assert RECORDED in (await sent.answer()).text
    await scene.wait_out()
    await scene.card_stands()


async def test_deleted_card_is_there_again_with_the_next_vote(scene: DiscordScene) -> None:
    """Its buttons work, no ballot is lost, and nobody has to do anything."""
    await scene.table()
    assert RECORDED in await scene.discord.press(EST_HEAD, "M-1", "Yes")
    (card,) = scene.server.messages(COUNCIL)
    await scene.server.delete_message(card)
    await scene.world.settle()
    await scene.card_stands()
    assert "Ballot recorded" in await scene.discord.press(LVA, "M-1", "No")
    await scene.world.settle()
    await scene.shown_once("For (1)", "Against (1)")
    await scene.decided_with("For 1, against 1")
    assert scene.office() == []


async def test_deleted_thread_takes_nothing_but_its_posts(scene: DiscordScene) -> None:
    """What is said of the motion later stands in a thread again or in the channel; the channel is not called closed."""
    await scene.discord.say(SECRETARY, '/motion open sanctions "Measures" "1. Freeze." impact:"None."')
    await scene.world.house.round()
    motion = await scene.world.motion()
    await scene.world.pass_time(motion.opens_at - scene.world.clock.now())
    await scene.world.settle()
    (card,) = scene.server.messages(COUNCIL)
    thread = scene.server.thread(card)
    assert thread is not None
    await scene.server.delete_thread(thread)
    assert "Ballot recorded" in await scene.vote()
    await scene.world.settle()
    await scene.stands(est="yes")
    await scene.shown_once("For (1)")
    assert scene.office() == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A way in which a channel is closed to the bot, and what the secretariat reads of it."""

    name: str
    close: Callable[[DiscordScene], None]
    reopen: Callable[[DiscordScene], None]
    says: str


def _hidden(scene: DiscordScene) -> None:
    scene.server.world.channel(COUNCIL).closed = True


def _shown(scene: DiscordScene) -> None:
    scene.server.world.channel(COUNCIL).closed = False


def _refusing(order: str) -> Callable[[DiscordScene], None]:
    """Have Discord refuse the next post, which is the card of the next motion."""

    def close(scene: DiscordScene) -> None:
        scene.server.fail_next("POST", f"/channels/{COUNCIL}/messages", order)

    return close


CLOSED: Final = [
    Closed(name="no access", close=_hidden, reopen=_shown, says="The bot does not see the channel"),
    Closed(
        name="no permission",
        close=_refusing("403:50013"),
        reopen=lambda _: None,
        says="The bot lacks a permission there",
    ),
    Closed(
        name="unknown guild", close=_refusing("404:10004"), reopen=lambda _: None, says="was removed from the server"
    ),
    Closed(name="unverified", close=_refusing("403:40002"), reopen=lambda _: None, says="lacks a permission"),
]


@pytest.mark.parametrize("closed", CLOSED, ids=[case.name for case in CLOSED])
async def test_channel_that_is_closed_to_the_bot_is_told_once_and_votes_go_on(
    scene: DiscordScene, closed: Closed
) -> None:
    """Delegates vote and get their receipts; the secretariat reads which channel, why and what to do, once.

    Once it is open again what waited is posted, each once, and the secretariat is told that too.
    """
    await scene.table()
    closed.close(scene)
    await scene.discord.say(SECRETARY, RESOLUTION)
    assert RECORDED in await scene.vote()
    for _ in range(3):
        await scene.world.house.round()
    assert scene.office() == [BLOCKED]
    assert closed.says in scene.office_text()
    assert f"the channel for motions (discord:{GUILD}:{COUNCIL})" in scene.office_text()
    if closed.reopen is _shown:
        await scene.discord.say(SECRETARY, RESOLUTION)
        await scene.wait_for_mending()
        assert scene.office() == [BLOCKED]
    closed.reopen(scene)
    await scene.discord.say(SECRETARY, RESOLUTION)
    await scene.wait_for_mending()
    await scene.wait_for_mending()
    assert scene.office() == [BLOCKED, OPEN_AGAIN]
    assert len(await scene.cards(2)) == 1
    assert await scene.waiting() == 0
    await scene.stands(est="yes")
    await scene.decided_with("For 1, against 0")


async def test_channel_that_refuses_a_change_once_is_told_and_told_open_with_the_next_change(
    scene: DiscordScene,
) -> None:
    """Nothing new is posted there meanwhile: the change that gets through is the proof."""
    await scene.table()
    scene.server.fail_next("PATCH", EDIT, "403:50013")
    assert RECORDED in await scene.vote()
    await scene.world.settle()
    assert scene.office() == [BLOCKED]
    await scene.wait_for_mending()
    assert scene.office() == [BLOCKED, OPEN_AGAIN]
    await scene.shown_once("For (1)")


async def test_deleted_channel_is_told_once_and_votes_go_on(scene: DiscordScene) -> None:
    """Delegates vote in direct messages; the result is recorded though nobody can read it in the channel."""
    await scene.table()
    lost = scene.server.world.channels.pop(COUNCIL)
    assert RECORDED in await scene.discord.say(EST_HEAD, "/vote M-1 yes", privately=True)
    motion = await scene.world.motion()
    await scene.world.pass_time(motion.closes_at - scene.world.clock.now())
    await scene.wait_for_mending()
    await scene.wait_for_mending()
    assert scene.office() == [BLOCKED]
    assert "The channel was deleted" in scene.office_text()
    await scene.stands(est="yes")
    scene.server.world.add_channel(lost)


async def test_bot_removed_from_the_server_is_told_to_the_officers(scene: DiscordScene) -> None:
    """Every channel is closed at once, the secretariat's too: its officers are written to, once for each channel."""
    await scene.table()
    guild = scene.discord.guild
    for channel in (COUNCIL, LOBBY):
        scene.server.world.channel(channel).closed = True
    await scene.server.gateway.emit("GUILD_DELETE", {"id": str(guild.id)}, guild.id, intents=1)
    assert RECORDED in await scene.discord.say(EST_HEAD, "/vote M-1 yes", privately=True)
    await scene.discord.say(SECRETARY, RESOLUTION, privately=True)
    for _ in range(4):
        await scene.wait_for_mending()
    letters = await scene.discord.direct(SECRETARY)
    assert len(letters) == len(set(letters))
    assert all(BLOCKED in letter for letter in letters)
    assert "was removed from the server" in "".join(letters)
    await scene.stands(est="yes")


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ("403:50278", "The person has left Discord"),
        ("404:10013", "The person has left Discord"),
        ("403:50007", "takes no direct messages from the bot"),
    ],
)
async def test_person_who_cannot_be_written_to_is_told_once(scene: DiscordScene, order: str, says: str) -> None:
    """A head who left, or closed its direct messages, gets no receipts: the secretariat reads whose, once."""
    account = scene.discord.user(EST_HEAD)
    direct = scene.server.world.direct(account)
    scene.server.fail_next("POST", f"/channels/{direct.id}/messages", order, times=10)
    for number in (1, 2):
        await scene.table()
        assert "Ballot recorded" in await scene.discord.say(EST_DELEGATE, f"/vote M-{number} yes")
        await scene.world.settle()
    assert scene.office() == [BLOCKED]
    assert says in scene.office_text()
    assert "Estonia, head of delegation" in scene.office_text()
    await scene.stands(est="yes")
    await scene.shown_once("For (1)")
