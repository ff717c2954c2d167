"""``/session open, close, consensus``: a session is opened and closed, and asked whether it can agree."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.commands.conduct.presiding import presiding_member
from bot.commands.conduct.sessions import (
    open_session,
    quorum_of,
    renew_invitations,
    session_at,
    tell_of_session,
)
from bot.commands.context import Context
from bot.commands.motion.consensus import AskForConsensus, ask_for_consensus
from bot.commands.motion.options import MOTION
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.session.calling import CONDUCTED_BY
from bot.commands.session.options import SESSION, conducting, done, meant
from bot.domain.events import SessionClosed, SessionOpened
from bot.domain.ids import MotionNumber, SessionNumber
from bot.domain.phases import Phase
from bot.domain.session_conduct import (
    NoSessionOfBody,
    RollStillCalled,
    check_may_open,
    check_phase,
)
from bot.domain.sessions import Session, SessionPhase, roll_at


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """The secretariat or the chair opens a session."""

    session: SessionNumber | None = None


def start_session(request: OpenSession, context: Context) -> Card:
    """Record the opening with the roll, who presides and the presence; raise why it cannot be opened."""
    session = meant(request.session, context)
    conducting(context, session.body)
    uow, alliance, now = context.uow, context.alliance, context.now
    roll = roll_at(alliance.charter, session, uow.roster.on(alliance.code, now))
    quorum = quorum_of(alliance, session, roll)
    check_may_open(session, uow.sessions.ahead(alliance.code), quorum, alliance.charter.session, now=now)
    opened = SessionOpened(
        session=session.number,
        member=presiding_member(uow, alliance, session.body, concerned=None, now=now),
        roll=roll,
        quorum=quorum,
        at=now,
    )
    _tell(session, context.record(opened), context)
    return done(session.number, "opened", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSession:
    """The secretariat or the chair closes a session."""

    session: SessionNumber | None = None


def close_session(request: CloseSession, context: Context) -> Card:
    """Record the end of a session; raise where it is not open."""
    session = meant(request.session, context)
    conducting(context, session.body)
    check_phase(session, SessionPhase.OPEN, command=context.command.name)
    _check_no_roll_call(session, context)
    chair = presiding_member(context.uow, context.alliance, session.body, concerned=None, now=context.now)
    entry = context.record(SessionClosed(session=session.number, member=chair, at=context.now))
    _tell(session, entry, context)
    return done(session.number, "closed", context)


def _check_no_roll_call(session: Session, context: Context) -> None:
    """Raise RollStillCalled where the roll of a motion of the body is being called."""
    for motion in context.uow.motions.in_vote(context.alliance.code):
        if motion.body == session.body and motion.course.call is not None and motion.phase(context.now) is Phase.VOTING:
            raise RollStillCalled(session=session.number, motion=motion.number)


def _tell(session: Session, entry: int, context: Context) -> None:
    changed = session_at(context.uow, context.alliance, session.number)
    tell_of_session(context.uow, context.alliance, changed, entry, now=context.now)
    renew_invitations(context.uow, context.alliance, changed, now=context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSession:
    """The chair asks a session whether a motion can be adopted without a vote."""

    motion: MotionNumber
    within: datetime | None = None


def ask_session(request: AskSession, context: Context) -> Card:
    """Put the question as ``/motion consensus`` does; raise where no session of the motion's body is open."""
    motion = context.bring_up(request.motion)
    context.chair_of(motion)
    if open_session(context.uow, context.alliance, motion.body) is None:
        raise NoSessionOfBody(
            motion=motion.number, body=motion.body, command=context.command.name, instead="/motion consensus"
        )
    return ask_for_consensus(AskForConsensus(motion=request.motion, within=request.within), context)


COMMANDS = (
    Command(
        noun="session",
        verb="open",
        callers=CONDUCTED_BY,
        options=(SESSION,),
        request=OpenSession,
        handler=start_session,
        writes=True,
        public=True,
    ),
    Command(
        noun="session",
        verb="close",
        callers=CONDUCTED_BY,
        options=(SESSION,),
        request=CloseSession,
        handler=close_session,
        writes=True,
        public=True,
    ),
    Command(
        noun="session",
        verb="consensus",
        callers=frozenset({Caller.CHAIR}),
        options=(MOTION, Option(name="within", type=OptionType.MOMENT)),
        request=AskSession,
        handler=ask_session,
        writes=True,
        public=True,
        phases=frozenset({Phase.DEBATE}),
        under_question=True,
    ),
)
