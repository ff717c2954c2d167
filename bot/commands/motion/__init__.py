"""``/motion``: everything that is done to a motion but the vote itself."""

from typing import Final

from bot.commands.motion import (
    amendments,
    consensus,
    debate,
    drafts,
    implementing,
    questions,
    reading,
    sequels,
    silence,
    tabling,
    voting,
)
from bot.commands.registry import Command

COMMANDS: Final[tuple[Command, ...]] = (
    *tabling.COMMANDS,
    *reading.COMMANDS,
    *amendments.COMMANDS,
    *questions.COMMANDS,
    *debate.COMMANDS,
    *voting.COMMANDS,
    *silence.COMMANDS,
    *sequels.COMMANDS,
    *consensus.COMMANDS,
    *drafts.COMMANDS,
    *implementing.COMMANDS,
)
