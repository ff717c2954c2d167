"""Forms as modals: questions, what was entered before, and a notice above them when a form is refused.

A view carries all it needs (which command, where to answer) in its private metadata, so a form that was open
during a restart still works.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from adapters.slack.elements import MORE, elements_of, filled
from adapters.slack.escape import plain, shortened
from adapters.slack.limits import FIELD_ERROR, LABEL, MODAL_TITLE, PRIVATE_METADATA
from adapters.slack.manifest import NAME
from adapters.slack.parse import Payload, Place, home_of, private_metadata
from adapters.slack.render import Json, blocks_of, plain_text
from bot.cards.card import Card, Form, FormField
from bot.cards.whole import Rest

CALLBACK: Final = "plenary:form"
ANSWER: Final = "plenary:answer"
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
        "blocks": [question for field in _in_order(form) for question in _questions(field, place.home)],
    }


def errors(view: Payload, card: Card) -> dict[str, str] | None:
    """Give a refusal as the error of the one question it is about; None where it is about none of a view's questions.

    A view that shows an earlier refusal is not kept as it is: that one would stay above the new one.
    """
    blocks = [str(block.get("block_id")) for block in view["blocks"]]
    if card.at_fault not in blocks or any(block.startswith(NOTICE) for block in blocks):
        return None
    said = "\n".join(plain(paragraph) for paragraph in card.paragraphs)
    return {card.at_fault: shortened(said, FIELD_ERROR)}


def refused_view(view: Payload, card: Card) -> Json:
    """Give a sent form back with the refusal above the question that it is about, and with everything entered."""
    values = (view.get("state") or {}).get("values") or {}
    asked = [block for block in view["blocks"] if block["type"] == "input"]
    at = next((place for place, block in enumerate(asked) if block["block_id"] == card.at_fault), 0)
    questions = [{**block, "element": _answered(block, values)} for block in asked]
    return {**_same(view), "submit": view["submit"], "blocks": [*questions[:at], *_notices(card), *questions[at:]]}


def working_view(view: Payload) -> Json:
    """Give the view that stands while the answer to a sent form takes its time."""
    return {**_same(view), "blocks": [{"type": "section", "text": plain_text(WORKING)}]}


def told_view(view: Payload, card: Card) -> Json:
    """Give a view that says a card and asks nothing more."""
    return {
        **_same(view),
        "blocks": [block for block in blocks_of(card, rest=Rest.FOLLOWS) if block["type"] != "actions"],
    }


def answer_view(card: Card) -> Json:
    """Give the view that shows an answer above the bot's own page, with its buttons."""
    return {"type": "modal", "callback_id": ANSWER, "title": plain_text(NAME), "blocks": blocks_of(card)}


def place_of(body: Payload) -> Place:
    """Say where to answer a form: where the act was that opened it."""
    carried = private_metadata(body["view"])
    return Place(
        user=str(body["user"]["id"]),
        channel=carried.get("channel"),
        response_url=carried.get("response_url"),
        thread=carried.get("thread"),
        home=home_of(body),
    )


def path_of(view: Payload) -> str:
    """Give the path of the command that a form is for; empty where the view is not ours."""
    return private_metadata(view).get("path", "")


def _carried(path: str, place: Place) -> str:
    everything = {
        "path": path,
        "channel": place.channel,
        "response_url": place.response_url,
        "thread": place.thread,
    }
    carried = json.dumps({name: value for name, value in everything.items() if value})
    return carried if len(carried) <= PRIVATE_METADATA else json.dumps({"path": path})


def _same(view: Payload) -> Json:
    """Give what stays of a view when its blocks change."""
    kept = {name: view.get(name) for name in ("callback_id", "private_metadata", "title")}
    return {"type": "modal", **kept}


def _in_order(form: Form) -> Iterator[FormField]:
    """Give the questions that need an answer before those that do not."""
    yield from form.asked
    yield from (field for field in form.fields if field.extra)


def _questions(field: FormField, home: str) -> Iterator[Json]:
    for element in elements_of(field, home):
        goes_on = element["action_id"].endswith(MORE)
        yield {
            "type": "input",
            "block_id": element["action_id"],
            "label": plain_text(shortened(f"{field.label} …" if goes_on else field.label, LABEL)),
            **({"hint": plain_text(shortened(field.hint, LABEL))} if field.hint and not goes_on else {}),
            "optional": goes_on or not field.required,
            "element": element,
        }


def _answered(block: Mapping[str, Any], values: Mapping[str, Any]) -> Json:
    """Give the element of a question with what was entered."""
    element: Json = block["element"]
    return filled(element, (values.get(block["block_id"]) or {}).get(element["action_id"]))


def _notices(card: Card) -> list[Json]:
    """Give a refusal's own blocks, its title included: a section is louder than a header in a modal."""
    told = [block for block in blocks_of(card) if block["type"] not in {"actions", "context"}]
    return [{**block, "block_id": f"{NOTICE}:{number}"} for number, block in enumerate(told)]
