"""What people may do with the register to harm others, and who does it: every command with hostile words in it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from typing import Final

from bot.commands.administration import enrol_members
from bot.commands.register import REGISTRY
from bot.commands.registry import Caller, Command, OptionType
from tests.behaviour.cast import EST_HEAD, REVIEWER, SECRETARY, Person
from tests.behaviour.test_rights import GIVEN
from tests.behaviour.world import World, enrolled
from tests.hostile import LINKS, MARKUP, PINGS

WORDS: Final = frozenset({OptionType.TEXT, OptionType.LONG_TEXT})
ENDING: Final = frozenset({"withdraw", "void", "revoke", "unlink", "close", "rescind"})
"""Verbs that would take the place away from those that follow."""


def doer(command: Command) -> Person:
    """Give somebody who may use a command, as far as the suite has one."""
    if Caller.SECRETARIAT in command.callers:
        return SECRETARY
    return REVIEWER if Caller.REVIEWER in command.callers else EST_HEAD


def harmful(texts: Sequence[str]) -> Iterator[tuple[Command, Mapping[str, str]]]:
    """Give every command with hostile words wherever it takes words, and then in the place of everything else too."""
    harm = cycle(texts)
    in_order = sorted(REGISTRY.commands, key=lambda command: command.verb in ENDING)
    for command in in_order:
        words = {option.name: next(harm) for option in command.options if option.type in WORDS}
        usual = {option.name: GIVEN[option.type] for option in command.options if option.type in GIVEN}
        needed = {
            option.name: usual[option.name] for option in command.options if option.required and option.name in usual
        }
        yield command, {**needed, **words, **({"kind": "resolution"} if "kind" in needed else {})}
    for command in in_order:
        yield command, {option.name: next(harm) for option in command.options}


def incomplete(texts: Sequence[str]) -> Iterator[tuple[Command, Mapping[str, str]]]:
    """Give every command that takes words with hostile ones alone: whatever else it needs has to be asked for."""
    harm = cycle(texts)
    for command in REGISTRY.commands:
        words = {option.name: next(harm) for option in command.options if option.type in WORDS}
        if words and any(option.required and option.name not in words for option in command.options):
            yield command, words


async def enrol_hostile_names(world: World) -> None:
    """Put states with hostile names on the roster, as an operator may import them."""
    now = world.clock.now()
    rows = [
        (f"X{chr(ord('A') + number)}X", name, name, "🏴", "active", 1000, "")
        for number, name in enumerate((PINGS[0], PINGS[3], LINKS[0], LINKS[1], MARKUP[2]))
    ]
    await world.house.writer.write(
        lambda uow: enrol_members(uow, world.code, [enrolled(row, now) for row in rows], now=now)
    )


NAMING: Final = (
    "/member list",
    "/member roster",
    "/member show XAX",
    "/member show XDX",
    "/vote status M-1",
    "/motion show M-1",
    "/delegate list",
    "/council show",
    "/alliance info",
)
"""Commands that name states."""
