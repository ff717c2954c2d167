"""Nothing that people type on Discord rings anybody, forges a link, or leaves its block, wherever it is shown.

Looked at on Discord's side: every message, private answer, form, thread and completion that the real library has sent,
after every command of the register was given hostile words by somebody who may use it.
"""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import pytest

from storage.database import Database
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, SECRETARY
from tests.behaviour.fronts import open_discord
from tests.behaviour.world import World, open_world
from tests.hostile import FORGED, LINKS, MARKUP, PINGS, TEXTS, TURNING, TYPED
from tests.integration.discord_world import COUNCIL, DiscordWorld, told
from tests.integration.hostility import NAMING, doer, enrol_hostile_names, harmful
from tests.servers.discord import Delivery, DiscordServer, Message

OURS: Final = re.compile(r"v1:|again:discord:\d+\Z")
"""How the ids of our controls begin: what a button says, and the way back to a form that was refused."""

INSTANT: Final = re.compile(r"<t:-?\d+:[a-zA-Z]>")
"""What the bot itself writes between angle brackets."""
ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'+,;=%-]*[A-Za-z0-9_/=-]")
"""An address leads where it says, and is not escaped."""
OBEYED: Final = re.compile(r"(?<!\\)(?:\\\\)*[<\[`|~]|@(?:everyone|here)\b")
"""What Discord would read as a name, a link, a block, a spoiler or a strike, or as everybody."""


@pytest.fixture
async def world(sqlite_database: Database) -> AsyncIterator[World]:
    """Give a house behind Discord."""
    async with open_world(sqlite_database) as opened, open_discord(opened):
        yield opened


def messages(server: DiscordServer) -> Iterator[Message]:
    """Give every message there is, private answers too."""
    for channel in server.world.channels.values():
        yield from channel.messages
    for delivery in server.deliveries:
        yield from (each for each in (delivery.original, *delivery.followups) if each is not None)


def read_as_markdown(embed: dict[str, Any]) -> Iterator[str]:
    """Give the texts of an embed in which Discord reads markdown: not its foot."""
    yield from (str(embed.get(name) or "") for name in ("title", "description"))
    for field in embed.get("fields") or ():
        yield from (str(field["name"]), str(field["value"]))


def harm_in(server: DiscordServer) -> list[str]:
    """Give what Discord would obey in anything that was sent to it."""
    found: list[str] = []
    for message in messages(server):
        if message.author is not server.world.bot:
            continue
        found += [f"rings {each}" for each in message.pings]
        texts = [message.content, *(text for embed in message.embeds for text in read_as_markdown(embed))]
        found += [f"obeyed: {text}" for text in texts if OBEYED.search(ADDRESS.sub("", INSTANT.sub("", text)))]
        found += [f"unseen: {message.text!r}"] if TURNING.search(message.text) else []
        ids = [str(each.get("custom_id", each.get("url"))) for each in message.controls]
        found += [f"a control that is none of ours: {each}" for each in ids if not OURS.match(each)]
    found += [f"a thread called {each.name!r}" for each in server.world.channels.values() if TURNING.search(each.name)]
    for exchange in server.exchanges:
        body = exchange.body if isinstance(exchange.body, dict) else {}
        said = body.get("data") if "/callback" in exchange.path else body
        if not isinstance(said, dict) or exchange.method != "POST" or not said.keys() & {"content", "embeds"}:
            continue
        if said.get("allowed_mentions", {}).get("parse") != []:
            found.append(f"may ring: {exchange.path}")
    return found


async def outcome(world: DiscordWorld, delivery: Delivery) -> str:
    """Wait for what a person is shown: an answer, or a form."""
    await world.server.wait_for(lambda _: delivery.modal is not None or delivery.first is not None)
    return delivery.modal.title if delivery.modal is not None else told(await delivery.answer())


async def send(world: DiscordWorld, person: Any, path: str, values: dict[str, str]) -> Delivery:  # noqa: ANN401 - a person
    """Send a command with its options as Discord's window does."""
    noun, verb = path.split(".")
    return await world.server.slash_command(
        user=world.user(person), guild=world.guild, name=noun, options={verb: values}
    )


async def test_no_command_lets_anybody_ring_forge_or_break_out(world: World) -> None:
    """Titles, texts, reasons, explanations, notes, names and wrong values: in posts, edits, answers and threads."""
    discord = world.front_as(DiscordWorld)
    await discord.say(SECRETARY, '/motion open resolution "Open skies" "1. The skies are open."')
    for command, values in harmful(TEXTS):
        await outcome(discord, await send(discord, doer(command), command.path, dict(values)))
        if command.verb in {"open", "amend", "cast", "propose"}:
            await world.settle()
    await world.settle()
    assert harm_in(discord.server) == []
    assert await world.sound()


@pytest.mark.parametrize("text", TYPED)
async def test_title_and_text_are_shown_as_typed(world: World, text: str) -> None:
    """In the post, its edit, the details and the history."""
    discord = world.front_as(DiscordWorld)
    title = " ".join(text.split())
    values = {"kind": "resolution", "title": title, "text": text}
    assert "is tabled" in await outcome(discord, await send(discord, SECRETARY, "motion.open", values))
    await world.settle()
    vote = {"motion": "M-1", "ballot": "yes", "explanation": text}
    await outcome(discord, await send(discord, EST_DELEGATE, "vote.cast", vote))
    await world.settle()
    (card,) = [each for each in await discord.posts() if "Kind" in each]
    assert " ".join(card.split()).count(title) >= 2
    for line in ("/motion show M-1", "/motion history M-1"):
        assert title in " ".join((await discord.say(EST_HEAD, line)).split())
    assert harm_in(discord.server) == []


@pytest.mark.parametrize("text", TEXTS)
async def test_refusal_repeats_a_wrong_value_without_obeying_it(world: World, text: str) -> None:
    """What is no motion, no ballot and no member is told, with what was typed."""
    discord = world.front_as(DiscordWorld)
    for path, values in (
        ("vote.cast", {"motion": text, "ballot": "yes"}),
        ("vote.cast", {"motion": "M-1", "ballot": text}),
        ("member.show", {"member": text}),
        ("motion.list", {"status": text}),
        (f"vote.{re.sub(r'[^a-z]', '', text.lower()) or 'x'}", {"motion": "M-1"}),
    ):
        assert await outcome(discord, await send(discord, EST_HEAD, path, values))
    assert harm_in(discord.server) == []


@pytest.mark.parametrize("text", [*PINGS, *LINKS, *FORGED])
async def test_form_given_back_holds_what_was_typed_and_nothing_else(world: World, text: str) -> None:
    """A form that opens with hostile values keeps them as values: its ids and its meaning are ours."""
    discord = world.front_as(DiscordWorld)
    opened = await send(discord, SECRETARY, "motion.open", {"kind": "resolution", "title": text})
    form = await opened.form()
    assert form.custom_id.startswith("v1f:motion.open")
    assert [name for name in form.inputs if name not in {"kind", "title", "text", "body", "concerns"}] == []
    held = [part.get("value") for part in form.inputs.values()]
    assert text in held or "title" not in form.inputs


@pytest.mark.parametrize("text", [*PINGS, *LINKS, *FORGED, *MARKUP[:3]])
async def test_completion_offers_titles_as_text(world: World, text: str) -> None:
    """A motion is offered by its title as typed, and chosen by its number."""
    discord = world.front_as(DiscordWorld)
    title = " ".join(text.split())
    values = {"kind": "resolution", "title": title, "text": "1. Words."}
    await outcome(discord, await send(discord, SECRETARY, "motion.open", values))
    asked = await discord.server.autocomplete(
        user=discord.user(EST_HEAD),
        guild=discord.guild,
        name="vote",
        options={"cast": {"motion": ""}},
        focused="motion",
    )
    (offered,) = await asked.suggestions()
    assert title in offered["name"]
    assert offered["value"] in {"M-1", "1"}


@pytest.mark.parametrize("text", [*PINGS, *LINKS, *FORGED])
async def test_thread_of_a_motion_is_called_by_its_title_and_rings_nobody(world: World, text: str) -> None:
    """A thread's name is plain text; what is written in it is as safe as what stands above."""
    discord = world.front_as(DiscordWorld)
    title = " ".join(text.split())
    values = {"kind": "sanctions", "title": title, "text": "1. Freeze.", "impact": text}
    assert "is tabled" in await outcome(discord, await send(discord, SECRETARY, "motion.open", values))
    await world.house.round()
    motion = await world.motion()
    await world.pass_time(motion.opens_at - world.clock.now())
    await world.settle()
    (card,) = discord.server.messages(COUNCIL)
    thread = discord.server.thread(card)
    assert thread is not None
    assert thread.name.startswith("M-1")
    assert title[:40] in thread.name
    assert harm_in(discord.server) == []


async def test_name_of_a_state_is_text(world: World) -> None:
    """Names come from a roster that somebody wrote: in lists, cards and results they are shown as they are."""
    front = world.front_as(DiscordWorld)
    await enrol_hostile_names(world)
    opened = await front.say(SECRETARY, '/motion open order "Open skies" "1. The skies are open."')
    assert "is tabled" in opened
    await world.settle()
    for line in NAMING:
        assert await front.say(EST_HEAD, line)
    await world.decide(1, est="yes", lva="yes", fin="yes")
    await world.settle()
    assert harm_in(front.server) == []
