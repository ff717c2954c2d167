"""What the commands that follow an adoption have in common."""

from bot.cards.card import Card
from bot.cards.implementation import coalition_card
from bot.commands.conduct.owing import show_again
from bot.commands.context import Context
from bot.commands.views import view_of
from bot.domain.motion import Motion


def shown(context: Context, motion: Motion) -> Card:
    """Make what hangs on the motion current, and give its coalition as far as it has answered."""
    show_again(context.uow, context.alliance, motion, now=context.now)
    return coalition_card(
        view_of(context.uow, context.alliance, motion, now=context.now), context.interpreter, whole=False
    )
