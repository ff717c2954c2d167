"""What waits for a person after a vote, and for a session: answers, contributions, authorisations, presence."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.cards.waiting import Waiting, on_motion
from bot.commands.conduct.implementing import asked
from bot.commands.context import Context
from bot.commands.waiting.callers import binds, holds, votes_for
from bot.domain.authorisations import AuthorisationState
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from bot.domain.implementation import Implementation
from bot.domain.motion import Motion
from bot.domain.phases import ADOPTED_PHASES
from bot.domain.sessions import subject_of
from bot.locales.catalogue import Value

OVERDUE: Final = timedelta(days=1)
"""A session that was not opened for so long after its beginning waits for nobody but the secretariat."""

AWAITING: Final = frozenset({AuthorisationState.PENDING, AuthorisationState.EXPIRED})
"""Where an authorisation stands that is to be recorded."""


def _followed(context: Context) -> Iterator[tuple[Implementation, Motion]]:
    """Give what follows the texts that hold."""
    for found in context.uow.implementations.every(context.alliance.code):
        motion = context.uow.motions.get(context.alliance.code, found.motion)
        if motion is not None and motion.phase(context.now) in ADOPTED_PHASES:
            yield found, motion


def after_adoption(context: Context) -> Iterator[Waiting]:
    """Give what follows the texts that hold: answers, contributions, authorisations, decisions to look at again."""
    for found, motion in _followed(context):
        yield from _answer(found, motion, context)
        yield from _contributions(found, motion, context)
        yield from _authorisation(found, motion, context)
        yield from _look_again(found, motion, context)


def _answer(found: Implementation, motion: Motion, context: Context) -> Iterator[Waiting]:
    """Give the text that asks the caller's state whether it joins, while an answer is asked for."""
    member = binds(context)
    if member is None or found.answer_by is None or found.closed_at is not None or found.answer_by < context.now:
        return
    if found.answer(member) is None and member in asked(context.uow, context.alliance, motion, now=context.now):
        yield on_motion(
            motion,
            what="answer",
            at=found.answer_by,
            command=f"/coalition join M-{motion.number}",
        )


def _contributions(found: Implementation, motion: Motion, context: Context) -> Iterator[Waiting]:
    """Give what the caller's state has promised and not delivered; to the secretariat, what of others is overdue."""
    member, officer = votes_for(context), holds(context, Role.SECRETARIAT)
    for given in found.contributions:
        own = member is not None and given.member == member.code
        if not given.awaited or not (own or (officer and given.due_at < context.now)):
            continue
        yield on_motion(
            motion,
            what="contribution" if own else "overdue",
            at=given.due_at,
            number=given.number,
            amount=given.outstanding,
            member=given.member,
            command=f"/contribution deliver M-{motion.number} {given.number} …"
            if own
            else f"/contribution list M-{motion.number}",
        )


def _authorisation(found: Implementation, motion: Motion, context: Context) -> Iterator[Waiting]:
    """Give the text for which the decision of the parliament of the caller's state is awaited, or is over."""
    if _awaits(found, binds(context), context):
        yield on_motion(
            motion,
            what="authorisation",
            command=f"/authorisation record M-{motion.number} …",
        )


def _awaits(found: Implementation, member: MemberCode | None, context: Context) -> bool:
    if member is None or found.needed is None or member not in found.members:
        return False
    return found.state_of(member, context.now) in AWAITING


def _look_again(found: Implementation, motion: Motion, context: Context) -> Iterator[Waiting]:
    """Give the secretariat the decision whose day to be looked at again has come."""
    if holds(context, Role.SECRETARIAT) and found.review_at is not None and found.review_at <= context.now:
        yield on_motion(
            motion,
            what="look_again",
            at=found.review_at,
            command=f"/motion follow-up M-{motion.number} …",
        )


def sessions_ahead(context: Context) -> Iterator[Waiting]:
    """Give the sessions at which the caller's state is not taken down as present; to the secretariat, those overdue."""
    held, officer = context.credential, holds(context, Role.SECRETARIAT)
    member = None if held is None or held.role is Role.OBSERVER else held.member
    for session in context.uow.sessions.ahead(context.alliance.code):
        overdue = session.opened_at is None and context.now > session.starts_at + OVERDUE
        facts: dict[str, Value] = {"session": session.number, "title": session.title, "level": session.level}
        if officer and overdue:
            line = f"/session open {subject_of(session.number)}"
            yield Waiting(what="session_late", at=session.starts_at, facts=facts, command=line)
        if member is None or overdue or member in session.attending:
            continue
        takes = session.takes_attendance(context.now)
        yield Waiting(
            what="session",
            at=session.starts_at,
            facts=facts,
            command=f"/session {'present' if takes else 'show'} {subject_of(session.number)}",
        )
