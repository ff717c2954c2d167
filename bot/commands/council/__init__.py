"""``/council``: who holds the seats, who stands for them, and the elections to them."""

from typing import Final

from bot.commands.council import giving, standing
from bot.commands.registry import Command

COMMANDS: Final[tuple[Command, ...]] = (*standing.COMMANDS, *giving.COMMANDS)
