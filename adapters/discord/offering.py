"""The answers that a form offers, where they are few: nobody knows the charter's names for kinds of motions by heart.

A modal cannot complete while a person types. So what the house would suggest is asked for before it opens, within a
second; where it does not come in time, or where there is more of it than a list takes, the question is asked in words.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from adapters.discord import limits
from bot.cards.card import Entry, Form, FormField
from bot.commands.suggesting import Suggestion

log: Final = logging.getLogger(__name__)

WITHIN: Final = timedelta(seconds=1)
"""Of the three seconds in which a form must be open; the person's language has to be looked up too."""

Suggest = Callable[[str, str], Awaitable[tuple[Suggestion, ...]]]
"""Gives what an option of a command may take, by the command's path and the option's name."""


async def offered(form: Form, suggest: Suggest) -> Form:
    """Give the form with the answers of its open questions, of those that have few."""
    try:
        async with asyncio.timeout(WITHIN.total_seconds()):
            fields = [await _with_choices(form, field, suggest) for field in form.fields]
    except TimeoutError:
        log.warning("form_opened_without_choices", extra={"path": form.action})
        return form
    return replace(form, fields=tuple(fields))


async def _with_choices(form: Form, field: FormField, suggest: Suggest) -> FormField:
    if field.entry is not Entry.SEARCH or field.value or not field.required:
        return field
    found = await suggest(form.action, field.name)
    known = {one.value: one.label for one in found if len(one.value) <= limits.SELECT_TEXT}
    return replace(field, choices=known) if 0 < len(known) < limits.SELECT_OPTIONS else field
