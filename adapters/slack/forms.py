"""Forms as modals: questions, what was entered before, and a notice above them when a form is refused.

A view carries all it needs (which command, where to answer) in its private metadata, so a form that was open
during a restart still works.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from adapters.slack.escape import clean, shortened
from adapters.slack.limits import (
    INPUT,
    LABEL,
    MODAL_TITLE,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    PRIVATE_METADATA,
)
from adapters.slack.parse import Payload, Place, answers, private_metadata
from adapters.slack.render import Json, blocks_of, plain_text
from bot.cards.card import Card, Form, FormField

CALLBACK: Final = "plenary:form"
NOTICE: Final = "plenary:notice"
WORKING: Final = "⏳"
"""A sign needs no translation; it stands for seconds at the most."""


def form_view(form: Form, place: Place) -> Json:
    """Give the modal that asks a form's questions."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain_text(shortened(form.title, MODAL_TITLE)),
        "submit": plain_text(shortened(form.submit, MODAL_TITLE)),
        "private_metadata": _carried(form.action, place),
        "blocks": [_question(field) for field in form.fields],
    }


def refused_view(view: Payload, card: Card) -> Json:
    """Give a sent form back with the refusal above it and everything that was entered."""
    entered = answers(view)
    questions = [_with_answer(block, entered) for block in view["blocks"] if block["type"] == "input"]
    return {**_same(view), "submit": view["submit"], "blocks": [*_notices(card), *questions]}


def working_view(view: Payload) -> Json:
    """Give the view that stands while the answer to a sent form takes its time."""
    return {**_same(view), "blocks": [{"type": "section", "text": plain_text(WORKING)}]}


def told_view(view: Payload, card: Card) -> Json:
    """Give a view that says a card and asks nothing more."""
    return {**_same(view), "blocks": [block for block in blocks_of(card) if block["type"] != "actions"]}


def place_of(body: Payload) -> Place:
    """Say where to answer a form: where the act was that opened it."""
    carried = private_metadata(body["view"])
    return Place(user=str(body["user"]["id"]), channel=carried.get("channel"), response_url=carried.get("response_url"))


def path_of(view: Payload) -> str:
    """Give the path of the command that a form is for; empty where the view is not ours."""
    return private_metadata(view).get("path", "")


def _carried(path: str, place: Place) -> str:
    everything = {"path": path, "channel": place.channel, "response_url": place.response_url}
    carried = json.dumps({name: value for name, value in everything.items() if value})
    return carried if len(carried) <= PRIVATE_METADATA else json.dumps({"path": path})


def _same(view: Payload) -> Json:
    """Give what stays of a view when its blocks change."""
    kept = {name: view.get(name) for name in ("callback_id", "private_metadata", "title")}
    return {"type": "modal", **kept}


def _question(field: FormField) -> Json:
    return {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(shortened(field.label, LABEL)),
        **({"hint": plain_text(shortened(field.hint, LABEL))} if field.hint else {}),
        "optional": not field.required,
        "element": _element(field),
    }


def _element(field: FormField) -> Json:
    choices = field.choices or {}
    if 0 < len(choices) <= OPTIONS and (not field.value or field.value in choices):
        return _menu(field.name, choices, field.value)
    longest = min(field.max_length, INPUT)
    element: Json = {"type": "plain_text_input", "action_id": field.name, "max_length": longest}
    if field.long:
        element["multiline"] = True
    return _filled(element, field.value)


def _menu(name: str, choices: Mapping[str, str], chosen: str) -> Json:
    options = {
        value: {"text": plain_text(shortened(label, OPTION_TEXT)), "value": value[:OPTION_VALUE]}
        for value, label in choices.items()
    }
    menu: Json = {"type": "static_select", "action_id": name, "options": list(options.values())}
    return {**menu, "initial_option": options[chosen]} if chosen else menu


def _filled(element: Json, value: str) -> Json:
    """Fill an input in; what cannot be shown, and a text too long for it, is marked where the person sees it."""
    longest = int(element.get("max_length", INPUT))
    shown = clean(value)
    text = shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
    return {**element, "initial_value": text} if text else element


def _with_answer(block: Mapping[str, Any], entered: Mapping[str, str]) -> Json:
    """Give a question with its answer filled in."""
    element = {name: value for name, value in block["element"].items() if not name.startswith("initial_")}
    answer = entered.get(element["action_id"], "")
    if element["type"] == "plain_text_input":
        element = _filled(element, answer)
    else:
        chosen = [option for option in element["options"] if option["value"] == answer]
        element |= {"initial_option": chosen[0]} if chosen else {}
    return {**block, "element": element}


def _notices(card: Card) -> list[Json]:
    """Give a refusal's own blocks, its title included: a section is louder than a header in a modal."""
    told = [block for block in blocks_of(card) if block["type"] not in {"actions", "context"}]
    return [{**block, "block_id": f"{NOTICE}:{number}"} for number, block in enumerate(told)]
