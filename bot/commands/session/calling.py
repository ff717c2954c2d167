"""``/session call, cancel``: a session is called with its notice and its agenda, or is not held after all."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cards.card import Card
from bot.commands.conduct.presiding import every_presidency
from bot.commands.conduct.sessions import invite, renew_invitations, session_at, show_session, tell_of_session
from bot.commands.context import Context
from bot.commands.motion.options import REASON_IF_ANY
from bot.commands.registry import TITLE_LIMIT, Caller, Command, Option, OptionType
from bot.commands.session.items import put_on_agenda
from bot.commands.session.options import SESSION, conducting, done, meant
from bot.domain.charter import Body
from bot.domain.credentials import Role
from bot.domain.events import SessionCalled, SessionCancelled
from bot.domain.ids import SessionNumber
from bot.domain.level import Level
from bot.domain.session_conduct import check_notice, check_phase
from bot.domain.sessions import SessionPhase

AGENDA_LIMIT: Final = 3000
_ITEMS: Final = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSession:
    """The secretariat, or the chair of a body, calls a session."""

    level: Level
    title: str
    starts: datetime
    place: str = ""
    agenda: str = ""
    body: Body | None = None
    urgent: bool = False


def call_session(request: CallSession, context: Context) -> Card:
    """Record the session with its agenda, show it in the channels, and send its notice to every delegation."""
    body, rules = _body(request.body, context), context.alliance.charter.session
    member = conducting(context, body.name)
    check_notice(rules, starts_at=request.starts, urgent=request.urgent, now=context.now)
    number = context.uow.sessions.next_number(context.alliance.code)
    reminders = sorted(request.starts - before for before in rules.reminders)
    event = SessionCalled(
        session=number,
        body=body.name,
        level=request.level,
        title=request.title,
        place=request.place,
        urgent=request.urgent,
        starts_at=request.starts,
        attendance_at=request.starts - rules.attendance,
        reminders=tuple(at for at in reminders if at > context.now),
        member=member,
        account=context.account,
        at=context.now,
    )
    context.record(event)
    for item in filter(None, (part.strip() for part in _ITEMS.split(request.agenda))):
        put_on_agenda(session_at(context.uow, context.alliance, number), item, context)
    session = session_at(context.uow, context.alliance, number)
    show_session(context.uow, context.alliance, session, now=context.now)
    invite(context.uow, context.alliance, session, now=context.now)
    return done(number, "called", context)


def _body(named: Body | None, context: Context) -> Body:
    """Give the body that meets: the one named, the one over which the caller presides, else that of all members."""
    if named is not None:
        return named
    bodies = context.alliance.charter.bodies
    if context.credential is not None and context.credential.role is not Role.SECRETARIAT:
        every = every_presidency(context.uow, context.alliance, now=context.now)
        presided = [each.body for each in every if each.presiding == context.credential.member]
        if len(presided) == 1:
            return presided[0]
    return next((body for body in bodies.values() if body.seats is None), next(iter(bodies.values())))


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSession:
    """The secretariat, or the chair of its body, cancels a session that was called."""

    session: SessionNumber | None = None
    reason: str = ""


def cancel_session(request: CancelSession, context: Context) -> Card:
    """Record that a session is not held, and tell everyone; raise where it has been opened or is over."""
    session = meant(request.session, context)
    conducting(context, session.body)
    check_phase(session, SessionPhase.CALLED, command=context.command.name)
    entry = context.record(SessionCancelled(session=session.number, reason=request.reason, at=context.now))
    tell_of_session(context.uow, context.alliance, session, entry, now=context.now)
    renew_invitations(context.uow, context.alliance, session, now=context.now)
    return done(session.number, "cancelled", context)


CONDUCTED_BY: Final = frozenset({Caller.SECRETARIAT, Caller.CHAIR})

COMMANDS = (
    Command(
        noun="session",
        verb="call",
        callers=CONDUCTED_BY,
        options=(
            Option(name="level", type=OptionType.LEVEL, required=True),
            Option(name="title", type=OptionType.TEXT, required=True, limit=TITLE_LIMIT),
            Option(name="starts", type=OptionType.OPENING_MOMENT, required=True),
            Option(name="place", type=OptionType.TEXT),
            Option(name="agenda", type=OptionType.LONG_TEXT, limit=AGENDA_LIMIT),
            Option(name="body", type=OptionType.BODY),
            Option(name="urgent", type=OptionType.YES_NO),
        ),
        request=CallSession,
        handler=call_session,
        writes=True,
        public=True,
    ),
    Command(
        noun="session",
        verb="cancel",
        callers=CONDUCTED_BY,
        options=(SESSION, REASON_IF_ANY),
        request=CancelSession,
        handler=cancel_session,
        writes=True,
        public=True,
    ),
)
