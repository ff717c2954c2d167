"""``/member``: the roster on any day, and what states do of their own word: apply, sign, leave."""

from bot.commands.member import accession, roster

COMMANDS = (*roster.COMMANDS, *accession.COMMANDS)
