"""``/alliance next``: what waits for the caller, until when, and what to type."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.waiting import waiting_card
from bot.commands.context import Context
from bot.commands.registry import Caller, Command
from bot.commands.waiting.callers import acts_for
from bot.commands.waiting.sources import waiting_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowNext:
    """Anyone asks what waits for it."""


def show_next(request: ShowNext, context: Context) -> Card:  # noqa: ARG001 - it asks for nothing
    """Tell what waits for the caller, the most pressing first."""
    return waiting_card(waiting_for(context), acts_for(context), context.interpreter, now=context.now)


COMMANDS = (
    Command(
        noun="alliance",
        verb="next",
        callers=frozenset({Caller.ANYONE}),
        options=(),
        request=ShowNext,
        handler=show_next,
    ),
)
