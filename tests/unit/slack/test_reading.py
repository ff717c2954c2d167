"""What Slack sends, read as acts; and the manifest that makes Slack send it."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters.slack import parse
from adapters.slack.forms import form_view, refused_view, told_view, working_view
from adapters.slack.manifest import SCOPES, manifest
from adapters.slack.parse import Place
from bot.cards.card import Entry, Form, FormField
from bot.commands.register import REGISTRY
from bot.dispatch import Pressed
from bot.domain.addresses import Account, Channel, MalformedAccount, MalformedChannel
from bot.locales.catalogue import Interpreter
from tests.servers.slack.manifest_rules import check_manifest
from tests.servers.slack.rules import check_view
from tests.unit.slack import cards

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
SLASH = {
    "team_id": "T1",
    "enterprise_id": None,
    "user_id": "UEST",
    "channel_id": "C1",
    "command": "/vote",
    "text": "M-1 yes",
    "trigger_id": "1.2.f",
}
PRESS: dict[str, Any] = {
    "team": {"id": "T1"},
    "enterprise": None,
    "user": {"id": "UEST", "team_id": "T1"},
    "channel": {"id": "C1"},
    "container": {"message_ts": "1.0", "thread_ts": "0.9"},
    "trigger_id": "1.2.f",
    "actions": [{"action_id": "v1:vote.cast:1:yes#2", "value": "v1:vote.cast:1:yes"}],
}


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("état &amp; &lt;M-1&gt; + 1", "état & <M-1> + 1"),
        ("&amp;lt;", "&lt;"),
        ("<@U123|ann> and <@W123>", "slack:T1:U123 and slack:T1:W123"),
        ("<#C123|general>", "slack:T1:C123"),
        ("<!channel> <!here|@here>", "@channel @here"),
        ("<!subteam^S1|@council>", "@council"),
        ("<https://a.example/x?y=1&amp;z=2|a.example>", "https://a.example/x?y=1&z=2"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("“curly” and ‘single’", "“curly” and ‘single’"),
    ],
)
def test_line_is_read_as_it_was_meant(sent: str, meant: str) -> None:
    """Slack's escapes and marks are taken back; quotes are the core's business."""
    assert parse.typed_text(sent, "T1") == meant


def test_account_belongs_to_the_organisation_where_there_is_one() -> None:
    """A person is the same in every workspace of an organisation."""
    read = parse.slash_invocation({**SLASH, "enterprise_id": "E1"}, prefix="", received_at=NOW)
    assert read.account == Account("slack:E1:UEST")
    assert read.channel == Channel("slack:T1:C1")
    pressed = parse.press_invocation({**PRESS, "enterprise": {"id": "E1"}, "team": None}, received_at=NOW)
    assert pressed.account == Account("slack:E1:UEST")
    assert pressed.channel == Channel("slack:T1:C1")


@pytest.mark.parametrize(("name", "error"), [("user_id", MalformedAccount), ("channel_id", MalformedChannel)])
def test_id_that_is_none_is_refused(name: str, error: type[Exception]) -> None:
    """No id is used before it is checked."""
    with pytest.raises(error):
        parse.slash_invocation({**SLASH, name: "C1:evil"}, prefix="", received_at=NOW)


def test_button_is_known_by_its_value() -> None:
    """The id only tells buttons of one card apart."""
    assert parse.press_invocation(PRESS, received_at=NOW).request == Pressed(action="v1:vote.cast:1:yes")
    older = {**PRESS, "actions": [{"action_id": "v0:vote:1"}]}
    assert parse.press_invocation(older, received_at=NOW).request == Pressed(action="v0:vote:1")
    assert parse.press_place(PRESS) == Place(user="UEST", channel="C1", thread="0.9", home="T1")


def test_mention_in_the_middle_of_a_message_is_read_from_there() -> None:
    """What comes after the mention is the line; where nothing does, what came before."""
    body: dict[str, Any] = {"team_id": "T1", "event_id": "Ev1", "event": {"user": "UEST", "channel": "C1"}}
    for text in ("please <@UBOT> vote M-1 yes", "vote M-1 yes <@UBOT>"):
        body["event"]["text"] = text
        read = parse.mention_invocation(body, bot_user="UBOT", received_at=NOW)
        assert getattr(read.request, "line", "") == "vote M-1 yes"


@pytest.mark.parametrize(
    ("changed", "acts"),
    [
        ({}, True),
        ({"user": None}, False),
        ({"bot_id": "B2"}, False),
        ({"subtype": "bot_message"}, False),
        ({"edited": {"user": "UEST", "ts": "2.0"}}, False),
    ],
)
def test_mention_is_an_act_where_a_person_wrote_it_just_now(changed: dict[str, Any], *, acts: bool) -> None:
    """Programs, messages without an author and edits do nothing."""
    assert parse.is_an_act({"user": "UEST", "channel": "C1", "text": "<@UBOT> x", **changed}) is acts


@pytest.mark.parametrize("metadata", ["", "no json", "[1]", "{}"])
def test_view_of_another_version_is_read_as_nothing(metadata: str) -> None:
    """What a view carries is checked too."""
    assert parse.private_metadata({"private_metadata": metadata}) == {}


def test_long_form_keeps_to_every_limit() -> None:
    """Titles, labels, hints and values of any length fit, shortened where the person sees it."""
    form = Form(
        title="/motion " + "x" * 200,
        submit="s" * 99,
        action="motion.open",
        fields=(
            FormField(name="a", label="l" * 3000, hint="h" * 3000, required=True, entry=Entry.LINES, value="v" * 9000),
            FormField(name="b", label="B", hint="", required=False, max_length=4000),
            FormField(
                name="c",
                label="C",
                hint="",
                required=True,
                choices={str(number): "c" * 99 for number in range(100)},
                value="7",
            ),
            FormField(name="d", label="D", hint="", required=True, choices={"yes": "Yes"}, value="oui"),
        ),
    )
    view = form_view(form, Place(user="U1", channel="C1", response_url="https://x.example/" + "y" * 4000))
    assert check_view(view) is None
    assert parse.private_metadata(view) == {"path": "motion.open"}
    kinds = [block["element"]["type"] for block in view["blocks"]]
    assert kinds == [*["plain_text_input"] * 3, "static_select", "plain_text_input"]
    assert view["blocks"][4]["element"]["initial_value"] == "oui"


def test_form_comes_back_with_one_refusal_above_it() -> None:
    """A second refusal takes the place of the first; what was entered stays."""
    view = form_view(cards.form(), Place(user="U1", channel="C1"))
    entered: dict[str, Any] = {
        "text": {"text": {"type": "plain_text_input", "value": "new text"}},
        "ballot": {"ballot": {"type": "static_select", "selected_option": {"value": "yes"}}},
    }
    first = refused_view({**view, "state": {"values": entered}}, cards.refusal_card())
    second = refused_view({**first, "state": {"values": entered}}, cards.refusal_card())
    assert first == second
    for each in (first, told_view(first, cards.motion_card()), working_view(first)):
        assert check_view(each) is None
        assert each["private_metadata"] == view["private_metadata"]
    questions = [block["element"] for block in first["blocks"] if block["type"] == "input"]
    assert questions[1]["initial_value"] == "new text"
    assert questions[2]["initial_option"]["value"] == "yes"


@pytest.mark.parametrize("socket_mode", [True, False])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_manifest_is_one_that_slack_takes(language: str, *, socket_mode: bool) -> None:
    """It is made from the register, and keeps to every rule of Slack's."""
    made = manifest(
        REGISTRY, "plenary-", socket_mode, "https://bot.example/", say=Interpreter(language, ZoneInfo("UTC"))
    )
    assert check_manifest(made) == []


def test_rules_of_manifests_find_faults() -> None:
    """A name too long, a scope too few, a command without an address: each is a fault of its own."""
    made = manifest(REGISTRY, "", False, "https://bot.example/")
    long = {**made, "display_information": {"name": "x" * 36}}
    assert check_manifest(long) == [f"display_information/name: '{'x' * 36}' is too long"]
    poor = {**made, "oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    assert sorted(check_manifest(poor)) == ["scope app_mentions:read is missing", "scope commands is missing"]
    deaf = {**made, "settings": {**made["settings"], "interactivity": {"is_enabled": True}}}
    assert len(check_manifest(deaf)) == 2


def test_manifest_declares_every_command_of_the_register() -> None:
    """Commands escape their text, so that a person named in one is found by id."""
    made = manifest(REGISTRY, "plenary-", True, "")
    commands = made["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [f"/plenary-{noun}" for noun in REGISTRY.nouns]
    assert all(command["should_escape"] and "url" not in command for command in commands)
    assert made["settings"]["socket_mode_enabled"] is True
    assert set(made["oauth_config"]["scopes"]["bot"]) == set(SCOPES)
    begun = {shortcut["callback_id"] for shortcut in made["features"]["shortcuts"]}
    assert begun == {f"from-message:{command.path}" for command in REGISTRY.commands if command.from_message}


def test_manifest_over_http_names_the_address() -> None:
    """Without Socket Mode every request goes to one address."""
    made = manifest(REGISTRY, "", False, "https://bot.example/")
    address = "https://bot.example/slack/events"
    assert {command["url"] for command in made["features"]["slash_commands"]} == {address}
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    interactivity = made["settings"]["interactivity"]
    assert interactivity["request_url"] == interactivity["message_menu_options_url"] == address
