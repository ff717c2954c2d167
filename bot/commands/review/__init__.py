"""``/review``: the criteria of membership, and what the review body does about them."""

from typing import Final

from bot.commands.registry import Command
from bot.commands.review import criteria

COMMANDS: Final[tuple[Command, ...]] = (*criteria.COMMANDS,)
