"""Commands that begin from a message: in the menu of a message, under *Apps*. Source: Application Commands.

Such a command has no options. The text of its message fills one, and a form asks for the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.discord import limits
from adapters.discord.wording import Json, Translations, read_as
from bot.commands.register import REGISTRY
from bot.commands.registry import Command, Registry
from bot.domain.errors import Refusal
from bot.locales.catalogue import catalogue

MESSAGE: Final = 3
"""The type of a command that is given on a message."""
IN_SERVERS: Final = 0
"""Where a command can be given, and what the app is installed in: both are 0 for servers (Application Commands)."""


@dataclass(kw_only=True, eq=False)
class MessageTooLong(Refusal):
    """A message with more text than the option takes that it should fill, or than a form does."""

    length: int
    limit: int
    command: str


def shortcuts_of(registry: Registry, translated: Translations) -> Iterator[Json]:
    """Give the message commands to publish."""
    for command in registry.commands:
        if command.from_message:
            yield {
                **read_as(command.shortcut, limits.COMMAND_NAME, translated),
                "type": MESSAGE,
                "contexts": [IN_SERVERS],
                "integration_types": [IN_SERVERS],
            }


def read_shortcut(data: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """Read which command was given on which text; raise MessageTooLong.

    A name that is not one of this version gives an unknown path. The name that comes is the English one.
    """
    command = _named(data["name"])
    if command is None:
        return "", {}
    text = _text_of(data)
    option = command.option(command.from_message)
    limit = limits.TEXT_INPUT if option is None else min(option.limit, limits.TEXT_INPUT)
    if len(text) > limit:
        raise MessageTooLong(length=len(text), limit=limit, command=command.name)
    return command.path, {command.from_message: text}


def _named(name: str) -> Command | None:
    begun = (command for command in REGISTRY.commands if command.from_message)
    return next((command for command in begun if catalogue("en").pattern(command.shortcut) == name), None)


def _text_of(data: Mapping[str, Any]) -> str:
    messages = data.get("resolved", {}).get("messages", {})
    return str(messages.get(data.get("target_id"), {}).get("content", ""))
