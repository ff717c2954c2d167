"""The Slack front with the real library against a server that speaks Slack's protocols."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.platforms import slack_routes
from adapters.settings import Settings
from adapters.slack.app import SlackFront
from adapters.slack.checking import (
    SlackAppTokenRefused,
    SlackSigningSecretMissing,
    SlackTokenMissing,
    SlackTokenRefused,
    SlackUnreachable,
)
from adapters.slack.notifier import SlackNotifier
from bot.cards.action import action
from bot.cards.card import Button, Card, Entry, Field, Form, FormField, Tone
from bot.commands.suggesting import Suggestion
from bot.dispatch import Chosen, Invocation, Pressed, Reply, Typed
from bot.domain.addresses import Account, Channel
from bot.locales.phrase import Moment
from bot.ports import Postponed, Uncertain, Undeliverable
from tests.integration.slack_world import CHANNEL, TRANSPORTS, SlackWorld, Transport
from tests.servers.slack import Envelope, SignedHttp, SlackServer

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
FORM = Form(
    title="/motion open",
    submit="Send",
    action="motion.open",
    fields=(
        FormField(name="title", label="Title", hint="a short title", required=True, max_length=150),
        FormField(
            name="text", label="Text", hint="what is decided", required=True, entry=Entry.LINES, value="Be it so."
        ),
    ),
)
POST = Card(
    title="M-1 · Sanctions · <!channel>",
    tone=Tone.RUNNING,
    paragraphs=(("Closes ", Moment(at=NOW, words="Tue 1 Dec 2026, 09:00 UTC"), "."),),
    buttons=(Button(label="Yes", action="v1:vote.cast:1:yes"),),
)


class StoppedClock:
    """A clock that shows one instant."""

    def now(self) -> datetime:
        """Give the instant."""
        return NOW


class House:
    """Stands where the dispatcher stands: it notes what comes in and answers as it was told."""

    def __init__(self) -> None:
        self.seen: list[Invocation] = []
        self.gate: asyncio.Event | None = None
        self.refuses = False

    async def __call__(self, invocation: Invocation) -> Reply:
        """Answer an act."""
        self.seen.append(invocation)
        if self.gate is not None:
            await self.gate.wait()
        if self.refuses:
            return Card(title="This was not done", tone=Tone.REFUSAL, paragraphs=(("Too short.",),))
        match invocation.request:
            case Typed(line="/motion open" | "motion open") if invocation.takes_form:
                return FORM
            case Typed(line="/motion show M-9"):
                raise RuntimeError("a defect")
            case Typed(line=line):
                return Card(title="You typed", paragraphs=((line,),))
            case Pressed(action=action):
                return Card(title="You pressed", paragraphs=((action,),))
            case Chosen(path=path, values=values):
                fields = tuple(Field(name=name, value=(value,)) for name, value in values.items())
                return Card(title="You sent", paragraphs=((path,),), fields=fields)

    async def suggest(
        self, act: Invocation, path: str, option: str, typed: str = "", *, most: int
    ) -> tuple[Suggestion, ...]:
        """Give one suggestion, which says what was asked by whom."""
        return (Suggestion(value=typed or "EST", label=f"{act.account} {path} {option} {act.locale} {most}"),)

    async def home(self, account: Account, *, now: datetime, locale: str | None) -> tuple[Card, ...]:
        """Give a page of two cards, which says whose it is."""
        del now
        button = Button(label="Yes", action=action("vote.cast", 1, "yes"))
        return (Card(title=f"Page of {account}", paragraphs=((str(locale),),)), Card(title="A vote", buttons=(button,)))


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture(params=TRANSPORTS)
async def world(request: pytest.FixtureRequest, house: House) -> AsyncIterator[SlackWorld]:
    transport: Transport = request.param
    async with SlackWorld(house, StoppedClock(), transport=transport) as running:
        yield running
        assert running.server.violations == []


@pytest.fixture
async def socket(house: House) -> AsyncIterator[SlackWorld]:
    async with SlackWorld(house, StoppedClock()) as running:
        yield running


async def test_typed_command_reaches_the_house_and_is_answered_privately(world: SlackWorld, house: House) -> None:
    """One act is one invocation with the platform's ids, and only its author reads the answer."""
    assert "/vote M-1 yes" in await world.say("UEST", "/vote M-1 yes")
    (invocation,) = house.seen
    delivery = world.server.deliveries[-1]
    assert invocation == Invocation(
        key=f"slack:{delivery.trigger_id}",
        account=Account("slack:T1:UEST"),
        channel=Channel("slack:T1:C1"),
        received_at=NOW,
        request=Typed(line="/vote M-1 yes"),
        locale="en-US",
        takes_form=True,
    )
    assert world.shown() == []


async def test_escaped_command_is_read_as_it_was_typed(world: SlackWorld, house: House) -> None:
    """Slack escapes what a person types, and turns people and links into marks."""
    await world.say("UEST", "/vote cast M-1 yes explanation:&lt;no&gt; &amp; <@UFRA|fra> <https://a.example/x?y|x>")
    assert house.seen[0].request == Typed(
        line="/vote cast M-1 yes explanation:<no> & slack:T1:UFRA https://a.example/x?y"
    )


async def test_command_with_the_prefix_of_its_workspace_is_the_plain_command(house: House) -> None:
    """Where /vote is taken, the command has a prefix of the workspace's own."""
    async with SlackWorld(house, StoppedClock(), prefix="plenary-") as world:
        await world.say("UEST", "/plenary-vote M-1 yes")
    assert house.seen[0].request == Typed(line="/vote M-1 yes")


async def test_direct_message_belongs_to_no_channel(world: SlackWorld, house: House) -> None:
    """What is typed to the bot alone is for the alliance of the account."""
    world.know("UEST")
    opened = await world.front.client.conversations_open(users="UEST")
    await world.say("UEST", "/alliance info", opened["channel"]["id"])
    assert house.seen[0].channel is None


async def test_pressed_button_carries_its_meaning(world: SlackWorld, house: House) -> None:
    """A button says what it does by itself, so it works after a restart."""
    await world.front.notifier.post(world.channel, POST, key="card:1")
    await world.restart_front()
    assert "v1:vote.cast:1:yes" in await world.press("UEST", world.shown()[0], "Yes")
    assert house.seen[0].request == Pressed(action="v1:vote.cast:1:yes")
    assert house.seen[0].channel == Channel("slack:T1:C1")
    assert len(world.shown()) == 1


async def test_missing_options_open_a_form_and_sending_it_is_an_act(world: SlackWorld, house: House) -> None:
    """The form holds what was given already; its answer comes where the command was typed."""
    assert "Title" in await world.say("UEST", "/motion open")
    told = await world.fill("UEST", {"title": "Trade"})
    assert house.seen[1].request == Chosen(path="motion.open", values={"title": "Trade", "text": "Be it so."})
    assert house.seen[1].channel == Channel("slack:T1:C1")
    assert house.seen[1].key != house.seen[0].key
    assert "You sent" in told
    assert world.form("UEST") is None


async def test_refused_form_stays_open_with_everything_entered(world: SlackWorld, house: House) -> None:
    """Nothing typed is lost to a refusal."""
    await world.say("UEST", "/motion open")
    house.refuses = True
    assert "Too short." in await world.fill("UEST", {"title": "T", "text": "A long text"})
    house.refuses = False
    assert "You sent" in await world.fill("UEST", {})
    assert house.seen[-1].request == Chosen(path="motion.open", values={"title": "T", "text": "A long text"})


@pytest.mark.parametrize("refuses", [False, True])
async def test_form_whose_answer_takes_long_shows_it_when_it_comes(house: House, *, refuses: bool) -> None:
    """The form is acknowledged in time, waits, and then shows the result, or itself with the refusal."""
    async with SlackWorld(house, StoppedClock(), form_patience=timedelta(milliseconds=20)) as world:
        await world.say("UEST", "/motion open")
        house.gate, house.refuses = asyncio.Event(), refuses
        assert "⏳" in await world.fill("UEST", {"title": "Trade"})
        house.gate.set()
        await world.server.wait_for(lambda slack: slack.calls_of("views.update"))
        view = world.form("UEST")
        assert view is not None
        asked = [block["element"]["initial_value"] for block in view.blocks if block["type"] == "input"]
        assert asked == (["Trade", "Be it so."] if refuses else [])
        assert world.server.violations == []


async def test_trigger_that_ran_out_leads_to_a_button_that_opens_the_form(socket: SlackWorld) -> None:
    """Slack lets a form be opened for three seconds; a press of the button brings three more."""
    socket.server.fail_next("views.open", "expired_trigger_id")
    told = await socket.say("UEST", "/motion open")
    assert "Title" in told
    assert "[Open form]" in told


async def test_mention_is_a_command(world: SlackWorld, house: House) -> None:
    """In threads, where slash commands cannot be typed, a mention says the same."""
    assert "vote M-1 yes" in await world.mention("UEST", "vote M-1 yes")
    (invocation,) = house.seen
    assert invocation.request == Typed(line="vote M-1 yes")
    assert invocation.key.startswith("slack:Ev")


async def test_mention_that_lacks_options_gets_a_private_button_that_opens_its_form(
    world: SlackWorld, house: House
) -> None:
    """A mention brings no trigger: the button does, and carries what was given."""
    told = await world.mention("UEST", "motion open")
    assert "/motion open still needs Title" in told
    [offered] = world.answers("UEST")
    assert offered.buttons == ("Open form",)
    await world.press("UEST", offered, "Open form")
    assert house.seen[-1].request == Chosen(path="motion.open", values={"text": "Be it so."})
    assert house.seen[-1].takes_form


async def test_messages_of_bots_are_ignored(world: SlackWorld, house: House) -> None:
    """A bot that mentions the bot is not a person who acts."""
    inner = {"type": "app_mention", "channel": CHANNEL, "user": "UEST", "text": "<@UBOT> vote M-1 yes", "ts": "1.0"}
    world.know("UEST")
    await world.server.event({**inner, "bot_id": "B2"})
    await world.server.event({**inner, "user": "UBOT"})
    await world.say("UEST", "/alliance info")
    assert [each.request for each in house.seen] == [Typed(line="/alliance info")]


async def test_mention_that_is_nobodys_act_is_ignored(
    world: SlackWorld, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """One without an author is no person's; an edit of a message is not a second act."""
    world.know("UEST")
    inner = {"type": "app_mention", "channel": CHANNEL, "text": "<@UBOT> vote M-1 yes", "ts": "1.0"}
    authorless = await world.server.event(inner)
    edited = await world.server.event({**inner, "user": "UEST", "edited": {"user": "UEST", "ts": "2.0"}})
    await world.say("UEST", "/alliance info")
    assert authorless.acknowledged
    assert edited.acknowledged
    assert [each.request for each in house.seen] == [Typed(line="/alliance info")]
    assert [record.message for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


async def test_second_delivery_has_the_same_key(world: SlackWorld, house: House) -> None:
    """The house can tell a redelivered act from a second act by its key."""
    world.know("UEST")
    first = await world.server.mention("UEST", CHANNEL, "vote M-1 yes")
    await first.answer()
    again = await first.redeliver()
    await again.answer()
    assert again.acknowledged
    assert len({each.key for each in house.seen}) == 1
    assert len(house.seen) == 2


async def test_slow_house_does_not_delay_the_acknowledgement(world: SlackWorld, house: House) -> None:
    """Slack is answered at once; the person gets the answer when there is one."""
    house.gate = asyncio.Event()
    delivery = await world.type("UEST", "/alliance info")
    assert delivery.acknowledged
    assert delivery.answers == []
    house.gate.set()
    assert "You typed" in (await delivery.answer()).text


async def test_defect_is_told_to_the_person(world: SlackWorld, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever fails, somebody is told, and the log has the traceback under the same reference."""
    told = await world.say("UEST", "/motion show M-9")
    assert "reference" in told
    failures = [record for record in caplog.records if record.message == "slack_act_failed"]
    assert failures[0].exc_info is not None
    assert getattr(failures[0], "reference", "none") in told


async def test_answer_finds_another_way_when_the_first_is_closed(socket: SlackWorld) -> None:
    """A dead response_url leads to a message in the channel for one person, a closed channel to a direct one."""
    socket.server.fail_next("response_url", 404)
    assert "You typed" in await socket.say("UEST", "/alliance info")
    socket.server.fail_next("response_url", 404)
    socket.server.fail_next("chat.postEphemeral", "user_not_in_channel")
    await socket.type("UEST", "/alliance help")
    await socket.server.wait_for(lambda slack: slack.direct_messages("UEST"))
    assert "/alliance help" in socket.shown_to("UEST")[0].text


@pytest.mark.parametrize("broken", ["chat.postEphemeral", "conversations.open"])
async def test_answer_survives_any_fault_of_its_way(
    socket: SlackWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    """Whatever a way raises, the next one shows the same card; the act has been carried out."""

    async def defect(*_: object, **__: object) -> None:
        raise RuntimeError("a defect of the library")

    monkeypatch.setattr("slack_sdk.webhook.async_client.AsyncWebhookClient.send_dict", defect)
    if broken == "chat.postEphemeral":
        socket.server.fail_next(broken, "user_not_in_channel")
    await socket.type("UEST", "/alliance help")
    await socket.server.wait_for(lambda slack: slack.direct_messages("UEST") or slack.ephemerals("UEST"))
    [shown] = socket.shown_to("UEST") or socket.answers("UEST")
    assert "/alliance help" in shown.text
    assert "slack_act_failed" not in [record.message for record in caplog.records]


@pytest.mark.parametrize("refuses", [False, True])
async def test_form_that_can_no_longer_be_updated_is_answered_privately(house: House, *, refuses: bool) -> None:
    """The person closed it while the answer took its time: the same card comes where the command was typed."""
    async with SlackWorld(house, StoppedClock(), form_patience=timedelta(milliseconds=20)) as world:
        await world.say("UEST", "/motion open")
        house.gate, house.refuses = asyncio.Event(), refuses
        await world.fill("UEST", {"title": "Trade"})
        world.server.fail_next("views.update", "not_found")
        house.gate.set()
        await world.server.wait_for(lambda slack: slack.ephemerals("UEST"))
        [told] = world.answers("UEST")
        assert ("This was not done" if refuses else "You sent") in told.text


async def test_post_bears_its_key_and_pings_nobody(socket: SlackWorld) -> None:
    """The key is Slack's metadata; the fallback text is escaped too."""
    message = await socket.front.notifier.post(socket.channel, POST, key="card:1")
    (shown,) = socket.shown()
    assert message == f"C1:{shown.message.ts}"
    assert shown.buttons == ("Yes",)
    assert shown.message.metadata == {"event_type": "plenary_post", "event_payload": {"key": "card:1"}}
    assert "<!channel>" not in shown.message.text
    (call,) = socket.server.calls_of("chat.postMessage")
    assert (call.args["unfurl_links"], call.args["unfurl_media"]) in {("0", "0"), (False, False)}


async def test_edit_replaces_what_a_post_shows(socket: SlackWorld) -> None:
    """A decided motion's card loses its buttons, and the post its place to vote."""
    notifier = socket.front.notifier
    message = await notifier.post(socket.channel, POST, key="card:1")
    await notifier.edit(socket.channel, message, Card(title="Adopted"))
    (shown,) = socket.shown()
    assert (shown.text, shown.buttons) == ("Adopted", ())
    assert await notifier.find(socket.channel, key="card:1", since=NOW) == message


NOTICE = Card(title="Voting is open on M-1", buttons=(Button(label="Details", action="v1:motion.show:1"),))


async def test_post_is_written_changed_and_found_in_its_thread(socket: SlackWorld) -> None:
    """What belongs to a card stands under it, and is found there and not by the channel's own history."""
    notifier = socket.front.notifier
    card = await notifier.post(socket.channel, POST, key="card:1")
    notice = await notifier.post(socket.channel, NOTICE, key="open:1", thread=card, thread_name="M-1 · Sanctions")
    assert await socket.thread("M-1 · Sanctions") == ["Voting is open on M-1\n[Details]"]
    await notifier.edit(socket.channel, notice, Card(title="Changed"))
    assert await socket.thread("M-1 · Sanctions") == ["Changed"]
    assert await notifier.find(socket.channel, key="open:1", since=NOW, thread=card) == notice
    assert await notifier.find(socket.channel, key="open:1", since=NOW) is None
    assert await notifier.find(socket.channel, key="open:2", since=NOW, thread=card) is None


async def test_lost_answer_of_a_thread_is_uncertain_and_the_post_is_found_there(socket: SlackWorld) -> None:
    """After a cut the post is looked for under its card."""
    notifier = socket.front.notifier
    card = await notifier.post(socket.channel, POST, key="card:1")
    socket.server.fail_next("chat.postMessage", "cut-after-accept")
    with pytest.raises(Uncertain):
        await notifier.post(socket.channel, NOTICE, key="open:1", thread=card)
    found = await notifier.find(socket.channel, key="open:1", since=NOW, thread=card)
    assert found == f"C1:{socket.shown()[-1].message.ts}"
    assert len(socket.shown()) == 2


async def test_post_whose_card_was_deleted_stands_in_the_channel(socket: SlackWorld) -> None:
    """Slack takes nothing under a message that is not there: the post is not lost with it, and can be found."""
    notifier = socket.front.notifier
    notice = await notifier.post(socket.channel, NOTICE, key="open:1", thread="C1:1.000001")
    (shown,) = socket.shown()
    assert (shown.message.thread_ts, notice) == (None, f"C1:{shown.message.ts}")
    assert await notifier.find(socket.channel, key="open:1", since=NOW, thread="C1:1.000001") == notice


@pytest.mark.parametrize("error", ["cannot_reply_to_message", "restricted_action_non_threadable_channel"])
async def test_channel_that_takes_no_threads_shows_the_post_itself(socket: SlackWorld, error: str) -> None:
    """A channel may forbid replies; the post is written beside its card."""
    notifier = socket.front.notifier
    card = await notifier.post(socket.channel, POST, key="card:1")
    socket.server.fail_next("chat.postMessage", error)
    await notifier.post(socket.channel, NOTICE, key="open:1", thread=card)
    assert [shown.message.thread_ts for shown in socket.shown()] == [None, None]


@pytest.mark.parametrize(("order", "outcome"), [("is_archived", Undeliverable), ("429:7", Postponed)])
async def test_refusal_that_is_not_the_threads_is_told(
    socket: SlackWorld, order: str, outcome: type[Exception]
) -> None:
    """Where the channel would refuse the post as well, it is not tried there; reading is refused alike."""
    notifier = socket.front.notifier
    card = await notifier.post(socket.channel, POST, key="card:1")
    socket.server.fail_next("chat.postMessage", order)
    with pytest.raises(outcome):
        await notifier.post(socket.channel, NOTICE, key="open:1", thread=card)
    socket.server.fail_next("conversations.replies", order)
    with pytest.raises(outcome):
        await notifier.find(socket.channel, key="open:1", since=NOW, thread=card)
    assert len(socket.shown()) == 1


async def test_button_in_a_thread_is_answered(world: SlackWorld, house: House) -> None:
    """Slash commands cannot be typed there, so buttons must work: they count as pressed in the channel."""
    card = await world.front.notifier.post(world.channel, POST, key="card:1")
    await world.front.notifier.post(world.channel, NOTICE, key="open:1", thread=card)
    assert "v1:motion.show:1" in await world.press("UEST", "Voting is open", "Details")
    assert house.seen[0].request == Pressed(action="v1:motion.show:1")
    assert house.seen[0].channel == Channel("slack:T1:C1")


async def test_direct_post_goes_to_the_account(socket: SlackWorld) -> None:
    """A receipt is a direct message; it can be edited and found like any post."""
    socket.know("UEST")
    to, notifier = socket.account("UEST"), socket.front.notifier
    message = await notifier.post(to, POST, key="receipt:1")
    assert await notifier.find(to, key="receipt:1", since=NOW) == message
    await notifier.edit(to, message, Card(title="Changed"))
    assert [shown.text for shown in socket.shown_to("UEST")] == ["Changed"]


async def test_lost_answer_is_uncertain_and_the_post_is_found(socket: SlackWorld) -> None:
    """After a cut, nobody knows; the post is looked for by its key, not written twice."""
    notifier = socket.front.notifier
    socket.server.fail_next("chat.postMessage", "cut-after-accept")
    with pytest.raises(Uncertain):
        await notifier.post(socket.channel, POST, key="card:1")
    assert await notifier.find(socket.channel, key="card:1", since=NOW) == f"C1:{socket.shown()[0].message.ts}"
    assert await notifier.find(socket.channel, key="card:2", since=NOW) is None


@pytest.mark.parametrize(
    ("order", "outcome"),
    [
        ("429:7", Postponed),
        ("ratelimited", Postponed),
        ("invalid_auth", Postponed),
        ("token_revoked", Postponed),
        ("missing_scope", Postponed),
        ("channel_not_found", Undeliverable),
        ("not_in_channel", Postponed),
        ("is_archived", Undeliverable),
        ("account_inactive", Postponed),
        ("msg_blocks_too_long", Undeliverable),
        ("invalid_blocks", Undeliverable),
        ("message_not_found", Undeliverable),
        ("user_disabled", Undeliverable),
        ("cannot_dm_bot", Undeliverable),
        ("restricted_action", Postponed),
        ("messages_tab_disabled", Postponed),
        ("an_error_of_tomorrow", Postponed),
        ("internal_error", Uncertain),
        ("fatal_error", Uncertain),
        (500, Uncertain),
        (503, Uncertain),
        ("cut-after-accept", Uncertain),
    ],
)
async def test_each_refusal_of_slack_has_its_meaning(
    socket: SlackWorld, order: str | int, outcome: type[Exception]
) -> None:
    """What a person can mend is tried later, what is gone never; what proves nothing is looked into."""
    socket.server.fail_next("chat.postMessage", order)
    with pytest.raises(outcome):
        await socket.front.notifier.post(socket.channel, POST, key="card:1")


async def test_pause_is_as_long_as_slack_asks(socket: SlackWorld) -> None:
    """Retry-After is obeyed; a missing right waits for somebody to mend it.

    A dead token ends the whole front, so its posts are tried as soon as Slack is served again.
    """
    socket.server.fail_next("chat.postMessage", "429:7")
    with pytest.raises(Postponed) as limited:
        await socket.front.notifier.post(socket.channel, POST, key="card:1")
    assert limited.value.pause == timedelta(seconds=7)
    mended = {"missing_scope": 60, "not_in_channel": 60, "invalid_auth": 5, "token_revoked": 5, "account_inactive": 5}
    for error, seconds in mended.items():
        socket.server.fail_next("chat.postMessage", error)
        with pytest.raises(Postponed) as dead:
            await socket.front.notifier.post(socket.channel, POST, key="card:1")
        assert dead.value.pause == timedelta(seconds=seconds)


@pytest.mark.parametrize("order", ["internal_error", 503, "cut-after-accept"])
async def test_conversation_that_cannot_be_opened_proves_that_nothing_was_posted(
    socket: SlackWorld, order: str | int
) -> None:
    """Only the call that posts can leave a doubt."""
    socket.know("UEST")
    socket.server.fail_next("conversations.open", order)
    with pytest.raises(Postponed):
        await socket.front.notifier.post(socket.account("UEST"), POST, key="receipt:1")


async def test_edit_of_a_post_that_is_gone_is_undeliverable(socket: SlackWorld) -> None:
    """Somebody deleted it: it is not written again."""
    with pytest.raises(Undeliverable):
        await socket.front.notifier.edit(socket.channel, "C1:1.000001", POST)


async def test_cut_connection_is_heard_no_less(socket: SlackWorld) -> None:
    """While one connection is replaced, the other hears what people do."""
    socket.server.connections[0].cut()
    assert "You typed" in await socket.say("UEST", "/alliance info")


async def test_wrong_token_is_one_fault(house: House) -> None:
    """A wrong token is said in one sentence; nothing starts."""
    with pytest.raises(SlackTokenRefused) as refused:
        async with SlackWorld(house, StoppedClock(), bot_token="xoxb-wrong"):
            pass
    assert refused.value.reason == "invalid_auth"


async def test_front_that_lost_its_connections_is_not_ready(socket: SlackWorld) -> None:
    """Health says whether Slack can reach the front."""
    assert await socket.front.is_connected()
    await socket.front.stop()
    assert not await socket.front.is_connected()


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_environment_of_the_library_changes_nothing(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    transport: Transport,
) -> None:
    """Bolt reads variables of its own; the front is what the settings say."""
    for name in ("CLIENT_ID", "CLIENT_SECRET", "SIGNING_SECRET", "BOT_TOKEN", "APP_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", "of-the-environment")
    async with SlackWorld(house, StoppedClock(), transport=transport) as world:
        assert "You typed" in await world.say("UEST", "/alliance info")
        assert "You typed" in await world.mention("UEST", "vote M-1 yes")
        if transport == "signed http":
            forged = SignedHttp(world.http_url, "of-the-environment")
            answer = await forged.deliver(Envelope(id="1", kind="slash_commands", payload={"command": "/vote"}), 3)
            await forged.close()
            assert answer.failure == "dispatch_failed: 401"
        assert world.server.violations == []
    assert [each.request for each in house.seen] == [Typed(line="/alliance info"), Typed(line="vote M-1 yes")]


async def test_front_without_a_secret_refuses_what_the_environments_secret_signed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment's secret is never taken in place of one that is not set."""
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "of-the-environment")
    async with SlackServer() as server:
        settings = Settings(_env_file=None, slack_bot_token=SecretStr(server.bot_token), slack_api_url=server.base_url)
        front = SlackFront(settings, house, StoppedClock())
        app = web.Application()
        app.add_routes(slack_routes(settings, lambda: front))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        forged = SignedHttp(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", "of-the-environment")
        answer = await forged.deliver(Envelope(id="1", kind="slash_commands", payload={"command": "/vote"}), 3)
        await forged.close()
        await runner.cleanup()
        await front.stop()
    assert answer.failure is not None
    assert house.seen == []


async def test_forged_request_is_refused(house: House) -> None:
    """Without Slack's signature nothing reaches the house."""
    async with SlackWorld(house, StoppedClock(), transport="signed http") as world:
        forged = SignedHttp(world.http_url, "another secret")
        envelope = Envelope(id="1", kind="slash_commands", payload={"command": "/vote", "text": "M-1 yes"})
        answer = await forged.deliver(envelope, 3)
        await forged.close()
    assert answer.failure == "dispatch_failed: 401"
    assert house.seen == []


async def test_post_whose_turn_is_far_off_goes_back(socket: SlackWorld) -> None:
    """One channel takes one post a second: a long queue waits in the outbox, not in memory."""
    notifier = SlackNotifier(socket.front.workspaces, pace=timedelta(minutes=1))
    await notifier.post(socket.channel, POST, key="card:1")
    with pytest.raises(Postponed) as refused:
        await notifier.post(socket.channel, POST, key="card:2")
    assert timedelta(seconds=50) < refused.value.pause <= timedelta(minutes=1)
    assert len(socket.shown()) == 1


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"slack_app_token": SecretStr("xapp-wrong")}, SlackAppTokenRefused),
        ({"slack_app_token": SecretStr("xapp-local"), "slack_api_url": "http://127.0.0.1:9/api/"}, SlackUnreachable),
        ({"slack_signing_secret": None}, SlackSigningSecretMissing),
        ({"slack_bot_token": None}, SlackTokenMissing),
    ],
)
async def test_front_that_cannot_start_says_why_and_leaves_nothing_open(
    changed: dict[str, Any], refusal: type[Exception]
) -> None:
    """Each wrong setting is one refusal; the session and the sockets are closed."""
    async with SlackServer() as server:
        settings: dict[str, Any] = {
            "slack_bot_token": SecretStr(server.bot_token),
            "slack_signing_secret": SecretStr("secret"),
            "slack_api_url": server.base_url,
        }
        front = SlackFront(Settings(_env_file=None, **{**settings, **changed}), House(), StoppedClock())
        with pytest.raises(refusal):
            await front.start()
        assert front.client.session is not None
        assert front.client.session.closed


async def _faults(server: SlackServer, *linked: str, **more: Any) -> list[tuple[str, object]]:  # noqa: ANN401 - settings
    settings: dict[str, Any] = {
        "slack_bot_token": SecretStr(server.bot_token),
        "slack_signing_secret": SecretStr("secret"),
        "slack_api_url": server.base_url,
    }
    front = SlackFront(Settings(_env_file=None, **{**settings, **more}), House(), StoppedClock())
    try:
        faults = await front.check([Channel(f"slack:T1:{channel}") for channel in linked])
    finally:
        await front.stop()
    return [(fault.message_id, fault.facts.get("reason") or fault.facts.get("scopes")) for fault in faults]


async def test_check_finds_nothing_where_all_is_well() -> None:
    """A good set-up is silent."""
    async with SlackServer() as server:
        server.add_channel("C1")
        assert await _faults(server, "C1", slack_app_token=SecretStr(server.app_token)) == []


async def test_check_names_every_fault_at_once() -> None:
    """Missing secret, missing scopes, a channel that is gone, one without the bot, one archived."""
    async with SlackServer(scopes="commands,channels:read") as server:
        server.add_channel("C2", has_bot=False)
        server.add_channel("C3", is_archived=True)
        faults = dict(await _faults(server, "C1", "C2", "C3"))
        told = await _faults(server, "C1", "C2", "C3", slack_signing_secret=None)
    assert "chat:write" in str(faults["SlackScopesMissing"])
    assert ("SlackSigningSecretMissing", None) in told
    async with SlackServer() as server:
        server.add_channel("C2", has_bot=False)
        server.add_channel("C3", is_archived=True)
        reasons = [reason for _, reason in await _faults(server, "C1", "C2", "C3")]
    assert reasons == ["channel_not_found", "not_in_channel", "is_archived"]


async def test_check_names_a_wrong_app_token() -> None:
    """A wrong token of the connection is told apart from a wrong token of the bot."""
    async with SlackServer() as server:
        faults = await _faults(server, slack_app_token=SecretStr("xapp-wrong"))
    assert faults == [("SlackAppTokenRefused", "invalid_auth")]
