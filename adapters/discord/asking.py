"""The questions of a form as parts of a modal, each of the kind that takes fewest taps on a phone.

A few answers are radio buttons, all of them in sight: a select hides them behind two more taps. A single answer that
may be left out is a box to tick. More than ten answers are a select, up to its 25; what has more is asked for in words.
Source: Component Reference.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import discord

from adapters.discord import limits
from adapters.discord.escaping import fitted, plain
from bot.cards.card import Entry, FormField

T = TypeVar("T")


def question(field: FormField) -> discord.ui.Label[Any]:
    """Give a question with its label, its hint and what takes the answer."""
    return discord.ui.Label(
        text=fitted(plain(field.label), limits.LABEL),
        description=fitted(plain(field.hint), limits.LABEL_DESCRIPTION) or None,
        component=_answer(field),
    )


def _answer(field: FormField) -> discord.ui.Item[Any]:
    offered = dict(field.choices or {})
    if not offered or len(offered) > limits.SELECT_OPTIONS:
        return _text(field)
    if len(offered) < limits.FEWEST_RADIOS and not field.required:
        return _box(field, offered)
    return _radios(field, offered) if limits.FEWEST_RADIOS <= len(offered) <= limits.RADIOS else _select(field, offered)


def _box(field: FormField, offered: dict[str, str]) -> discord.ui.CheckboxGroup[Any]:
    options = _options(discord.CheckboxGroupOption, field, offered)
    return discord.ui.CheckboxGroup(custom_id=field.name, required=False, min_values=0, max_values=1, options=options)


def _radios(field: FormField, offered: dict[str, str]) -> discord.ui.RadioGroup[Any]:
    options = _options(discord.RadioGroupOption, field, offered)
    return discord.ui.RadioGroup(custom_id=field.name, required=field.required, options=options)


def _select(field: FormField, offered: dict[str, str]) -> discord.ui.Select[Any]:
    options = _options(discord.SelectOption, field, offered)
    least = int(field.required)
    return discord.ui.Select(custom_id=field.name, required=field.required, min_values=least, options=options)


def _options(kind: Callable[..., T], field: FormField, offered: dict[str, str]) -> list[T]:
    """Give the answers of a question; what was given before is chosen already."""
    return [
        kind(label=fitted(plain(read), limits.SELECT_TEXT), value=sent, default=sent == field.value)
        for sent, read in offered.items()
    ]


def _text(field: FormField) -> discord.ui.TextInput[Any]:
    """Give a text question, wide enough for what fills it: a text too long is refused in words, not cut."""
    return discord.ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.entry is Entry.LINES else discord.TextStyle.short,
        default=field.value or None,
        required=field.required,
        max_length=min(max(field.max_length, len(field.value)), limits.TEXT_INPUT),
    )
