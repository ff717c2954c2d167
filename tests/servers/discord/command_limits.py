"""The rules for application commands that Discord enforces and its OpenAPI file lacks.

Source: docs "Application Commands" (structure, naming, limits). Left out: the limit of 200 creations a day.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.servers.discord.limits import too_long, too_many
from tests.servers.discord.refusals import Json, Problem, demand

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
COMMANDS = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
NAME_LENGTH = 32
DESCRIPTION_LENGTH = 100
OPTIONS = 25
CHOICES = 25
CHOICE_LENGTH = 100
TOTAL_LENGTH = 8000
SUBCOMMAND, GROUP = 1, 2


def demand_commands(commands: Sequence[Json]) -> None:
    """Refuse a set of commands, as published by one PUT, that breaks a rule."""
    found: list[Problem] = []
    for kind, limit in COMMANDS.items():
        if sum(_kind(command) == kind for command in commands) > limit:
            found.append(Problem((), "MAX_APPLICATION_COMMANDS", f"At most {limit} commands of type {kind}."))
    names = Counter((_kind(command), command["name"]) for command in commands)
    for number, command in enumerate(commands):
        path = (str(number),)
        if names[_kind(command), command["name"]] > 1:
            found.append(Problem((*path, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Names must be unique."))
        found += _command(path, command)
    demand(found)


def _command(path: tuple[str, ...], command: Json) -> Iterator[Problem]:
    if _kind(command) != CHAT_INPUT:
        yield from too_long((*path, "name"), command["name"], NAME_LENGTH, 1)
        if command.get("description"):
            yield Problem((*path, "description"), "APPLICATION_COMMAND_DESCRIPTION", "Only slash commands have one.")
        return
    yield from _named(path, command)
    yield from _options((*path, "options"), command.get("options") or [], depth=0)
    if (size := _size(command)) > TOTAL_LENGTH:
        sentence = f"Command exceeds maximum size ({TOTAL_LENGTH}): {size}."
        yield Problem(path, "APPLICATION_COMMAND_TOO_LARGE", sentence)


def _named(path: tuple[str, ...], thing: Json) -> Iterator[Problem]:
    names = {"name": thing.get("name"), **(thing.get("name_localizations") or {})}
    for key, name in names.items():
        if not _is_name(name):
            place = (*path, "name") if key == "name" else (*path, "name_localizations", key)
            yield Problem(place, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    yield from too_long((*path, "description"), thing.get("description"), DESCRIPTION_LENGTH, 1)


def _is_name(name: object) -> bool:
    r"""Tell whether `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$` holds and the name is in lower case."""
    if not isinstance(name, str) or not 1 <= len(name) <= NAME_LENGTH or name != name.lower():
        return False
    return all(_is_name_sign(sign) for sign in name)


def _is_name_sign(sign: str) -> bool:
    if sign in "-_'" or unicodedata.category(sign)[0] in "LN":
        return True
    return "\u0900" <= sign <= "\u097f" or "\u0e00" <= sign <= "\u0e7f"


def _options(path: tuple[str, ...], options: Sequence[Json], depth: int) -> Iterator[Problem]:
    yield from too_many(path, options, OPTIONS)
    yield from _nesting(path, options, depth)
    optional_seen = False
    names = Counter(option.get("name") for option in options)
    for number, option in enumerate(options):
        place = (*path, str(number))
        if optional_seen and option.get("required"):
            sentence = "Required options must be placed before non-required options"
            yield Problem(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", sentence)
        optional_seen = optional_seen or not (option.get("required") or _is_nested(option))
        if names[option.get("name")] > 1:
            yield Problem((*place, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Used twice.")
        yield from _option(place, option, depth)


def _nesting(path: tuple[str, ...], options: Sequence[Json], depth: int) -> Iterator[Problem]:
    nested = [_is_nested(option) for option in options]
    code = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"
    if any(nested) and not all(nested):
        yield Problem(path, code, "Sub-commands and options cannot be mixed.")
    if depth == 2 and any(nested):
        yield Problem(path, code, "Sub-commands nest only once.")


def _is_nested(option: Json) -> bool:
    return option["type"] in {SUBCOMMAND, GROUP}


def _option(path: tuple[str, ...], option: Json, depth: int) -> Iterator[Problem]:
    yield from _named(path, option)
    yield from _options((*path, "options"), option.get("options") or [], depth + 1)
    choices: list[Json] = option.get("choices") or []
    yield from too_many((*path, "choices"), choices, CHOICES)
    if choices and option.get("autocomplete"):
        yield Problem((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE", "Not with choices.")
    for number, choice in enumerate(choices):
        place = (*path, "choices", str(number))
        yield from too_long((*place, "name"), choice.get("name"), CHOICE_LENGTH, 1)
        if isinstance(choice.get("value"), str):
            yield from too_long((*place, "value"), choice["value"], CHOICE_LENGTH)


def _size(thing: Json) -> int:
    """Count the characters of names, descriptions and values; of translations the longest counts."""
    size = _longest(thing, "name") + _longest(thing, "description")
    if isinstance(thing.get("value"), str):
        size += len(thing["value"])
    return size + sum(_size(inner) for key in ("options", "choices") for inner in thing.get(key) or [])


def _longest(thing: Json, key: str) -> int:
    texts = [thing.get(key) or "", *(thing.get(f"{key}_localizations") or {}).values()]
    return max(len(text) for text in texts)


def _kind(command: Json) -> int:
    kind: int = command.get("type") or CHAT_INPUT
    return kind
