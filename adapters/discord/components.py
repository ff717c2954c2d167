"""discord.py's objects for buttons, finished from the start.

A view that is finished is never kept in the library's memory: every press comes to us as an interaction,
whose id says what it does, before and after a restart alike.
"""

from typing import Any, Final

import discord

from adapters.discord import limits
from adapters.discord.escaping import fitted, plain
from adapters.discord.render import Rendered
from bot.cards.card import Button, Emphasis

STYLES: Final = {
    Emphasis.PLAIN: discord.ButtonStyle.secondary,
    Emphasis.PRIMARY: discord.ButtonStyle.primary,
    Emphasis.DANGER: discord.ButtonStyle.danger,
}


def view_of(rendered: Rendered) -> discord.ui.View | None:
    """Give the buttons of a message; None where it has none, which takes away those it had."""
    if not rendered.rows:
        return None
    view = discord.ui.View(timeout=None)
    view.stop()
    for number, row in enumerate(rendered.rows):
        for button in row:
            view.add_item(_button(button, number))
    return view


def _button(button: Button, row: int) -> discord.ui.Button[Any]:
    label = fitted(plain(button.label), limits.BUTTON_LABEL)
    return discord.ui.Button(label=label, custom_id=button.action, style=STYLES[button.emphasis], row=row)
