"""The house behind the real discord.py: motions from messages, people of two platforms, completion, several servers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.discord.tree import sync
from bot.cards.card import Card, Form
from bot.commands.administration import give_credential, link_channel
from bot.commands.register import REGISTRY
from bot.dispatch import Invocation, Pressed
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.credentials import Role
from bot.domain.ids import AllianceCode, MemberCode
from bot.locales.phrase import words
from storage.database import Database
from tests.behaviour.cast import EST_HEAD, LVA, POL, SECRETARY, STRANGER, Person
from tests.behaviour.test_support_requests import requested
from tests.behaviour.world import START, World, found, open_world, people_of
from tests.integration.discord_world import COUNCIL, GUILD, DiscordWorld, told
from tests.servers.discord import Channel as Place
from tests.servers.discord import Message

RESOLUTION = '/motion open resolution "Open skies" "1. The skies are open."'
NEXT_GUILD = 1 << 22


@pytest.fixture
async def world(sqlite_database: Database) -> AsyncIterator[World]:
    async with open_world(sqlite_database) as opened, _discord(opened):
        yield opened
        assert await opened.sound()


@pytest.fixture
def front(world: World) -> DiscordWorld:
    return world.front_as(DiscordWorld)


@asynccontextmanager
async def _discord(world: World) -> AsyncIterator[None]:
    """Put Discord before a house, with the commands published as they are."""
    async with DiscordWorld(world.house.dispatcher, world.clock) as front:
        await sync(front.settings, REGISTRY)
        people_of(world.database, world.code, front)
        world.house.notifiers[Platform.DISCORD] = front.notifier
        world.fronts.append(front)
        yield
        assert front.server.violations == []


async def _written(front: DiscordWorld, content: str, place: int = COUNCIL) -> Message:
    return await front.server.say(front.user(STRANGER), front.server.world.channel(place), content)


async def _completed(
    front: DiscordWorld, person: Person, name: str, options: Mapping[str, Mapping[str, str]], focused: str
) -> list[str]:
    delivery = await front.server.autocomplete(
        user=front.user(person), guild=front.guild, name=name, options=options, focused=focused
    )
    return [choice["value"] for choice in await delivery.suggestions()]


# A form that was refused.


async def _sent(front: DiscordWorld, person: Person, line: str, answers: Mapping[str, str]) -> Message:
    """Send the form that a command opens; give the message that refuses it."""
    form = await (await front.send(person, line)).form()
    return await (await front.server.submit_modal(front.user(person), form, answers)).answer()


async def test_refused_form_is_opened_again_with_all_that_was_written(world: World, front: DiscordWorld) -> None:
    """Discord closes a modal when it is sent; a text of an hour is not lost to a deadline that is too near."""
    text = "1. The skies are open." + " And open." * 200
    refusal = await _sent(front, SECRETARY, "/motion open resolution title:Skies closes:1m", {"text": text})
    assert "at least" in told(refusal)
    await front.restart()
    again = await (await front.server.click(front.user(SECRETARY), refusal, _way_back(refusal))).form()
    assert again.inputs["text"]["value"] == text
    filled = {"text": text, "closes": "6d"}
    answer = await (await front.server.submit_modal(front.user(SECRETARY), again, filled)).answer()
    assert "M-1" in told(answer)
    assert (await world.motion()).text == text


async def test_form_is_opened_again_with_the_question_that_was_missing(front: DiscordWorld) -> None:
    """A kind that needs a statement of impact asks for it then: the form of a message alone never could."""
    refusal = await _sent(front, SECRETARY, "/motion open sanctions title:Trade", {"text": "1. No trade."})
    again = await (await front.server.click(front.user(SECRETARY), refusal, _way_back(refusal))).form()
    assert "impact" in again.inputs


async def test_form_of_somebody_else_is_not_opened(world: World, front: DiscordWorld) -> None:
    """What was written is its author's: the id of a button opens it for nobody else."""
    refusal = await _sent(front, SECRETARY, "/motion open resolution title:Skies closes:1m", {"text": "A secret."})
    key = _way_back(refusal).removeprefix("again:")
    asked, pressed = world.house.dispatcher.form_again, Pressed(action=_way_back(refusal))
    now = world.clock.now()
    by_author = Invocation(key=key, account=front.account(SECRETARY), channel=None, received_at=now, request=pressed)
    own = await asked(by_author)
    other = await asked(replace(by_author, account=front.account(EST_HEAD), locale="fr"))
    assert isinstance(own, Form)
    assert isinstance(other, Card)
    assert "n’est plus conservé" in words(other.paragraphs[0])


def _way_back(refusal: Message) -> str:
    rows = refusal.components
    [custom_id] = [each["custom_id"] for row in rows for each in row["components"] if "again:" in each["custom_id"]]
    return str(custom_id)


# Motions from messages.


async def test_delegate_proposes_what_a_message_says(world: World, front: DiscordWorld) -> None:
    """The kinds of the charter are there to choose from, and the message's text is the motion's."""
    message = await _written(front, "1. The skies are open.")
    form = await (await front.send_on(EST_HEAD, message, "Propose a motion")).form()
    offered = [option["value"] for option in form.inputs["kind"]["options"]]
    assert "proposal" in offered
    assert "seats" not in offered
    filled = {"kind": "proposal", "title": "Open skies"}
    answer = await (await front.server.submit_modal(front.user(EST_HEAD), form, filled)).answer()
    assert "M-1" in answer.text
    assert (await world.motion()).text == "1. The skies are open."


async def test_motion_from_a_message_is_for_those_who_may(world: World, front: DiscordWorld) -> None:
    """Everybody's menu has the command; the house says who may use it, before anybody fills in a form."""
    message = await _written(front, "1. The skies are open.")
    for person, why in ((LVA, "secretariat"), (STRANGER, "holds no credential")):
        answer = await (await front.send_on(person, message, "Open a motion")).answer()
        assert why in answer.text
    assert await world.house.writer.read(lambda uow: uow.motions.every(world.code)) == ()


async def test_form_opens_in_words_where_the_kinds_do_not_come_in_time(
    front: DiscordWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form that is late is no form at all."""
    monkeypatch.setattr("adapters.discord.offering.WITHIN", timedelta(0))
    form = await (await front.send_on(EST_HEAD, await _written(front, "1."), "Propose a motion")).form()
    assert "options" not in form.inputs["kind"]


async def test_command_of_another_version_on_a_message_is_told(front: DiscordWorld) -> None:
    """What was published before an upgrade is still in the menus for a moment."""
    [old] = [one for one in front.server.commands() if one["name"] == "Open a motion"]
    old["name"] = "Table a motion"
    delivery = await front.send_on(SECRETARY, await _written(front, "1."), "Table a motion")
    assert "not one of this version" in told(await delivery.answer())


# People.


async def test_account_on_slack_is_credentialed_and_revoked_from_discord(world: World, front: DiscordWorld) -> None:
    """A picker knows the people of Discord only: without one, a form takes an account of any platform."""
    user = front.user(SECRETARY)
    acts: dict[str, dict[str, str]] = {"appoint": {"member": "EST", "role": "delegate"}, "revoke": {}}
    for verb, options in acts.items():
        sent = await front.server.slash_command(user=user, guild=front.guild, name="delegate", options={verb: options})
        filled = await front.server.submit_modal(user, await sent.form(), {"user": "slack:T1:U2"})
        assert "slack:T1:U2" in told(await filled.answer())
        world.clock.advance(timedelta(seconds=1))
    account = Account.parse("slack:T1:U2")
    credential = await world.house.writer.read(lambda uow: uow.credentials.of_account(world.code, account))
    assert credential is not None
    assert credential.member == "EST"
    assert credential.revoked_by(world.clock.now())


async def test_wrong_account_in_the_form_is_told(front: DiscordWorld) -> None:
    """What an account looks like, and what to do."""
    user = front.user(SECRETARY)
    nobody: dict[str, dict[str, str]] = {"revoke": {}}
    sent = await front.server.slash_command(user=user, guild=front.guild, name="delegate", options=nobody)
    filled = await front.server.submit_modal(user, await sent.form(), {"user": "somebody"})
    assert "names no account" in told(await filled.answer())


async def test_picked_person_gets_the_credential(world: World, front: DiscordWorld) -> None:
    """By the id that Discord sends."""
    picked = front.user(STRANGER)
    await front.say(SECRETARY, f"/delegate appoint <@{picked.id}> EST delegate")
    account = Account.parse(f"discord:{picked.id}")
    credential = await world.house.writer.read(lambda uow: uow.credentials.of_account(world.code, account))
    assert credential is not None
    assert credential.role is Role.DELEGATE


# Completion.


async def test_last_of_several_members_is_completed(front: DiscordWorld) -> None:
    """What stands before it stays, and nobody is offered twice."""
    typed = "EST, latvia, p"
    assert await _completed(front, SECRETARY, "motion", {"open": {"sponsors": typed}}, "sponsors") == [
        "EST, latvia, POL"
    ]
    every = await _completed(front, SECRETARY, "motion", {"open": {"sponsors": "EST, "}}, "sponsors")
    assert every == [f"EST, {code}" for code in ("BRA", "FIN", "HUN", "LVA", "POL")]


async def test_list_too_long_for_a_suggestion_is_typed_to_its_end(front: DiscordWorld) -> None:
    """Discord takes a hundred characters of a value: none is cut in two."""
    typed = f"{'EST, ' * 19}lat"
    completed = await _completed(front, SECRETARY, "motion", {"open": {"sponsors": typed}}, "sponsors")
    assert [len(value) for value in completed] == [98]
    typed = f"{'EST, ' * 20}lat"
    assert await _completed(front, SECRETARY, "motion", {"open": {"sponsors": typed}}, "sponsors") == []


async def test_time_zones_are_completed_by_place(front: DiscordWorld) -> None:
    """The alliance's own is the first; those of the database that are named for a place follow."""
    first, *_ = await _completed(front, EST_HEAD, "delegate", {"settings": {"zone": ""}}, "zone")
    assert first == "Europe/Tallinn"
    found_zones = await _completed(front, EST_HEAD, "delegate", {"settings": {"zone": "new york"}}, "zone")
    assert found_zones == ["America/New_York"]
    assert await _completed(front, EST_HEAD, "delegate", {"settings": {"zone": "auto"}}, "zone") == ["auto"]


async def test_requests_for_support_are_completed(world: World, front: DiscordWorld) -> None:
    """By their number and who asks."""
    await requested(world, POL)
    assert await _completed(front, SECRETARY, "alliance", {"convene": {"request": "pol"}}, "request") == ["Q-1"]


async def test_commands_to_explain_are_completed(front: DiscordWorld) -> None:
    """As they are typed, without the stroke."""
    completed = await _completed(front, EST_HEAD, "alliance", {"help": {"command": "vote ca"}}, "command")
    assert completed == ["vote cast"]


async def test_strangers_are_completed_nothing_outside_linked_channels(front: DiscordWorld) -> None:
    """What an alliance votes on is not read off its suggestions."""
    await front.say(SECRETARY, RESOLUTION)
    delivery = await front.server.autocomplete(
        user=front.user(STRANGER), name="motion", options={"show": {"motion": ""}}, focused="motion"
    )
    assert await delivery.suggestions() == []


# Several servers.


class Elsewhere:
    """Another server of Discord with one channel, linked for motions to an alliance where one is given."""

    def __init__(self, world: World, front: DiscordWorld, number: int) -> None:
        self._front = front
        self._world = world
        guild = front.server.add_guild(GUILD + number * NEXT_GUILD, f"Server {number}")
        self.place: Place = front.server.add_channel(guild, guild.id + 1, "council")
        role = front.server.add_role(guild, guild.id + 2, "plenary", front.guild.roles[GUILD + 9].permissions)
        front.server.set_member(guild, front.server.world.bot, roles=[role])
        self.channel = Channel.parse(f"discord:{guild.id}:{self.place.id}")

    async def linked(self, code: AllianceCode) -> "Elsewhere":
        """Link the channel to an alliance."""
        await self._world.house.writer.write(
            lambda uow: link_channel(uow, code, channel=self.channel, purpose=Purpose.MOTIONS, now=START)
        )
        return self

    async def say(self, person: Person, name: str, verb: str, **values: str) -> str:
        """Send a command in the channel; give the private answer as text."""
        delivery = await self._front.server.slash_command(
            user=self._front.user(person), channel=self.place, name=name, options={verb: values}
        )
        answer = await delivery.answer()
        assert answer.ephemeral
        return told(answer)

    @property
    def posts(self) -> list[str]:
        """What the channel shows."""
        return [told(message) for message in self._front.server.messages(self.place)]


async def test_two_alliances_on_two_servers_are_kept_apart(world: World, front: DiscordWorld) -> None:
    """Each has its own M-1, its own channel and its own people; neither sees the other's."""
    other_code = found(world.database, name="Other alliance")
    other = await Elsewhere(world, front, 1).linked(other_code)
    secretary = Person(name="other.secretary", number=101, role=Role.SECRETARIAT)
    head = Person(name="other.head", number=102, role=Role.HEAD, member=MemberCode("EST"))
    for person in (secretary, head):
        await _credentialed(world, other_code, front.account(person), person)
    await front.say(SECRETARY, RESOLUTION)
    text = "1. The seas are open."
    assert "M-1" in await other.say(secretary, "motion", "open", kind="resolution", title="Open seas", text=text)
    await world.settle()
    assert [("skies" in post, "seas" in post) for post in await front.posts()] == [(True, False)]
    assert [("skies" in post, "seas" in post) for post in other.posts] == [(False, True)]
    refused = await other.say(EST_HEAD, "vote", "cast", motion="M-1", ballot="yes")
    assert "acts in Test alliance, not in Other alliance" in refused
    assert "Open seas" in await other.say(EST_HEAD, "motion", "show", motion="M-1")
    assert "yes" in await other.say(head, "vote", "cast", motion="M-1", ballot="yes")
    assert await world.ballots() == {}
    await front.say(EST_HEAD, "/vote M-1 no")
    assert await world.ballots() == {"EST": "no"}


async def test_two_servers_of_one_alliance_show_and_take_the_same(world: World, front: DiscordWorld) -> None:
    """A second channel for motions: the same cards, one ballot a state, wherever it is cast."""
    other = await Elsewhere(world, front, 1).linked(world.code)
    await front.say(SECRETARY, RESOLUTION)
    await world.settle()
    [here], [there] = await front.posts(), other.posts
    assert here.split("ref.")[0] == there.split("ref.")[0]
    assert "yes" in await other.say(EST_HEAD, "vote", "cast", motion="M-1", ballot="yes")
    assert await front.press(LVA, "Open skies", "No")
    assert await world.ballots() == {"EST": "yes", "LVA": "no"}


async def test_command_on_a_strangers_server_is_told_where_to_go(world: World, front: DiscordWorld) -> None:
    """Whoever adds the bot to a server has no alliance by that: one plain sentence, and nothing of anybody's."""
    other = Elsewhere(world, front, 1)
    await front.say(SECRETARY, RESOLUTION)
    answer = await other.say(STRANGER, "motion", "show", motion="M-1")
    assert "This channel belongs to no alliance." in answer
    assert "skies" not in answer
    delivery = await front.server.autocomplete(
        user=front.user(STRANGER),
        channel=other.place,
        name="motion",
        options={"show": {"motion": ""}},
        focused="motion",
    )
    assert await delivery.suggestions() == []


async def _credentialed(world: World, code: AllianceCode, account: Account, person: Person) -> None:
    role = person.role
    assert role is not None
    await world.house.writer.write(
        lambda uow: give_credential(
            uow, code, account=account, role=role, member=person.member, nationality=None, until=None, now=START
        )
    )
