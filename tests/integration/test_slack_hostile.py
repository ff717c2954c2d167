"""Nothing that people type in Slack rings anybody, forges a link, or leaves its block, wherever it is shown.

Looked at on Slack's side: every message, private answer and form that the real library has sent, after every command of
the register was given hostile words by somebody who may use it: typed as a command, in a mention, and in the form that
a mention offers.
"""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import pytest

from adapters.slack.offering import read_offer
from bot.cards.action import read_action
from bot.commands.register import REGISTRY
from storage.database import Database
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, SECRETARY
from tests.behaviour.fronts import open_slack
from tests.behaviour.world import World, open_world
from tests.hostile import FORGED, LINKS, MARKUP, PINGS, TEXTS, TURNING, TYPED
from tests.integration.hostility import NAMING, doer, enrol_hostile_names, harmful, incomplete
from tests.integration.slack_world import CHANNEL, SlackWorld, shown
from tests.servers.slack import SlackServer

OURS: Final = re.compile(r"<!date\^\d+\^[^<>|]*\|[^<>|]*>|<https?://[^<>|\s]+>")
"""What the bot itself writes between angle brackets: instants, and addresses that show themselves."""
QUOTE, APOSTROPHE = '"', "'"


@pytest.fixture
async def world(sqlite_database: Database) -> AsyncIterator[World]:
    """Give a house behind Slack."""
    async with open_world(sqlite_database) as opened, open_slack(opened):
        yield opened


def objects(value: object) -> Iterator[dict[str, Any]]:
    """Give every object in a body, however deep."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from objects(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from objects(each)


def harm_in(server: SlackServer) -> list[str]:
    """Give what Slack would obey in anything that was sent to it."""
    found = []
    for call in server.calls:
        if not call.method.startswith(("chat.", "views.", "response_url")):
            continue
        if call.args.keys() & {"link_names", "parse", "reply_broadcast", "unfurl_links"} and any(
            call.args.get(name) for name in ("link_names", "parse", "reply_broadcast", "unfurl_links")
        ):
            found.append(f"{call.method}: {call.args}")
        fallback = str(call.args.get("text") or "")
        if re.search(r"[<>]", fallback) or TURNING.search(fallback):
            found.append(f"{call.method}: {fallback}")
        found += [f"{call.method}: {fault}" for each in objects(call.args) if (fault := harm_of(each))]
    return found


def harm_of(each: dict[str, Any]) -> str:
    """Give what Slack would obey in one object; empty where there is nothing."""
    text = each.get("text")
    match each.get("type"):
        case "mrkdwn" if re.search(r"[<>]", OURS.sub("", str(text))) or each.get("verbatim") is not True:
            return f"obeyed: {text}"
        case "button" if "url" in each or not is_ours(str(each.get("value", ""))):
            return f"a button that is none of ours: {each}"
        case "link" | "user" | "usergroup" | "channel" | "broadcast" | "emoji":
            return f"an element that rings or leads somewhere: {each}"
        case _ if isinstance(text, str) and TURNING.search(text):
            return f"a sign that nobody sees: {text!r}"
    return ""


def is_ours(button: str) -> bool:
    """Tell whether a button carries an act, or offers the form of a command."""
    offered = read_offer(button)
    return button.startswith("v1:") if offered is None else REGISTRY.get(offered[0]) is not None


def typed(text: str) -> str:
    """Give a text as Slack sends it when a person types it; angle brackets of its own are references to people."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def number_in(button: str) -> str:
    """Give the motion that a button is of."""
    read = read_action(button)
    assert read is not None
    return read[1][0]


async def test_no_command_lets_anybody_ring_forge_or_break_out(world: World) -> None:
    """Titles, texts, reasons, explanations, notes, names and wrong values: in posts, edits, answers and forms."""
    slack = world.front_as(SlackWorld)
    await slack.say(SECRETARY, '/motion open resolution "Open skies" "1. The skies are open."')
    for command, values in harmful(TYPED):
        words = " ".join(f'{name}:"{value}"' for name, value in values.items())
        person = doer(command)
        sent = await slack.type(person, f"{command.name} {words}")
        assert sent.acknowledged
        await slack.server.wait_for(lambda _, sent=sent: sent.answers or sent.view)  # type: ignore[misc]
        if command.verb in {"open", "amend", "cast", "propose"}:
            await world.settle()
    await world.settle()
    assert harm_in(slack.server) == []
    assert await world.sound()


async def test_no_mention_nor_the_form_it_offers_lets_anybody_ring_forge_or_break_out(world: World) -> None:
    """A mention opens no form: its answer offers one, whose button carries every word that was given."""
    slack, opened = world.front_as(SlackWorld), set[str]()
    await slack.say(SECRETARY, '/motion open resolution "Open skies" "1. The skies are open."')
    for command, values in (*harmful(TYPED), *incomplete(TYPED)):
        words = " ".join(f'{name}:"{value}"' for name, value in values.items())
        user = slack.know(doer(command))
        sent = await slack.server.mention(user, CHANNEL, f"{command.name.removeprefix('/')} {words}")
        message = (await sent.answer()).message
        for button in objects(message.blocks):
            if button.get("type") == "button" and read_offer(str(button.get("value"))):
                pressed = await slack.server.click(user, message, action_id=button["action_id"])
                await pressed.opened_view()
                opened.add(command.path)
    await world.settle()
    assert opened >= {"motion.open", "vote.explain"}
    assert harm_in(slack.server) == []
    assert await world.sound()


@pytest.mark.parametrize("text", [text for text in TYPED if text not in MARKUP or "\n" not in text])
async def test_title_and_text_are_shown_as_typed(world: World, text: str) -> None:
    """In the post, its edit, the private answer, the details and the list, and the fallback for screen readers."""
    slack = world.front_as(SlackWorld)
    told = await slack.say(SECRETARY, f'/motion open resolution title:"{typed(text)}" text:"{typed(text)}"')
    assert "is tabled" in told
    await world.settle()
    await slack.say(EST_DELEGATE, f'/vote M-1 yes explanation:"{typed(text)}"')
    await world.settle()
    (card,) = [each for each in slack.shown() if "Kind" in each.told]
    seen = " ".join(text.split())
    assert card.text.count(seen) >= 2
    for line in ("/motion show M-1", "/motion history M-1"):
        assert seen in " ".join((await slack.say(EST_HEAD, line)).split())
    assert harm_in(slack.server) == []


@pytest.mark.parametrize("text", TEXTS)
async def test_refusal_repeats_a_wrong_value_without_obeying_it(world: World, text: str) -> None:
    """What is no motion, no ballot, no command and no option is told, with what was typed."""
    slack = world.front_as(SlackWorld)
    for line in (f"/vote cast {text}", f"/motion show {text}", f"/alliance {text}", f'/vote cast M-1 "{text}'):
        assert await slack.say(EST_HEAD, line)
    assert harm_in(slack.server) == []


@pytest.mark.parametrize("text", [*PINGS, *LINKS, *FORGED])
async def test_form_given_back_holds_what_was_typed_and_nothing_else(world: World, text: str) -> None:
    """A form that opens with hostile values keeps them as values: its ids and its meaning are ours."""
    slack = world.front_as(SlackWorld)
    text = text.replace(QUOTE, APOSTROPHE)
    opened = await slack.type(SECRETARY, f'/motion open title:"{typed(text)}" kind:resolution')
    await slack.server.wait_for(lambda _: opened.answers or opened.view)
    view = opened.view
    assert view is not None
    inputs = [block for block in view.blocks if block["type"] == "input"]
    assert text in [block["element"].get("initial_value") for block in inputs]
    assert view.callback_id not in text
    assert text not in view.callback_id
    assert harm_in(slack.server) == []


@pytest.mark.parametrize("text", FORGED)
async def test_title_that_looks_like_an_id_gives_its_card_no_other_button(world: World, text: str) -> None:
    """The buttons of a card carry this motion's number and nothing that was typed."""
    slack = world.front_as(SlackWorld)
    await slack.say(SECRETARY, '/motion open resolution "First" "1. The first."')
    await slack.say(
        SECRETARY, f'/motion open resolution title:"{text.replace(chr(34), chr(39))}" text:"1. The second."'
    )
    await world.settle()
    (card,) = [each for each in slack.shown() if "M-2 ·" in each.told and "Kind" in each.told]
    buttons = [each for block in card.message.blocks if block["type"] == "actions" for each in block["elements"]]
    assert {number_in(button["value"]) for button in buttons} == {"2"}
    await slack.press(EST_HEAD, card, "Yes")
    assert (await world.ballots(1), await world.ballots(2)) == ({}, {"EST": "yes"})


async def test_message_of_a_person_that_looks_like_an_answer_is_ignored(world: World) -> None:
    """What is written in the channel is not read unless the bot is named."""
    slack = world.front_as(SlackWorld)
    await slack.say(SECRETARY, '/motion open resolution "Open skies" "1. The skies are open."')
    user = slack.know(EST_HEAD)
    slack.server.ack_seconds = 0.1  # nobody acknowledges what is not for the bot
    before = await world.entries()
    for text in (*FORGED, "/vote M-1 yes", "vote M-1 yes"):
        await slack.server.say(user, CHANNEL, text)
    assert await world.entries() == before
    slack.server.ack_seconds = 3.0
    mentioned = await slack.server.mention(user, CHANNEL, "vote M-1 <!channel>")
    assert "is not a ballot" in shown((await mentioned.answer()).message).told
    assert harm_in(slack.server) == []
    assert await world.entries() == before


async def test_name_of_a_state_is_text(world: World) -> None:
    """Names come from a roster that somebody wrote: in lists, cards and results they are shown as they are."""
    front = world.front_as(SlackWorld)
    await enrol_hostile_names(world)
    opened = await front.say(SECRETARY, '/motion open order "Open skies" "1. The skies are open."')
    assert "is tabled" in opened
    await world.settle()
    for line in NAMING:
        assert await front.say(EST_HEAD, line)
    await world.decide(1, est="yes", lva="yes", fin="yes")
    await world.settle()
    assert harm_in(front.server) == []
