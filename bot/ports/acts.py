"""The act under way: what the operator's logs and measures may know of it, which is never who acted nor what was said.

Logs find it in the context of the running task, so that every line written on behalf of an act names the act.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.addresses import Platform
from bot.domain.ids import AllianceCode

UNREAD: Final = "unread"
"""The command of an act that could not be read as one: what a person typed is never repeated."""


class Ending(StrEnum):
    """How an act ended that was not refused; a refusal is told by its own name."""

    DONE = "done"
    REPEATED = "repeated"
    """It had been answered before: the first answer was given again and nothing was done."""
    ASKED = "asked"
    """Its author is asked for a second tap; nothing has been recorded yet."""
    FORM = "form"
    """A form asks for what is missing."""
    NOT_RECORDED = "not recorded"
    """The database could not commit; nothing has happened."""
    UNKNOWN = "unknown"
    """The answer to the commit was lost, or whoever waited for the act went away."""
    FAILED = "failed"
    """A defect of ours; nothing has happened."""


@dataclass(slots=True, kw_only=True)
class Act:
    """What is known of the act under way; the dispatcher fills it in as it comes to know it."""

    key: str
    platform: Platform
    command: str = UNREAD
    alliance: AllianceCode | None = None
    ending: str = Ending.UNKNOWN


_UNDER_WAY: ContextVar[Act | None] = ContextVar("act_under_way", default=None)


def act_under_way() -> Act | None:
    """Give the act on whose behalf the running task works; None outside of any."""
    return _UNDER_WAY.get()


@contextmanager
def under_way(act: Act) -> Iterator[Act]:
    """Have all that is logged in this block name the act."""
    before = _UNDER_WAY.set(act)
    try:
        yield act
    finally:
        _UNDER_WAY.reset(before)
