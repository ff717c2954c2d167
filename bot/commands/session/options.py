"""What the commands of ``/session`` have in common: which session is meant, and who may conduct it."""

from typing import Final

from bot.cards.card import Card
from bot.cards.sessions import session_done_card
from bot.commands.conduct.sessions import session_at, session_view
from bot.commands.context import Context
from bot.commands.registry import Option, OptionType
from bot.domain.credentials import Role
from bot.domain.ids import BodyName, MemberCode, SessionNumber
from bot.domain.session_conduct import NoSessionMeant, SeveralSessionsMeant, UnknownSession
from bot.domain.sessions import Session, SessionPhase, subject_of

SESSION: Final = Option(name="session", type=OptionType.SESSION)
LANGUAGE: Final = Option(name="language", type=OptionType.LANGUAGE)


def meant(number: SessionNumber | None, context: Context) -> Session:
    """Give the session named, else the one that is open, else the only one ahead.

    Raise UnknownSession, NoSessionMeant where there is none, SeveralSessionsMeant where several could be meant.
    """
    if number is not None:
        session = context.uow.sessions.get(context.alliance.code, number)
        if session is None:
            raise UnknownSession(session=number)
        return session
    ahead = context.uow.sessions.ahead(context.alliance.code)
    running = [each for each in ahead if each.phase is SessionPhase.OPEN] or list(ahead)
    if not running:
        raise NoSessionMeant(command=context.command.name)
    if len(running) > 1:
        accepted = tuple(subject_of(each.number) for each in running)
        raise SeveralSessionsMeant(command=context.command.name, accepted=accepted)
    return running[0]


def meant_for_minutes(number: SessionNumber | None, context: Context) -> Session:
    """Give the session named, else the one that is open, else the one that was closed last; raise as ``meant``."""
    every = () if number is not None else context.uow.sessions.every(context.alliance.code)
    running = [each for each in every if each.phase is SessionPhase.OPEN]
    over = sorted((each for each in every if each.closed_at is not None), key=lambda each: str(each.closed_at))
    if not running and over:
        return over[-1]
    return meant(number, context)


def conducting(context: Context, body: BodyName) -> MemberCode | None:
    """Let the secretariat or the chair of a body act: give the chair's member, None for the secretariat.

    Raise ChairVacant or NotPresiding for anyone else.
    """
    if context.credential is not None and context.credential.role is Role.SECRETARIAT:
        return None
    return context.chair(body)


def done(number: SessionNumber, what: str, context: Context, *, member: MemberCode | None = None) -> Card:
    """Confirm an act on a session to whoever did it; ``what`` names the message."""
    session = session_at(context.uow, context.alliance, number)
    view = session_view(context.uow, context.alliance, session, now=context.now)
    return session_done_card(view, what, context.interpreter, member=member)
