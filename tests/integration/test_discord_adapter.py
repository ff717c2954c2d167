"""The Discord front with the real discord.py against the local Discord, at the port of the dispatcher."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from pydantic import SecretStr

from adapters.clock import SystemClock
from adapters.discord.app import DiscordFront
from adapters.discord.faults import (
    DiscordChannelForbids,
    DiscordChannelUnreachable,
    DiscordTokenMissing,
    DiscordTokenRefused,
    DiscordUnreachable,
)
from adapters.discord.tree import Published, sync
from adapters.settings import Settings
from bot.cards.action import action
from bot.cards.card import Button, Card, Field, Tone
from bot.commands.register import REGISTRY
from bot.commands.suggesting import Suggestion
from bot.dispatch import Chosen, Dispatcher, Invocation, Pressed, Reply
from bot.domain.addresses import Account, Channel
from bot.domain.blockages import Obstacle
from bot.locales.phrase import Moment
from bot.ports import Address, NotRecorded, Postponed, Uncertain, Undeliverable, UnitOfWork
from tests.integration.discord_world import COUNCIL, GUILD, LOBBY, DiscordWorld, told
from tests.servers.discord import Channel as Place

MESSAGES = "/channels/{channel_id}/messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on Discord."""

    name: str
    number: int


AMINA = Person(name="amina", number=1)


class NoRecord:
    """A writer whose database cannot be read: forms then speak the language of the front."""

    async def write(self, use_case: Callable[[UnitOfWork], Any]) -> Any:  # noqa: ANN401 - as the port
        """Refuse."""
        raise NotRecorded(reason="there is none")

    async def read(self, query: Callable[[UnitOfWork], Any]) -> Any:  # noqa: ANN401 - as the port
        """Refuse."""
        raise NotRecorded(reason="there is none")


class Recorder(Dispatcher):
    """A door that notes what comes in and answers with one card; forms are the real ones."""

    def __init__(self) -> None:
        super().__init__(writer=NoRecord())
        self.heard: list[Invocation] = []
        self.called = asyncio.Event()
        self.card = Card(title="Recorded", tone=Tone.SUCCESS, paragraphs=(("done",),))
        self.failure: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, invocation: Invocation) -> Reply:
        """Note the act and give the card."""
        self.heard.append(invocation)
        self.called.set()
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return self.card

    async def suggest(
        self, act: Invocation, path: str, option: str, typed: str = "", *, most: int = 25
    ) -> tuple[Suggestion, ...]:
        """Give one suggestion, which says what was asked."""
        del act, most
        await self.gate.wait()
        return (Suggestion(value="M-1", label=f"{path} {option} {typed} " + "x" * 100),)


@pytest.fixture
def door() -> Recorder:
    return Recorder()


@pytest.fixture
async def world(door: Recorder) -> AsyncIterator[DiscordWorld]:
    async with DiscordWorld(door, SystemClock(), published=True) as opened:
        yield opened
        assert opened.server.violations == []


def _post(title: str = "M-1 · Sanctions") -> Card:
    return Card(
        title=title,
        tone=Tone.RUNNING,
        paragraphs=(("The text",),),
        fields=(Field(name="Closes", value=(Moment(at=datetime(2026, 12, 1, tzinfo=UTC), words="1 Dec"),)),),
        buttons=(Button(label="Yes", action=action("vote.cast", 1, "yes")),),
        footer=("may be changed",),
    )


async def test_command_is_acknowledged_before_it_is_handled(world: DiscordWorld, door: Recorder) -> None:
    """A private promise comes first, however long the core takes."""
    door.gate.clear()
    delivery = await world.send(AMINA, "/vote cast M-1 yes")
    attempt = await delivery.acknowledgement()
    assert (attempt.kind, attempt.data["flags"]) == (5, 64)
    assert delivery.first is None
    door.gate.set()
    assert "Recorded" in (await delivery.answer()).text


async def test_command_reaches_the_door_with_its_facts(world: DiscordWorld, door: Recorder) -> None:
    """Key, account, channel, language and values are the platform's own."""
    delivery = await world.send(AMINA, "/vote cast M-1 yes explanation:“for peace”")
    await delivery.answer()
    [heard] = door.heard
    assert heard.key == f"discord:{delivery.id}"
    assert heard.account == world.account(AMINA)
    assert heard.channel == world.channel
    assert heard.locale == "en-US"
    assert heard.request == Chosen(
        path="vote.cast", values={"motion": "M-1", "ballot": "yes", "explanation": "for peace"}
    )


async def test_command_in_direct_messages_has_no_channel(world: DiscordWorld, door: Recorder) -> None:
    """A direct message belongs to no channel of an alliance."""
    await world.say(AMINA, "/alliance info", privately=True)
    assert door.heard[0].channel is None


async def test_command_in_a_thread_is_in_the_channel_it_hangs_on(world: DiscordWorld, door: Recorder) -> None:
    """A thread is part of its channel."""
    parent = world.guild.channels[COUNCIL]
    thread = Place(id=77, name="talk", kind=11, guild=world.guild, parent=parent)
    world.server.world.add_channel(thread)
    delivery = await world.server.slash_command(
        user=world.user(AMINA), channel=thread, name="alliance", options={"info": {}}
    )
    await delivery.answer()
    assert door.heard[0].channel == world.channel


async def test_missing_long_text_opens_a_form_at_once(world: DiscordWorld, door: Recorder) -> None:
    """A form cannot follow an acknowledgement, so it is the first answer; what was given is filled in."""
    shown = await world.say(AMINA, "/motion open kind:sanctions title:“Sanctions on X”")
    assert shown.startswith("/motion open\n")
    assert door.heard == []
    await world.fill(AMINA, {"text": "The alliance decides …"})
    assert door.heard[0].request == Chosen(
        path="motion.open",
        values={"kind": "sanctions", "title": "Sanctions on X", "text": "The alliance decides …"},
    )


async def test_what_a_form_has_no_room_for_is_kept(world: DiscordWorld, door: Recorder) -> None:
    """A modal asks five questions; the shortest values given travel in its id."""
    line = "/motion open kind:sanctions title:T body:assembly opens:1d closes:72h urgent:yes sponsors:EST,LVA"
    await world.say(AMINA, line)
    await world.fill(AMINA, {"text": "long"})
    assert door.heard[0].request == Chosen(
        path="motion.open",
        values={
            "kind": "sanctions",
            "title": "T",
            "text": "long",
            "body": "assembly",
            "opens": "1d",
            "closes": "72h",
            "urgent": "yes",
            "sponsors": "EST,LVA",
        },
    )


async def test_form_too_large_for_a_modal_is_asked_for_in_words(world: DiscordWorld, door: Recorder) -> None:
    """What was typed is never lost to a form that cannot hold it: the refusal names what is missing."""
    long = "x" * 90
    line = f"/motion open kind:{long} title:{long} concerns:{long} body:{long} opens:{long} closes:{long}"
    assert "Recorded" in await world.say(AMINA, line)
    assert not door.heard[0].takes_form


async def test_form_opened_before_a_restart_is_understood(world: DiscordWorld, door: Recorder) -> None:
    """A form's id says what it is for; nothing is remembered."""
    await world.say(AMINA, "/motion open kind:sanctions title:T")
    await world.restart()
    assert "Recorded" in await world.fill(AMINA, {"text": "The text"})
    assert door.heard[0].request == Chosen(
        path="motion.open", values={"kind": "sanctions", "title": "T", "text": "The text"}
    )


async def test_form_that_was_opened_already_is_left_alone(
    world: DiscordWorld, caplog: pytest.LogCaptureFixture
) -> None:
    """A command that comes twice opens one form, and nobody is told of a failure."""
    delivery = await world.send(AMINA, "/motion open kind:sanctions title:T")
    form = await delivery.form()
    await delivery.redeliver()
    await world.server.wait_for(lambda _: len(delivery.attempts) == 2)
    later = await world.send(AMINA, "/alliance info")
    await later.answer()
    assert delivery.modal is form
    assert [record.message for record in caplog.records if record.name.startswith("adapters")] == ["form_not_opened"]


async def test_ballot_of_a_form_is_chosen_from_a_list(door: Recorder) -> None:
    """Where the answer is one of few, the form offers those."""
    async with DiscordWorld(door, SystemClock()) as world:
        await world.say(AMINA, "/vote cast M-1")
        await world.fill(AMINA, {"ballot": "no"})
        assert door.heard[0].request == Chosen(path="vote.cast", values={"motion": "M-1", "ballot": "no"})


async def test_button_works_after_a_restart(world: DiscordWorld, door: Recorder) -> None:
    """A button's id says what it does; the private answer leaves the post as it is."""
    await world.notifier.post(world.channel, _post(), key="card:1")
    await world.restart()
    assert "Recorded" in await world.press(AMINA, "M-1", "Yes")
    assert door.heard[0].request == Pressed(action="v1:vote.cast:1:yes")
    assert world.server.messages(COUNCIL)[0].edited_at is None


async def test_redelivered_command_comes_with_the_same_key(world: DiscordWorld, door: Recorder) -> None:
    """The core knows a repeat by its key; the person sees one answer."""
    delivery = await world.send(AMINA, "/vote cast M-1 yes")
    await delivery.answer()
    await delivery.redeliver()
    await world.server.wait_for(lambda _: len(delivery.attempts) == 2 and len(door.heard) == 2)
    assert [heard.key for heard in door.heard] == [f"discord:{delivery.id}"] * 2
    assert delivery.followups == []


async def test_command_too_late_to_acknowledge_is_not_carried_out(world: DiscordWorld, door: Recorder) -> None:
    """Whoever was shown that a command failed will send it again: it must not have happened."""
    held = world.server.fail_next("POST", "/interactions/*", "hold")
    delivery = await world.send(AMINA, "/vote cast M-1 yes")
    await world.server.wait_for(lambda _: held.hits == 1)
    world.server.advance(4)
    held.release()
    await world.server.wait_for(lambda _: len(delivery.attempts) == 1)
    later = await world.send(AMINA, "/alliance info")
    await later.answer()
    assert [heard.key for heard in door.heard] == [f"discord:{later.id}"]


async def test_lost_acknowledgement_is_made_again(world: DiscordWorld, door: Recorder) -> None:
    """Where the first promise arrived after all, Discord says so, and the command is carried out once."""
    world.server.fail_next("POST", "/interactions/*", "cut-after-accept")
    assert "Recorded" in await world.say(AMINA, "/vote cast M-1 yes")
    assert len(door.heard) == 1


async def test_failure_is_told_privately(world: DiscordWorld, door: Recorder, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is left with a spinner; the log has the reference and the traceback."""
    door.failure = RuntimeError("broken")
    answer = await world.say(AMINA, "/vote cast M-1 yes")
    assert answer.startswith("Something went wrong")
    [record] = [record for record in caplog.records if record.message == "interaction_failed"]
    assert record.__dict__["reference"] in answer
    assert record.exc_info is not None


@pytest.mark.parametrize(("broken", "expected"), [(0, "edit"), (1, "edit"), (2, "follow-up")])
async def test_recorded_act_is_told_whichever_way_is_left(
    world: DiscordWorld, door: Recorder, caplog: pytest.LogCaptureFixture, broken: int, expected: str
) -> None:
    """Once the core has answered, its card is what the person reads: never that nothing was changed."""
    world.server.fail_next("PATCH", "/webhooks/*", "cut", times=broken)
    delivery = await world.send(AMINA, "/vote cast M-1 yes")
    answer = await delivery.answer()
    assert "Recorded" in answer.text
    assert answer.ephemeral
    assert len(door.heard) == 1
    told_by = [one.method for one in world.server.exchanges if one.path.startswith("/webhooks/")]
    assert told_by[-1] == {"edit": "PATCH", "follow-up": "POST"}[expected]
    assert len(told_by) == broken + 1
    assert "interaction_failed" not in [record.message for record in caplog.records]


async def test_recorded_act_is_told_directly_where_the_interaction_is_dead(
    world: DiscordWorld, door: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    """The last way is a direct message, with the same card and its buttons."""
    door.card = _post("Recorded")
    world.server.fail_next("PATCH", "/webhooks/*", 404, times=2)
    world.server.fail_next("POST", "/webhooks/*", 404)
    await world.send(AMINA, "/vote cast M-1 yes")
    await world.server.wait_for(lambda server: bool(server.direct_messages(world.user(AMINA))))
    [direct] = await world.direct(AMINA)
    assert direct.startswith("Recorded\n")
    assert direct.endswith("[Yes]")
    assert "interaction_failed" not in [record.message for record in caplog.records]


async def test_answer_that_no_way_can_show_is_logged(
    world: DiscordWorld, door: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing else can be done; nothing raises, and no other sentence is tried in its place."""
    world.server.fail_next("PATCH", "/webhooks/*", 404, times=2)
    world.server.fail_next("POST", "/webhooks/*", 404)
    last = world.server.fail_next("POST", "/users/@me/channels", 403)
    delivery = await world.send(AMINA, "/vote cast M-1 yes")
    await world.server.wait_for(lambda _: last.hits == 1)
    assert "Recorded" in await world.say(AMINA, "/alliance info")
    await world.front.stop()
    [lost] = [record for record in caplog.records if record.message == "answer_lost"]
    assert lost.__dict__["key"] == door.heard[0].key
    assert (delivery.first, delivery.followups) == (None, [])


async def test_suggestions_are_completed(world: DiscordWorld) -> None:
    """What is typed into an option comes back as at most 25 choices of 100 characters."""
    delivery = await world.server.autocomplete(
        user=world.user(AMINA),
        guild=world.guild,
        name="vote",
        options={"cast": {"motion": "M-"}},
        focused="motion",
    )
    [choice] = await delivery.suggestions()
    assert choice["value"] == "M-1"
    assert choice["name"].startswith("vote.cast motion M- xxx")
    assert choice["name"].endswith("…")


async def test_suggestions_that_take_too_long_are_none(
    world: DiscordWorld, door: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty list in time is better than an interaction that died."""
    monkeypatch.setattr("adapters.discord.limits.SUGGEST_WITHIN", timedelta(milliseconds=10))
    door.gate.clear()
    delivery = await world.server.autocomplete(
        user=world.user(AMINA),
        guild=world.guild,
        name="vote",
        options={"cast": {"motion": "M-"}},
        focused="motion",
    )
    assert await delivery.suggestions() == []


async def test_stopping_lets_an_answer_under_way_end(door: Recorder) -> None:
    """A command that was acknowledged is answered before the bot goes."""
    async with DiscordWorld(door, SystemClock()) as world:
        door.gate.clear()
        delivery = await world.send(AMINA, "/vote cast M-1 yes")
        await delivery.acknowledgement()
        await asyncio.wait_for(door.called.wait(), timeout=5)
        stopping = asyncio.create_task(world.front.stop())
        door.gate.set()
        await stopping
        assert delivery.first is not None


async def test_post_is_written_once_for_a_key(world: DiscordWorld) -> None:
    """The same key again gives the first post back."""
    first = await world.notifier.post(world.channel, _post(), key="card:1")
    assert await world.notifier.post(world.channel, _post(), key="card:1") == first
    [message] = world.server.messages(COUNCIL)
    assert message.pings == frozenset()
    assert told(message).startswith("M-1 · Sanctions\nThe text\nCloses\n<t:1796083200:f>\nmay be changed · ref.card:1")


async def test_lost_answer_is_uncertain_and_the_post_is_found(world: DiscordWorld) -> None:
    """The connection broke after Discord took the post: it is looked for, and found by its mark."""
    start = datetime.now(UTC)
    world.server.fail_next("POST", MESSAGES, "cut-after-accept")
    with pytest.raises(Uncertain):
        await world.notifier.post(world.channel, _post(), key="card:1")
    found = await world.notifier.find(world.channel, key="card:1", since=start)
    assert found == str(world.server.messages(COUNCIL)[0].id)
    assert await world.notifier.find(world.channel, key="card:2", since=start) is None


async def test_edited_post_can_still_be_found(world: DiscordWorld) -> None:
    """An edit takes the buttons away with the card that has none, and leaves the mark."""
    start = datetime.now(UTC)
    posted = await world.notifier.post(world.channel, _post(), key="card:1")
    await world.notifier.edit(world.channel, posted, replace(_post("M-1 · Adopted"), buttons=()))
    [message] = world.server.messages(COUNCIL)
    assert message.text.startswith("M-1 · Adopted")
    assert message.controls == []
    assert await world.notifier.find(world.channel, key="card:1", since=start) == posted


async def test_direct_message_is_posted_and_found(world: DiscordWorld) -> None:
    """An account is reached by its direct messages."""
    start = datetime.now(UTC)
    posted = await world.notifier.post(world.account(AMINA), _post(), key="receipt:1")
    assert [text.splitlines()[0] for text in await world.direct(AMINA)] == ["M-1 · Sanctions"]
    assert await world.notifier.find(world.account(AMINA), key="receipt:1", since=start) == posted


REFUSALS: list[tuple[str, int | str, type[Exception]]] = [
    ("connection lost", "cut", Uncertain),
    ("unavailable", 503, Uncertain),
    ("token revoked", 401, Postponed),
    ("malformed", 400, Undeliverable),
    ("forbidden for now", 403, Postponed),
    ("long rate limit", "429:61", Postponed),
]


@pytest.mark.parametrize(("fault", "expected"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
async def test_refused_post_says_what_the_relay_may_do(
    world: DiscordWorld, fault: int | str, expected: type[Exception]
) -> None:
    """Proof that nothing was posted, that it never will be, or neither."""
    world.server.fail_next("POST", MESSAGES, fault)
    with pytest.raises(expected):
        await world.notifier.post(world.channel, _post(), key="card:1")


async def test_rate_limit_says_how_long(world: DiscordWorld) -> None:
    """The pause is Discord's own."""
    world.server.fail_next("POST", MESSAGES, "429:61")
    with pytest.raises(Postponed) as refused:
        await world.notifier.post(world.channel, _post(), key="card:1")
    assert refused.value.pause == timedelta(seconds=61)


async def test_impatient_caller_does_not_stop_a_global_rate_limit_from_ending(world: DiscordWorld) -> None:
    """discord.py would wait for ever behind a lock whose holder was cancelled."""
    limited = world.server.fail_next("POST", MESSAGES, "429:0.2:global")
    posting = asyncio.create_task(world.notifier.post(world.channel, _post(), key="card:1"))
    await world.server.wait_for(lambda _: limited.hits == 1)
    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    await asyncio.wait_for(world.notifier.post(world.channel, _post(), key="card:2"), timeout=5)
    await world.server.wait_for(lambda server: len(server.messages(COUNCIL)) == 2)


async def test_gone_addresses_are_undeliverable(world: DiscordWorld) -> None:
    """A channel that is gone, a person who takes no messages, a post that was deleted."""
    shy = world.server.add_user(99, "shy", accepts_direct_messages=False)
    targets: list[Address] = [
        Channel.parse(f"discord:{GUILD}:1"),
        Account.parse(f"discord:{shy.id}"),
    ]
    for target in targets:
        with pytest.raises(Undeliverable):
            await world.notifier.post(target, _post(), key="card:1")
    with pytest.raises(Undeliverable):
        await world.notifier.edit(world.channel, "123", _post())


async def test_channel_closed_to_the_bot_waits_for_somebody_to_open_it(world: DiscordWorld) -> None:
    """A missing permission can be given back, and what is owed is posted then."""
    closed = world.server.add_channel(world.guild, 88, "closed", closed=True)
    with pytest.raises(Postponed) as refused:
        await world.notifier.post(Channel.parse(f"discord:{GUILD}:{closed.id}"), _post(), key="card:1")
    assert refused.value.pause == timedelta(minutes=1)
    assert refused.value.obstacle is Obstacle.REMOVED


async def test_stopped_front_posts_nothing(world: DiscordWorld) -> None:
    """A post that comes after the end goes back into the outbox."""
    notifier = world.notifier
    await world.front.stop()
    with pytest.raises(Postponed):
        await notifier.post(world.channel, _post(), key="card:1")


async def test_commands_are_published_once(world: DiscordWorld) -> None:
    """Publishing again sends nothing; a changed register is sent."""
    assert {command["name"] for command in world.server.commands()} == {
        "Open a motion",
        "Propose a motion",
        "alliance",
        "authorisation",
        "coalition",
        "contribution",
        "chair",
        "commitment",
        "council",
        "delegate",
        "member",
        "motion",
        "motion-2",
        "record",
        "review",
        "rollcall",
        "session",
        "term",
        "vote",
    }
    assert not await sync(world.settings, REGISTRY)
    smaller = type(REGISTRY)(REGISTRY.commands[:-1])
    assert await sync(world.settings, smaller)
    assert not await sync(world.settings, smaller)


async def test_publishing_says_what_it_did(world: DiscordWorld) -> None:
    """By the names that people see: what is new, what is another, what is gone, names in other languages too."""
    assert await sync(world.settings, REGISTRY, translated={}) == Published(
        changed=tuple(
            f"/{name}" if name.islower() else name for name in (one["name"] for one in world.server.commands())
        )
    )
    less = type(REGISTRY)(command for command in REGISTRY.commands if command.noun != "record")
    assert await sync(world.settings, less, translated={}) == Published(removed=("/record",))
    plain = type(REGISTRY)(replace(command, from_message="") for command in REGISTRY.commands)
    assert await sync(world.settings, plain, translated={}) == Published(
        added=("/record",), removed=("Open a motion", "Propose a motion")
    )


async def test_starting_publishes_nothing(door: Recorder) -> None:
    """Commands are published by an explicit step only."""
    async with DiscordWorld(door, SystemClock()) as world:
        assert world.server.commands() == []
        assert world.front.connected


async def test_wrong_token_is_one_sentence(world: DiscordWorld, door: Recorder) -> None:
    """A wrong token is a fault with a name, at start and when publishing."""
    wrong = world.settings.model_copy(update={"discord_token": SecretStr("wrong")})
    with pytest.raises(DiscordTokenRefused):
        await DiscordFront(wrong, door, SystemClock()).start()
    with pytest.raises(DiscordTokenRefused):
        await sync(wrong, REGISTRY)
    missing = wrong.model_copy(update={"discord_token": None})
    with pytest.raises(DiscordTokenMissing):
        await DiscordFront(missing, door, SystemClock()).start()


async def test_discord_that_does_not_answer_is_one_sentence(door: Recorder) -> None:
    """Nobody listens at the address."""
    settings = Settings(_env_file=None, discord_token=SecretStr("any"), discord_api_url="http://127.0.0.1:9/api/v10")
    with pytest.raises(DiscordUnreachable):
        await DiscordFront(settings, door, SystemClock()).start()


async def test_addresses_of_the_library_are_put_back(door: Recorder) -> None:
    """They are process-wide: a stopped front leaves none behind."""
    before = discord.http.Route.BASE
    async with DiscordWorld(door, SystemClock()):
        assert before != discord.http.Route.BASE
    assert before == discord.http.Route.BASE


async def test_linked_channels_are_checked(world: DiscordWorld) -> None:
    """A channel that is gone and one where the bot may not embed each have a fault; a good one has none."""
    assert await world.front.check([world.channel, Channel.parse(f"discord:{GUILD}:{LOBBY}")]) == ()
    [gone] = await world.front.check([Channel.parse(f"discord:{GUILD}:1")])
    assert isinstance(gone, DiscordChannelUnreachable)
    world.server.set_member(world.guild, world.server.world.bot)
    await world.restart()
    [forbids] = await world.front.check([world.channel])
    assert isinstance(forbids, DiscordChannelForbids)
    assert forbids.permissions == ("embed_links", "create_public_threads", "send_messages_in_threads")
