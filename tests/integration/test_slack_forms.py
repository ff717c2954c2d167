"""Forms, menus, the bot's own page and the menu of a message on Slack, through the whole house."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.database import Database
from tests.behaviour.cast import EST_HEAD, FIN, SECRETARY, STRANGER
from tests.behaviour.fronts import open_slack
from tests.behaviour.world import World, open_world
from tests.integration.slack_world import CHANNEL, SlackWorld, text_of
from tests.servers.slack import View
from tests.servers.slack.forms import Entry

TITLE = "Trade with Ruritania"


@pytest.fixture(params=["socket mode", "signed http"])
async def world(request: pytest.FixtureRequest, sqlite_database: Database) -> AsyncIterator[World]:
    """Give a house behind Slack, by each way in which Slack reaches it."""
    async with open_world(sqlite_database) as opened, open_slack(opened, request.param):
        yield opened
        assert await opened.sound()


@pytest.fixture
def slack(world: World) -> SlackWorld:
    """Give the front of the house."""
    front = world.front
    assert isinstance(front, SlackWorld)
    return front


def _types(view: View) -> dict[str, str]:
    return {block["block_id"]: block["element"]["type"] for block in view.blocks if block["type"] == "input"}


def _form(slack: SlackWorld, who: str) -> View:
    view = slack.form(who)
    assert view is not None
    return view


async def _offered(slack: SlackWorld, user: str, option: str, typed: str) -> list[str]:
    """Type into a menu of the open form; give what is offered."""
    delivery = await slack.server.block_suggestion(user, _form(slack, user), action_id=option, value=typed)
    return [option["text"]["text"] for option in delivery.options]


async def test_form_asks_each_question_by_what_fits_it(slack: SlackWorld) -> None:
    """Kinds, bodies and states are searched for, instants are picked in the person's own zone, texts have room."""
    await slack.say(SECRETARY, "/motion open")
    types = _types(_form(slack, slack.user(SECRETARY)))
    assert types["kind"] == types["body"] == types["concerns"] == "external_select"
    assert types["sponsors"] == "multi_external_select"
    assert types["title"] == types["text"] == "plain_text_input"
    assert types["closes"] == types["opens"] == "datetimepicker"
    assert types["urgent"] == "static_select"
    assert list(types)[:3] == ["kind", "title", "text"]


async def test_motion_is_drafted_in_a_form(world: World, slack: SlackWorld) -> None:
    """What was searched, picked and written is tabled, with the deadline to the minute that was picked."""
    user = slack.know(SECRETARY)
    await slack.say(SECRETARY, "/motion open")
    assert (await _offered(slack, user, "kind", "order"))[0] == "Order"
    assert any("Brazil" in label for label in await _offered(slack, user, "sponsors", "bra"))
    closes = datetime(2026, 11, 28, 15, 30, tzinfo=UTC)
    view = _form(slack, user)
    values: dict[str, Entry] = {
        "kind": "order",
        "title": TITLE,
        "text": "Be it resolved.",
        "closes": int(closes.timestamp()),
        "sponsors": ["BRA"],
    }
    delivery = await slack.server.submit_view(user, view, values)
    assert delivery.errors == {}
    await slack.server.wait_for(lambda _: slack.answers(user))
    motion = await world.motion()
    assert (motion.title, motion.closes_at, motion.sponsors) == (TITLE, closes, ("BRA",))
    assert slack.form(SECRETARY) is None


async def test_error_stands_at_the_field_that_it_is_about(world: World, slack: SlackWorld) -> None:
    """A value that is not accepted is told beside its question; nothing entered is lost, and nothing is tabled."""
    user = slack.know(SECRETARY)
    await slack.say(SECRETARY, "/motion open")
    await _offered(slack, user, "kind", "")
    long = {"kind": "order", "title": TITLE, "text": "x" * 200, "document": "not an address"}
    delivery = await slack.server.submit_view(user, _form(slack, user), long)
    [(field, told)] = delivery.errors.items()
    assert field == "document"
    assert "https://" in told
    again = await slack.server.submit_view(user, _form(slack, user), {**long, "document": "https://example.org/a"})
    assert again.errors == {}
    await slack.server.wait_for(lambda _: slack.answers(user))
    assert (await world.motion()).document == "https://example.org/a"


async def test_particular_that_the_charter_refuses_stands_at_its_field(world: World, slack: SlackWorld) -> None:
    """A deadline too near is told at the deadline, though only the charter knows it."""
    user = slack.know(SECRETARY)
    await slack.say(SECRETARY, "/motion open")
    await _offered(slack, user, "kind", "")
    soon = int((world.clock.now() + timedelta(minutes=1)).timestamp())
    entered: dict[str, Entry] = {
        "kind": "order",
        "title": TITLE,
        "text": "Be it resolved.",
        "closes": soon,
    }
    delivery = await slack.server.submit_view(user, _form(slack, user), entered)
    assert list(delivery.errors) == ["closes"]


async def test_refusal_of_the_whole_stands_in_the_form(slack: SlackWorld) -> None:
    """What is about no single value is told above the questions, once, and everything entered stays."""
    user = slack.know(EST_HEAD)
    await slack.say(EST_HEAD, "/motion open")
    await _offered(slack, user, "kind", "")
    entered = {"kind": "order", "title": TITLE, "text": "Be it resolved."}
    await slack.server.submit_view(user, _form(slack, user), entered)
    first = _form(slack, user)
    await slack.server.submit_view(user, first, {})
    second = _form(slack, user)
    assert "secretariat" in text_of(second.blocks)
    assert [block.get("block_id") for block in first.blocks] == [block.get("block_id") for block in second.blocks]
    assert _kept(second, "title")["initial_value"] == TITLE
    assert _kept(second, "kind")["initial_option"]["value"] == "order"


def _kept(view: View, name: str) -> dict[str, Any]:
    element: dict[str, Any] = next(block["element"] for block in view.blocks if block.get("block_id") == name)
    return element


async def test_stranger_is_offered_nothing(slack: SlackWorld) -> None:
    """What the record holds is not searched by people of no alliance, outside of its channels."""
    user = slack.know(STRANGER)
    slack.server.add_channel("CELSE")
    await slack.type(STRANGER, "/motion open", "CELSE")
    await slack.server.wait_for(lambda _: slack.form(user))
    assert await _offered(slack, user, "kind", "") == []


async def test_motion_begins_from_a_message(world: World, slack: SlackWorld) -> None:
    """The text of a message fills the form of a motion; a text of more than one input goes on in a second one."""
    user = slack.know(SECRETARY)
    long = " ".join(f"word{number}" for number in range(430))
    assert 3000 < len(long) < 4000
    await slack.server.say(user, CHANNEL, long)
    [message] = [each for each in slack.server.messages(CHANNEL) if each.text == long]
    delivery = await slack.server.message_shortcut(user, message, "from-message:motion.open")
    assert delivery.acknowledged
    await slack.server.wait_for(lambda _: slack.form(user))
    await _offered(slack, user, "kind", "")
    view = _form(slack, user)
    first, more = _kept(view, "text"), _kept(view, "text+")
    assert first["initial_value"] + more["initial_value"] == long
    await slack.server.submit_view(user, view, {"kind": "order", "title": TITLE})
    await slack.server.wait_for(lambda _: slack.answers(user))
    assert (await world.motion()).text == long


async def test_menu_of_a_message_that_is_not_ours_is_refused(slack: SlackWorld) -> None:
    """An entry of an older version gets an answer, not silence."""
    user = slack.know(SECRETARY)
    await slack.server.say(user, CHANNEL, "hello")
    message = slack.server.messages(CHANNEL)[-1]
    await slack.server.message_shortcut(user, message, "from-message:motion.gone")
    await slack.server.wait_for(lambda _: slack.answers(user))
    assert "not done" in slack.answers(user)[-1].told


async def _page(slack: SlackWorld, user: str) -> View:
    await slack.server.event({"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": "home"})
    await slack.server.wait_for(lambda server: server.home(user))
    page = slack.server.home(user)
    assert page is not None
    return page


async def test_page_of_the_bot_shows_what_waits_and_takes_votes(world: World, slack: SlackWorld) -> None:
    """A delegate sees what waits, votes there, and the page shows at once that it has voted."""
    await slack.say(SECRETARY, f'/motion open order "{TITLE}" "Be it resolved."')
    await world.settle()
    user = slack.know(EST_HEAD)
    page = await _page(slack, user)
    told = text_of(page.blocks)
    assert "Waiting for you" in told or "What waits" in told
    assert TITLE in told
    assert "Estonia" in told
    [yes] = [e for block in page.blocks for e in block.get("elements", ()) if e.get("value") == "v1:vote.cast:1:yes"]
    before = len(slack.server.calls_of("views.publish"))
    await slack.server.click(user, page, action_id=yes["action_id"], value=None)
    await slack.server.wait_for(lambda server: len(server.calls_of("views.publish")) > before)
    after = slack.server.home(user)
    assert after is not None
    assert "Your ballot" in text_of(after.blocks)
    assert any("EST" in text or "Estonia" in text for text in await slack.direct(EST_HEAD))


async def test_page_of_somebody_who_acts_for_nobody_says_how_to(slack: SlackWorld) -> None:
    """A stranger sees what this is and whom to ask, and nothing of any alliance."""
    await slack.say(SECRETARY, f'/motion open order "{TITLE}" "Be it resolved."')
    page = await _page(slack, slack.know(STRANGER))
    told = text_of(page.blocks)
    assert "/delegate claim" in told
    assert TITLE not in told


async def test_people_are_spoken_to_in_the_language_of_their_slack(slack: SlackWorld) -> None:
    """Slack says which language a person has chosen; a choice made with the bot comes before it."""
    slack.server.add_user(user := slack.user(FIN), locale="fr-FR")
    await slack.say(FIN, "/motion open")
    assert "Titre" in text_of(_form(slack, user).blocks)
    assert "aucune motion" in await slack.say(FIN, "/motion list")
    await slack.say(FIN, "/delegate settings language:en")
    await slack.say(FIN, "/motion propose")
    assert "Title" in text_of(_form(slack, user).blocks)
