"""The register of all commands, noun by noun."""

from typing import Final

from bot.commands import alliance, calendar, chair, council, motion, rollcall, vote
from bot.commands.registry import Registry

REGISTRY: Final = Registry(
    (
        *alliance.COMMANDS,
        *calendar.COMMANDS,
        *motion.COMMANDS,
        *vote.COMMANDS,
        *rollcall.COMMANDS,
        *chair.COMMANDS,
        *council.COMMANDS,
    )
)
