"""A card's document on Slack and on Discord: as files beside the card, in words where they are refused."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.clock import SystemClock
from bot.cards.card import Card
from bot.cards.document import Block, BlockKind, Document, File
from tests.integration.discord_world import COUNCIL, DiscordWorld
from tests.integration.slack_world import SlackWorld
from tests.integration.test_pictures import AMINA, MESSAGES, ORIGINAL, Door

DOCUMENT = Document(
    name="minutes-S-1-en",
    title="Minutes of S-1",
    language="en",
    dated=datetime(2026, 12, 15, 10, tzinfo=UTC),
    blocks=(
        Block(kind=BlockKind.TITLE, text="Minutes of S-1"),
        Block(kind=BlockKind.TEXT, text="Nobody was late."),
    ),
)
CARD = Card(title="Minutes of S-1", paragraphs=(("From the journal.",),), document=DOCUMENT)
SHEET = File(name="motions.csv", content="motion,title\r\n1,Skies\r\n", instead="The file could not be attached.")
NAMES = ["minutes-S-1-en.md", "minutes-S-1-en.pdf"]
UPLOADS = ("files.getUploadURLExternal", "files.completeUploadExternal")


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorld]:
    async with SlackWorld(Door(CARD), SystemClock()) as opened:
        yield opened
        assert opened.server.violations == []


@pytest.fixture
async def discord() -> AsyncIterator[DiscordWorld]:
    async with DiscordWorld(Door(CARD), SystemClock()) as opened:
        yield opened
        assert opened.server.violations == []


def shared_in(slack: SlackWorld, channel: str) -> list[list[str]]:
    """Give the names of the files that each message in a channel shares."""
    messages = [each for each in slack.server.world.messages if each.channel == channel and each.files]
    return [[str(file["name"]) for file in each.files] for each in messages]


def contents(slack: SlackWorld) -> dict[str, bytes]:
    """Give the bytes of each file that Slack has."""
    return {str(file["name"]): bytes(file["content"]) for file in slack.server.world.files.values()}


# Slack.


async def test_post_on_slack_has_its_files_in_its_thread(slack: SlackWorld) -> None:
    """Both of them, in one message; the words of the file are not in the post."""
    channel = slack.channel.parts[-1]
    message = await slack.notifier.post(slack.channel, CARD, key="minutes:1:9")
    assert shared_in(slack, channel) == [NAMES]
    [reply] = [each for each in slack.server.world.messages if each.files]
    assert message == f"{channel}:{reply.thread_ts}"
    found = contents(slack)
    assert b"Nobody was late." in found[NAMES[0]]
    assert found[NAMES[1]].startswith(b"%PDF-")
    assert "Nobody was late" not in slack.shown()[0].text


async def test_edit_on_slack_shares_the_files_once(slack: SlackWorld) -> None:
    """An edit finds them there; where a crash came between the post and its files, it shares them."""
    message = await slack.notifier.post(slack.channel, CARD, key="minutes:1:9")
    await slack.notifier.edit(slack.channel, message, CARD)
    assert shared_in(slack, slack.channel.parts[-1]) == [NAMES]
    bare = await slack.notifier.post(slack.channel, replace(CARD, document=None), key="minutes:1:8")
    await slack.notifier.edit(slack.channel, bare, CARD)
    assert shared_in(slack, slack.channel.parts[-1]) == [NAMES, NAMES]


@pytest.mark.parametrize("method", UPLOADS)
@pytest.mark.parametrize("fault", ["missing_scope", 500])
async def test_post_whose_files_slack_does_not_take_tells_them_in_words(
    slack: SlackWorld, method: str, fault: str | int
) -> None:
    slack.server.fail_next(method, fault)
    await slack.notifier.post(slack.channel, CARD, key="minutes:1:9")
    [post] = slack.shown()
    assert "Nobody was late." in post.text
    assert shared_in(slack, slack.channel.parts[-1]) == []


async def test_post_that_stands_is_no_failure_where_its_files_and_their_words_are_refused(slack: SlackWorld) -> None:
    """It would be written again, and stand twice."""
    slack.server.fail_next("files.getUploadURLExternal", 500)
    slack.server.fail_next("chat.update", "ratelimited")
    await slack.notifier.post(slack.channel, CARD, key="minutes:1:9")
    assert len(slack.shown()) == 1


async def test_edit_whose_files_slack_does_not_take_tells_them_in_words(slack: SlackWorld) -> None:
    bare = await slack.notifier.post(slack.channel, replace(CARD, document=None), key="minutes:1:8")
    slack.server.fail_next("files.getUploadURLExternal", "missing_scope")
    await slack.notifier.edit(slack.channel, bare, CARD)
    assert "Nobody was late." in slack.shown()[0].text


async def test_private_answer_on_slack_sends_its_files_directly(slack: SlackWorld) -> None:
    """A private answer in a channel takes no files along: they come as a direct message, to nobody else."""
    await slack.say("UEST", "/alliance info")
    [answer] = slack.answers("UEST")
    assert "Nobody was late" not in answer.text
    [told] = [each for each in slack.server.world.messages if each.files]
    assert told.channel.startswith("D")
    assert shared_in(slack, slack.channel.parts[-1]) == []


async def test_private_answer_on_slack_whose_files_are_refused_is_in_words(slack: SlackWorld) -> None:
    slack.server.fail_next("files.getUploadURLExternal", "missing_scope")
    assert "Nobody was late." in await slack.say("UEST", "/alliance info")


async def test_file_for_programs_goes_with_a_post_on_slack_or_is_said_to_be_missing(slack: SlackWorld) -> None:
    """As it is, byte for byte."""
    export = replace(CARD, document=None, file=SHEET)
    await slack.notifier.post(slack.channel, export, key="export:1")
    assert contents(slack)[SHEET.name].decode() == SHEET.content
    slack.server.fail_next("files.getUploadURLExternal", 500)
    await slack.notifier.post(slack.channel, export, key="export:2")
    assert SHEET.instead in slack.shown()[-1].text


# Discord.


async def test_post_on_discord_bears_its_files_and_an_edit_too(discord: DiscordWorld) -> None:
    message = await discord.notifier.post(discord.channel, CARD, key="minutes:1:9")
    await discord.notifier.edit(discord.channel, message, CARD)
    [post] = discord.server.messages(COUNCIL)
    assert sorted(each["filename"] for each in post.attachments) == NAMES
    assert b"Nobody was late." in post.files[NAMES[0]]
    assert post.files[NAMES[1]].startswith(b"%PDF-")
    assert "Nobody was late" not in post.text


async def test_private_answer_on_discord_bears_its_files(discord: DiscordWorld) -> None:
    answer = await (await discord.send(AMINA, "/alliance info")).answer()
    assert answer.ephemeral
    assert sorted(answer.files) == NAMES


async def test_files_that_discord_does_not_take_are_told_in_words(discord: DiscordWorld) -> None:
    for method, route, times in (("PATCH", ORIGINAL, 2), ("POST", "/webhooks/{webhook_id}/{webhook_token}", 1)):
        discord.server.fail_next(method, route, 413, times=times)
    discord.server.fail_next("POST", MESSAGES, 413)
    assert "Nobody was late." in await discord.say(AMINA, "/alliance info")


async def test_post_in_a_channel_closed_to_files_tells_them_in_words(discord: DiscordWorld) -> None:
    discord.server.fail_next("POST", MESSAGES, 403)
    await discord.notifier.post(discord.channel, CARD, key="minutes:1:9")
    [post] = discord.server.messages(COUNCIL)
    assert "Nobody was late." in post.text.replace("\\", "")
    assert post.attachments == []


async def test_file_for_programs_goes_with_a_post_on_discord_or_is_said_to_be_missing(discord: DiscordWorld) -> None:
    """As it is, byte for byte."""
    export = replace(CARD, document=None, file=SHEET)
    await discord.notifier.post(discord.channel, export, key="export:1")
    discord.server.fail_next("POST", MESSAGES, 403)
    await discord.notifier.post(discord.channel, export, key="export:2")
    sent, bare = discord.server.messages(COUNCIL)
    assert sent.files[SHEET.name].decode() == SHEET.content
    assert SHEET.instead in bare.text
