"""Buttons that stand on several cards."""

from bot.cards.action import action
from bot.cards.card import Button
from bot.domain.motion import Motion
from bot.locales.catalogue import Interpreter


def details_button(motion: Motion, say: Interpreter) -> Button:
    """Give the button that shows a motion in full."""
    return Button(label=say.words("button.details"), action=action("motion.show", motion.number))
