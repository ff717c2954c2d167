"""The shapes of Slack's blocks, elements and views: which fields each has, and the limit of each field.

Theory: a body is a tree of typed objects. Each type has a shape (required and optional fields, each with
its own check); a field outside the shape is refused, as Slack does ("invalid additional property"). A check
yields one line for each problem, with the place as a JSON pointer.

Sources: docs.slack.dev/reference/block-kit (blocks, elements, composition objects), comments of
@slack/types, slack_sdk.models. Not looked into: rich_text, table, video, context_actions, card, alert,
carousel, plan, task_card.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Check: TypeAlias = Callable[[object, str], Iterator[str]]

MARKDOWN_CHARACTERS = 12_000
PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Fields of one typed object, each with its check."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)

    def __call__(self, value: object, path: str) -> Iterator[str]:
        """Yield the problems of `value`."""
        if not isinstance(value, dict):
            yield problem("must provide an object", path)
            return
        for name in self.required.keys() - value.keys():
            yield problem(f"missing required field: {name}", path)
        for name, content in value.items():
            check = self.required.get(name) or self.optional.get(name)
            if check is not None:
                yield from check(content, f"{path}/{name}")
            elif name != "type":
                yield problem(f"invalid additional property: {name}", path)


def problem(fact: str, path: str) -> str:
    return f"[ERROR] {fact} [json-pointer:{path}]"


def anything(_value: object, _path: str) -> Iterator[str]:
    yield from ()


def flag(value: object, path: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield problem("must be a boolean", path)


def string(limit: int, *, least: int = 1, pattern: str = "") -> Check:
    def check(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must be a string", path)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", path)
        elif len(value) > limit:
            yield problem(f"must be less than {limit + 1} characters", path)
        elif pattern and not re.fullmatch(pattern, value):
            yield problem(f"does not match regexp {pattern}", path)

    return check


def _number(low: int, high: int) -> Check:
    def check(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            yield problem(f"must be a number from {low} to {high}", path)

    return check


def _one_of(*allowed: str) -> Check:
    def check(value: object, path: str) -> Iterator[str]:
        if value not in allowed:
            yield problem(f"must be one of {', '.join(allowed)}", path)

    return check


def list_of(item: Check, high: int, *, low: int = 1) -> Check:
    def check(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", path)
            return
        if len(value) < low:
            yield problem(f"no fewer than {low} items required", path)
        if len(value) > high:
            yield problem(f"no more than {high} items allowed", path)
        for index, each in enumerate(value):
            yield from item(each, f"{path}/{index}")

    return check


def text_object(limit: int, *kinds: str) -> Check:
    shapes = {
        "plain_text": Shape(required={"text": string(limit)}, optional={"emoji": flag}),
        "mrkdwn": Shape(required={"text": string(limit)}, optional={"verbatim": flag}),
    }
    return typed({kind: shapes[kind] for kind in kinds or ANY_TEXT}, "text")


def typed(shapes: Mapping[str, Check], what: str) -> Check:
    def check(value: object, path: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, str) and kind in shapes:
            yield from shapes[kind](value, path)
        else:
            yield problem(f"unsupported {what} type: {kind}", path)

    return check


def _option(*kinds: str, **more: Check) -> Shape:
    return Shape(
        required={"text": text_object(75, *kinds), "value": string(150)},
        optional={"description": text_object(75, *kinds), **more},
    )


OPTION = _option(*PLAIN)
_RICH_OPTION = _option(*ANY_TEXT)
OPTION_GROUP = Shape(required={"label": text_object(75, *PLAIN), "options": list_of(OPTION, 100)})
_CONFIRM = Shape(
    required={
        "title": text_object(100, *PLAIN),
        "text": text_object(300),
        "confirm": text_object(30, *PLAIN),
        "deny": text_object(30, *PLAIN),
    },
    optional={"style": _one_of("primary", "danger")},
)
_ACTION: Mapping[str, Check] = {"action_id": string(255), "confirm": _CONFIRM, "focus_on_load": flag}
_MENU: Mapping[str, Check] = {**_ACTION, "placeholder": text_object(150, *PLAIN)}
_TYPED: Mapping[str, Check] = {
    "action_id": string(255),
    "placeholder": text_object(150, *PLAIN),
    "focus_on_load": flag,
    "dispatch_action_config": anything,
}
_OPTIONS: Mapping[str, Check] = {
    "options": list_of(OPTION, 100),
    "option_groups": list_of(OPTION_GROUP, 100),
}
_MANY: Mapping[str, Check] = {"max_selected_items": _number(1, 1000)}
_ID_LIST = list_of(string(255), 1000, low=0)
_DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
_TIME = string(5, pattern=r"\d{2}:\d{2}")
_URL = string(3000, pattern=r"[a-zA-Z][a-zA-Z0-9+.-]*:.+")

_SLACK_FILE = Shape(optional={"id": string(255), "url": _URL})
_IMAGE: Mapping[str, Check] = {"image_url": _URL, "slack_file": _SLACK_FILE}
ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(
        required={"text": text_object(75, *PLAIN)},
        optional={
            "action_id": string(255),
            "value": string(2000),
            "url": _URL,
            "style": _one_of("primary", "danger"),
            "confirm": _CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "static_select": Shape(optional={**_MENU, **_OPTIONS, "initial_option": OPTION}),
    "external_select": Shape(optional={**_MENU, "initial_option": OPTION, "min_query_length": _number(0, 100)}),
    "users_select": Shape(optional={**_MENU, "initial_user": string(255)}),
    "channels_select": Shape(
        optional={**_MENU, "initial_channel": string(255), "response_url_enabled": flag},
    ),
    "conversations_select": Shape(
        optional={
            **_MENU,
            "initial_conversation": string(255),
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": anything,
        }
    ),
    "multi_static_select": Shape(
        optional={**_MENU, **_MANY, **_OPTIONS, "initial_options": list_of(OPTION, 100)},
    ),
    "multi_external_select": Shape(
        optional={
            **_MENU,
            **_MANY,
            "min_query_length": _number(0, 100),
            "initial_options": list_of(OPTION, 100),
        }
    ),
    "multi_users_select": Shape(optional={**_MENU, **_MANY, "initial_users": _ID_LIST}),
    "multi_channels_select": Shape(optional={**_MENU, **_MANY, "initial_channels": _ID_LIST}),
    "multi_conversations_select": Shape(
        optional={
            **_MENU,
            **_MANY,
            "initial_conversations": _ID_LIST,
            "default_to_current_conversation": flag,
            "filter": anything,
        }
    ),
    "overflow": Shape(
        required={"options": list_of(_option(*PLAIN, url=_URL), 5)},
        optional={"action_id": string(255), "confirm": _CONFIRM},
    ),
    "radio_buttons": Shape(
        required={"options": list_of(_RICH_OPTION, 10)},
        optional={**_ACTION, "initial_option": _RICH_OPTION},
    ),
    "checkboxes": Shape(
        required={"options": list_of(_RICH_OPTION, 10)},
        optional={**_ACTION, "initial_options": list_of(_RICH_OPTION, 10)},
    ),
    "datepicker": Shape(optional={**_MENU, "initial_date": _DATE}),
    "timepicker": Shape(optional={**_MENU, "initial_time": _TIME, "timezone": string(100)}),
    "datetimepicker": Shape(optional={**_ACTION, "initial_date_time": _number(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": Shape(
        optional={
            **_TYPED,
            "initial_value": string(3000, least=0),
            "multiline": flag,
            "min_length": _number(0, 3000),
            "max_length": _number(1, 3000),
        }
    ),
    "email_text_input": Shape(optional={**_TYPED, "initial_value": string(3000, least=0)}),
    "url_text_input": Shape(optional={**_TYPED, "initial_value": string(3000, least=0)}),
    "number_input": Shape(
        required={"is_decimal_allowed": flag},
        optional={**_TYPED, **dict.fromkeys(("initial_value", "min_value", "max_value"), string(40))},
    ),
    "rich_text_input": Shape(optional={**_TYPED, "initial_value": anything}),
    "file_input": Shape(
        optional={"action_id": string(255), "filetypes": anything, "max_files": _number(1, 10)},
    ),
    "image": Shape(required={"alt_text": string(2000)}, optional=_IMAGE),
}

_SELECTS = {"static_select", "external_select", "users_select", "channels_select", "conversations_select"}
_MULTI_SELECTS = {f"multi_{name}" for name in _SELECTS}
_EVERYWHERE = _SELECTS | {"radio_buttons", "checkboxes", "datepicker", "timepicker"}
_TYPED_INPUTS = {name for name in ELEMENTS if name.endswith("_input")}


def _element_in(*names: str) -> Check:
    return typed({name: ELEMENTS[name] for name in names}, "element")


_CONTEXT_ITEM = typed(
    {
        "image": ELEMENTS["image"],
        "plain_text": Shape(required={"text": string(3000)}, optional={"emoji": flag}),
        "mrkdwn": Shape(required={"text": string(3000)}, optional={"verbatim": flag}),
    },
    "element",
)
_BLOCK_ID: Mapping[str, Check] = {"block_id": string(255)}
_SHAPES: Mapping[str, Shape] = {
    "section": Shape(
        optional={
            **_BLOCK_ID,
            "text": text_object(3000),
            "fields": list_of(text_object(2000), 10),
            "accessory": _element_in(*_EVERYWHERE, *_MULTI_SELECTS, "button", "overflow", "image"),
            "expand": flag,
        }
    ),
    "header": Shape(required={"text": text_object(150, *PLAIN)}, optional=_BLOCK_ID),
    "divider": Shape(optional=_BLOCK_ID),
    "context": Shape(required={"elements": list_of(_CONTEXT_ITEM, 10)}, optional=_BLOCK_ID),
    "actions": Shape(
        required={
            "elements": list_of(_element_in(*_EVERYWHERE, "datetimepicker", "button", "overflow"), 25),
        },
        optional=_BLOCK_ID,
    ),
    "input": Shape(
        required={
            "label": text_object(2000, *PLAIN),
            "element": _element_in(*_EVERYWHERE, *_MULTI_SELECTS, *_TYPED_INPUTS, "datetimepicker"),
        },
        optional={
            **_BLOCK_ID,
            "hint": text_object(2000, *PLAIN),
            "optional": flag,
            "dispatch_action": flag,
        },
    ),
    "image": Shape(
        required={"alt_text": string(2000)},
        optional={**_BLOCK_ID, **_IMAGE, "title": text_object(2000, *PLAIN)},
    ),
    "markdown": Shape(required={"text": string(MARKDOWN_CHARACTERS)}, optional=_BLOCK_ID),
}
_NOT_LOOKED_INTO = (
    "rich_text", "table", "video", "context_actions", "card", "alert", "carousel", "plan", "task_card",
)  # fmt: skip
BLOCKS: Mapping[str, Check] = {**_SHAPES, **dict.fromkeys(_NOT_LOOKED_INTO, anything)}


_VIEW_FIELDS: Mapping[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
VIEWS: Mapping[str, Shape] = {
    "modal": Shape(
        required={"title": text_object(24, *PLAIN), "blocks": anything},
        optional={
            **_VIEW_FIELDS,
            "submit": text_object(24, *PLAIN),
            "close": text_object(24, *PLAIN),
            **dict.fromkeys(("clear_on_close", "notify_on_close", "submit_disabled"), flag),
        },
    ),
    "home": Shape(required={"blocks": anything}, optional=_VIEW_FIELDS),
}
