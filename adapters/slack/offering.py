"""A form on offer: a private message with a button that opens it, where Slack lets none be opened at once.

A mention brings no trigger, and a trigger that came late has run out; the press of a button brings a new one. The
button carries the command and what was given with it, so nothing about it is kept in memory.
"""

import json
from collections.abc import Mapping
from typing import Final

from adapters.slack.limits import BUTTON_VALUE
from bot.cards.card import Button, Card, Emphasis, Form
from bot.locales.catalogue import Interpreter

PREFIX: Final = "form:"
"""How the value of such a button begins."""


def offer(form: Form, say: Interpreter) -> Card | None:
    """Give the card that offers a form; None where what was given is too long for a button."""
    given = {field.name: field.value for field in form.fields if field.value}
    carried = PREFIX + json.dumps([form.action, given], ensure_ascii=False, separators=(",", ":"))
    if len(carried) > BUTTON_VALUE:
        return None
    lacking = tuple(field.label for field in form.fields if field.required and not field.value)
    return Card(
        title=say.words("card.offer.title"),
        paragraphs=(say.say("card.offer.text", command=form.title, options=lacking),),
        buttons=(Button(label=say.words("button.form"), action=carried, emphasis=Emphasis.PRIMARY),),
    )


def read_offer(value: str) -> tuple[str, Mapping[str, str]] | None:
    """Read what such a button carries: the path of a command and its values; None where it is none of ours."""
    if not value.startswith(PREFIX):
        return None
    try:
        path, given = json.loads(value.removeprefix(PREFIX))
        return str(path), {str(name): str(text) for name, text in dict(given).items()}
    except (ValueError, TypeError):
        return None
