"""The local Slack drives the real slack-bolt: every later Slack test stands on these facts."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import NotPossible, SlackServer

Json = dict[str, Any]
BUTTONS: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Motion M-1"}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "v1:vote:1:yes",
                "text": {"type": "plain_text", "text": "Yes"},
                "value": "yes",
            }
        ],
    },
]
MODAL: Json = {
    "type": "modal",
    "callback_id": "propose",
    "title": {"type": "plain_text", "text": "A motion"},
    "submit": {"type": "plain_text", "text": "Submit"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "title", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "state",
            "optional": True,
            "label": {"type": "plain_text", "text": "State"},
            "element": {"type": "external_select", "action_id": "state", "min_query_length": 0},
        },
    ],
}


def _client(server: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(token=server.bot_token, base_url=server.base_url)


def _app(server: SlackServer) -> AsyncApp:
    """Return an app that uses each way of answering."""
    app = AsyncApp(client=_client(server), signing_secret=server.signing_secret, process_before_response=True)

    @app.command("/vote")
    async def vote(ack: Callable[..., Awaitable[Any]], respond: Any, command: Json, client: Any) -> None:  # noqa: ANN401 - Bolt's own
        await ack()
        match command["text"]:
            case "card":
                await client.chat_postMessage(channel=command["channel_id"], text="Motion M-1", blocks=BUTTONS)
            case "propose" | "propose again":
                await client.views_open(trigger_id=command["trigger_id"], view=MODAL)
            case text:
                await respond(f"you said {text}")

    @app.action("v1:vote:1:yes")
    async def yes(ack: Callable[..., Awaitable[Any]], respond: Any, body: Json, client: Any) -> None:  # noqa: ANN401 - Bolt's own
        await ack()
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="1 yes")
        await respond(f"{body['user']['id']} voted {body['actions'][0]['value']}")

    @app.view("propose")
    async def propose(ack: Callable[..., Awaitable[Any]], body: Json, client: Any) -> None:  # noqa: ANN401 - Bolt's own
        values = body["view"]["state"]["values"]
        if values["title"]["title"]["value"] == "bad":
            await ack(response_action="errors", errors={"title": "too short"})
            return
        await ack()
        option = values["state"]["state"]["selected_option"]
        chosen = option["text"]["text"] if option else "nobody"
        await client.chat_postEphemeral(channel="C1", user=body["user"]["id"], text=f"proposed by {chosen}")

    @app.options("state")
    async def states(ack: Callable[..., Awaitable[Any]]) -> None:
        await ack(options=[{"text": {"type": "plain_text", "text": "Estonia"}, "value": "EE"}])

    @app.event("app_mention")
    async def mentioned(event: Json, client: Any) -> None:  # noqa: ANN401 - Bolt's own
        await client.chat_postMessage(channel=event["channel"], text="yes?", thread_ts=event["ts"])

    return app


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with SlackServer() as running:
        running.add_user("U1", tz="Europe/Tallinn", locale="et-EE")
        running.add_channel("C1", members=["U1"])
        yield running


@asynccontextmanager
async def _socket_mode(server: SlackServer, ping_interval: float = 1) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(_app(server), app_token=server.app_token, ping_interval=ping_interval)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no hints here
    await server.wait_for(lambda slack: slack.connections)
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt has no hints here


@asynccontextmanager
async def _http(server: SlackServer) -> AsyncIterator[str]:
    runner = web.AppRunner(_app(server).web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    await server.send_by_http(url)
    try:
        yield url
    finally:
        await runner.cleanup()


@pytest.fixture(params=[_socket_mode, _http], ids=["socket mode", "signed http"])
async def bot(request: pytest.FixtureRequest, server: SlackServer) -> AsyncIterator[None]:
    async with request.param(server):
        yield


@pytest.mark.usefixtures("bot")
async def test_slash_command_is_acknowledged_and_answered(server: SlackServer) -> None:
    delivery = await server.slash_command(user="U1", channel="C1", text="état & <M-1> + 1")
    answer = await delivery.answer()
    assert delivery.acknowledged
    assert delivery.ack_body is None
    assert delivery.ack_latency is not None
    assert (answer.text, answer.how, answer.is_public) == (
        "you said état & <M-1> + 1",
        "response_url",
        False,
    )
    assert [message.text for message in server.ephemerals("U1")] == [answer.text]
    assert server.messages("C1") == []
    assert server.violations == []


@pytest.mark.usefixtures("bot")
async def test_click_carries_value_and_edits_the_card(server: SlackServer) -> None:
    await server.slash_command(user="U1", channel="C1", text="card")
    await server.wait_for(lambda slack: slack.messages("C1"))
    card = server.messages("C1")[0]
    delivery = await server.click("U1", card, value="yes")
    assert (await delivery.answer()).text == "U1 voted yes"
    edited = server.messages("C1")[0]
    assert (edited.text, edited.blocks, edited.ts) == ("1 yes", (), card.ts)
    assert [version.text for version in edited.versions] == ["Motion M-1"]
    with pytest.raises(NotPossible):
        await server.click("U1", edited, value="yes")


@pytest.mark.usefixtures("bot")
async def test_modal_opens_suggests_refuses_and_is_submitted(server: SlackServer) -> None:
    command = await server.slash_command(user="U1", channel="C1", text="propose")
    view = await command.opened_view()
    refused = await server.submit_view("U1", view, {"title": "bad"})
    assert refused.errors == {"title": "too short"}
    assert server.views("U1") == [view]
    suggestion = await server.block_suggestion("U1", view, action_id="state", value="est")
    assert [option["value"] for option in suggestion.options] == ["EE"]
    submission = await server.submit_view("U1", view, {"title": "Accession", "state": "EE"})
    assert (await submission.answer()).text == "proposed by Estonia"
    assert server.views("U1") == []
    assert server.violations == []


@pytest.mark.usefixtures("bot")
async def test_redelivery_repeats_the_payload_and_spends_no_new_trigger(server: SlackServer) -> None:
    first = await server.slash_command(user="U1", channel="C1", text="propose")
    await first.opened_view()
    server.ack_seconds = 0.2
    repeat = await first.redeliver()
    await server.wait_for(lambda slack: slack.violations)
    assert repeat.payload == first.payload
    assert repeat.envelope.id != first.envelope.id
    assert repeat.envelope.retry == 1
    assert [violation.error for violation in server.violations] == ["exchanged_trigger_id"]


@pytest.mark.usefixtures("bot")
async def test_mention_is_answered_in_its_thread(server: SlackServer) -> None:
    delivery = await server.mention("U1", "C1", "hello")
    await server.wait_for(lambda slack: len(slack.messages("C1")) == 2)
    question, answer = server.messages("C1")
    assert delivery.acknowledged
    assert answer.thread_ts == question.ts


@pytest.mark.usefixtures("bot")
async def test_listener_nobody_wrote_is_a_failed_dispatch(server: SlackServer) -> None:
    server.ack_seconds = 0.2
    delivery = await server.slash_command(user="U1", channel="C1", command="/unknown")
    assert not delivery.acknowledged
    assert delivery.failure in {"operation_timeout", "dispatch_failed: 404"}


async def test_cut_socket_is_replaced_and_serves_again(server: SlackServer) -> None:
    async with _socket_mode(server, ping_interval=0.2):
        first = server.connections[0]
        first.cut()
        lost = await server.slash_command(user="U1", channel="C1", text="lost")
        await server.wait_for(lambda slack: slack.connections)
        again = await server.slash_command(user="U1", channel="C1", text="again")
        assert lost.failure == "dispatch_failed"
        assert (await again.answer()).text == "you said again"
        assert server.connections[0] is not first


async def test_disconnect_request_leads_to_a_new_connection(server: SlackServer) -> None:
    async with _socket_mode(server):
        first = server.connections[0]
        await first.disconnect()
        await server.wait_for(lambda slack: slack.connections and slack.connections[-1] is not first)


async def test_stalled_socket_is_replaced(server: SlackServer) -> None:
    async with _socket_mode(server, ping_interval=0.2):
        first = server.connections[0]
        first.stall()
        await server.wait_for(lambda slack: slack.connections and slack.connections[-1] is not first)


async def test_each_envelope_goes_to_one_connection(server: SlackServer) -> None:
    async with _socket_mode(server), _socket_mode(server):
        await server.wait_for(lambda slack: len(slack.connections) == 2)
        for text in ("a", "b"):
            await (await server.slash_command(user="U1", channel="C1", text=text)).answer()
        assert [len(each.acknowledgements) for each in server.connections] == [1, 1]
        assert len(server.calls_of("response_url")) == 2


async def test_wrong_secret_gets_401(server: SlackServer) -> None:
    async with _http(server) as url:
        server.signing_secret = "another"
        await server.send_by_http(url)
        delivery = await server.slash_command(user="U1", channel="C1", text="x")
    assert delivery.failure == "dispatch_failed: 401"


def _section(**more: object) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, **more}


def _actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def _button(**more: object) -> Json:
    return {"type": "button", "text": {"type": "plain_text", "text": "x"}, "action_id": "a", **more}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


BAD_MESSAGES: dict[str, tuple[Json, str]] = {
    "51 blocks": ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
    "section of 3001": ({"blocks": [_section(text=_plain("x" * 3001))]}, "invalid_blocks"),
    "empty section": ({"blocks": [{"type": "section"}]}, "invalid_blocks"),
    "empty text object": ({"blocks": [_section(text=_plain(""))]}, "invalid_blocks"),
    "field of 2001": ({"blocks": [_section(fields=[_plain("x" * 2001)])]}, "invalid_blocks"),
    "11 fields": ({"blocks": [_section(fields=[_plain("x")] * 11)]}, "invalid_blocks"),
    "header of 151": ({"blocks": [{"type": "header", "text": _plain("x" * 151)}]}, "invalid_blocks"),
    "header in mrkdwn": (
        {"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]},
        "invalid_blocks",
    ),
    "26 buttons": (
        {"blocks": [_actions(*(_button(action_id=str(n)) for n in range(26)))]},
        "invalid_blocks",
    ),
    "button text of 76": ({"blocks": [_actions(_button(text=_plain("x" * 76)))]}, "invalid_blocks"),
    "button value of 2001": ({"blocks": [_actions(_button(value="x" * 2001))]}, "invalid_blocks"),
    "action_id of 256": ({"blocks": [_actions(_button(action_id="x" * 256))]}, "invalid_blocks"),
    "two equal action_ids": ({"blocks": [_actions(_button(), _button())]}, "invalid_blocks"),
    "two equal block_ids": ({"blocks": [_section(block_id="b"), _section(block_id="b")]}, "invalid_blocks"),
    "block_id of 256": ({"blocks": [_section(block_id="b" * 256)]}, "invalid_blocks"),
    "101 options": (
        {"blocks": [_actions({"type": "static_select", "options": [{"text": _plain("x"), "value": "x"}] * 101})]},
        "invalid_blocks",
    ),
    "option value of 151": (
        {"blocks": [_actions({"type": "static_select", "options": [{"text": _plain("x"), "value": "x" * 151}]})]},
        "invalid_blocks",
    ),
    "11 context elements": (
        {"blocks": [{"type": "context", "elements": [_plain("x")] * 11}]},
        "invalid_blocks",
    ),
    "unknown block": ({"blocks": [{"type": "poll"}]}, "invalid_blocks"),
    "unknown field": ({"blocks": [_section(colour="red")]}, "invalid_blocks"),
    "button in an input": (
        {"blocks": [{"type": "input", "label": _plain("x"), "element": _button()}]},
        "invalid_blocks",
    ),
    "too much in all": ({"blocks": [_section(text=_plain("x" * 2900))] * 5}, "msg_blocks_too_long"),
    "text of 40001": ({"text": "x" * 40_001}, "msg_too_long"),
    "nothing": ({"text": " "}, "no_text"),
    "metadata without payload": ({"text": "x", "metadata": {"event_type": "e"}}, "invalid_metadata_format"),
}


async def test_valid_message_of_all_blocks_is_accepted(server: SlackServer) -> None:
    options = [{"text": _plain("A"), "value": "a", "description": _plain("first")}]
    confirm = {"title": _plain("Sure?"), "text": _plain("x"), "confirm": _plain("Yes"), "deny": _plain("No")}
    blocks: list[Json] = [
        {"type": "header", "text": {"type": "plain_text", "text": "M-1", "emoji": True}},
        _section(fields=[_plain("x" * 2000)] * 2, accessory={"type": "overflow", "options": options}),
        _section(accessory={"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}),
        {"type": "divider"},
        {"type": "context", "elements": [_plain("x"), {"type": "mrkdwn", "text": "*x*", "verbatim": True}]},
        _actions(
            _button(style="danger", confirm=confirm, value="v" * 2000),
            {
                "type": "static_select",
                "placeholder": _plain("x"),
                "options": options,
                "initial_option": options[0],
            },
            {"type": "external_select", "placeholder": _plain("x"), "min_query_length": 0},
            {"type": "users_select", "placeholder": _plain("x")},
            {"type": "checkboxes", "action_id": "c", "options": options, "initial_options": options},
            {"type": "radio_buttons", "action_id": "r", "options": options},
            {"type": "datepicker", "initial_date": "2026-11-23"},
            {"type": "datetimepicker", "initial_date_time": 1_795_000_000},
        ),
        {"type": "markdown", "text": "**x**"},
        {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"},
    ]
    await _client(server).chat_postMessage(channel="C1", text="M-1", blocks=blocks)
    assert server.violations == []
    chosen = await server.click("U1", server.messages("C1")[0], action_id="r", value="a")
    assert chosen.payload["actions"][0]["selected_option"]["value"] == "a"


@pytest.mark.parametrize("case", BAD_MESSAGES)
async def test_bad_message_is_refused_and_recorded(server: SlackServer, case: str) -> None:
    body, error = BAD_MESSAGES[case]
    client = _client(server)
    with pytest.raises(SlackApiError) as caught:
        await client.api_call("chat.postMessage", json={"channel": "C1", **body})
    assert caught.value.response["error"] == error
    assert [violation.error for violation in server.violations] == [error]
    if error == "invalid_blocks":
        assert "json-pointer:/blocks" in caught.value.response["response_metadata"]["messages"][0]
    assert server.messages("C1") == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": _plain("x" * 25)},
        {"submit": _plain("x" * 25)},
        {"submit": None},
        {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256},
        {"blocks": [{"type": "divider"}] * 101},
        {"blocks": [{"type": "poll"}]},
    ],
)
async def test_bad_modal_is_refused_and_recorded(server: SlackServer, change: Json) -> None:
    view = {name: content for name, content in (MODAL | change).items() if content is not None}
    trigger = server.world.new_trigger("T1", "U1")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await _client(server).views_open(trigger_id=trigger.id, view=view)
    assert server.violations[0].where == "views.open"


async def test_trigger_is_refused_when_old_or_unknown(server: SlackServer) -> None:
    trigger = server.world.new_trigger("T1", "U1")
    server.skip_time(3.5)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await _client(server).views_open(trigger_id=trigger.id, view=MODAL)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await _client(server).views_open(trigger_id="1.2.3", view=MODAL)


async def test_token_scope_channel_and_user_are_checked(server: SlackServer) -> None:
    server.add_channel("C2", has_bot=False)
    server.add_workspace("T2", "xoxb-2", scopes="chat:write")
    client, poor = _client(server), AsyncWebClient(token="xoxb-2", base_url=server.base_url)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await AsyncWebClient(token="xoxb-wrong", base_url=server.base_url).auth_test()
    with pytest.raises(SlackApiError, match="missing_scope"):
        await poor.users_info(user="UBOT")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel="C9", text="x")
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.chat_postMessage(channel="C2", text="x")
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user="U9")
    assert (await poor.auth_test()).headers["x-oauth-scopes"] == "chat:write"
    user = (await client.users_info(user="U1", include_locale=True))["user"]
    assert (user["tz"], user["locale"]) == ("Europe/Tallinn", "et-EE")
    assert server.violations == []


async def test_metadata_threads_and_histories_are_kept(server: SlackServer) -> None:
    client = _client(server)
    metadata = {"event_type": "vote_opened", "event_payload": {"vote": 1}}
    first = await client.chat_postMessage(channel="C1", text="first", metadata=metadata)
    await client.chat_postMessage(channel="C1", text="reply", thread_ts=first["ts"])
    await client.chat_postMessage(channel="C1", text="second")
    found = (await client.conversations_history(channel="C1", include_all_metadata=True))["messages"]
    thread = (await client.conversations_replies(channel="C1", ts=first["ts"]))["messages"]
    assert [each["text"] for each in found] == ["second", "first"]
    assert found[1]["metadata"] == metadata
    assert [each["text"] for each in thread] == ["first", "reply"]
    room = (await client.conversations_open(users="U1"))["channel"]["id"]
    await client.chat_postMessage(channel=room, text="to you")
    assert [each.text for each in server.direct_messages("U1")] == ["to you"]


async def test_thread_needs_its_first_message(server: SlackServer) -> None:
    """Nobody replies to a message that is not there; a thread with replies outlives the message above it."""
    client = _client(server)
    first, lonely = [await client.chat_postMessage(channel="C1", text=text) for text in ("first", "lonely")]
    reply = await client.chat_postMessage(channel="C1", text="reply", thread_ts=first["ts"])
    for gone in (first, lonely):
        await client.chat_delete(channel="C1", ts=gone["ts"])
    await client.chat_postMessage(channel="C1", text="again", thread_ts=first["ts"])
    for stamp in (lonely["ts"], reply["ts"], "1.000001"):
        with pytest.raises(SlackApiError, match="thread_not_found"):
            await client.chat_postMessage(channel="C1", text="nowhere", thread_ts=stamp)
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await client.conversations_replies(channel="C1", ts=lonely["ts"])
    thread = (await client.conversations_replies(channel="C1", ts=first["ts"]))["messages"]
    assert [each["text"] for each in thread] == ["reply", "again"]
    assert (await client.conversations_history(channel="C1"))["messages"] == []


async def test_response_url_ends_after_five_uses_and_thirty_minutes(server: SlackServer) -> None:
    server.ack_seconds = 0.01
    command = await server.slash_command(user="U1", channel="C1", text="x")
    link = str(command.response_url)
    async with aiohttp.ClientSession() as session:
        bodies: list[Json] = [{"text": "public", "response_type": "in_channel"}, *[{"text": "mine"}] * 5]
        statuses = [(await session.post(link, json=body)).status for body in bodies]
        other = await server.slash_command(user="U1", channel="C1", text="x")
        server.skip_time(1801)
        late = await session.post(str(other.response_url), json={"text": "late"})
    assert statuses == [200, 200, 200, 200, 200, 404]
    assert late.status == 404
    assert [each.text for each in server.messages("C1")] == ["public"]
    assert [each.error for each in server.violations] == ["used_url", "expired_url"]


async def test_ordered_faults_happen_once_each(server: SlackServer) -> None:
    client = _client(server)
    server.fail_next("chat.postMessage", "fatal_error")
    server.fail_next("chat.postMessage", "429:7")
    server.fail_next("chat.postMessage", 503)
    server.fail_next("chat.postMessage", "cut-after-accept")
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.chat_postMessage(channel="C1", text="a")
    with pytest.raises(SlackApiError) as limited:
        await client.chat_postMessage(channel="C1", text="b")
    assert limited.value.response.headers["Retry-After"] == "7"
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C1", text="c")
    client.retry_handlers.clear()
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C1", text="accepted")
    gate = asyncio.Event()
    server.fail_next("chat.update", gate)
    assert [each.text for each in server.messages("C1")][:1] == ["accepted"]
    ts = server.messages("C1")[0].ts
    update = asyncio.create_task(client.chat_update(channel="C1", ts=ts, text="later"))
    gate.set()
    await update
    assert server.messages("C1")[0].text == "later"


async def test_slack_sdk_posts_again_after_a_cut_connection(server: SlackServer) -> None:
    """Its default retry handler repeats calls whose first attempt Slack may have accepted."""
    server.fail_next("chat.postMessage", "cut-after-accept")
    await _client(server).chat_postMessage(channel="C1", text="once?")
    assert [each.text for each in server.messages("C1")] == ["once?", "once?"]


async def test_two_workspaces_are_kept_apart(server: SlackServer) -> None:
    server.add_workspace("T2", "xoxb-2", bot_user="UBOT2")
    server.add_user("U1", team="T2", name="other")
    server.add_channel("C1", team="T2", members=["U1"])
    tokens = {"T1": server.bot_token, "T2": "xoxb-2"}

    async def authorize(team_id: str) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token=tokens[team_id])

    app = AsyncApp(client=AsyncWebClient(base_url=server.base_url), authorize=authorize)

    @app.command("/vote")
    async def vote(ack: Callable[..., Awaitable[Any]], say: Any, command: Json) -> None:  # noqa: ANN401 - Bolt's own
        await ack(f"in {command['team_domain']}")
        await say(command["user_name"])

    handler = AsyncSocketModeHandler(app, app_token=server.app_token, ping_interval=1)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no hints here
    await server.wait_for(lambda slack: slack.connections)
    delivery = await server.slash_command(user="U1", channel="C1", team="T2", text="x")
    await server.wait_for(lambda slack: slack.messages("C1", team="T2"))
    await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt has no hints here
    assert (await delivery.answer()).text == "in workspace-t2"
    assert [each.text for each in server.messages("C1", team="T2")] == ["other"]
    assert server.messages("C1") == []


async def test_files_are_uploaded_in_three_steps(server: SlackServer) -> None:
    done = await _client(server).files_upload_v2(content="a,b", filename="roll.csv", channel="C1", title="Roll")
    assert done["ok"]
    assert [file["received"] for file in server.world.files.values()] == [3]


async def test_app_home_is_published_and_replaced(server: SlackServer) -> None:
    client = _client(server)
    for text in ("one", "two"):
        await client.views_publish(user_id="U1", view={"type": "home", "blocks": [_section(text=_plain(text))]})
    home = server.home("U1")
    assert home is not None
    assert home.blocks[0]["text"]["text"] == "two"
    assert len(home.versions) == 1
