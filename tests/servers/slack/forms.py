"""What people can do with the controls on their screen, in Slack's words: actions and the state of inputs.

A person cannot press a button that is not there, choose an absent option, leave a required input empty or
type too much: all this raises NotPossible, as Slack's client would not let it happen. Left out: rich text,
files.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tests.servers.slack.rules import elements_of, options_of
from tests.servers.slack.shapes import Json

Entry: TypeAlias = str | int | Sequence[str] | None
TEXT_INPUT = 3000

_SINGLE = {
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
}
_SEVERAL = {
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
}
_ONE_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
_MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}


class NotPossible(Exception):
    """Slack's client would not let a person do this."""


def find_control(
    blocks: Sequence[Json], *, action_id: str | None, value: Entry, block_id: str | None
) -> tuple[Json, Json]:
    """Return the block and the element that a person means; the first when several match."""
    for block in blocks:
        for element in elements_of(block):
            fits_action = action_id in {None, element.get("action_id")}
            fits_value = action_id is not None or (value is not None and element.get("value") == value)
            if fits_action and fits_value and block_id in {None, block["block_id"]}:
                if action_id and element["type"] == "button" and value not in {None, element.get("value")}:
                    continue
                return block, element
    known = [element.get("action_id") for block in blocks for element in elements_of(block)]
    raise NotPossible(f"no control {action_id or value!r} among {known}")


def action(block: Json, element: Json, choice: Entry, suggested: Sequence[Json]) -> Json:
    """Return the entry of `actions` for a control that was used."""
    body: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    if element["type"] == "button":
        return body | {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    return body | entry(element, choice, suggested)


def entry(element: Json, given: Entry, suggested: Sequence[Json]) -> Json:
    """Return the state of one control after a person entered something, its type included."""
    kind = str(element["type"])
    state: Json = {"type": kind}
    if kind in _SINGLE:
        if _SINGLE[kind] == "value":
            _demand_length(element, given)
        return state | {_SINGLE[kind]: given if given != "" else None}
    if kind in _SEVERAL:
        return state | {_SEVERAL[kind]: _many(given)}
    offered = [*options_of(element), *suggested]
    if kind in _ONE_OPTION:
        return state | {"selected_option": None if given is None else _option(offered, given)}
    if kind in _MANY_OPTIONS:
        return state | {"selected_options": [_option(offered, each) for each in _many(given)]}
    raise NotPossible(f"{kind} is not imitated")


def _many(given: Entry) -> list[str]:
    if given is None:
        return []
    return [str(given)] if isinstance(given, str | int) else list(given)


def _option(offered: Sequence[Json], value: Entry) -> Json:
    for option in offered:
        if option["value"] == value:
            return option
    raise NotPossible(f"no option {value!r} among {[option['value'] for option in offered]}")


def _demand_length(element: Json, given: Entry) -> None:
    if given in {None, ""}:
        return
    low, high = element.get("min_length", 0), element.get("max_length", TEXT_INPUT)
    if not low <= len(str(given)) <= high:
        raise NotPossible(f"{len(str(given))} characters in {element['action_id']}: {low} to {high} are possible")


def _initial(element: Json) -> Entry:
    if "initial_option" in element:
        return str(element["initial_option"]["value"])
    if "initial_options" in element:
        return [str(option["value"]) for option in element["initial_options"]]
    names = [name for name in element if name.startswith("initial_")]
    found: Entry = element[names[0]] if names else None
    return found


def state(
    blocks: Sequence[Json],
    values: Mapping[str, Entry],
    suggested: Mapping[str, Sequence[Json]],
    *,
    demand_all: bool,
) -> Json:
    """Return `state.values` after a person entered `values` over the initial ones.

    The names in `values` are action ids or block ids; `suggested` are the options last offered, by action id.
    """
    filled: Json = {}
    used: set[str] = set()
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in {"button", "image", "overflow"}:
                continue
            action_id, block_id = element["action_id"], block["block_id"]
            names = {action_id, block_id} & values.keys()
            used |= names
            given = values[next(iter(names))] if names else _initial(element)
            initials = [*element.get("initial_options", ()), element.get("initial_option")]
            offered = [*suggested.get(action_id, ()), *(each for each in initials if each)]
            if demand_all and block["type"] == "input" and not block.get("optional") and given in (None, "", []):
                raise NotPossible(f"{action_id} must be filled in")
            filled[block_id] = filled.get(block_id, {}) | {action_id: entry(element, given, offered)}
    if unknown := values.keys() - used:
        raise NotPossible(f"no input {sorted(unknown)}")
    return filled
