"""``/session minutes``: the minutes of a session are published in the channels that show it."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.commands.conduct.minutes import minutes_at, minutes_in
from bot.commands.conduct.sessions import publish_minutes
from bot.commands.context import Context
from bot.commands.registry import Command
from bot.commands.session.calling import CONDUCTED_BY
from bot.commands.session.options import LANGUAGE, SESSION, conducting, meant_for_minutes
from bot.domain.ids import SessionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishMinutes:
    """The secretariat or the chair publishes the minutes of a session."""

    session: SessionNumber | None = None
    language: str = ""


def publish_session_minutes(request: PublishMinutes, context: Context) -> Card:
    """Owe the minutes to the channels in the alliance's language, and give them to the caller in its own."""
    session = meant_for_minutes(request.session, context)
    conducting(context, session.body)
    minutes = minutes_at(context.uow, context.alliance, session.number)
    publish_minutes(context.uow, context.alliance, session, minutes.entry, now=context.now)
    return minutes_in(minutes, context, request.language)


COMMANDS = (
    Command(
        noun="session",
        verb="minutes",
        callers=CONDUCTED_BY,
        options=(SESSION, LANGUAGE),
        request=PublishMinutes,
        handler=publish_session_minutes,
        writes=True,
        public=True,
    ),
)
