"""Forms, menus, the bot's own page and the menu of a message on Slack, through the whole house."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.database import Database
from tests.behaviour.cast import EST_HEAD, EST_OBSERVER, FIN, HUN, SECRETARY, STRANGER
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
    return world.front_as(SlackWorld)


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
    user = slack.know(SECRETARY)
    await slack.say(SECRETARY, f'/motion open order "{TITLE}" "Be it resolved."')
    await slack.say(SECRETARY, "/motion vote")
    await _offered(slack, user, "motion", "")
    await slack.server.submit_view(user, _form(slack, user), {"motion": "M-1"})
    first = _form(slack, user)
    await slack.server.submit_view(user, first, {})
    second = _form(slack, user)
    assert "M-1" in text_of([block for block in second.blocks if block["type"] != "input"])
    assert [block.get("block_id") for block in first.blocks] == [block.get("block_id") for block in second.blocks]
    assert _kept(second, "motion")["initial_option"]["value"] == "M-1"


def _kept(view: View, name: str) -> dict[str, Any]:
    element: dict[str, Any] = next(block["element"] for block in view.blocks if block.get("block_id") == name)
    return element


async def test_nobody_fills_in_a_form_that_is_not_for_them(slack: SlackWorld) -> None:
    """Whom a command is not for is told so before its form: a delegate, a stranger, a channel of no alliance."""
    assert "secretariat" in await slack.say(EST_HEAD, "/motion open")
    slack.know(STRANGER)
    slack.server.add_channel("CELSE")
    assert "no alliance" in await slack.say(STRANGER, "/motion propose", "CELSE")
    assert slack.form(EST_HEAD) is None
    assert slack.form(STRANGER) is None


async def test_state_is_found_by_its_name_in_either_language(slack: SlackWorld) -> None:
    """Whatever language its reader speaks, the label is in the reader's own."""
    user = slack.know(SECRETARY)
    await slack.say(SECRETARY, "/motion open")
    assert any("Hungary" in label for label in await _offered(slack, user, "concerns", "hongr"))
    assert any("Hungary" in label for label in await _offered(slack, user, "concerns", "hung"))


async def test_draft_is_found_by_those_who_may_know_of_it(slack: SlackWorld) -> None:
    """The secretariat tables a draft by a form; a delegate is not offered it."""
    user, delegate = slack.know(SECRETARY), slack.know(EST_HEAD)
    await slack.say(SECRETARY, f'/motion open order "{TITLE}" "Be it resolved." draft:yes')
    await slack.say(SECRETARY, "/motion table")
    assert any(TITLE in label for label in await _offered(slack, user, "motion", ""))
    await slack.say(EST_HEAD, "/motion show")
    assert await _offered(slack, delegate, "motion", "") == []


async def test_account_of_another_workspace_stays_the_one_that_was_typed(slack: SlackWorld) -> None:
    """Slack's menu of people knows only its own: a user of the same id there is somebody else."""
    await slack.say(SECRETARY, "/delegate appoint slack:T9:UNEW")
    asked = _kept(_form(slack, slack.user(SECRETARY)), "user")
    assert (asked["type"], asked["initial_value"]) == ("plain_text_input", "slack:T9:UNEW")


async def test_person_of_a_form_is_chosen_from_slacks_own_menu(slack: SlackWorld) -> None:
    """An account of the person's own workspace is shown there by its name."""
    other = slack.know(STRANGER)
    await slack.say(SECRETARY, f"/delegate appoint slack:T1:{other}")
    asked = _kept(_form(slack, slack.user(SECRETARY)), "user")
    assert (asked["type"], asked["initial_user"]) == ("users_select", other)


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


def _opened(user: str) -> dict[str, str]:
    return {"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": "home"}


def _told(slack: SlackWorld, user: str) -> str:
    page = slack.server.home(user)
    return text_of(page.blocks) if page is not None else ""


async def _page(slack: SlackWorld, user: str) -> View:
    before = len(slack.server.calls_of("views.publish"))
    await slack.server.event(_opened(user))
    await slack.server.wait_for(lambda server: len(server.calls_of("views.publish")) > before)
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
    assert "Estonia: yes" in text_of(_form(slack, user).blocks)


async def test_second_tap_is_asked_for_above_the_page(world: World, slack: SlackWorld) -> None:
    """Where a ballot is final the page asks in a view above it; the tap there is answered in its place."""
    await slack.say(SECRETARY, f'/motion open final "{TITLE}" "Be it resolved."')
    await world.settle()
    user = slack.know(EST_HEAD)
    page = await _page(slack, user)
    await slack.server.click(user, page, action_id="v1:vote.cast:1:yes")
    await slack.server.wait_for(lambda _: slack.form(user))
    asked = _form(slack, user)
    [confirm] = [e for block in asked.blocks for e in block.get("elements", ()) if e.get("type") == "button"]
    await slack.server.click(user, asked, action_id=confirm["action_id"])
    await slack.server.wait_for(lambda _: "Estonia: yes" in text_of(_form(slack, user).blocks))
    await slack.server.event(_opened(user))
    await slack.server.wait_for(lambda _: "Your ballot" in _told(slack, user))


async def test_older_page_never_comes_after_a_newer_one(world: World, slack: SlackWorld) -> None:
    """A page that Slack is slow to take holds back the next, which is read after it."""
    await slack.say(SECRETARY, f'/motion open order "{TITLE}" "Be it resolved."')
    await world.settle()
    user, gate = slack.know(EST_HEAD), asyncio.Event()
    slack.server.fail_next("views.publish", gate)
    await slack.server.event(_opened(user))
    await asyncio.sleep(0.3)  # long enough for the page to be read, and on its way
    await slack.say(EST_HEAD, "/vote M-1 yes")
    await slack.server.event(_opened(user))
    await asyncio.sleep(0.3)  # long enough for a second page that waits for nothing
    gate.set()
    await slack.server.wait_for(lambda server: len(server.calls_of("views.publish")) > 1)
    assert "Your ballot" in _told(slack, user)


async def test_page_of_a_member_that_may_not_vote_has_no_ballots(world: World, slack: SlackWorld) -> None:
    """A suspended member, an observer and an officer see the details alone."""
    await slack.say(SECRETARY, f'/motion open order "{TITLE}" "Be it resolved."')
    await world.settle()
    for person in (HUN, EST_OBSERVER, SECRETARY):
        page = await _page(slack, slack.know(person))
        assert "vote.cast" not in str(page.blocks)
        assert "v1:motion.show:1" in str(page.blocks)


async def test_offer_of_a_form_speaks_the_language_that_was_chosen(slack: SlackWorld) -> None:
    """All of it: the title, the sentence, the button and the names of the options."""
    await slack.say(EST_HEAD, "/delegate settings language:fr")
    told = await slack.mention(EST_HEAD, "motion propose")
    assert "Ouvrir le formulaire" in told
    assert "still needs" not in told


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
    await slack.say(FIN, "/motion propose")
    assert "Titre" in text_of(_form(slack, user).blocks)
    assert "aucune motion" in await slack.say(FIN, "/motion list")
    await slack.say(FIN, "/delegate settings language:en")
    await slack.say(FIN, "/motion propose")
    assert "Title" in text_of(_form(slack, user).blocks)
