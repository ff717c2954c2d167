"""What a question of a form is answered with on Slack, and how its answer is read back as the text of an option.

Slack picks instants in the person's own zone and people and states from lists; the house reads the text of each. An
answer that was given before, and that a picker cannot show, stands in a plain input, so that it is not lost.
Source: docs.slack.dev/reference/block-kit/block-elements.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from adapters.slack.escape import shortened
from adapters.slack.limits import INPUT, OPTION_TEXT, OPTION_VALUE, OPTIONS
from adapters.slack.parse import Payload
from adapters.slack.render import Json, plain_text
from bot.cards.card import Entry, FormField
from bot.locales.signs import clean

MORE: Final = "+"
"""Ends the id of the input in which a text goes on that is too long for one."""
BETWEEN: Final = ", "
"""What stands between several values of one option."""

_PERSON: Final = re.compile(r"slack:(?P<home>[A-Z0-9]+):(?P<user>[UW][A-Z0-9]+)")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def elements_of(field: FormField, home: str) -> Iterator[Json]:
    """Give the element of a question; two where its text is longer than one input takes.

    ``home`` is the person's organisation: Slack's menu of people knows nobody of another.
    """
    element = _picker(field, home)
    if element is not None:
        yield element
        return
    text = clean(field.value)
    if field.entry is Entry.LINES and len(text) > INPUT:
        seam = _seam(text)
        yield _input(field, field.name, text[:seam], INPUT)
        yield _input(field, field.name + MORE, text[seam:], INPUT)
    else:
        yield _input(field, field.name, text, min(field.max_length, INPUT))


def filled(element: Json, answer: Any) -> Json:  # noqa: ANN401 - JSON of any shape
    """Give an element with the answer that its state holds; ``answer`` is that part of a view's state."""
    bare = {name: value for name, value in element.items() if not name.startswith("initial_")}
    state = answer if isinstance(answer, Mapping) else {}
    if element["type"] in _MENUS:
        chosen = _chosen(element, state["selected_option"]) if state.get("selected_option") else None
        return {**bare, "initial_option": chosen} if chosen else bare
    if element["type"] == "multi_external_select" and state.get("selected_options"):
        return {**bare, "initial_options": [_chosen(element, option) for option in state["selected_options"]]}
    told, initial = _STATES.get(element["type"], ("", ""))
    if not state.get(told) or (element["type"] == "number_input" and not _NUMBER.fullmatch(state[told])):
        return bare
    return {**bare, initial: _within(clean(state[told]), element) if told == "value" else state[told]}


def _within(text: str, element: Json) -> str:
    """Give a text as its input can show it; what it has no room for is marked where the person sees it."""
    longest = int(element.get("max_length", INPUT))
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _chosen(element: Json, option: Mapping[str, Any]) -> Json | None:
    """Give a choice as its menu has it; of a menu that is searched, as it was found there."""
    if "options" in element:
        return next((each for each in element["options"] if each["value"] == option["value"]), None)
    value = str(option["value"])
    return option_of(value, str((option.get("text") or {}).get("text") or value))


def answer_of(state: Mapping[str, Any], home: str) -> str:
    """Give the answer that a part of a view's state holds, as text; ``home`` is the person's organisation."""
    if state.get("selected_date_time"):
        return datetime.fromtimestamp(int(state["selected_date_time"]), UTC).isoformat()
    if state.get("selected_user"):
        return f"slack:{home}:{state['selected_user']}"
    if state.get("selected_options"):
        return BETWEEN.join(str(option["value"]) for option in state["selected_options"])
    chosen = state.get("selected_option")
    return str(chosen["value"]) if chosen else str(state.get("value") or "")


def answers(view: Payload, home: str) -> dict[str, str]:
    """Give what a person entered in a form, by the names of the options."""
    values = (view.get("state") or {}).get("values", {}).values()
    told = {str(name): answer_of(state, home) for inputs in values for name, state in inputs.items()}
    whole = {name: text + told.get(name + MORE, "") for name, text in told.items() if not name.endswith(MORE)}
    return {name: text for name, text in whole.items() if text}


_MENUS: Final = frozenset({"static_select", "external_select"})
_STATES: Final = {
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "number_input": ("value", "initial_value"),
    "plain_text_input": ("value", "initial_value"),
}
"""How a view tells the answer of an element that is no menu, and how the element is told it."""


def _picker(field: FormField, home: str) -> Json | None:
    """Give the element that fits a question best; None where words do, or where words were given already."""
    choices = field.choices or {}
    if 0 < len(choices) <= OPTIONS and (not field.value or field.value in choices):
        return _menu(field.name, choices, field.value)
    match field.entry:
        case Entry.INSTANT if not field.value:
            return {"type": "datetimepicker", "action_id": field.name}
        case Entry.NUMBER if not field.value or _NUMBER.fullmatch(field.value):
            shown = {"initial_value": field.value} if field.value else {}
            return {"type": "number_input", "action_id": field.name, "is_decimal_allowed": False, **shown}
        case Entry.PERSON if not field.value or _user_in(home, field.value):
            shown = {"initial_user": _user_in(home, field.value)} if field.value else {}
            return {"type": "users_select", "action_id": field.name, **shown}
        case Entry.SEARCH if len(field.value) <= OPTION_VALUE:
            found = {"initial_option": option_of(field.value, field.value)} if field.value else {}
            return {"type": "external_select", "action_id": field.name, "min_query_length": 0, **found}
        case Entry.SEARCH_MANY if not field.value:
            return {"type": "multi_external_select", "action_id": field.name, "min_query_length": 0}
        case _:
            return None


def _user_in(home: str, account: str) -> str:
    """Give the user of an account of this organisation; empty for any other account, which no menu must replace."""
    found = _PERSON.fullmatch(account)
    return found["user"] if found is not None and found["home"] == home else ""


def option_of(value: str, label: str) -> Json:
    """Give one choice of a menu."""
    return {"text": plain_text(shortened(label, OPTION_TEXT)), "value": value[:OPTION_VALUE]}


def _menu(name: str, choices: Mapping[str, str], chosen: str) -> Json:
    options = {value: option_of(value, label) for value, label in choices.items()}
    menu: Json = {"type": "static_select", "action_id": name, "options": list(options.values())}
    return {**menu, "initial_option": options[chosen]} if chosen else menu


def _input(field: FormField, name: str, text: str, longest: int) -> Json:
    """Give a plain input."""
    element: Json = {"type": "plain_text_input", "action_id": name, "max_length": longest}
    if field.entry is Entry.LINES:
        element["multiline"] = True
    return {**element, "initial_value": _within(text, element)} if text else element


def _seam(text: str) -> int:
    """Tell where a text goes on in a second input: inside a word, as blanks at the ends of an input may get lost."""
    inside = (at for at in range(INPUT, 1, -1) if not (text[at - 1].isspace() or text[at].isspace()))
    return next(inside, INPUT)
