"""Discord's application commands, made from the register: one command a noun, one sub-command a verb.

Names are shown in the reader's language, and come back as the register has them.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from adapters.discord import limits
from adapters.discord.attachments import file_option, filled_by_file
from adapters.discord.escaping import fitted
from adapters.discord.options import option_of
from adapters.discord.shortcuts import IN_SERVERS, shortcuts_of
from adapters.discord.wording import Json, Translations, described, named
from bot.commands.registry import Command, Registry

CHAT_INPUT: Final = 1
SUBCOMMAND: Final = 1
IN_BOT_MESSAGES: Final = 1


def payloads(registry: Registry, translated: Translations) -> list[Json]:
    """Give the commands to publish, those of messages last.

    A noun too large for one command goes on in ``/noun-2``, ``/noun-3``.
    """
    typed = (command for noun in registry.nouns for command in _of_noun(registry.of_noun(noun), noun, translated))
    return [*typed, *shortcuts_of(registry, translated)]


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
        "max_value",
        "min_value",
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
        kept = ((key, value) for key, value in thing.items() if value and key in _COMPARED)
        return {key: value if key.endswith("_localizations") else _core(value) for key, value in kept}
    return [_core(part) if isinstance(part, Mapping) else part for part in thing] if isinstance(thing, list) else thing


def _of_noun(commands: tuple[Command, ...], noun: str, translated: Translations) -> Iterator[Json]:
    part: list[Json] = []
    number = 1
    for command in commands:
        subcommand = _subcommand(command, translated)
        if part and not _fits(_command(noun, number, [*part, subcommand], translated)):
            yield _command(noun, number, part, translated)
            part, number = [], number + 1
        part.append(subcommand)
    yield _command(noun, number, part, translated)


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


def _command(noun: str, number: int, subcommands: list[Json], translated: Translations) -> Json:
    """Give a noun's command. Its description is shown to nobody, so it names the verbs, in every language."""
    verbs = ", ".join(subcommand["name"] for subcommand in subcommands)
    suffix = "" if number == 1 else f"-{number}"
    return {
        **named(f"{noun}{suffix}", f"name.noun.{noun}", translated, suffix=suffix),
        "type": CHAT_INPUT,
        "description": fitted(verbs, limits.COMMAND_DESCRIPTION),
        "options": subcommands,
        "contexts": [IN_SERVERS, IN_BOT_MESSAGES],
        "integration_types": [IN_SERVERS],
    }


def _subcommand(command: Command, translated: Translations) -> Json:
    options = [option_of(command, option, translated) for option in command.options]
    options += [file_option(translated)] if filled_by_file(command) else []
    return {
        "type": SUBCOMMAND,
        **named(command.verb, f"name.verb.{command.verb}", translated),
        **described(command.summary, translated),
        "options": sorted(options, key=lambda option: not option["required"]),
    }
