"""Discord's application commands, made from the register: one command a noun, one sub-command a verb.

A sub-command's options keep the register's names, which are the same in every language; what is read beside
them is translated. A long text that a command needs is optional here, so that leaving it out opens a form
with room to write.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

from adapters.discord import limits
from adapters.discord.escaping import fitted
from bot.commands.choices import SETS
from bot.commands.registry import Command, Option, OptionType, Registry
from bot.locales.catalogue import LANGUAGES, Catalogue, catalogue

SUBCOMMAND: Final = 1
STRING: Final = 3
IN_SERVERS: Final = 0
IN_BOT_MESSAGES: Final = 1

COMPLETED: Final = frozenset(
    {
        OptionType.MOTION,
        OptionType.MEMBER,
        OptionType.KIND,
        OptionType.BODY,
        OptionType.ROLE,
        OptionType.LANGUAGE,
        OptionType.SESSION,
    }
)
"""Options that Discord completes from what we suggest while a person types."""
YES_NO: Final = ("yes", "no")

Json = dict[str, Any]
Translations = Mapping[str, Catalogue]
"""Catalogues beside the English one, by Discord's name of the language (Reference, Locales)."""


def translations() -> Translations:
    """Give the catalogues of the house beside the English one, those that are there."""
    others = (language for language in LANGUAGES if language != "en")
    return {name: catalogue(name) for name in others if files("bot.locales").joinpath(f"{name}.po").is_file()}


def payloads(registry: Registry, translated: Translations) -> list[Json]:
    """Give the commands to publish. A noun too large for one command goes on in ``/noun-2``, ``/noun-3``."""
    return [command for noun in registry.nouns for command in _of_noun(registry.of_noun(noun), noun, translated)]


def path_of(name: str, verb: str) -> str:
    """Give the register's path of a published command: ``motion-2`` goes on where ``motion`` is full."""
    noun, _, number = name.rpartition("-")
    return f"{noun if noun and number.isdigit() else name}.{verb}"


def digest(commands: list[Json]) -> str:
    """Give a fingerprint of what matters in commands, made here or given back by Discord."""
    told = json.dumps([_core(command) for command in commands], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


_COMPARED: Final = frozenset(
    {
        "autocomplete",
        "choices",
        "contexts",
        "description",
        "description_localizations",
        "integration_types",
        "max_length",
        "name",
        "name_localizations",
        "options",
        "required",
        "type",
        "value",
    }
)


def _core(thing: Any) -> Any:  # noqa: ANN401 - JSON of any depth
    if isinstance(thing, Mapping):
        return {key: _core(value) for key, value in thing.items() if value and key in _COMPARED}
    return [_core(part) if isinstance(part, Mapping) else part for part in thing] if isinstance(thing, list) else thing


def _of_noun(commands: tuple[Command, ...], noun: str, translated: Translations) -> Iterator[Json]:
    part: list[Json] = []
    number = 1
    for command in commands:
        subcommand = _subcommand(command, translated)
        if part and not _fits(_command(noun, number, [*part, subcommand])):
            yield _command(noun, number, part)
            part, number = [], number + 1
        part.append(subcommand)
    yield _command(noun, number, part)


def _fits(command: Json) -> bool:
    return len(command["options"]) <= limits.COMMAND_OPTIONS and length(command) <= limits.COMMAND_TOTAL


def length(thing: Json) -> int:
    """Count a command's characters as Discord does for its limit of 8,000."""
    own = _longest(thing, "name") + _longest(thing, "description")
    value = thing.get("value")
    inner = (*thing.get("options", ()), *thing.get("choices", ()))
    return own + (len(value) if isinstance(value, str) else 0) + sum(length(part) for part in inner)


def _longest(thing: Json, key: str) -> int:
    return max(len(text) for text in (thing.get(key, ""), *thing.get(f"{key}_localizations", {}).values()))


def _command(noun: str, number: int, subcommands: list[Json]) -> Json:
    """Give a noun's command. Its description is shown to nobody, so it names the verbs, in every language."""
    verbs = ", ".join(subcommand["name"] for subcommand in subcommands)
    return {
        "name": noun if number == 1 else f"{noun}-{number}",
        "type": 1,
        "description": fitted(verbs, limits.COMMAND_DESCRIPTION),
        "options": subcommands,
        "contexts": [IN_SERVERS, IN_BOT_MESSAGES],
        "integration_types": [IN_SERVERS],
    }


def _subcommand(command: Command, translated: Translations) -> Json:
    options = [_option(command, option, translated) for option in command.options]
    return {
        "type": SUBCOMMAND,
        "name": command.verb,
        **_described(command.summary, translated),
        "options": sorted(options, key=lambda option: not option["required"]),
    }


def _option(command: Command, option: Option, translated: Translations) -> Json:
    made: Json = {
        "type": STRING,
        "name": option.name,
        **_described(command.option_summary(option), translated),
        "required": option.required and option.type is not OptionType.LONG_TEXT,
    }
    choices = list(_choices(option, translated))
    if choices:
        return {**made, "choices": choices}
    if option.type in COMPLETED:
        made["autocomplete"] = True
    return {**made, "max_length": min(option.limit, limits.OPTION_LENGTH)}


def _choices(option: Option, translated: Translations) -> Iterator[Json]:
    if option.type is OptionType.YES_NO:
        for word in YES_NO:
            yield {"name": word, "value": word}
    for each in SETS.get(option.type, ()):
        yield _choice(each.value, f"{type(each).__name__}.{each.value}", translated)


def _choice(value: str, message_id: str, translated: Translations) -> Json:
    return {
        "name": fitted(catalogue("en").pattern(message_id), limits.CHOICE_LENGTH),
        "value": value,
        **_localized("name", message_id, limits.CHOICE_LENGTH, translated),
    }


def _described(message_id: str, translated: Translations) -> Json:
    return {
        "description": fitted(catalogue("en").pattern(message_id), limits.COMMAND_DESCRIPTION),
        **_localized("description", message_id, limits.COMMAND_DESCRIPTION, translated),
    }


def _localized(what: str, message_id: str, limit: int, translated: Translations) -> Json:
    found = {name: fitted(one.pattern(message_id), limit) for name, one in translated.items()}
    return {f"{what}_localizations": found} if found else {}
