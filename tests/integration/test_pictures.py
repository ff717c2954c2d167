"""A card's picture on Slack and on Discord: uploaded or attached with its words, in words alone where refused."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from adapters.clock import SystemClock
from bot.cards.card import Card
from bot.cards.picture import Line, Panel, Picture, Point
from bot.dispatch import Dispatcher, Invocation, Reply
from tests.integration.discord_world import COUNCIL, DiscordWorld
from tests.integration.slack_world import SlackWorld

PNG = b"\x89PNG\r\n\x1a\n"
PICTURE = Picture(
    name="criteria-hun",
    title="Democracy indices of Hungary",
    text="Points: 88 in 2012, 65 in 2024.",
    panels=(
        Panel(
            title="Points",
            points=tuple(Point(year=year, value=Fraction(100 - (year - 2012))) for year in range(2012, 2025)),
            lowest=Fraction(0),
            highest=Fraction(100),
            lines=(Line(value=Fraction(70), label="line: 70"),),
        ),
    ),
)
CARD = Card(title="Criteria: Hungary", paragraphs=(("Not met.",),), picture=PICTURE)
PLAIN = Card(title="Criteria: Hungary", paragraphs=(("Not met.",),))
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
MESSAGES = "/channels/{channel_id}/messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on a platform."""

    name: str
    number: int


AMINA = Person(name="amina", number=1)


class Door(Dispatcher):
    """Answers every act with the card."""

    def __init__(self, card: Card = CARD) -> None:
        super().__init__(writer=None)  # type: ignore[arg-type] # the answers below need no database
        self.card = card

    async def __call__(self, invocation: Invocation) -> Reply:
        """Give the card."""
        return self.card


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def slack(door: Door) -> AsyncIterator[SlackWorld]:
    async with SlackWorld(door, SystemClock()) as opened:
        yield opened


@pytest.fixture
async def discord(door: Door) -> AsyncIterator[DiscordWorld]:
    async with DiscordWorld(door, SystemClock()) as opened:
        yield opened
        assert opened.server.violations == []


# Slack.


async def test_private_answer_on_slack_shows_the_uploaded_picture(slack: SlackWorld) -> None:
    """The file is shared with no channel: whoever sees the answer sees it, and nobody else."""
    await slack.say("UEST", "/alliance info")
    [answer] = slack.answers("UEST")
    [image] = [block for block in answer.message.blocks if block["type"] == "image"]
    assert image["alt_text"] == PICTURE.text
    file = slack.server.world.files[image["slack_file"]["id"]]
    assert bytes(file["content"]).startswith(PNG)
    assert file["name"] == "criteria-hun.png"
    assert file["alt_txt"] == PICTURE.text
    [completed] = slack.server.calls_of("files.completeUploadExternal")
    assert "channel_id" not in completed.args
    assert slack.server.violations == []


async def test_card_without_a_picture_uploads_nothing(slack: SlackWorld, door: Door) -> None:
    door.card = PLAIN
    assert "Not met." in await slack.say("UEST", "/alliance info")
    assert slack.server.calls_of("files.getUploadURLExternal") == []


@pytest.mark.parametrize("fault", ["missing_scope", 500])
@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_picture_that_slack_does_not_take_is_told_in_words(
    slack: SlackWorld, method: str, fault: str | int
) -> None:
    """An app that was installed before has not the scope: its people lose the picture and nothing else."""
    slack.server.fail_next(method, fault)
    told = await slack.say("UEST", "/alliance info")
    assert "Not met." in told
    assert PICTURE.text in told
    assert all(block["type"] != "image" for block in slack.answers("UEST")[0].message.blocks)


async def test_picture_that_slack_has_not_looked_through_yet_is_shown_a_moment_later(slack: SlackWorld) -> None:
    """The message is refused as long as the file is not ready, by whichever way; then it is not."""
    for method in ("response_url", "chat.postEphemeral", "chat.postMessage"):
        slack.server.fail_next(method, "invalid_blocks")
    await slack.say("UEST", "/alliance info")
    [answer] = slack.answers("UEST")
    assert [block["type"] for block in answer.message.blocks].count("image") == 1


async def test_picture_that_never_shows_is_told_in_words(slack: SlackWorld) -> None:
    for method in ("response_url", "chat.postEphemeral", "chat.postMessage"):
        slack.server.fail_next(method, "invalid_blocks", times=3)
    assert PICTURE.text in await slack.say("UEST", "/alliance info")


async def test_post_on_slack_shows_its_picture_and_an_edit_a_new_one(slack: SlackWorld) -> None:
    message = await slack.notifier.post(slack.channel, CARD, key="card:1")
    [first] = [block for block in slack.shown()[0].message.blocks if block["type"] == "image"]
    await slack.notifier.edit(slack.channel, message, CARD)
    [second] = [block for block in slack.shown()[0].message.blocks if block["type"] == "image"]
    assert first["slack_file"] != second["slack_file"]
    assert slack.server.violations == []


async def test_post_whose_picture_slack_refuses_is_written_in_words(slack: SlackWorld) -> None:
    slack.server.fail_next("chat.postMessage", "invalid_blocks", times=3)
    await slack.notifier.post(slack.channel, CARD, key="card:1")
    [post] = slack.shown()
    assert PICTURE.text in post.text


async def test_edit_whose_picture_slack_refuses_is_made_in_words(slack: SlackWorld) -> None:
    message = await slack.notifier.post(slack.channel, PLAIN, key="card:1")
    slack.server.fail_next("chat.update", "invalid_blocks", times=3)
    await slack.notifier.edit(slack.channel, message, CARD)
    [post] = slack.shown()
    assert PICTURE.text in post.text


# Discord.


async def test_private_answer_on_discord_bears_the_picture(discord: DiscordWorld) -> None:
    """The embed refers to the attachment, which has its words."""
    delivery = await discord.send(AMINA, "/alliance info")
    answer = await delivery.answer()
    assert answer.ephemeral
    assert answer.files["criteria-hun.png"].startswith(PNG)
    [attachment] = answer.attachments
    assert attachment["description"] == PICTURE.text
    assert answer.embeds[-1]["image"]["url"] == attachment["url"]


async def test_card_without_a_picture_attaches_nothing(discord: DiscordWorld, door: Door) -> None:
    door.card = PLAIN
    answer = await (await discord.send(AMINA, "/alliance info")).answer()
    assert (answer.files, answer.attachments) == ({}, [])


async def test_picture_that_discord_does_not_take_is_told_in_words(discord: DiscordWorld) -> None:
    """Every way is tried with it first; what is left is the answer itself."""
    for method, route, times in (("PATCH", ORIGINAL, 2), ("POST", "/webhooks/{webhook_id}/{webhook_token}", 1)):
        discord.server.fail_next(method, route, 413, times=times)
    discord.server.fail_next("POST", MESSAGES, 413)
    told = await discord.say(AMINA, "/alliance info")
    assert "Not met." in told
    assert PICTURE.text in told


async def test_post_on_discord_bears_its_picture_and_an_edit_too(discord: DiscordWorld) -> None:
    message = await discord.notifier.post(discord.channel, CARD, key="card:1")
    [post] = discord.server.messages(COUNCIL)
    assert post.embeds[-1]["image"]["url"] == post.attachments[0]["url"]
    await discord.notifier.edit(discord.channel, message, CARD)
    [post] = discord.server.messages(COUNCIL)
    assert [each["description"] for each in post.attachments] == [PICTURE.text]
    assert post.embeds[-1]["image"]["url"] == post.attachments[0]["url"]


async def test_post_in_a_channel_closed_to_files_is_written_in_words(discord: DiscordWorld) -> None:
    discord.server.fail_next("POST", MESSAGES, 403)
    await discord.notifier.post(discord.channel, CARD, key="card:1")
    [post] = discord.server.messages(COUNCIL)
    assert PICTURE.text in post.text.replace("\\", "")
    assert post.attachments == []


LONG = replace(CARD, picture=replace(PICTURE, text="Points fell. " * 500, title="Indices " * 40))


async def test_long_words_of_a_picture_are_cut_to_what_slack_takes(slack: SlackWorld, door: Door) -> None:
    door.card = LONG
    await slack.say("UEST", "/alliance info")
    [answer] = slack.answers("UEST")
    [image] = [block for block in answer.message.blocks if block["type"] == "image"]
    assert image["alt_text"].endswith("…")
    assert slack.server.violations == []


async def test_long_words_of_a_picture_are_cut_to_what_discord_takes(discord: DiscordWorld, door: Door) -> None:
    door.card = LONG
    answer = await (await discord.send(AMINA, "/alliance info")).answer()
    [attachment, whole] = answer.attachments
    assert attachment["description"].endswith("…")
    assert len(attachment["description"]) <= 1024
    assert ("Points fell. " * 500).strip() in answer.files[whole["filename"]].decode()
