"""``/session``: sessions of the bodies, from their call to their minutes."""

from typing import Final

from bot.commands.registry import Command
from bot.commands.session import agenda, attending, calling, holding, minutes

COMMANDS: Final[tuple[Command, ...]] = (
    *calling.COMMANDS,
    *attending.COMMANDS,
    *agenda.COMMANDS,
    *holding.COMMANDS,
    *minutes.COMMANDS,
)
