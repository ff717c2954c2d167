"""``/session present, quorum, show``: who is there, whether that is enough, and what sessions there are."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.sessions import quorum_card, session_card, sessions_card
from bot.commands.conduct.sessions import session_at, session_view, show_session
from bot.commands.context import Context
from bot.commands.refusals import DelegationOnly
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.session.options import SESSION, done, meant
from bot.domain.credentials import Role
from bot.domain.events import PresenceRecorded
from bot.domain.ids import SessionNumber
from bot.domain.membership import Member, Right
from bot.domain.session_conduct import PresenceOfOthers, PresentMemberMissing, check_may_attend


@dataclass(frozen=True, slots=True, kw_only=True)
class BePresent:
    """A delegation says that its state is present, or the secretariat takes a state down."""

    session: SessionNumber | None = None
    member: Member | None = None


def be_present(request: BePresent, context: Context) -> Card:
    """Record that a state is present, and make the card of the session current; raise why it cannot be."""
    session, member = meant(request.session, context), _who(request.member, context)
    check_may_attend(context.alliance.charter, session, member, command=context.command.name, now=context.now)
    context.record(
        PresenceRecorded(session=session.number, member=member.code, account=context.account, at=context.now)
    )
    changed = session_at(context.uow, context.alliance, session.number)
    show_session(context.uow, context.alliance, changed, now=context.now, soon=True)
    return done(session.number, "present", context, member=member.code)


def _who(named: Member | None, context: Context) -> Member:
    """Give who is present: a delegation's own state, or whom the secretariat names."""
    credential = context.credential
    if credential is not None and credential.role is Role.SECRETARIAT:
        if named is None:
            raise PresentMemberMissing
        return named
    if credential is None or credential.member is None:
        raise DelegationOnly(command=context.command.name)
    if named is not None and named.code != credential.member:
        raise PresenceOfOthers(member=credential.member)
    return context.member(credential.member)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSession:
    """Anyone asks for one session, or for all."""

    session: SessionNumber | None = None


def show_one_or_all(request: ShowSession, context: Context) -> Card:
    """Show the session named, else list them all."""
    if request.session is None:
        return sessions_card(context.uow.sessions.every(context.alliance.code), context.interpreter)
    view = session_view(context.uow, context.alliance, meant(request.session, context), now=context.now)
    return session_card(view, context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowQuorum:
    """Anyone asks who is present."""

    session: SessionNumber | None = None


def show_quorum(request: ShowQuorum, context: Context) -> Card:
    """Tell who is present and absent, and how that stands to the quorum."""
    view = session_view(context.uow, context.alliance, meant(request.session, context), now=context.now)
    return quorum_card(view, context.interpreter)


COMMANDS = (
    Command(
        noun="session",
        verb="present",
        callers=frozenset({Caller.DELEGATION, Caller.POLITICAL_DIRECTOR, Caller.SECRETARIAT}),
        options=(SESSION, Option(name="member", type=OptionType.MEMBER)),
        request=BePresent,
        handler=be_present,
        writes=True,
        public=True,
        right=Right.ATTEND,
    ),
    Command(
        noun="session",
        verb="quorum",
        callers=frozenset({Caller.ANYONE}),
        options=(SESSION,),
        request=ShowQuorum,
        handler=show_quorum,
    ),
    Command(
        noun="session",
        verb="show",
        callers=frozenset({Caller.ANYONE}),
        options=(SESSION,),
        request=ShowSession,
        handler=show_one_or_all,
    ),
)
