"""The way back to a form that was refused: Discord closes a modal when it is sent, whatever comes of it.

A button under the refusal opens it again with all that was entered. Its id names the act, whose answer is kept for a
day with what was sent, so that the button works after a restart and for its author alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

import discord

from bot.cards.card import Button, Card, Emphasis, Field, Form
from bot.locales.catalogue import Interpreter

PREFIX: Final = "again:"
"""How the id of such a button begins; the key of the act follows."""


def with_way_back(card: Card, key: str) -> Card:
    """Give a card with the button that opens its form again, where what was sent is given back with it."""
    if card.again is None:
        return card
    say = Interpreter.speaking(card.language)
    button = Button(label=say.words("button.again"), action=f"{PREFIX}{key}", emphasis=Emphasis.PRIMARY)
    return replace(card, buttons=(*card.buttons, button))


def put_right(interaction: discord.Interaction) -> str | None:
    """Give the key of the act whose form is to be opened again; None where something else was done."""
    if interaction.type is not discord.InteractionType.component:
        return None
    data = cast("Mapping[str, Any]", interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    return custom_id.removeprefix(PREFIX) if custom_id.startswith(PREFIX) else None


def entered(form: Form) -> Card:
    """Tell what was entered, where it fits no modal: nothing that was written is lost."""
    fields = tuple(Field(name=each.label, value=(each.value,), wide=True) for each in form.fields if each.value)
    return Card(title=form.title, fields=fields, language=form.language)
