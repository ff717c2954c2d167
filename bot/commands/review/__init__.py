"""``/review``: members under review, what the panel finds of them, and the way back of those suspended."""

from bot.commands.review import criteria, judging, objecting, opening, plan

COMMANDS = (*criteria.COMMANDS, *opening.COMMANDS, *judging.COMMANDS, *plan.COMMANDS, *objecting.COMMANDS)
