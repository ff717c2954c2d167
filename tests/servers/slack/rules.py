"""What Slack refuses in a message, a view or a list of options.

After the shapes of single objects come the rules that look at several at once: unique ids, sums of
characters, inputs need a submit button. What passes is given to the validators of slack_sdk.models as a
second opinion.

Sources: as for shapes; bolt-js#2509 and #2867 for the characters of all blocks together. Every string
inside the blocks is counted, ids included: #2867 shows that the visible text alone counts too little.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.servers.slack.shapes import (
    BLOCKS,
    ELEMENTS,
    MARKDOWN_CHARACTERS,
    OPTION,
    OPTION_GROUP,
    VIEWS,
    Json,
    Shape,
    anything,
    list_of,
    problem,
    string,
    typed,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
ALL_BLOCKS_CHARACTERS = 13_200
MESSAGE_TEXT = 40_000
VIEW_BYTES = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why Slack refuses a body: the error code and the lines of response_metadata.messages."""

    error: str
    messages: tuple[str, ...] = ()


def elements_of(block: Json) -> Iterator[Json]:
    """Yield the interactive elements and inputs of a block, in order."""
    candidates = [*(block.get("elements") or ()), block.get("accessory"), block.get("element")]
    yield from (each for each in candidates if isinstance(each, dict) and each.get("type") in ELEMENTS)


def options_of(element: Json) -> list[Json]:
    """Return the options of a menu, those in groups included."""
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(option for group in groups for option in group["options"])]


def _element_problems(element: Json, path: str) -> Iterator[str]:
    kind = str(element["type"])
    if kind.endswith("static_select") and ("options" in element) == ("option_groups" in element):
        yield problem("must have exactly one of options and option_groups", path)
    if kind == "image" and ("image_url" in element) == ("slack_file" in element):
        yield problem("must have exactly one of image_url and slack_file", path)
    if not (kind.endswith("static_select") or kind in {"radio_buttons", "checkboxes"}):
        return
    chosen = [
        *([element["initial_option"]] if "initial_option" in element else ()),
        *element.get("initial_options", ()),
    ]
    if any(option not in options_of(element) for option in chosen):
        yield problem("initial option is not one of the options", path)


def files_of(blocks: object) -> Iterator[str]:
    """Yield the ids of the uploaded files that image blocks name."""
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict) and block.get("type") == "image" and "slack_file" in block:
            yield str(block["slack_file"].get("id", ""))


def _block_problems(block: Json, path: str) -> Iterator[str]:
    if block["type"] == "image" and ("image_url" in block) == ("slack_file" in block):
        yield problem("must have exactly one of image_url and slack_file", path)
    if block["type"] == "section" and not ("text" in block or "fields" in block):
        yield problem("must have text or fields", path)
    seen: set[str] = set()
    for element in elements_of(block):
        yield from _element_problems(element, path)
        action_id = element.get("action_id")
        if action_id in seen:
            yield problem(f"`action_id` {action_id} already exists in the block", path)
        if action_id is not None:
            seen.add(action_id)


def _sdk_problems(block: Json, path: str) -> Iterator[str]:
    try:
        parsed = Block.parse(block)
        if parsed is not None:
            parsed.validate_json()
    except SlackObjectFormationError as error:
        yield problem(str(error), path)


def _problems_of_blocks(blocks: list[Any], limit: int, path: str) -> list[str]:
    found = list(list_of(typed(BLOCKS, "block"), limit, low=0)(blocks, path))
    if found:
        return found
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        found += _block_problems(block, f"{path}/{index}")
        block_id = block.get("block_id")
        if block_id in seen:
            found.append(problem(f"`block_id` {block_id} already exists", f"{path}/{index}/block_id"))
        if block_id is not None:
            seen.add(block_id)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_CHARACTERS:
        found.append(problem(f"markdown must be less than {MARKDOWN_CHARACTERS + 1} characters", path))
    return found or [line for index, block in enumerate(blocks) for line in _sdk_problems(block, f"{path}/{index}")]


def _characters(value: object) -> int:
    match value:
        case str():
            return len(value)
        case dict():
            return sum(_characters(each) for each in value.values())
        case list():
            return sum(_characters(each) for each in value)
        case _:
            return 0


def check_blocks(blocks: object, path: str = "/blocks") -> Refusal | None:
    """Return why the blocks of a message are refused, or None."""
    if not isinstance(blocks, list):
        return Refusal(error="invalid_blocks_format", messages=(problem("must provide an array", path),))
    if problems := _problems_of_blocks(blocks, MESSAGE_BLOCKS, path):
        return Refusal(error="invalid_blocks", messages=tuple(problems))
    if (size := _characters(blocks)) > ALL_BLOCKS_CHARACTERS:
        return Refusal(error="msg_blocks_too_long", messages=(problem(f"{size} characters in all blocks", path),))
    return None


def check_message(body: Json, *, may_be_empty: bool = False) -> Refusal | None:
    """Return why a message (text, blocks, attachments, metadata) is refused, or None."""
    text, blocks, attachments = (body.get(name) for name in ("text", "blocks", "attachments"))
    if not (may_be_empty or str(text or "").strip() or blocks or attachments):
        return Refusal(error="no_text")
    if text is not None and len(str(text)) > MESSAGE_TEXT:
        return Refusal(error="msg_too_long", messages=(problem(f"must be less than {MESSAGE_TEXT + 1}", "/text"),))
    parts = [(blocks, "/blocks")] if blocks is not None else []
    for index, attachment in enumerate(attachments or ()):
        if "blocks" in attachment:
            parts.append((attachment["blocks"], f"/attachments/{index}/blocks"))
    for part, path in parts:
        if refusal := check_blocks(part, path):
            return refusal
    return _check_metadata(body.get("metadata"))


def _check_metadata(metadata: object) -> Refusal | None:
    shape = Shape(required={"event_type": string(255), "event_payload": anything})
    if metadata is None:
        return None
    problems = list(shape(metadata, "/metadata"))
    if isinstance(metadata, dict) and not isinstance(metadata.get("event_payload"), dict):
        problems.append(problem("must provide an object", "/metadata/event_payload"))
    return Refusal(error="invalid_metadata_format", messages=tuple(problems)) if problems else None


def check_view(view: object, *, kind: str = "modal") -> Refusal | None:
    """Return why a view of this kind ("modal" or "home") is refused, or None."""
    problems = list(typed({kind: VIEWS[kind]}, "view")(view, "/view"))
    if isinstance(view, dict) and not problems:
        if not isinstance(view["blocks"], list):
            problems.append(problem("must provide an array", "/view/blocks"))
        else:
            problems += _problems_of_blocks(view["blocks"], VIEW_BLOCKS, "/view/blocks")
            has_inputs = any(isinstance(each, dict) and each.get("type") == "input" for each in view["blocks"])
            if kind == "modal" and has_inputs and "submit" not in view:
                problems.append(problem("submit is required with input blocks", "/view"))
    if problems:
        return Refusal(error="invalid_arguments", messages=tuple(problems))
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        return Refusal(error="view_too_large")
    return None


def check_options(body: object) -> Refusal | None:
    """Return why the answer to a block_suggestion is refused, or None."""
    shape = Shape(
        optional={
            "options": list_of(OPTION, 100, low=0),
            "option_groups": list_of(OPTION_GROUP, 100, low=0),
        },
    )
    problems = list(shape(body, ""))
    if isinstance(body, dict) and len(body) != 1:
        problems.append(problem("must have exactly one of options and option_groups", ""))
    return Refusal(error="invalid_options", messages=tuple(problems)) if problems else None
