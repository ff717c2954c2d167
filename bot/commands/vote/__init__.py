"""``/vote``: ballots, and what members say of them."""

from typing import Final

from bot.commands.registry import Command
from bot.commands.vote import casting, explaining, notes, ranking

COMMANDS: Final[tuple[Command, ...]] = (*casting.COMMANDS, *explaining.COMMANDS, *notes.COMMANDS, *ranking.COMMANDS)
