"""The published commands: generated whole from the register, inside Discord's limits."""

from dataclasses import fields

import pytest

from adapters.discord import limits
from adapters.discord.commands import Translations, digest, length, path_of, payloads, translations
from bot.commands.register import REGISTRY
from bot.commands.registry import Command, Option, OptionType, Registry
from bot.locales.catalogue import catalogue
from tests.servers.discord.command_limits import demand_commands
from tests.servers.discord.refusals import Json

ENGLISH = {"fr": catalogue("en")}
"""A second language, for the tests of what is translated."""


def _subcommands(commands: list[Json]) -> dict[str, Json]:
    return {path_of(one["name"], sub["name"]): sub for one in commands for sub in one["options"]}


@pytest.mark.parametrize("translated", [{}, ENGLISH, translations()], ids=["English", "twice", "all languages"])
def test_every_command_is_published_within_the_limits(translated: Translations) -> None:
    """One command a noun, one sub-command a verb, none forgotten."""
    made = payloads(REGISTRY, translated)
    demand_commands(made)
    assert list(_subcommands(made)) == [command.path for command in REGISTRY.commands]


def test_required_options_come_first_and_long_texts_may_be_left_out() -> None:
    """A long text left out opens a form; everything else that is required, Discord asks for."""
    options = _subcommands(payloads(REGISTRY, {}))["motion.open"]["options"]
    assert [option["name"] for option in options if option["required"]] == ["kind", "title"]
    assert [option["name"] for option in options[:3]] == ["kind", "title", "text"]


def test_options_offer_what_they_take() -> None:
    """Few values are a list, many are completed while typing, the rest have a length."""
    cast = {option["name"]: option for option in _subcommands(payloads(REGISTRY, {}))["vote.cast"]["options"]}
    assert [choice["value"] for choice in cast["ballot"]["choices"]] == ["yes", "no", "abstain"]
    assert [choice["value"] for choice in cast["confirm"]["choices"]] == ["yes", "no"]
    assert cast["motion"]["autocomplete"] is True
    command = REGISTRY.get("vote.cast")
    assert command is not None
    explanation = command.option("explanation")
    assert explanation is not None
    assert explanation.type is OptionType.TEXT
    assert cast["explanation"]["max_length"] == explanation.limit


def test_descriptions_are_translated() -> None:
    """What is read is in the reader's language; names stay the same everywhere."""
    show = _subcommands(payloads(REGISTRY, ENGLISH))["motion.show"]
    assert show["description_localizations"] == {"fr": show["description"]}
    assert "name_localizations" not in show
    assert set(translations()) <= {"fr"}


class _Twin(Command):
    """A command that is described as ``motion.open``, whatever its verb."""

    @property
    def summary(self) -> str:
        """The id of the original's message."""
        return "command.motion.open"

    def option_summary(self, option: Option) -> str:
        """Give the id of the original's message."""
        return f"option.motion.open.{option.name}"


def _twin(command: Command, verb: str) -> Command:
    return _Twin(**{**{field.name: getattr(command, field.name) for field in fields(command)}, "verb": verb})


def test_noun_too_large_for_one_command_goes_on_in_a_second() -> None:
    """A new verb never breaks publishing: 25 sub-commands or 8,000 characters, then the next command."""
    verbs = [f"verb{chr(97 + place)}" for place in range(26)]
    base = REGISTRY.get("motion.open")
    assert base is not None
    many = Registry(_twin(base, verb) for verb in verbs)
    made = payloads(many, {})
    demand_commands(made)
    assert [command["name"] for command in made][:2] == ["motion", "motion-2"]
    assert list(_subcommands(made)) == [f"motion.{verb}" for verb in verbs]
    assert all(length(command) <= limits.COMMAND_TOTAL for command in made)


def test_fingerprint_ignores_what_discord_adds() -> None:
    """Ids, versions and defaults make no difference; a description does."""
    made = payloads(REGISTRY, {})
    held = [{**command, "id": "1", "version": "2", "dm_permission": True, "nsfw": False} for command in made]
    for command in held:
        command["options"] = [
            {**sub, "options": [{key: value for key, value in option.items() if value} for option in sub["options"]]}
            for sub in command["options"]
        ]
    assert digest(held) == digest(made)
    changed = [{**made[0], "description": "other"}, *made[1:]]
    assert digest(changed) != digest(made)
