"""A form as a modal, and a modal's answers as the values of a command.

A modal's id carries the command and those values that its five questions leave no room for, so that an answer is
understood after a restart and nothing that was typed is lost. It differs with what the modal shows: Discord on phones
shows again what it first saw under an id, such as the text of another message (discord-api-docs, issue 7554).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import discord

from adapters.discord import limits
from adapters.discord.asking import question
from adapters.discord.escaping import fitted, plain
from bot.cards.card import Form, FormField

PREFIX: Final = "v1f:"
"""How the ids of our modals begin."""
SHOWS: Final = "~"
"""What stands between the command and the fingerprint of what the modal shows."""
MARK: Final = 8
"""Characters of that fingerprint."""


def modal_of(form: Form) -> discord.ui.Modal | None:
    """Give the modal of a form; None where it does not fit one: then words ask for the options.

    Questions still open come first, then what is filled in, the longest values first; the shortest go into
    the id.
    """
    asked = sorted(form.asked, key=_rank)
    shown, carried = asked[: limits.MODAL_FIELDS], asked[limits.MODAL_FIELDS :]
    questions = [question(field) for field in form.fields if field in shown]
    custom_id = _id(form.action, questions, carried)
    lost = any(field.required and not field.value for field in carried)
    if lost or len(custom_id) > limits.CUSTOM_ID or any(len(field.value) > limits.TEXT_INPUT for field in shown):
        return None
    title = fitted(plain(form.title), limits.MODAL_TITLE)
    modal = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    modal.stop()
    for each in questions:
        modal.add_item(each)
    return modal


def read_id(custom_id: str) -> tuple[str, dict[str, str]] | None:
    """Read a modal's id back into a command's path and the values it carries; None where it is not ours."""
    if not custom_id.startswith(PREFIX):
        return None
    command, _, query = custom_id.removeprefix(PREFIX).partition("?")
    return command.partition(SHOWS)[0], dict(parse_qsl(query))


def read_answers(components: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Read what a person filled in, by option."""
    return {name: value for name, value in _answers(components) if value}


def _answers(components: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for part in components:
        if "component" in part:
            yield from _answers((part["component"],))
        elif "components" in part:
            yield from _answers(part["components"])
        elif "custom_id" in part:
            chosen = part.get("values") or [part.get("value") or ""]
            yield part["custom_id"], str(chosen[0])


def _rank(field: FormField) -> tuple[bool, int]:
    return bool(field.value), -len(field.value)


def _id(path: str, questions: Iterable[discord.ui.Label[Any]], carried: Iterable[FormField]) -> str:
    """Give the id of a modal, one for each thing that it may show."""
    shown = json.dumps([each.to_component_dict() for each in questions], sort_keys=True)
    mark = hashlib.sha256(shown.encode()).hexdigest()[:MARK]
    query = urlencode({field.name: field.value for field in carried if field.value})
    return f"{PREFIX}{path}{SHOWS}{mark}" + (f"?{query}" if query else "")
