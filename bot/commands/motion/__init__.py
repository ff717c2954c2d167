"""``/motion``: everything that is done to a motion but the vote itself."""

from typing import Final

from bot.commands.motion import amendments, consensus, debate, questions, reading, silence, tabling
from bot.commands.registry import Command

COMMANDS: Final[tuple[Command, ...]] = (
    *tabling.COMMANDS,
    *reading.COMMANDS,
    *amendments.COMMANDS,
    *questions.COMMANDS,
    *debate.COMMANDS,
    *silence.COMMANDS,
    *consensus.COMMANDS,
)
