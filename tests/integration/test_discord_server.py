"""The local Discord against the real discord.py: each understands what the other sends."""

import asyncio
import io
import re
import warnings
from collections.abc import AsyncIterator, Callable
from typing import Any, Self

import aiohttp
import pytest
import yarl

from tests.servers.discord import DiscordServer, Guild, User
from tests.servers.discord.schema import discord_openapi
from tests.servers.discord.world import BOT_PERMISSIONS, CREATE_PUBLIC_THREADS, SEND_MESSAGES_IN_THREADS

with warnings.catch_warnings():  # discord.py imports audioop, which Python 3.11 and 3.12 announce as deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord
    from discord import app_commands
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

GUILD, CHANNEL, USER = 4194304000, 4194304001, 4194304002


class Ballot(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"v1:vote:(?P<motion>\d+):(?P<choice>\w+)"):
    """A button that carries its meaning in its id."""

    def __init__(self, motion: int, choice: str) -> None:
        super().__init__(discord.ui.Button(label=choice, custom_id=f"v1:vote:{motion}:{choice}"))
        self.motion = motion
        self.choice = choice

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the button back."""
        del interaction, item
        return cls(int(match["motion"]), match["choice"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer privately."""
        await interaction.response.send_message(f"{self.motion}: {self.choice}", ephemeral=True)


class ReasonForm(discord.ui.Modal, title="Reasons"):
    """A form with one field."""

    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(label="Why", custom_id="reason", max_length=200)

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        """Answer with what was typed."""
        await interaction.response.send_message(f"because {self.reason.value}", ephemeral=True)


class Bot(discord.Client):
    """A small bot with one command of each sort."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default(), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.came_up = asyncio.Event()
        self.resumed = asyncio.Event()
        self.tree.add_command(_votes())
        self.tree.add_command(app_commands.Command(name="explain", description="Explain", callback=_explain))

    async def setup_hook(self) -> None:
        """Register the button."""
        self.add_dynamic_items(Ballot)

    async def on_ready(self) -> None:
        """Note that the guilds are known."""
        self.came_up.set()

    async def on_resumed(self) -> None:
        """Note that a session was resumed."""
        self.resumed.set()


def _votes() -> app_commands.Group:
    group = app_commands.Group(name="vote", description="Vote")

    @group.command(name="cast", description="Cast a ballot")
    async def cast(interaction: discord.Interaction, motion: str, ballot: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(
            content=f"{interaction.user.id} {motion} {ballot} {interaction.locale}"
        )

    @cast.autocomplete("motion")
    async def motions(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}{number}", value=f"{typed}{number}") for number in (1, 2)]

    return group


async def _explain(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(ReasonForm(custom_id="reasons"))


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as running:
        monkeypatch.setattr(Route, "BASE", running.api_url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(running.gateway_url))
        yield running


@pytest.fixture
def guild(server: DiscordServer) -> Guild:
    made = server.add_guild(GUILD)
    server.add_channel(made, CHANNEL, "council")
    return made


@pytest.fixture
def user(server: DiscordServer) -> User:
    return server.add_user(USER, "amina", locale="fr")


@pytest.fixture
async def bot(server: DiscordServer, guild: Guild) -> AsyncIterator[Bot]:
    del guild
    client = Bot()
    running = asyncio.create_task(client.start(server.token))
    ready = asyncio.create_task(client.came_up.wait())
    await asyncio.wait({running, ready}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
    assert ready.done(), running
    await ready
    yield client
    await client.close()
    await running


def _channel(bot: Bot) -> discord.TextChannel:
    channel = bot.get_channel(CHANNEL)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_client_becomes_ready_and_knows_its_guild(server: DiscordServer, bot: Bot) -> None:
    """READY and GUILD_CREATE give discord.py all it needs."""
    assert bot.application_id == server.world.bot.id
    assert [known.id for known in bot.guilds] == [GUILD]
    assert _channel(bot).name == "council"
    assert server.violations == []


async def test_wrong_token_is_refused(server: DiscordServer) -> None:
    """A wrong token is 401 with Discord's body, which discord.py calls a failed login."""
    client = Bot()
    with pytest.raises(discord.LoginFailure):
        await client.login("wrong")
    await client.close()
    assert server.exchanges[-1].answer == {"message": "401: Unauthorized", "code": 0}


async def test_deferred_command_is_answered_privately(
    server: DiscordServer, bot: Bot, guild: Guild, user: User
) -> None:
    """A deferred answer keeps the privacy chosen when deferring, and is seen by nobody else."""
    published = await bot.tree.sync()
    delivery = await server.slash_command(
        user=user, guild=guild, name="vote", options={"cast": {"motion": "M-1", "ballot": "yes"}}
    )
    answer = await delivery.answer()
    assert delivery.deferred
    assert answer.ephemeral
    assert answer.content == f"{USER} M-1 yes fr"
    assert {command.name for command in published} == {"vote", "explain"}
    assert server.messages(CHANNEL) == []


async def test_user_cannot_send_what_the_published_command_lacks(
    server: DiscordServer, bot: Bot, guild: Guild, user: User
) -> None:
    """A published command's description binds the user, as in Discord's own window."""
    await bot.tree.sync()
    with pytest.raises(LookupError, match="required"):
        await server.slash_command(user=user, guild=guild, name="vote", options={"cast": {"motion": "M-1"}})


async def test_command_in_direct_messages_is_answered(server: DiscordServer, bot: Bot, user: User) -> None:
    """Without a guild the interaction carries a user and no member."""
    assert bot.is_ready()
    delivery = await server.slash_command(user=user, name="vote", options={"cast": {"motion": "M-1", "ballot": "no"}})
    assert (await delivery.answer()).content.endswith("M-1 no fr")


async def test_button_is_understood_from_its_id(server: DiscordServer, bot: Bot, user: User) -> None:
    """A dynamic item needs no memory of the message it is on."""
    view = discord.ui.View(timeout=None)
    view.add_item(Ballot(12, "yes"))
    await _channel(bot).send("Motion 12", view=view)
    view.stop()
    [message] = server.messages(CHANNEL)
    delivery = await server.click(user, message, "v1:vote:12:yes")
    answer = await delivery.answer()
    assert answer.content == "12: yes"
    assert answer.ephemeral


async def test_modal_is_opened_and_submitted(server: DiscordServer, bot: Bot, guild: Guild, user: User) -> None:
    """A form reaches the user and what they type reaches the bot."""
    assert bot.is_ready()
    opened = await server.slash_command(user=user, guild=guild, name="explain")
    form = await opened.form()
    delivery = await server.submit_modal(user, form, {"reason": "peace"})
    assert form.title == "Reasons"
    assert (await delivery.answer()).content == "because peace"


async def test_autocomplete_suggests(server: DiscordServer, bot: Bot, guild: Guild, user: User) -> None:
    """What is typed comes back as choices."""
    await bot.tree.sync()
    delivery = await server.autocomplete(
        user=user, guild=guild, name="vote", options={"cast": {"motion": "M-"}}, focused="motion"
    )
    assert [choice["value"] for choice in await delivery.suggestions()] == ["M-1", "M-2"]


EMBEDS: list[tuple[str, Callable[[], list[discord.Embed]], str]] = [
    ("title too long", lambda: [discord.Embed(title="x" * 257)], "embeds.0.title"),
    (
        "field without value",
        lambda: [discord.Embed().add_field(name="x", value="")],
        "embeds.0.fields.0.value",
    ),
    ("too much in all", lambda: [discord.Embed(description="x" * 3001) for _ in range(2)], "embeds"),
]


@pytest.mark.parametrize(("embeds", "where"), [case[1:] for case in EMBEDS], ids=[case[0] for case in EMBEDS])
async def test_bad_embed_is_refused_and_recorded(
    server: DiscordServer, bot: Bot, embeds: Callable[[], list[discord.Embed]], where: str
) -> None:
    """A body outside Discord's limits is 400 with code 50035, and the test can see it."""
    with pytest.raises(discord.HTTPException) as refused:
        await _channel(bot).send(embeds=embeds())
    assert refused.value.code == 50035
    assert where in str(server.violations[0])


async def test_empty_message_is_refused(server: DiscordServer, bot: Bot) -> None:
    """Nothing to see is code 50006."""
    with pytest.raises(discord.HTTPException) as refused:
        await _channel(bot).send(" ")
    assert refused.value.code == 50006
    assert len(server.violations) == 1


async def test_repeated_nonce_returns_the_first_message(server: DiscordServer, bot: Bot) -> None:
    """The same nonce writes once, also when the first answer was lost on the way."""
    server.fail_next("POST", "/channels/{channel_id}/messages", "cut-after-accept")
    with pytest.raises(aiohttp.ClientError):
        await _channel(bot).send("Card", nonce="card-12")
    again = await _channel(bot).send("Card", nonce="card-12")
    assert [message.id for message in server.messages(CHANNEL)] == [again.id]


async def test_rate_limited_request_is_repeated(server: DiscordServer, bot: Bot) -> None:
    """A 429 with `Via` makes discord.py wait and repeat."""
    fault = server.fail_next("POST", "/channels/{channel_id}/messages", "429:0.01")
    await _channel(bot).send("Card")
    assert fault.hits == 1
    assert len(server.messages(CHANNEL)) == 1


async def test_command_sent_in_a_gap_arrives_after_resume(
    server: DiscordServer, bot: Bot, guild: Guild, user: User
) -> None:
    """A cut connection is resumed and what was missed is replayed."""
    async with server.gateway_gap():
        delivery = await server.slash_command(
            user=user, guild=guild, name="vote", options={"cast": {"motion": "M-1", "ballot": "yes"}}
        )
        assert not delivery.acknowledged
    await delivery.answer()
    await asyncio.wait_for(bot.resumed.wait(), timeout=5)


async def test_late_answer_is_an_unknown_interaction(server: DiscordServer, bot: Bot, guild: Guild, user: User) -> None:
    """After three seconds the token is dead (10062)."""
    answered = server.fail_next("POST", "/interactions/*", "hold")
    failed = asyncio.get_running_loop().create_future()

    async def failure(_: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        failed.set_result(error)

    bot.tree.error(failure)
    delivery = await server.slash_command(user=user, guild=guild, name="explain")
    await server.wait_for(lambda _: answered.hits == 1)
    server.advance(4)
    answered.release()
    error = await asyncio.wait_for(failed, timeout=5)
    assert isinstance(error.original, discord.NotFound)
    assert delivery.attempts[0].code == 10062


async def test_redelivered_interaction_cannot_be_answered_twice(
    server: DiscordServer, bot: Bot, guild: Guild, user: User
) -> None:
    """The second first answer is 40060."""
    failed = asyncio.get_running_loop().create_future()

    async def failure(_: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        failed.set_result(error)

    bot.tree.error(failure)
    delivery = await server.slash_command(user=user, guild=guild, name="explain")
    await delivery.form()
    await delivery.redeliver()
    error = await asyncio.wait_for(failed, timeout=5)
    assert error.original.code == 40060


async def test_mentions_ring_only_whom_the_bot_allows(server: DiscordServer, bot: Bot) -> None:
    """Without allowed mentions a text rings everybody it names."""
    await _channel(bot).send("@everyone")
    await _channel(bot).send("@everyone <@1>", allowed_mentions=discord.AllowedMentions.none())
    assert [message.pings for message in server.messages(CHANNEL)] == [{"everyone"}, frozenset()]


async def test_message_has_one_thread_under_its_own_id(server: DiscordServer, bot: Bot) -> None:
    """The thread has the message's id; the bot hears of it; a second one is refused, and an odd channel's."""
    root = await _channel(bot).send("Card")
    opened = asyncio.create_task(bot.wait_for("thread_create", timeout=5))
    await asyncio.sleep(0)  # lets the task begin to wait
    thread = await root.create_thread(name="M-1 · Open skies", auto_archive_duration=10080)
    assert (await opened).id == thread.id == root.id
    assert (thread.parent_id, thread.auto_archive_duration) == (CHANNEL, 10080)
    with pytest.raises(discord.HTTPException) as again:
        await root.create_thread(name="M-1")
    assert again.value.code == 160004
    inner = await thread.send("Inside")
    with pytest.raises(discord.HTTPException) as nested:
        await thread.get_partial_message(inner.id).create_thread(name="deeper")
    assert nested.value.code == 50024
    assert server.violations == []


async def test_thread_has_a_history_of_its_own(server: DiscordServer, bot: Bot) -> None:
    """What is written in a thread is not in its channel; the id of its message is enough to write there."""
    root = await _channel(bot).send("Card")
    with pytest.raises(discord.NotFound) as early:
        await bot.get_partial_messageable(root.id, guild_id=GUILD).send("Too early")
    assert early.value.code == 10003
    await root.create_thread(name="M-1")
    inside = bot.get_partial_messageable(root.id, guild_id=GUILD)
    written = await inside.send("Inside")
    assert [message.content async for message in inside.history()] == ["Inside"]
    assert [message.content async for message in _channel(bot).history()] == ["Card"]
    await written.edit(content="Inside, changed")
    [thread] = [each for each in [server.thread(server.messages(CHANNEL)[0])] if each is not None]
    assert [message.text for message in server.messages(thread)] == ["Inside, changed"]


@pytest.mark.skipif(discord_openapi() is None, reason="Discord's OpenAPI file is not here")
@pytest.mark.parametrize("body", [{"name": ""}, {"name": "x" * 101}, {"name": "M-1", "auto_archive_duration": 90}])
async def test_bad_thread_is_refused(server: DiscordServer, bot: Bot, body: dict[str, Any]) -> None:
    """A name has 1 to 100 characters, and a thread is archived after one of four durations."""
    root = await _channel(bot).send("Card")
    with pytest.raises(discord.HTTPException) as refused:
        await root.create_thread(**body)
    assert refused.value.code == 50035
    assert len(server.violations) == 1
    assert server.thread(server.messages(CHANNEL)[0]) is None


async def test_writing_reopens_an_archived_thread_and_editing_does_not(server: DiscordServer, bot: Bot) -> None:
    """An edit in the archive is refused until the thread is taken out of it; a locked thread takes nothing."""
    thread = await (await _channel(bot).send("Card")).create_thread(name="M-1")
    written = await thread.send("Inside")
    place = server.world.channel(thread.id)
    place.archived = True
    with pytest.raises(discord.HTTPException) as archived:
        await written.edit(content="Changed")
    assert archived.value.code == 50083
    await thread.edit(archived=False)
    await written.edit(content="Changed")
    place.archived = True
    await thread.send("More")
    assert not place.archived
    place.locked = True
    with pytest.raises(discord.Forbidden) as locked:
        await thread.send("Too late")
    assert locked.value.code == 160005
    with pytest.raises(discord.Forbidden) as kept:
        await thread.edit(archived=False)
    assert kept.value.code == 50013


async def test_threads_take_permissions_of_their_own(server: DiscordServer, bot: Bot, guild: Guild) -> None:
    """To open one and to write in one: each can be missing alone."""
    root = await _channel(bot).send("Card")
    server.set_member(guild, server.world.bot, permissions=BOT_PERMISSIONS & ~CREATE_PUBLIC_THREADS)
    with pytest.raises(discord.Forbidden) as unopened:
        await root.create_thread(name="M-1")
    server.set_member(guild, server.world.bot, permissions=BOT_PERMISSIONS & ~SEND_MESSAGES_IN_THREADS)
    thread = await root.create_thread(name="M-1")
    with pytest.raises(discord.Forbidden) as unwritten:
        await thread.send("Inside")
    assert {unopened.value.code, unwritten.value.code} == {50013}


async def test_deleted_thread_and_deleted_message_are_gone(server: DiscordServer, bot: Bot) -> None:
    """A deleted thread is not given back; one whose message was deleted lives on, and no new one can be opened."""
    first, second, third = [await _channel(bot).send(text) for text in ("one", "two", "three")]
    gone, kept = await first.create_thread(name="one"), await second.create_thread(name="two")
    await server.delete_thread(server.world.channel(gone.id))
    with pytest.raises(discord.NotFound) as unknown:
        await gone.send("Inside")
    with pytest.raises(discord.HTTPException) as again:
        await first.create_thread(name="one")
    assert (unknown.value.code, again.value.code) == (10003, 160004)
    await second.delete()
    await third.delete()
    await kept.send("Still here")
    with pytest.raises(discord.NotFound) as orphan:
        await third.create_thread(name="three")
    assert orphan.value.code == 10008


async def test_edit_history_files_and_direct_messages_are_kept(server: DiscordServer, bot: Bot, user: User) -> None:
    """What was said before an edit, attached or said in private can be looked up."""
    message = await _channel(bot).send("open")
    await message.edit(content="closed")
    person = await bot.fetch_user(user.id)
    await person.send("note", file=discord.File(io.BytesIO(b"text"), filename="note.txt"))
    [kept], [private] = server.messages(CHANNEL), server.direct_messages(user)
    assert (kept.content, kept.versions[0]["content"]) == ("closed", "open")
    assert private.attachments[0]["filename"] == "note.txt"
    assert [seen.content async for seen in _channel(bot).history()] == ["closed"]


async def test_first_followup_fills_the_deferred_answer(
    server: DiscordServer, bot: Bot, guild: Guild, user: User
) -> None:
    """The first followup after a deferral is the promised answer, whatever visibility it asks for itself."""

    @bot.tree.command(name="count", description="Count")
    async def count(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("one")
        await interaction.followup.send("two", ephemeral=True)

    delivery = await server.slash_command(user=user, guild=guild, name="count")
    await server.wait_for(lambda _: len(delivery.followups) == 1)
    answer = await delivery.answer()
    assert answer is delivery.original
    assert (answer.content, answer.ephemeral) == ("one", True)
    assert delivery.followups[0].content == "two"


async def test_click_can_update_its_message(server: DiscordServer, bot: Bot, user: User) -> None:
    """Answer type 7 changes the message that was clicked."""

    class Close(discord.ui.View):
        @discord.ui.button(label="Close", custom_id="close")
        async def close(self, interaction: discord.Interaction, _: discord.ui.Button[Any]) -> None:
            await interaction.response.edit_message(content="closed", view=None)

    view = Close(timeout=None)
    await _channel(bot).send("open", view=view)
    [message] = server.messages(CHANNEL)
    answer = await (await server.click(user, message, "close")).answer()
    assert answer is message
    assert (message.content, message.custom_ids) == ("closed", [])
    with pytest.raises(LookupError):
        await server.click(user, message, "close")


async def test_reconnect_request_leads_to_a_resume(server: DiscordServer, bot: Bot, guild: Guild, user: User) -> None:
    """Op 7 leads to a resume at the address READY named."""
    await server.gateway.ask_to_reconnect()
    await asyncio.wait_for(bot.resumed.wait(), timeout=5)
    delivery = await server.slash_command(user=user, guild=guild, name="explain")
    assert (await delivery.form()).custom_id == "reasons"


BAD_COMMANDS: list[tuple[str, dict[str, object], str]] = [
    ("name in capitals", {"name": "Vote", "description": "x"}, "APPLICATION_COMMAND_INVALID_NAME"),
    ("no description", {"name": "vote"}, "BASE_TYPE_BAD_LENGTH"),
    (
        "required after optional",
        {
            "name": "vote",
            "description": "x",
            "options": [
                {"type": 3, "name": "a", "description": "x"},
                {"type": 3, "name": "b", "description": "x", "required": True},
            ],
        },
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    (
        "too large",
        {
            "name": "vote",
            "description": "x",
            "options": [
                {
                    "type": 3,
                    "name": f"o{number}",
                    "description": "x" * 100,
                    "choices": [{"name": f"{choice:0100}", "value": f"{choice:0100}"} for choice in range(25)],
                }
                for number in range(2)
            ],
        },
        "APPLICATION_COMMAND_TOO_LARGE",
    ),
]


@pytest.mark.parametrize(
    ("command", "code"), [case[1:] for case in BAD_COMMANDS], ids=[case[0] for case in BAD_COMMANDS]
)
async def test_bad_command_is_refused(server: DiscordServer, bot: Bot, command: dict[str, object], code: str) -> None:
    """Commands outside Discord's rules are not published."""
    assert bot.application_id is not None
    with pytest.raises(discord.HTTPException):
        await bot.http.bulk_upsert_global_commands(bot.application_id, [command])
    assert code in str(server.violations[0])
    assert server.commands() == []


BAD_COMPONENTS: list[tuple[str, list[dict[str, object]], str]] = [
    (
        "label too long",
        [{"type": 2, "style": 1, "label": "x" * 81, "custom_id": "a"}],
        "components.0.components.0.label",
    ),
    ("no custom id", [{"type": 2, "style": 1, "label": "x"}], "components.0.components.0.custom_id"),
    (
        "same custom id",
        [{"type": 2, "style": 1, "label": "x", "custom_id": "a"}] * 2,
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        "six in a row",
        [{"type": 2, "style": 1, "label": "x", "custom_id": str(n)} for n in range(6)],
        "components.0",
    ),
    ("unknown style", [{"type": 2, "style": 99, "label": "x", "custom_id": "a"}], "style"),
]


@pytest.mark.parametrize(
    ("buttons", "where"), [case[1:] for case in BAD_COMPONENTS], ids=[case[0] for case in BAD_COMPONENTS]
)
async def test_bad_components_are_refused(
    server: DiscordServer, bot: Bot, buttons: list[dict[str, object]], where: str
) -> None:
    """Buttons outside Discord's rules are 50035, and the problem names the button."""
    if where == "style" and discord_openapi() is None:
        pytest.skip("Discord's OpenAPI file is not here: ../shared/data/discord-openapi.json")
    body = {"content": "x", "components": [{"type": 1, "components": buttons}]}
    with pytest.raises(discord.HTTPException):
        await bot.http.request(Route("POST", "/channels/{channel_id}/messages", channel_id=CHANNEL), json=body)
    assert where in str(server.violations[0])
