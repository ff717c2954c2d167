"""``/session minutes``: the minutes of a session are published in the channels that show it."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.minutes import publishing_card
from bot.commands.conduct.sessions import publish_minutes
from bot.commands.context import Context
from bot.commands.registry import Command
from bot.commands.session.calling import CONDUCTED_BY
from bot.commands.session.options import SESSION, conducting, meant_for_minutes
from bot.domain.ids import SessionNumber
from bot.domain.notices import WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishMinutes:
    """The secretariat or the chair publishes the minutes of a session."""

    session: SessionNumber | None = None


def publish_session_minutes(request: PublishMinutes, context: Context) -> Card:
    """Owe the minutes to the channels in the alliance's language: those of a session that is over, once.

    They are made when they are posted, beside the acts of everyone else.
    """
    session = meant_for_minutes(request.session, context)
    conducting(context, session.body)
    over = session.closed_at is not None or session.cancelled_at is not None
    entry = WHOLE if over else context.uow.journal.head(context.alliance.code).seq
    publish_minutes(context.uow, context.alliance, session, entry, now=context.now)
    return publishing_card(session.number, context.interpreter)


COMMANDS = (
    Command(
        noun="session",
        verb="minutes",
        callers=CONDUCTED_BY,
        options=(SESSION,),
        request=PublishMinutes,
        handler=publish_session_minutes,
        writes=True,
        public=True,
    ),
)
