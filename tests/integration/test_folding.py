"""A card that a platform has no room for: it says so in words, and the whole of it goes along as a file."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.clock import SystemClock
from bot.cards.card import Button, Card
from bot.cards.whole import Rest, rest_words
from tests.integration.discord_world import COUNCIL, DiscordWorld
from tests.integration.slack_world import SlackWorld
from tests.integration.test_documents import DOCUMENT, NAMES, UPLOADS, contents, shared_in
from tests.integration.test_pictures import AMINA, MESSAGES, ORIGINAL, PICTURE, Door
from tests.servers.slack import Fault
from tests.servers.slack.world import Message

END = "Done in Tallinn, 中文 العربية."
CARD = Card(
    title="M-12 · Sanctions",
    paragraphs=(("No word of this may be lost. " * 800,), (END,)),
    buttons=(Button(label="Yes", action="v1:vote.cast:12:yes"),),
    language="fr",
)
SHORT = replace(CARD, paragraphs=(("Settled.",),))
NAME = "m-12-sanctions.txt"


def words(rest: Rest) -> str:
    """Give the words on where the whole is, in the language of the card."""
    return rest_words(CARD, rest)


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


# Slack.


async def test_folded_post_on_slack_has_the_whole_in_its_thread(slack: SlackWorld) -> None:
    """Every word, the labels of its buttons too; the post says where."""
    message = await slack.notifier.post(slack.channel, CARD, key="card:12")
    assert words(Rest.THREAD) in slack.shown()[0].text
    [reply] = _with_files(slack)
    assert message.endswith(f":{reply.thread_ts}")
    told = contents(slack)[NAME].decode()
    assert END in told
    assert told.count("No word of this may be lost.") == 800
    assert "[Yes]" in told


async def test_votes_on_a_folded_card_share_no_file_again(slack: SlackWorld) -> None:
    """A live card is edited with each vote: its thread has one file."""
    message = await slack.notifier.post(slack.channel, CARD, key="card:12")
    for tally in range(3):
        card = replace(CARD, paragraphs=((f"For {tally}.",), *CARD.paragraphs))
        await slack.notifier.edit(slack.channel, message, card)
    assert shared_in(slack, slack.channel.parts[-1]) == [[NAME]]
    assert "For 2." in slack.shown()[0].text


async def test_card_that_has_become_too_long_shares_its_whole_with_the_edit(slack: SlackWorld) -> None:
    """Another file in the thread is not it."""
    message = await slack.notifier.post(slack.channel, SHORT, key="card:12")
    await slack.notifier.post(slack.channel, replace(SHORT, document=DOCUMENT), key="news:12", thread=message)
    await slack.notifier.edit(slack.channel, message, CARD)
    assert shared_in(slack, slack.channel.parts[-1]) == [NAMES, [NAME]]


async def test_folded_post_in_a_thread_has_its_file_in_that_thread(slack: SlackWorld) -> None:
    """Slack has no threads in threads; an edit finds the file there."""
    card = await slack.notifier.post(slack.channel, SHORT, key="card:12")
    news = await slack.notifier.post(slack.channel, CARD, key="news:12", thread=card)
    await slack.notifier.edit(slack.channel, news, CARD)
    [reply] = _with_files(slack)
    assert card.endswith(f":{reply.thread_ts}")


@pytest.mark.parametrize("method", UPLOADS)
async def test_post_whose_whole_slack_does_not_take_says_how_to_get_it(slack: SlackWorld, method: str) -> None:
    slack.server.fail_next(method, "missing_scope")
    await slack.notifier.post(slack.channel, CARD, key="card:12")
    [post] = slack.shown()
    assert words(Rest.NOWHERE) in post.text
    assert words(Rest.THREAD) not in post.text


async def test_post_whose_whole_slack_does_not_take_keeps_its_picture(slack: SlackWorld) -> None:
    """The picture was taken before; the words of the file are refused alone."""
    uploads = iter((Fault(), Fault(error="missing_scope")))
    slack.server.set_weather(lambda method: next(uploads) if method == UPLOADS[1] else Fault())
    await slack.notifier.post(slack.channel, replace(CARD, picture=PICTURE), key="card:12")
    [post] = slack.shown()
    assert words(Rest.NOWHERE) in post.text
    assert "image" in [block["type"] for block in post.message.blocks]


async def test_edit_of_a_folded_post_reads_nothing_back(slack: SlackWorld) -> None:
    """What this process has shared it knows; another one looks once."""
    message = await slack.notifier.post(slack.channel, CARD, key="card:12")
    for reads in (0, 1):
        for _ in range(2):
            await slack.notifier.edit(slack.channel, message, CARD)
        assert [call.method for call in slack.server.calls].count("conversations.replies") == reads
        await slack.restart_front()
    assert shared_in(slack, slack.channel.parts[-1]) == [[NAME]]


async def test_edit_of_a_post_whose_thread_slack_does_not_show_claims_no_file_there(slack: SlackWorld) -> None:
    """Nor is another shared, as one may be there; the next edit looks again."""
    message = await slack.notifier.post(slack.channel, CARD, key="card:12")
    await slack.restart_front()
    slack.server.fail_next("conversations.replies", "429:1")
    await slack.notifier.edit(slack.channel, message, CARD)
    post = slack.shown()[0]
    assert words(Rest.COMMAND) in post.text
    assert words(Rest.THREAD) not in post.text
    await slack.notifier.edit(slack.channel, message, CARD)
    assert words(Rest.THREAD) in slack.shown()[0].text
    assert shared_in(slack, slack.channel.parts[-1]) == [[NAME]]


async def test_folded_private_answer_on_slack_sends_the_whole_directly(slack: SlackWorld) -> None:
    """To nobody else: the answer was for one person alone."""
    assert words(Rest.DIRECT) in await slack.say("UEST", "/alliance info")
    [told] = _with_files(slack)
    assert told.channel.startswith("D")
    assert END in contents(slack)[NAME].decode()


async def test_private_answer_whose_whole_slack_does_not_take_says_how_to_get_it(slack: SlackWorld) -> None:
    slack.server.fail_next("files.getUploadURLExternal", 500)
    assert words(Rest.NOWHERE) in await slack.say("UEST", "/alliance info")


def _with_files(slack: SlackWorld) -> list[Message]:
    return [each for each in slack.server.world.messages if each.files]


# Discord.


async def test_folded_post_on_discord_bears_the_whole(discord: DiscordWorld) -> None:
    await discord.notifier.post(discord.channel, CARD, key="card:12")
    [post] = discord.server.messages(COUNCIL)
    assert [each["filename"] for each in post.attachments] == [NAME]
    assert END in post.files[NAME].decode()
    assert words(Rest.BESIDE) in post.text


async def test_edit_of_a_folded_post_on_discord_replaces_the_file(discord: DiscordWorld) -> None:
    """The file is that of the card as it is; it goes with the card that needs none."""
    message = await discord.notifier.post(discord.channel, CARD, key="card:12")
    changed = replace(CARD, paragraphs=(*CARD.paragraphs, ("As amended.",)))
    await discord.notifier.edit(discord.channel, message, changed)
    [post] = discord.server.messages(COUNCIL)
    assert [each["filename"] for each in post.attachments] == [NAME]
    assert "As amended." in post.files[NAME].decode()
    await discord.notifier.edit(discord.channel, message, SHORT)
    [post] = discord.server.messages(COUNCIL)
    assert post.attachments == []
    assert words(Rest.BESIDE) not in post.text


async def test_folded_private_answer_on_discord_bears_the_whole(discord: DiscordWorld) -> None:
    answer = await (await discord.send(AMINA, "/alliance info")).answer()
    assert answer.ephemeral
    assert END in answer.files[NAME].decode()
    assert words(Rest.BESIDE) in answer.text


async def test_post_in_a_channel_closed_to_files_says_how_to_get_the_whole(discord: DiscordWorld) -> None:
    discord.server.fail_next("POST", MESSAGES, 403)
    message = await discord.notifier.post(discord.channel, CARD, key="card:12")
    [post] = discord.server.messages(COUNCIL)
    assert words(Rest.NOWHERE) in post.text
    assert post.attachments == []
    discord.server.fail_next("PATCH", f"{MESSAGES}/{{message_id}}", 403)
    await discord.notifier.edit(discord.channel, message, CARD)
    [post] = discord.server.messages(COUNCIL)
    assert words(Rest.NOWHERE) in post.text


async def test_private_answer_whose_file_discord_does_not_take_says_how_to_get_the_whole(discord: DiscordWorld) -> None:
    for method, route, times in (("PATCH", ORIGINAL, 2), ("POST", "/webhooks/{webhook_id}/{webhook_token}", 1)):
        discord.server.fail_next(method, route, 413, times=times)
    discord.server.fail_next("POST", MESSAGES, 413)
    assert words(Rest.NOWHERE) in await discord.say(AMINA, "/alliance info")
