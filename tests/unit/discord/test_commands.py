"""The published commands: generated whole from the register, inside Discord's limits."""

from collections.abc import Iterator
from dataclasses import fields

import pytest

from adapters.discord import limits
from adapters.discord.commands import digest, length, path_of, payloads
from adapters.discord.options import read_option
from adapters.discord.shortcuts import MessageTooLong, read_shortcut
from adapters.discord.wording import Translations, translations
from bot.commands.choices import SETS
from bot.commands.refusals import MalformedNumber
from bot.commands.register import REGISTRY
from bot.commands.registry import Command, Option, OptionType, Registry
from bot.commands.resolving import check_syntax
from bot.commands.suggesting import SUGGESTED
from bot.locales.catalogue import catalogue
from tests.servers.discord.command_limits import demand_commands
from tests.servers.discord.refusals import Json

ENGLISH = {"fr": catalogue("en")}
"""A second language, for the tests of what is translated."""


def _subcommands(commands: list[Json]) -> dict[str, Json]:
    return {path_of(one["name"], sub["name"]): sub for one in commands for sub in one.get("options", ())}


@pytest.mark.parametrize("translated", [{}, ENGLISH, translations()], ids=["English", "twice", "all languages"])
def test_every_command_is_published_within_the_limits(translated: Translations) -> None:
    """One command a noun, one sub-command a verb, none forgotten."""
    made = payloads(REGISTRY, translated)
    demand_commands(made)
    assert list(_subcommands(made)) == [command.path for command in REGISTRY.commands]


def _options(path: str, translated: Translations | None = None) -> dict[str, Json]:
    subcommand = _subcommands(payloads(REGISTRY, translated or {}))[path]
    return {option["name"]: option for option in subcommand["options"]}


def test_required_options_come_first_and_long_texts_may_be_left_out() -> None:
    """A long text left out opens a form; everything else that is required, Discord asks for."""
    options = _subcommands(payloads(REGISTRY, {}))["motion.open"]["options"]
    assert [option["name"] for option in options if option["required"]] == ["kind", "title"]
    assert [option["name"] for option in options[:3]] == ["kind", "title", "text"]


def test_options_offer_what_they_take() -> None:
    """Few values are a list, many are completed while typing, the rest have a length."""
    cast = _options("vote.cast")
    assert [choice["value"] for choice in cast["ballot"]["choices"]] == ["yes", "no", "abstain"]
    assert [choice["value"] for choice in cast["confirm"]["choices"]] == ["yes", "no"]
    assert cast["motion"]["autocomplete"] is True
    command = REGISTRY.get("vote.cast")
    assert command is not None
    explanation = command.option("explanation")
    assert explanation is not None
    assert explanation.type is OptionType.TEXT
    assert cast["explanation"]["max_length"] == explanation.limit


def test_person_is_picked_and_may_be_left_out_for_the_form() -> None:
    """An account of another platform cannot be picked: the form asks for it in writing."""
    user = _options("delegate.appoint")["user"]
    assert (user["type"], user["required"]) == (6, False)
    assert not {"autocomplete", "max_length", "choices"} & set(user)


def test_number_is_typed_as_digits() -> None:
    """A phone shows digits for it, and Discord takes only what the core takes."""
    paragraph = _options("motion.separate")["paragraph"]
    assert (paragraph["type"], paragraph["required"]) == (4, True)
    assert (paragraph["min_value"], paragraph["max_value"]) == (1, 999_999)
    separate = REGISTRY.get("motion.separate")
    assert separate is not None
    check_syntax(separate, {"motion": "1", "paragraph": "999999"})
    with pytest.raises(MalformedNumber):
        check_syntax(separate, {"motion": "1", "paragraph": "1000000"})


@pytest.mark.parametrize("kind", OptionType)
def test_every_type_of_option_is_published_as_what_it_is(kind: OptionType) -> None:
    """A person or a number has its own type; every other one is a text: chosen, completed or typed."""
    found = [(command, option) for command in REGISTRY.commands for option in command.options if option.type is kind]
    assert found, "a type that no command uses"
    published = _subcommands(payloads(REGISTRY, {}))
    for command, option in found:
        [made] = [one for one in published[command.path]["options"] if one["name"] == option.name]
        own = {OptionType.ACCOUNT: 6, OptionType.NUMBER: 4}.get(kind, 3)
        assert made["type"] == own
        if own == 3:
            fixed = kind in SETS or kind is OptionType.YES_NO
            assert ("choices" in made, "autocomplete" in made) == (fixed, kind in SUGGESTED and not fixed)


def test_file_is_taken_where_a_text_may_be_longer_than_a_form() -> None:
    """It fills the long text of a command, and is one of no command that has an option of that name."""
    taking = {
        path: sub["options"][-1]
        for path, sub in _subcommands(payloads(REGISTRY, {})).items()
        if any(option["type"] == 11 for option in sub["options"])
    }
    assert set(taking) == {"motion.open", "motion.propose", "motion.amend", "motion.correct"}
    assert {(option["name"], option["required"]) for option in taking.values()} == {("file", False)}
    entered = _options("vote.enter")["file"]
    assert entered["type"] == 3


def test_picked_person_is_read_as_an_account() -> None:
    """Discord sends the number of a person; the house writes where it is from."""
    picked = {"name": "user", "type": 6, "value": "123456789012345678"}
    assert read_option(picked) == "discord:123456789012345678"
    assert read_option({"name": "paragraph", "type": 4, "value": 3}) == "3"
    assert read_option({"name": "code", "type": 3, "value": "discord:1"}) == "discord:1"


def test_descriptions_are_translated() -> None:
    """What is read is in the reader's language."""
    show = _subcommands(payloads(REGISTRY, ENGLISH))["motion.show"]
    assert show["description_localizations"] == {"fr": show["description"]}
    assert set(translations()) <= {"fr"}


def test_names_are_shown_in_the_readers_language() -> None:
    """Commands, sub-commands, options and choices; what is sent back stays the register's."""
    made = payloads(REGISTRY, translations())
    shown = {command["name"]: command["name_localizations"]["fr"] for command in made}
    assert shown["rollcall"] == "appel-nominal"
    assert shown["motion-2"] == "motion-2"
    cast = _subcommands(made)["vote.cast"]
    assert cast["name_localizations"] == {"fr": "exprimer"}
    options = {option["name"]: option for option in cast["options"]}
    assert options["explanation"]["name_localizations"] == {"fr": "explication"}
    assert [choice["name_localizations"]["fr"] for choice in options["confirm"]["choices"]] == ["Oui", "Non"]


def test_names_fit_and_differ_from_those_beside_them() -> None:
    """No name stands for two things in one list, in any language nor across two of them."""
    made = payloads(REGISTRY, translations())
    typed = [command for command in made if command["type"] == 1]
    verbs = {
        noun: [sub for sub in _subcommands(made).items() if sub[0].startswith(f"{noun}.")] for noun in REGISTRY.nouns
    }
    lists = [typed, *([sub for _, sub in found] for found in verbs.values())]
    lists += [sub["options"] for sub in _subcommands(made).values()]
    for beside in lists:
        names = [{one["name"], *one["name_localizations"].values()} for one in beside]
        clashes = [name for place, name in enumerate(names) if any(name & other for other in names[:place])]
        assert clashes == []


def test_commands_on_messages_are_published_with_names_that_may_have_spaces() -> None:
    """Of type 3, without a description or options, in both languages."""
    made = {one["name"]: one for one in payloads(REGISTRY, translations()) if one["type"] == 3}
    assert {name: one["name_localizations"]["fr"] for name, one in made.items()} == {
        "Open a motion": "Ouvrir une motion",
        "Propose a motion": "Proposer une motion",
    }
    assert not any({"description", "options"} & set(one) for one in made.values())


def test_text_of_a_message_fills_the_option_that_is_declared() -> None:
    """The name that comes is the English one; an unknown one is no command of this version."""
    sent = {"name": "Open a motion", "target_id": "7", "resolved": {"messages": {"7": {"content": "The alliance …"}}}}
    assert read_shortcut(sent) == ("motion.open", {"text": "The alliance …"})
    assert read_shortcut({**sent, "name": "Ouvrir une motion"}) == ("", {})


def test_message_over_the_limit_is_refused() -> None:
    """Discord's forms take 4,000 characters, and so does the text of a motion."""
    sent = {"name": "Propose a motion", "target_id": "7", "resolved": {"messages": {"7": {"content": "x" * 4001}}}}
    with pytest.raises(MessageTooLong) as refused:
        read_shortcut(sent)
    assert (refused.value.length, refused.value.limit, refused.value.command) == (4001, 4000, "/motion propose")


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
    return _Twin(
        **{**{field.name: getattr(command, field.name) for field in fields(command)}, "verb": verb, "from_message": ""}
    )


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
            for sub in command.get("options", ())
        ]
    assert digest(held) == digest(made)


@pytest.mark.parametrize("key", ["description", "name", "type"])
def test_fingerprint_knows_every_word_and_type(key: str) -> None:
    """What people read, and how they come to it."""
    made = payloads(REGISTRY, translations())
    assert digest([{**made[0], key: "other"}, *made[1:]]) != digest(made)
    assert digest([*made[:-1], {**made[-1], key: "other"}]) != digest(made)


def test_fingerprint_knows_every_word_in_another_language() -> None:
    """A French name is as much a change as an English one, of whatever has one: a command, an option, a choice."""
    every = payloads(REGISTRY, translations())
    made = [command for command in every if command["name"] in {"vote", "Open a motion"}]
    words = list(_localized(made))
    assert len(words) > 80
    before = digest(made)
    for word in words:
        own = word["fr"]
        word["fr"] = f"{own}x"
        assert digest(made) != before
        word["fr"] = own


def _localized(things: list[Json]) -> Iterator[Json]:
    """Give the translations of commands, and of everything in them."""
    for thing in things:
        yield from (thing[key] for key in thing if key.endswith("_localizations"))
        for inside in ("options", "choices"):
            yield from _localized(thing.get(inside, []))


@pytest.mark.parametrize("key", ["min_value", "max_value", "required", "autocomplete", "max_length", "type"])
def test_fingerprint_knows_what_an_option_takes(key: str) -> None:
    """What a person may type into an option is published anew where it changes."""
    made = payloads(REGISTRY, {})
    changed = payloads(REGISTRY, {})
    for command in changed:
        for sub in command.get("options", ()):
            for option in sub["options"]:
                if key in option:
                    option[key] = "other"
    assert digest(changed) != digest(made)
