"""What waits for a person after a vote, and for a session: answers, contributions, authorisations, presence."""

from collections.abc import Iterator
from typing import Final

from bot.cards.waiting import Waiting, motion_button
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

AWAITING: Final = frozenset({AuthorisationState.PENDING, AuthorisationState.EXPIRED})
"""Where an authorisation stands that is to be recorded."""


def _followed(context: Context) -> Iterator[tuple[Implementation, Motion]]:
    """Give what follows the texts that hold."""
    for found in context.uow.implementations.every(context.alliance.code):
        motion = context.uow.motions.get(context.alliance.code, found.motion)
        if motion is not None and motion.phase(context.now) in ADOPTED_PHASES:
            yield found, motion


def answers_to_give(context: Context) -> Iterator[Waiting]:
    """Give the adopted texts that ask the caller's state whether it joins, while an answer is asked for."""
    member = binds(context)
    if member is None:
        return
    for found, motion in _followed(context):
        if found.answer_by is None or found.closed_at is not None or found.answer_by < context.now:
            continue
        if found.answer(member) is None and member in asked(context.uow, context.alliance, motion, now=context.now):
            yield Waiting(
                what="answer",
                at=found.answer_by,
                facts={"motion": motion.number, "title": motion.title},
                command=f"/coalition join M-{motion.number}",
                button=motion_button(motion),
            )


def contributions_due(context: Context) -> Iterator[Waiting]:
    """Give what the caller's state has promised and not delivered; to the secretariat, what of others is overdue."""
    member, officer = votes_for(context), holds(context, Role.SECRETARIAT)
    for found, motion in _followed(context):
        for given in found.contributions:
            own = member is not None and given.member == member.code
            if not given.awaited or not (own or (officer and given.due_at < context.now)):
                continue
            yield Waiting(
                what="contribution" if own else "overdue",
                at=given.due_at,
                facts={
                    "motion": motion.number,
                    "number": given.number,
                    "amount": given.outstanding,
                    "member": given.member,
                },
                command=f"/contribution deliver M-{motion.number} {given.number}"
                if own
                else f"/contribution list M-{motion.number}",
                button=motion_button(motion),
            )


def authorisation_to_record(context: Context) -> Iterator[Waiting]:
    """Give the texts for which the decision of the parliament of the caller's state is awaited, or is over."""
    member = binds(context)
    for found, motion in _followed(context) if member is not None else ():
        if _awaits(found, member, context):
            yield Waiting(
                what="authorisation",
                facts={"motion": motion.number, "title": motion.title},
                command=f"/authorisation record M-{motion.number}",
                button=motion_button(motion),
            )


def _awaits(found: Implementation, member: MemberCode | None, context: Context) -> bool:
    if member is None or found.needed is None or member not in found.members:
        return False
    return found.state_of(member, context.now) in AWAITING


def decisions_to_look_at(context: Context) -> Iterator[Waiting]:
    """Give the secretariat the decisions whose day to be looked at again has come."""
    if not holds(context, Role.SECRETARIAT):
        return
    for found, motion in _followed(context):
        if found.review_at is not None and found.review_at <= context.now:
            yield Waiting(
                what="look_again",
                at=found.review_at,
                facts={"motion": motion.number, "title": motion.title},
                command=f"/motion follow-up M-{motion.number}",
                button=motion_button(motion),
            )


def sessions_to_attend(context: Context) -> Iterator[Waiting]:
    """Give the sessions that are called or open, while the caller's state is not taken down as present."""
    member = votes_for(context)
    if member is None:
        return
    for session in context.uow.sessions.ahead(context.alliance.code):
        if member.code not in session.attending:
            yield Waiting(
                what="session",
                at=session.starts_at,
                facts={"session": session.number, "title": session.title, "level": session.level},
                command=f"/session present {subject_of(session.number)}"
                if session.takes_attendance(context.now)
                else f"/session show {subject_of(session.number)}",
            )
