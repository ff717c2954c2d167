"""``/review``: members under review, what the panel finds of them, and the way back of those suspended."""

from bot.commands.review import judging, objecting, opening, plan

COMMANDS = (*opening.COMMANDS, *judging.COMMANDS, *plan.COMMANDS, *objecting.COMMANDS)
