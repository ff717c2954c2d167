"""Every source of what waits for a person, and all of them together."""

from collections.abc import Callable, Iterator
from typing import Final

from bot.cards.waiting import Waiting
from bot.commands.context import Context
from bot.commands.waiting.following import (
    after_adoption,
    sessions_ahead,
)
from bot.commands.waiting.motions import (
    amendments_to_answer,
    ballots_to_cast,
    drafts_to_clear,
    notes_to_contest,
    proposals_to_second,
    questions_to_answer,
)
from bot.commands.waiting.offices import (
    benchmarks_to_judge,
    members_to_look_after,
    motions_to_handle,
    notes_to_confirm,
    requests_of_nobody,
    requests_to_answer,
    requests_to_follow,
    reviews_to_judge,
    seats_to_give,
    ties_to_break,
)
from bot.commands.waiting.states import (
    credentials_ending,
    declaration_to_sign,
    finding_to_reply_to,
    promises,
    term_ending,
)

SOURCES: Final[tuple[Callable[[Context], Iterator[Waiting]], ...]] = (
    ballots_to_cast,
    questions_to_answer,
    proposals_to_second,
    amendments_to_answer,
    notes_to_contest,
    drafts_to_clear,
    ties_to_break,
    requests_to_answer,
    sessions_ahead,
    after_adoption,
    term_ending,
    finding_to_reply_to,
    promises,
    declaration_to_sign,
    credentials_ending,
    requests_of_nobody,
    requests_to_follow,
    motions_to_handle,
    notes_to_confirm,
    members_to_look_after,
    seats_to_give,
    reviews_to_judge,
    benchmarks_to_judge,
)
"""What knows of something that may wait for a person; each gives nothing to whom it is not for."""


def waiting_for(context: Context) -> list[Waiting]:
    """Give everything that waits for the caller, in the order of the sources."""
    return [line for source in SOURCES for line in source(context)]
