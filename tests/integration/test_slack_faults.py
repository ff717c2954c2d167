"""Every fault of Slack, with a vote walked through it: what the delegate sees, what stands afterwards, who is told.

The house is whole: dispatcher, SQLite, relay, and the real slack-bolt before a local Slack. After each fault the ballot
stands once, in the tally and in the journal, the channel has one card of it, and the secretariat has heard of it once
where a person must act and never where nobody must.
"""

import hashlib
import hmac
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.domain.addresses import Channel
from storage.database import Database
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, LVA, SECRETARY
from tests.behaviour.fronts import open_slack
from tests.behaviour.world import open_world
from tests.integration.fault_scene import BLOCKED, OPEN_AGAIN, RESOLUTION, Scene
from tests.integration.slack_world import CHANNEL, TEAM, TRANSPORTS, SlackWorld, Transport, shown, text_of
from tests.servers.slack import Delivery, Fault, SlackServer

OFFICE: Final = "C2"
Headers = dict[str, str]
RECORDED: Final = "Ballot recorded on M-1"


class SlackScene(Scene):
    """The scene on Slack."""

    @property
    def slack(self) -> SlackWorld:
        """The front as what it is."""
        return self.world.front_as(SlackWorld)

    @property
    def server(self) -> SlackServer:
        """The local Slack."""
        return self.slack.server

    @property
    def channel(self) -> Any:  # noqa: ANN401 - the server's own channel
        """The channel for motions as Slack has it."""
        return self.server.world.workspace().channels[CHANNEL]

    async def vote(self, ballot: str = "yes") -> str:
        """Have Estonia's head vote by a typed command; give what it reads."""
        return await self.slack.say(EST_HEAD, f"/vote M-1 {ballot}")

    async def card_stands(self) -> None:
        """Check that all is well in the end: one ballot, one card, nothing owed, nobody alarmed."""
        await self.stands(est="yes")
        await self.shown_once("For (1)")
        assert await self.waiting() == 0
        assert self.office() == []


async def _open(database: Database, transport: Transport) -> AsyncIterator[SlackScene]:
    async with open_world(database) as world, open_slack(world, transport=transport) as front:
        front.server.add_channel(OFFICE)
        scene = SlackScene(
            world, Channel(f"slack:{TEAM}:{OFFICE}"), lambda: [each.told for each in front.shown(OFFICE)]
        )
        await scene.open_office()
        yield scene


@pytest.fixture(params=TRANSPORTS)
async def scene(request: pytest.FixtureRequest, sqlite_database: Database) -> AsyncIterator[SlackScene]:
    """Give the scene over Socket Mode and over signed HTTP."""
    async for opened in _open(sqlite_database, request.param):
        yield opened


@pytest.fixture
async def socket(sqlite_database: Database) -> AsyncIterator[SlackScene]:
    """Give the scene over Socket Mode."""
    async for opened in _open(sqlite_database, "socket mode"):
        yield opened


@pytest.fixture
async def http(sqlite_database: Database) -> AsyncIterator[SlackScene]:
    """Give the scene over signed HTTP."""
    async for opened in _open(sqlite_database, "signed http"):
        yield opened


PASSING: Final = ["429:3", "ratelimited", 500, 503, "internal_error", "fatal_error", "cut-after-accept"]
"""What Slack may answer to a post and then no more."""


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
@pytest.mark.parametrize("order", PASSING)
async def test_fault_of_a_post_that_passes_costs_nothing(socket: SlackScene, method: str, order: str | int) -> None:
    """The delegate has its receipt at once; the card is there later, once, with the vote in it."""
    socket.server.fail_next(method, order)
    await socket.table()
    assert RECORDED in await socket.vote()
    await socket.wait_out()
    await socket.card_stands()
    await socket.decided_with("For 1, against 0")


@pytest.mark.parametrize("order", ["429:3", 500, 503])
async def test_fault_of_everything_at_once_costs_nothing(socket: SlackScene, order: str | int) -> None:
    """A limit on the whole app, or a Slack that answers nothing: the ballot is recorded, its receipt may be lost.

    The delegate votes again and hears that the ballot stands; it is no second one.
    """
    await socket.table()
    fault = Fault(status=429, retry_after=3) if isinstance(order, str) else Fault(status=order)
    socket.server.set_weather(lambda _method: fault)
    acted = await socket.slack.type(EST_HEAD, "/vote M-1 yes")
    assert acted.acknowledged
    await socket.world.house.round()
    socket.server.set_weather(lambda _method: Fault())
    await socket.wait_out()
    again = await socket.vote()
    assert "yes" in again
    await socket.wait_out()
    await socket.card_stands()


@pytest.mark.parametrize("order", ["429:1", 500, 404, "used_url", "cut-after-accept"])
async def test_answer_that_slack_loses_reaches_the_delegate_another_way(scene: SlackScene, order: str | int) -> None:
    """The way back of a command fails: the receipt comes by another one."""
    await scene.table()
    scene.server.fail_next("response_url", order)
    assert RECORDED in await scene.vote()
    await scene.wait_out()
    await scene.card_stands()


async def test_cut_socket_loses_no_vote_that_was_received(socket: SlackScene) -> None:
    """The other connection hears the delegate; the cut one is made anew."""
    await socket.table()
    socket.server.connections[0].cut()
    assert RECORDED in await socket.vote()
    await socket.server.wait_for(lambda slack: len(slack.connections) == 2, 10)
    await socket.wait_out()
    await socket.card_stands()


async def test_vote_while_every_socket_is_cut_is_told_by_slack_and_not_recorded(socket: SlackScene) -> None:
    """The delegate sees Slack's own failure, and its next try counts once."""
    await socket.table()
    for connection in socket.server.connections:
        connection.cut()
    lost = await socket.slack.type(EST_HEAD, "/vote M-1 yes")
    assert lost.failure == "dispatch_failed"
    assert await socket.world.ballots() == {}
    await socket.server.wait_for(lambda slack: len(slack.connections) == 2, 10)
    assert RECORDED in await socket.vote()
    await socket.wait_out()
    await socket.card_stands()


async def test_vote_into_a_silent_connection_is_told_by_slack_and_not_recorded(socket: SlackScene) -> None:
    """Both connections stand and say nothing: the delegate sees a time-out, and they are made anew in seconds."""
    await socket.table()
    stalled = list(socket.server.connections)
    for connection in stalled:
        connection.stall()
    socket.server.ack_seconds = 0.3
    lost = await socket.slack.type(EST_HEAD, "/vote M-1 yes")
    assert lost.failure == "operation_timeout"
    assert await socket.world.ballots() == {}
    await socket.server.wait_for(
        lambda slack: len([each for each in slack.connections if each not in stalled]) == 2, 20
    )
    for connection in stalled:
        if connection.is_open:
            connection.cut()
    socket.server.ack_seconds = 3.0
    assert RECORDED in await socket.vote()
    await socket.wait_out()
    await socket.card_stands()


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_disconnect_notice_loses_nothing(socket: SlackScene, reason: str) -> None:
    """Slack asks for a new connection about every hour: a vote right after that is heard."""
    await socket.table()
    before = len(socket.server.all_connections)
    for connection in list(socket.server.connections):
        await connection.disconnect(reason)
    if reason == "refresh_requested":
        await socket.server.wait_for(lambda slack: len(slack.all_connections) >= before + 2, 10)
    assert RECORDED in await socket.vote()
    await socket.wait_out()
    await socket.card_stands()


async def _typed(scene: SlackScene) -> Delivery:
    return await scene.slack.type(EST_HEAD, "/vote M-1 yes")


async def _pressed(scene: SlackScene) -> Delivery:
    (card,) = [each for each in scene.slack.shown() if "Yes" in each.buttons]
    user = scene.slack.know(EST_HEAD)
    return await scene.server.click(user, card.message, action_id=_button(card.message.blocks, "Yes"))


async def _mentioned(scene: SlackScene) -> Delivery:
    return await scene.server.mention(scene.slack.know(EST_HEAD), CHANNEL, "vote M-1 yes")


async def _filled(scene: SlackScene) -> Delivery:
    opened = await scene.slack.type(EST_HEAD, "/vote cast M-1")
    view = await opened.opened_view()
    (field,) = [block for block in view.blocks if block["type"] == "input" and "allot" in text_of(block["label"])]
    return await scene.server.submit_view(scene.slack.user(EST_HEAD), view, {field["block_id"]: "yes"})


def _button(blocks: tuple[dict[str, Any], ...], label: str) -> str:
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    (found,) = [each["action_id"] for row in rows for each in row if each.get("text", {}).get("text") == label]
    return str(found)


@pytest.mark.parametrize("act", [_typed, _pressed, _mentioned], ids=["typed", "pressed", "mentioned"])
async def test_act_delivered_four_times_is_one_ballot_and_one_answer(
    scene: SlackScene, act: Callable[[SlackScene], Any]
) -> None:
    """Slack sends what it believes lost up to three times more: each is acknowledged, and all say the same."""
    await scene.table()
    first: Delivery = await act(scene)
    told = shown((await first.answer()).message).told
    assert RECORDED in told
    for reason in ("http_timeout", "http_error", "connection_failed"):
        before = len(scene.slack.answers(EST_HEAD))
        first = await first.redeliver(reason=reason)
        assert first.acknowledged
        await scene.server.wait_for(lambda _, before=before: len(scene.slack.answers(EST_HEAD)) > before)  # type: ignore[misc]
    assert {each.told for each in scene.slack.answers(EST_HEAD)} == {told}
    await scene.wait_out()
    await scene.card_stands()


async def test_form_delivered_four_times_is_one_ballot(scene: SlackScene) -> None:
    """A form that was sent once is one act, however often Slack brings it."""
    await scene.table()
    first = await _filled(scene)
    await scene.server.wait_for(lambda _: scene.slack.answers(EST_HEAD) or first.ack_body)
    for _ in range(3):
        first = await first.redeliver()
        assert first.acknowledged
    await scene.wait_out()
    await scene.card_stands()


async def _post_raw(scene: SlackScene, headers: dict[str, str], body: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(scene.slack.http_url, data=body, headers=headers) as got,
    ):
        return got.status


def _signed(scene: SlackScene, payload: Mapping[str, str], *, secret: str = "", ago: int = 0) -> tuple[Headers, str]:
    """Give the headers and the body of a command as Slack sends it, signed ``ago`` seconds earlier."""
    body, stamp = urlencode(payload), str(int(time.time()) - ago)
    key = (secret or scene.server.signing_secret).encode()
    digest = hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
    return headers | {"Content-Type": "application/x-www-form-urlencoded"}, body


async def test_replayed_request_changes_nothing(http: SlackScene) -> None:
    """Whoever caught a signed request and sends it again within its five minutes gets nothing done."""
    await http.table()
    caught = await _typed(http)
    await caught.answer()
    assert RECORDED in shown(caught.answers[0].message).told
    await http.slack.say(EST_HEAD, "/vote M-1 no")
    headers, body = _signed(http, caught.payload)
    entries = await http.world.entries()
    for _ in range(3):
        before = len(http.slack.answers(EST_HEAD))
        assert await _post_raw(http, headers, body) == 200
        await http.server.wait_for(lambda _, before=before: len(http.slack.answers(EST_HEAD)) > before)  # type: ignore[misc]
    assert await http.world.ballots() == {"EST": "no"}
    assert await http.world.entries() == entries
    assert await http.recorded() == ["EST", "EST"]
    assert http.office() == []


@pytest.mark.parametrize(
    ("secret", "ago"),
    [("", 6 * 60), ("", -6 * 60), ("forged-secret", 0)],
    ids=["stale", "of-the-future", "forged"],
)
async def test_request_with_a_stale_or_forged_signature_is_refused(http: SlackScene, secret: str, ago: int) -> None:
    """Nothing of it reaches the house, and nobody is told: there is nobody to tell."""
    await http.table()
    model = await http.slack.type(LVA, "/vote M-1 no")
    await model.answer()
    entries = await http.world.entries()
    unseen = {**model.payload, "trigger_id": "9.9.unseen", "text": "M-1 yes"}
    headers, body = _signed(http, unseen, secret=secret, ago=ago)
    assert await _post_raw(http, headers, body) == 401
    assert await http.world.entries() == entries
    assert await http.world.ballots() == {"LVA": "no"}


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_expired_trigger_shows_the_line_to_type(scene: SlackScene, error: str) -> None:
    """A form that comes too late cannot be opened: the delegate is told how to vote without one."""
    await scene.table()
    scene.server.fail_next("views.open", error)
    told = await scene.slack.say(EST_HEAD, "/vote cast M-1")
    assert "/vote cast" in told
    assert await scene.world.ballots() == {}
    assert RECORDED in await scene.vote()
    await scene.wait_out()
    await scene.card_stands()


async def test_deleted_card_is_there_again_with_the_next_vote(socket: SlackScene) -> None:
    """Its buttons work, no ballot is lost, and nobody has to do anything."""
    await socket.table()
    await socket.slack.press(EST_HEAD, "M-1", "Yes")
    (card,) = socket.slack.shown()
    socket.server.world.keep(replace(card.message, is_deleted=True))
    await socket.world.settle()
    await socket.card_stands()
    assert "Ballot recorded" in await socket.slack.press(LVA, "M-1", "No")
    await socket.world.settle()
    await socket.shown_once("For (1)", "Against (1)")
    await socket.decided_with("For 1, against 1")
    assert socket.office() == []


async def test_button_of_a_deleted_card_still_votes(socket: SlackScene) -> None:
    """A client that shows the card a moment longer is answered."""
    await socket.table()
    (card,) = socket.slack.shown()
    socket.server.world.keep(replace(card.message, is_deleted=True))
    assert RECORDED in await socket.slack.press(EST_HEAD, card, "Yes")
    await socket.wait_out()
    await socket.card_stands()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A way in which a channel is closed to the bot, and what the secretariat reads of it."""

    name: str
    close: Callable[[SlackScene], None]
    reopen: Callable[[SlackScene], None]
    says: str


def _removed(scene: SlackScene) -> None:
    scene.channel.members.discard("UBOT")


def _invited(scene: SlackScene) -> None:
    scene.channel.members.add("UBOT")


def _hidden(scene: SlackScene) -> None:
    scene.channel.is_private = True
    _removed(scene)


def _archived(scene: SlackScene) -> None:
    scene.channel.is_archived = True


def _unarchived(scene: SlackScene) -> None:
    scene.channel.is_archived = False


def _refusing(error: str) -> Callable[[SlackScene], None]:
    """Have Slack refuse the next post, which is the card of the next motion."""
    return lambda scene: scene.server.fail_next("chat.postMessage", error)


CLOSED: Final = [
    Closed(name="removed", close=_removed, reopen=_invited, says="/invite @Plenary"),
    Closed(name="removed from a private channel", close=_hidden, reopen=_invited, says="Invite the bot again"),
    Closed(name="archived", close=_archived, reopen=_unarchived, says="The channel is archived"),
    Closed(
        name="restricted",
        close=_refusing("restricted_action"),
        reopen=lambda _: None,
        says="The bot may not post there",
    ),
    Closed(name="missing scope", close=_refusing("missing_scope"), reopen=lambda _: None, says="installed again"),
    Closed(name="error of tomorrow", close=_refusing("a_new_error"), reopen=lambda _: None, says="a_new_error"),
]


@pytest.mark.parametrize("closed", CLOSED, ids=[case.name for case in CLOSED])
async def test_channel_that_is_closed_to_the_bot_is_told_once_and_votes_go_on(
    socket: SlackScene, closed: Closed
) -> None:
    """Delegates vote and get their receipts; the secretariat reads which channel, why and what to do, once.

    Once it is open again what waited is posted, each once, and the secretariat is told that too.
    """
    await socket.table()
    closed.close(socket)
    await socket.slack.say(SECRETARY, RESOLUTION)
    await socket.world.house.round()  # the card goes before the receipts of the vote
    assert RECORDED in await socket.vote()
    for _ in range(3):
        await socket.world.house.round()
    assert socket.office()[:1] == [BLOCKED]
    assert closed.says in socket.office_text()
    assert "the channel for motions (slack:T1:C1)" in socket.office_text()
    if closed.reopen is _invited or closed.reopen is _unarchived:
        await socket.slack.say(SECRETARY, RESOLUTION)
        await socket.wait_for_mending()
        assert socket.office() == [BLOCKED]
    closed.reopen(socket)
    await socket.slack.say(SECRETARY, RESOLUTION)
    await socket.wait_for_mending()
    await socket.wait_for_mending()
    assert socket.office() == [BLOCKED, OPEN_AGAIN]
    assert len(await socket.cards(2)) == 1
    assert await socket.waiting() == 0
    await socket.stands(est="yes")
    await socket.decided_with("For 1, against 0")


async def test_channel_that_refuses_a_change_once_is_told_and_told_open_with_the_next_change(
    socket: SlackScene,
) -> None:
    """Nothing new is posted there meanwhile: the change that gets through is the proof."""
    await socket.table()
    socket.server.fail_next("chat.update", "not_in_channel")
    assert RECORDED in await socket.vote()
    await socket.world.settle()
    assert socket.office() == [BLOCKED]
    await socket.wait_for_mending()
    assert socket.office() == [BLOCKED, OPEN_AGAIN]
    await socket.shown_once("For (1)")


async def test_deleted_channel_is_told_once_and_votes_go_on(socket: SlackScene) -> None:
    """Delegates vote in direct messages; the result is recorded though nobody can read it in the channel."""
    await socket.table()
    lost = socket.server.world.workspace().channels.pop(CHANNEL)
    for _ in range(2):
        delivery = await socket.server.slash_command(
            user=socket.slack.user(EST_HEAD),
            channel=(await _direct(socket)),
            command="/vote",
            text="M-1 yes",
        )
        assert "es" in shown((await delivery.answer()).message).told
        await socket.world.settle()
    motion = await socket.world.motion()
    await socket.world.pass_time(motion.closes_at - socket.world.clock.now())
    await socket.wait_for_mending()
    await socket.wait_for_mending()
    assert socket.office() == [BLOCKED]
    assert "The channel was deleted" in socket.office_text()
    await socket.stands(est="yes")
    socket.server.world.workspace().channels[CHANNEL] = lost


async def _direct(scene: SlackScene) -> str:
    """Give the direct messages of Estonia's head with the bot, opened by the head."""
    user = scene.slack.user(EST_HEAD)
    workspace = scene.server.world.workspace()
    place = scene.server.add_channel(f"D{user}", members=(user,))
    place.is_direct = True
    workspace.channels[place.id] = place
    return place.id


async def test_person_who_left_the_workspace_is_told_once(socket: SlackScene) -> None:
    """A head whose account was closed gets no receipts: the secretariat reads whose, once, and votes go on."""
    socket.server.add_user(socket.slack.know(EST_HEAD), name="est.head", is_deleted=True)
    for number in (1, 2):
        await socket.table()
        assert "Ballot recorded" in await socket.slack.say(EST_DELEGATE, f"/vote M-{number} yes")
        await socket.world.settle()
    assert socket.office() == [BLOCKED]
    assert "Estonia, head of delegation" in socket.office_text()
    assert "/delegate revoke" in socket.office_text()
    await socket.stands(est="yes")
    await socket.shown_once("For (1)")


async def test_person_who_left_after_a_message_is_told_once(socket: SlackScene) -> None:
    """Where direct messages had been opened Slack says of their channel what is meant of the person."""
    await socket.table()
    await socket.slack.say(EST_DELEGATE, "/vote M-1 yes")
    await socket.world.settle()
    assert len(await socket.slack.direct(EST_HEAD)) == 1
    socket.server.add_user(socket.slack.user(EST_HEAD), name="est.head", is_deleted=True)
    await socket.table()
    await socket.slack.say(EST_DELEGATE, "/vote M-2 yes")
    await socket.world.settle()
    assert socket.office() == [BLOCKED]
    assert "The person has left Slack" in socket.office_text()


async def test_person_who_left_the_channel_is_answered_all_the_same(socket: SlackScene) -> None:
    """Slack lets a person type a command where it is; the answer goes the command's own way."""
    await socket.table()
    user = socket.slack.know(EST_HEAD)
    acted = await socket.server.slash_command(user=user, channel=CHANNEL, command="/vote", text="M-1 yes")
    socket.channel.members.discard(user)
    assert RECORDED in shown((await acted.answer()).message).told
    await socket.wait_out()
    await socket.card_stands()
