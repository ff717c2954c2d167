"""``/delegate``: who acts for whom, and how each person is spoken to."""

from bot.commands.delegate import codes, contests, people, settings

COMMANDS = (*people.COMMANDS, *codes.COMMANDS, *contests.COMMANDS, *settings.COMMANDS)
