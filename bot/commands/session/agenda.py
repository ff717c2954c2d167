"""``/session agenda-add, agenda-list, agenda-next``: the agenda of a session, its items taken in order."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.sessions import agenda_card
from bot.commands.conduct.sessions import renew_invitations, session_at, session_view, tell_of_session
from bot.commands.context import Context
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.session.calling import CONDUCTED_BY
from bot.commands.session.items import put_on_agenda
from bot.commands.session.options import SESSION, conducting, done, meant
from bot.domain.events import AgendaItemTaken
from bot.domain.ids import SessionNumber
from bot.domain.session_conduct import check_phase, following_item
from bot.domain.sessions import SessionPhase


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAgendaItem:
    """The secretariat or the chair puts an item on the agenda."""

    item: str
    session: SessionNumber | None = None


def add_agenda_item(request: AddAgendaItem, context: Context) -> Card:
    """Record the item behind the others, and have every notice of the session show it."""
    session = meant(request.session, context)
    conducting(context, session.body)
    check_phase(session, SessionPhase.CALLED, SessionPhase.OPEN, command=context.command.name)
    entry = put_on_agenda(session, request.item.strip(), context)
    changed = session_at(context.uow, context.alliance, session.number)
    tell_of_session(context.uow, context.alliance, changed, entry, now=context.now)
    renew_invitations(context.uow, context.alliance, changed, now=context.now)
    return done(session.number, "added", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAgenda:
    """Anyone asks for the whole agenda of a session."""

    session: SessionNumber | None = None


def list_agenda(request: ListAgenda, context: Context) -> Card:
    """Tell every item in order, with when it was taken up."""
    view = session_view(context.uow, context.alliance, meant(request.session, context), now=context.now)
    return agenda_card(view, context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNextItem:
    """The secretariat or the chair takes up the next item."""

    session: SessionNumber | None = None


def take_next_item(request: TakeNextItem, context: Context) -> Card:
    """Record that the next item is taken up; raise where the session is not open or none is left."""
    session = meant(request.session, context)
    conducting(context, session.body)
    check_phase(session, SessionPhase.OPEN, command=context.command.name)
    item = following_item(session)
    entry = context.record(AgendaItemTaken(session=session.number, item=item.number, at=context.now))
    tell_of_session(context.uow, context.alliance, session, entry, now=context.now)
    return done(session.number, "taken", context)


COMMANDS = (
    Command(
        noun="session",
        verb="agenda-add",
        callers=CONDUCTED_BY,
        options=(Option(name="item", type=OptionType.TEXT, required=True), SESSION),
        request=AddAgendaItem,
        handler=add_agenda_item,
        writes=True,
        public=True,
    ),
    Command(
        noun="session",
        verb="agenda-list",
        callers=frozenset({Caller.ANYONE}),
        options=(SESSION,),
        request=ListAgenda,
        handler=list_agenda,
    ),
    Command(
        noun="session",
        verb="agenda-next",
        callers=CONDUCTED_BY,
        options=(SESSION,),
        request=TakeNextItem,
        handler=take_next_item,
        writes=True,
        public=True,
    ),
)
