"""What Discord's interactions may hold, read as acts and answered: by the front's reader, then by the whole front."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.commands import path_of
from adapters.discord.forms import PREFIX
from adapters.discord.reading import act_of, invocation_of, typing_of
from bot.commands.register import REGISTRY
from bot.dispatch import Chosen
from tests.behaviour.cast import EST_HEAD, LVA, SECRETARY, STRANGER, Person
from tests.behaviour.fronts import open_discord
from tests.fuzz import texts
from tests.fuzz.conftest import Door, many
from tests.fuzz.showing import FAILURES
from tests.integration.discord_world import COUNCIL, GUILD, DiscordWorld, told
from tests.servers.discord.limits import demand_choices

pytestmark = pytest.mark.xdist_group("fuzz discord")
Sent = tuple[str, dict[str, str]]
"""A command's path and the values of its options."""
COMMAND, COMPONENT, TYPING, FORM = 2, 3, 4, 5
PEOPLE = st.sampled_from((SECRETARY, EST_HEAD, LVA, STRANGER))
VALUES = st.one_of(texts.VALUE, texts.VALUE, st.integers(), st.booleans(), st.floats())
"""What an option may hold; our commands ask for text, and Discord keeps to that."""
LOCALES: Final = st.sampled_from(("en-US", "fr", "de", "zh-CN"))


@pytest.fixture(scope="module")
def world(door: Door) -> Iterator[DiscordWorld]:
    """Give the whole front before the same house."""
    opening = open_discord(door.world)
    front = door.runner.run(opening.__aenter__())
    yield front
    door.runner.run(opening.__aexit__(None, None, None))


class Reader:
    """Makes interactions of discord.py out of payloads, as its gateway does."""

    def __init__(self, world: DiscordWorld) -> None:
        self._world = world
        connection = world.front._connection
        assert connection is not None
        self._state = connection._connection  # what the library reads a gateway's interactions with
        self._number = 0

    def interaction(
        self, kind: int, data: Mapping[str, Any], person: Person, *, locale: str = "en-US", privately: bool = False
    ) -> discord.Interaction:
        """Give an interaction of a kind that holds ``data``."""
        self._number += 1
        user = self._world.user(person).json()
        member: dict[str, Any] = {
            "user": user,
            "roles": [],
            "permissions": "0",
            "joined_at": None,
            "deaf": False,
            "mute": False,
        }
        linked = {"guild_id": str(GUILD), "channel_id": str(COUNCIL), "member": {**member, "flags": 0}}
        payload: Any = {
            "id": str(9_000_000_000 + self._number), "application_id": "1", "type": kind, "token": "t", "version": 1,
            "data": data, "locale": locale, "attachment_size_limit": 1,
            **({"user": user, "channel_id": "77"} if privately else linked),
        }  # fmt: skip
        return discord.Interaction(data=payload, state=self._state)


@pytest.fixture(scope="module")
def reader(world: DiscordWorld) -> Reader:
    """Give what makes interactions."""
    return Reader(world)


def answered(door: Door, interaction: discord.Interaction) -> None:
    """Act as the front does: nothing of ours is left alone, the rest is answered."""
    invocation = invocation_of(interaction, door.world.clock.now())
    if invocation is not None:
        door.form(invocation)
        door.act(invocation)


@many(500)
@given(sent=texts.FORMS, extra=VALUES, person=PEOPLE, locale=LOCALES, privately=st.booleans())
def test_any_command_is_answered(
    door: Door,
    reader: Reader,
    sent: Sent,
    extra: object,
    person: Person,
    locale: str,
    *,
    privately: bool,
) -> None:
    path, values = sent
    noun, _, verb = path.partition(".")
    options = [{"name": name, "type": 3, "value": value} for name, value in values.items()]
    if options and not isinstance(extra, str):
        options[0] = {**options[0], "value": extra}
    inside = [{"name": verb, "type": 1, "options": options}] if verb else []
    data = {"id": "1", "name": f"{noun}-2" if privately else noun, "type": 1, "options": inside}
    answered(door, reader.interaction(COMMAND, data, person, locale=locale, privately=privately))


@many(300)
@given(action=texts.ACTIONS, person=PEOPLE, locale=LOCALES, privately=st.booleans())
def test_any_button_is_answered(
    door: Door, reader: Reader, action: str, person: Person, locale: str, *, privately: bool
) -> None:
    data = {"custom_id": action, "component_type": 2}
    answered(door, reader.interaction(COMPONENT, data, person, locale=locale, privately=privately))


@many(500)
@given(sent=texts.FORMS, carried=texts.VALUE, ours=st.booleans(), person=PEOPLE, locale=LOCALES)
def test_any_form_is_answered(
    door: Door, reader: Reader, sent: Sent, carried: str, person: Person, locale: str, *, ours: bool
) -> None:
    path, values = sent
    inputs = [{"type": 4, "custom_id": name, "value": value} for name, value in values.items()]
    parts = [
        {"type": 18, "component": each} if number < 3 else {"type": 1, "components": [each]}
        for number, each in enumerate(inputs)
    ]
    data = {"custom_id": f"{PREFIX}{path}" if ours else f"{PREFIX}{path}?{carried}", "components": parts}
    answered(door, reader.interaction(FORM, data, person, locale=locale))


@many(300)
@given(typed=VALUES, data=st.data(), person=PEOPLE)
def test_anything_typed_into_an_option_is_completed(
    door: Door, reader: Reader, typed: object, data: st.DataObject, person: Person
) -> None:
    """What is offered fits Discord, whatever the titles of motions hold."""
    command = data.draw(st.sampled_from([command for command in REGISTRY.commands if command.options]))
    option = data.draw(st.sampled_from(command.options))
    focused = {"name": option.name, "type": 3, "value": typed, "focused": True}
    verb = {"name": command.verb, "type": 1, "options": [focused]}
    sent = {"id": "1", "name": command.noun, "type": 1, "options": [verb]}
    interaction = reader.interaction(TYPING, sent, person)
    typing = typing_of(interaction)
    assert typing is not None
    assert typing.path == path_of(command.noun, command.verb)
    act = act_of(interaction, door.world.clock.now(), Chosen(path=typing.path, values={}))
    suggest = door.world.house.dispatcher.suggest
    found = door.runner.run(suggest(act, typing.path, typing.option, typing.typed))
    demand_choices({"choices": [{"name": one.label[:100], "value": one.value} for one in found]})


@many(100)
@given(sent=texts.FORMS, person=PEOPLE, privately=st.booleans())
def test_the_whole_front_answers_any_command(
    door: Door, world: DiscordWorld, sent: Sent, person: Person, *, privately: bool
) -> None:
    """The real discord.py, over its own gateway, against a local Discord that refuses what Discord refuses."""

    async def ask() -> str:
        path, values = sent
        noun, _, verb = path.partition(".")
        delivery = await world.server.slash_command(
            user=world.user(person), guild=None if privately else world.guild, name=noun, options={verb: values}
        )
        await world.server.wait_for(lambda _: delivery.modal is not None or delivery.first is not None)
        return delivery.modal.title if delivery.modal else told(await delivery.answer())

    shown = door.runner.run(ask())
    assert shown
    assert not any(failure in shown for failure in FAILURES)
    assert door.errors.records == []
    assert world.server.violations == []
