"""Buttons that stand on several cards."""

from bot.cards.action import action
from bot.cards.card import Button
from bot.domain.ballot import Choice
from bot.domain.motion import Motion
from bot.locales.catalogue import Interpreter


def details_button(motion: Motion, say: Interpreter) -> Button:
    """Give the button that shows a motion in full."""
    return Button(label=say.words("button.details"), action=action("motion.show", motion.number))


def vote_buttons(motion: Motion, say: Interpreter) -> tuple[Button, ...]:
    """Give one button for each ballot; none of the three stands out, as the house takes no side."""
    return tuple(
        Button(label=say.words(f"button.{choice.value}"), action=action("vote.cast", motion.number, choice.value))
        for choice in Choice
    )


def second_button(motion: Motion, say: Interpreter) -> Button:
    """Give the button that seconds a proposal."""
    return Button(label=say.words("button.second"), action=action("motion.second", motion.number))


def object_button(motion: Motion, say: Interpreter) -> Button:
    """Give the button that breaks a silence, or objects to consensus; a form asks for the words."""
    return Button(label=say.words("button.object"), action=action("motion.object", motion.number))


def casting_buttons(motion: Motion, say: Interpreter) -> tuple[Button, ...]:
    """Give the buttons of the chair's casting vote."""
    return tuple(
        Button(
            label=say.words("button.casting", choice=choice),
            action=action("chair.cast", motion.number, choice.value),
        )
        for choice in (Choice.YES, Choice.NO)
    )


def amendment_buttons(motion: Motion, say: Interpreter) -> tuple[Button, ...]:
    """Give the buttons with which the mover of the motion takes an amendment in, or leaves it to the vote."""
    return tuple(
        Button(label=say.words(f"button.{verb}"), action=action(f"motion.{verb}", motion.number))
        for verb in ("accept", "decline")
    )
