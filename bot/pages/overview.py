"""The first page: what is running, and what was decided last."""

from dataclasses import dataclass
from typing import Final

from bot.commands.context import Context
from bot.pages.listing import Listed, listed
from bot.ports import Part, Sought

LATEST: Final = 8
"""Decisions on the first page; the others are on the page of decisions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is under way, the latest first, and the latest decisions."""

    running: tuple[Listed, ...]
    decided: tuple[Listed, ...]
    entries: int


def overview_page(context: Context) -> Overview:
    """Gather the first page; drafts are not on it."""
    uow, code = context.uow, context.alliance.code
    under_way = (motion for motion in uow.motions.under_way(code) if context.sees(motion))
    latest = uow.motions.past(code, Sought(), Part(limit=LATEST)).motions
    return Overview(
        running=tuple(listed(motion, context) for motion in under_way),
        decided=tuple(listed(motion, context) for motion in latest),
        entries=uow.journal.head(code).seq,
    )
