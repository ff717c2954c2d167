"""``/record minutes``: the record, for everyone to read."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.commands.conduct.minutes import minutes_at, minutes_in
from bot.commands.context import Context
from bot.commands.registry import Caller, Command
from bot.commands.session.options import LANGUAGE, SESSION, meant_for_minutes
from bot.domain.ids import SessionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMinutes:
    """Anyone asks for the minutes of a session."""

    session: SessionNumber | None = None
    language: str = ""


def read_minutes(request: ReadMinutes, context: Context) -> Card:
    """Give the minutes of a session as a file: a draft while it is not over."""
    session = meant_for_minutes(request.session, context)
    minutes = minutes_at(context.uow, context.alliance, session.number)
    return minutes_in(minutes, context, request.language)


COMMANDS = (
    Command(
        noun="record",
        verb="minutes",
        callers=frozenset({Caller.ANYONE}),
        options=(SESSION, LANGUAGE),
        request=ReadMinutes,
        handler=read_minutes,
    ),
)
