"""From an invocation to a command and its values, without a database."""

from collections.abc import Mapping
from dataclasses import replace

from bot.cards.action import read_action
from bot.commands.refusals import ForgedAction
from bot.commands.registry import Command, Registry
from bot.commands.resolving import check_readable
from bot.commands.text import Parsed, parse_line
from bot.dispatch.invocation import Chosen, Invocation, Pressed, Typed


def read(registry: Registry, invocation: Invocation) -> Parsed:
    """Read which command is meant and what it is given; raise the refusal that says what cannot be read."""
    read_so = _read(registry, invocation)
    found = replace(read_so, values={name: _lines(value) for name, value in read_so.values.items()})
    check_readable(found.command, found.values)
    return found


def _lines(value: str) -> str:
    """Have every line of a value end alike, so that none is hidden from whoever splits them."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _read(registry: Registry, invocation: Invocation) -> Parsed:
    match invocation.request:
        case Typed(line=line):
            return parse_line(registry, line)
        case Chosen(path=path, values=values):
            command = registry.get(path)
            if command is None:
                raise ForgedAction
            return Parsed(command=command, values=_known(command, values))
        case Pressed(action=action):
            return _pressed(registry, action)


def _pressed(registry: Registry, text: str) -> Parsed:
    found = read_action(text)
    command = None if found is None else registry.get(found[0])
    if found is None or command is None or len(found[1]) > len(command.options):
        raise ForgedAction
    pairs = zip(command.options, found[1], strict=False)
    return Parsed(command=command, values={option.name: value for option, value in pairs if value})


def _known(command: Command, values: Mapping[str, str]) -> Mapping[str, str]:
    """Keep the options that were given something; raise where a name is not one of the command's."""
    if any(command.option(name) is None for name in values):
        raise ForgedAction
    return {name: value for name, value in values.items() if value.strip()}
