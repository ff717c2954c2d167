"""What people get wrong, by every route and on both platforms: one sentence with what to do, and nothing half done.

Lines as phones write them are read as they were meant.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any, Final

import pytest

from bot.commands.administration import link_channel
from bot.domain.addresses import Channel, Purpose
from storage.database import Database
from tests.behaviour.cast import EST_HEAD, SECRETARY, STRANGER, Person
from tests.behaviour.fronts import open_discord, open_slack
from tests.behaviour.world import START, World, found, open_world, people_of
from tests.integration.discord_world import COUNCIL, GUILD, LOBBY, DiscordWorld, told
from tests.integration.slack_world import CHANNEL, TEAM, SlackWorld, shown, text_of
from tests.servers.discord import Delivery

RESOLUTION: Final = '/motion open resolution "Open skies" "1. The skies are open."'
RECORDED: Final = "Ballot recorded on M-1"


class SlackRoom:
    """A motion that is open in a Slack."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.slack = world.front_as(SlackWorld)

    async def unchanged(self, told: str, *words: str, entries: int) -> None:
        """Check that an answer says this and that nothing was recorded."""
        for word in words:
            assert word in " ".join(told.split()), told
        assert await self.world.entries() == entries
        assert self.slack.server.violations == []


class DiscordRoom:
    """A motion that is open in a Discord."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.discord = world.front_as(DiscordWorld)

    async def send(self, path: str, options: Mapping[str, Any] | Sequence[Any], person: Person = EST_HEAD) -> str:
        """Send a command with options as they are; give what is shown."""
        noun, _, verb = path.partition(".")
        sent = await self.discord.server.slash_command(
            user=self.discord.user(person),
            guild=self.discord.guild,
            name=noun,
            options={verb: options} if verb else options,
        )
        return await self.outcome(sent)

    async def outcome(self, sent: Delivery) -> str:
        """Give what a person is shown: an answer, or the title of a form."""
        await self.discord.server.wait_for(lambda _: sent.modal is not None or sent.first is not None)
        return sent.modal.title if sent.modal is not None else told(await sent.answer())

    async def unchanged(self, answer: str, *words: str, entries: int) -> None:
        """Check that an answer says this and that nothing was recorded."""
        for word in words:
            assert word in " ".join(answer.split()), answer
        assert await self.world.entries() == entries


@pytest.fixture
async def slack(sqlite_database: Database) -> AsyncIterator[SlackRoom]:
    """Give a motion that is open in a Slack."""
    async with open_world(sqlite_database) as world, open_slack(world):
        await world.front.say(SECRETARY, RESOLUTION)
        await world.house.round()
        yield SlackRoom(world)


@pytest.fixture
async def discord(sqlite_database: Database) -> AsyncIterator[DiscordRoom]:
    """Give a motion that is open in a Discord."""
    async with open_world(sqlite_database) as world, open_discord(world):
        await world.front.say(SECRETARY, RESOLUTION)
        await world.house.round()
        yield DiscordRoom(world)


AS_PHONES_WRITE: Final = [
    "/vote M-1 yes",
    "/vote “M-1” “yes”",
    "/vote ‘M-1’ ‘yes’",
    "/vote «M-1» «yes»",
    "/vote M-1\u00a0yes",
    "/vote\u202fM-1\u2003yes",
    "/vote M\u20111 yes",
    "/vote M–1 yes",
    "/vote M—1 yes",
    "/vote M−1 yes",
    "/vote m1 YES",
    "/vote Yes M-1",
    "/Vote Cast M-1 Yes",
    "/vote M-1 yes explanation:“We’re — of course — in favour…”",
    "/vote M-1 oui",
]
"""Curly quotes, spaces that do not break, dashes in the place of hyphens, capitals at the beginning."""


@pytest.mark.parametrize("line", AS_PHONES_WRITE)
async def test_line_as_a_phone_writes_it_is_read_as_it_was_meant(slack: SlackRoom, line: str) -> None:
    """Typed as a command, or after the bot's name."""
    command, between, text = re.split(r"(\s)", line, maxsplit=1)
    assert RECORDED in await slack.slack.mention(EST_HEAD, f"{command[1:]}{between}{text}")
    assert await slack.world.ballots() == {"EST": "yes"}
    again = await slack.slack.say(EST_HEAD, f"{command.lower()} {text}")  # the window itself takes the command off
    assert "Estonia has already voted yes on M-1" in again
    assert await slack.world.ballots() == {"EST": "yes"}


TYPED_WRONG: Final = [
    ("/vote M-1 👍", ("“👍” is not a ballot", "Vote yes, no or abstain")),
    ("/vote M-1 ✅", ("is not a ballot",)),
    ("/vote M-1 🇪🇪", ("is not a ballot",)),
    ("/vote M-1 yess", ("is not a ballot",)),
    ("/vote M-99 yes", ("There is no motion M-99",)),
    ("/vote M-1 yes no", ("“no”",)),
    ("/vote cast M-1 yes colour:blue", ("colour",)),
    ("/vote cast motion:M-1 motion:M-1 ballot:yes", ("motion",)),
    ("/vote", ("/vote needs a word after it", "cast, status")),
    ("/vote dance M-1", ("dance",)),
    ('/vote cast M-1 "yes', ("never closed",)),
    ("/vote cast M-1 “yes", ("never closed",)),
    ("/member show 🏳️‍🌈", ("🏳️‍🌈",)),
    ("/member show 🇽🇽", ("🇽🇽",)),
    ("/motion open 🎉 “A title” “A text”", ("🎉",)),
    ("/vote cast M-1 yes explanation:\x00", ("The explanation has characters that cannot be seen",)),
    ("/vote -- M-1 yes", ("does not take “--”", "It takes cast")),
    ("/vote " + "M-1 yes " * 900, ("“M-1” is one word too many",)),
]


@pytest.mark.parametrize(("line", "words"), TYPED_WRONG)
async def test_line_that_is_wrong_is_answered_in_words(slack: SlackRoom, line: str, words: tuple[str, ...]) -> None:
    """What is wrong with it, and what is taken; nothing is recorded."""
    entries = await slack.world.entries()
    answer = await slack.slack.say(SECRETARY if line.startswith("/motion") else EST_HEAD, line)
    assert "This was not done" in answer
    await slack.unchanged(answer, *words, entries=entries)
    assert "went wrong" not in answer


async def test_flag_names_its_member(slack: SlackRoom) -> None:
    """On a phone a flag is quicker than a name."""
    assert "Estonia" in await slack.slack.say(EST_HEAD, "/member show 🇪🇪")


FORGED: Final = [
    "v1:vote.steal:1:yes",
    "v1:vote.cast:1",
    "v1:vote.cast",
    "v1:vote.cast:99:yes",
    "v1:vote.cast:1:maybe",
    "v1:vote.cast:1:yes:x:y:z",
    "v1:vote.cast:-1:yes",
    "v1:vote.cast:%00:yes",
    "v1:" + "x" * 90,
]
OLDER: Final = ["v0:vote.cast:1:yes", "vote:1:yes", "approve", "v2:vote.cast:1:yes"]
"""Buttons of a version that this one does not know, or of somebody else."""


@pytest.mark.parametrize("forged", [*FORGED, *OLDER])
async def test_forged_or_stale_button_in_slack_is_answered_in_words(slack: SlackRoom, forged: str) -> None:
    """A button that this version never wrote does nothing and says so."""
    entries = await slack.world.entries()
    (card,) = slack.slack.shown()
    blocks = [_with_button(block, forged) for block in card.message.blocks]
    before = len(slack.slack.answers(EST_HEAD))
    user = slack.slack.know(EST_HEAD)
    pressed = await slack.slack.server.click(user, replace(card.message, blocks=tuple(blocks)), action_id=forged)
    assert pressed.acknowledged
    await slack.slack.server.wait_for(lambda _: pressed.view or len(slack.slack.answers(EST_HEAD)) > before)
    answer = text_of(pressed.view.blocks) if pressed.view else slack.slack.answers(EST_HEAD)[-1].told
    await slack.unchanged(answer, entries=entries)
    assert answer
    assert "went wrong" not in answer


def _with_button(block: dict[str, Any], forged: str) -> dict[str, Any]:
    if block["type"] != "actions":
        return block
    button = {"type": "button", "text": {"type": "plain_text", "text": "Yes"}, "action_id": forged, "value": forged}
    return {**block, "elements": [*block["elements"], button]}


@pytest.mark.parametrize("forged", [*FORGED, *OLDER])
async def test_forged_or_stale_button_on_discord_is_answered_in_words(discord: DiscordRoom, forged: str) -> None:
    """A button that this version never wrote does nothing and says so."""
    entries = await discord.world.entries()
    (card,) = discord.discord.server.messages(COUNCIL)
    card.components.append(
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "Yes", "custom_id": forged[:100]}]}
    )
    pressed = await discord.discord.server.click(discord.discord.user(EST_HEAD), card, forged[:100])
    answer = await discord.outcome(pressed)
    await discord.unchanged(answer, entries=entries)
    assert answer
    assert "went wrong" not in answer


@pytest.mark.parametrize(
    "forged", ["v1f:vote.steal", "v1f:vote.cast?colour=blue", "v1f:", "f1:vote.cast", "v0f:vote.cast"]
)
async def test_forged_or_stale_form_on_discord_is_answered_in_words(discord: DiscordRoom, forged: str) -> None:
    """A form that this version never opened is told so."""
    entries = await discord.world.entries()
    sent = await discord.discord.send(EST_HEAD, "/vote cast M-1")
    form = replace(await sent.form(), custom_id=forged)
    answered = await discord.discord.server.submit_modal(discord.discord.user(EST_HEAD), form, {"ballot": ["yes"]})
    answer = await discord.outcome(answered)
    await discord.unchanged(answer, "This was not done", entries=entries)
    assert "went wrong" not in answer


@pytest.mark.parametrize("forged", ["motion.steal", "vote.cast", "", "v1f:vote.cast"])
async def test_forged_or_stale_form_in_slack_is_answered_in_words(slack: SlackRoom, forged: str) -> None:
    """A form with another meaning than ours, or none, records nothing."""
    entries = await slack.world.entries()
    opened = await slack.slack.type(EST_HEAD, "/vote cast M-1")
    view = await opened.opened_view()
    body = {**view.body, "private_metadata": forged}
    slack.slack.server.world.views[view.id] = replace(view, body=body)
    sent = await slack.slack.server.submit_view(
        slack.slack.user(EST_HEAD), slack.slack.server.world.views[view.id], {"ballot": "yes"}
    )
    assert sent.acknowledged
    assert await slack.world.ballots() == {}
    assert await slack.world.entries() == entries


CHOSEN_WRONG: Final = [
    ("vote.cast", {"motion": "M-99", "ballot": "yes"}, ("There is no motion M-99",)),
    ("vote.cast", {"motion": "M-1", "ballot": "👍"}, ("“👍” is not a ballot",)),
    ("vote.cast", {"motion": "first", "ballot": "yes"}, ("first",)),
    ("vote.cast", {"motion": "M-1", "ballot": "yes", "colour": "blue"}, ("not one of this version",)),
    ("vote.steal", {"motion": "M-1"}, ("not one of this version",)),
    ("member.show", {"member": "🇽🇽"}, ("🇽🇽",)),
    ("motion.list", {"status": "zombie"}, ("zombie",)),
]


@pytest.mark.parametrize(("path", "options", "words"), CHOSEN_WRONG)
async def test_option_that_is_wrong_is_answered_in_words(
    discord: DiscordRoom, path: str, options: Mapping[str, Any], words: tuple[str, ...]
) -> None:
    """A client may send what the lists do not offer: commands that were published before, or are made by hand."""
    entries = await discord.world.entries()
    answer = await discord.send(path, options)
    await discord.unchanged(answer, "This was not done", *words, entries=entries)


@pytest.mark.parametrize("line", ["/vote cast M-1", "/vote cast", "/motion open resolution", "/motion propose"])
async def test_missing_options_are_asked_for_in_slack(slack: SlackRoom, line: str) -> None:
    """A form opens; nothing is recorded before it is sent."""
    entries = await slack.world.entries()
    opened = await slack.slack.type(EST_HEAD if "open" not in line else SECRETARY, line)
    assert (await opened.opened_view()).blocks
    assert await slack.world.entries() == entries


@pytest.mark.parametrize("line", ["/vote cast M-1", "/vote cast", "/motion open resolution"])
async def test_missing_options_are_asked_for_on_discord(discord: DiscordRoom, line: str) -> None:
    """A form opens; nothing is recorded before it is sent."""
    entries = await discord.world.entries()
    sent = await discord.discord.send(EST_HEAD if "open" not in line else SECRETARY, line)
    assert (await sent.form()).inputs
    assert await discord.world.entries() == entries


class Places:
    """Where a command can be typed in Slack that is not the alliance's own channel."""

    UNLINKED: Final = "C8"
    FOREIGN: Final = "C9"


async def test_places_in_slack_that_are_not_the_alliances(slack: SlackRoom) -> None:
    """An unlinked channel and direct messages serve whoever holds a credential; another alliance's channel does not."""
    world = slack.world
    server = slack.slack.server
    for channel in (Places.UNLINKED, Places.FOREIGN):
        server.add_channel(channel)
    other = found(world.database, name="Other alliance", now=START)
    place = Channel(f"slack:{TEAM}:{Places.FOREIGN}")
    await world.house.writer.write(
        lambda uow: link_channel(uow, other, channel=place, purpose=Purpose.MOTIONS, now=START)
    )
    entries = await world.entries()
    foreign = await slack.slack.say(EST_HEAD, "/vote M-1 yes", Places.FOREIGN)
    await slack.unchanged(foreign, "Your account acts in Test alliance, not in Other alliance", entries=entries)
    stranger = await slack.slack.say(STRANGER, "/vote M-1 yes", Places.UNLINKED)
    await slack.unchanged(stranger, "This was not done", entries=entries)
    assert RECORDED in await slack.slack.say(EST_HEAD, "/vote M-1 yes", Places.UNLINKED)


async def test_thread_in_slack_takes_a_mention(slack: SlackRoom) -> None:
    """Slack lets nobody type a command in a thread: the bot's name does it there."""
    (card,) = slack.slack.shown()
    user = slack.slack.know(EST_HEAD)
    acted = await slack.slack.server.mention(user, CHANNEL, "vote M-1 yes", thread_ts=card.message.ts)
    assert RECORDED in shown((await acted.answer()).message).told
    assert await slack.world.ballots() == {"EST": "yes"}


async def test_places_on_discord_that_are_not_the_alliances(discord: DiscordRoom) -> None:
    """The same on Discord."""
    world, server = discord.world, discord.discord.server
    other = found(world.database, name="Other alliance", now=START)
    place = Channel(f"discord:{GUILD}:{LOBBY}")
    await world.house.writer.write(
        lambda uow: link_channel(uow, other, channel=place, purpose=Purpose.MOTIONS, now=START)
    )
    entries = await world.entries()
    lobby = server.world.channel(LOBBY)
    vote = {"cast": {"motion": "M-1", "ballot": "yes"}}
    foreign = await server.slash_command(
        user=discord.discord.user(EST_HEAD), guild=discord.discord.guild, channel=lobby, name="vote", options=vote
    )
    answer = await discord.outcome(foreign)
    await discord.unchanged(answer, "Your account acts in Test alliance, not in Other alliance", entries=entries)
    direct = await discord.discord.say(STRANGER, "/vote M-1 yes", privately=True)
    await discord.unchanged(direct, "This was not done", "belongs to no alliance", entries=entries)
    assert RECORDED in await discord.discord.say(EST_HEAD, "/vote M-1 yes", privately=True)


@pytest.mark.parametrize("prefix", ["pl", "plenary-", "vote", "motion", "v"])
async def test_command_prefix_of_a_workspace_may_be_anything(sqlite_database: Database, prefix: str) -> None:
    """Where /vote is taken by another app; a prefix that is itself a command is none."""
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(open_world(sqlite_database))
        front = await stack.enter_async_context(SlackWorld(world.house.dispatcher, world.clock, prefix=prefix))
        people_of(world.database, world.code, front, START)
        assert "M-1 is tabled" in await front.say(SECRETARY, RESOLUTION.replace("/motion", f"/{prefix}motion"))
        assert RECORDED in await front.say(EST_HEAD, f"/{prefix}vote M-1 yes")
        assert "already voted" in await front.mention(EST_HEAD, "vote M-1 yes")
        assert await world.ballots() == {"EST": "yes"}
