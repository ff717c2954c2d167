"""Gathering what a card shows from one transaction."""

from collections.abc import Mapping
from datetime import datetime

from bot.cards.card import Card
from bot.cards.conduct import done_card
from bot.cards.views import MotionView
from bot.commands.conduct.implementing import asked
from bot.commands.conduct.opening import decision_taken_up, without_voters
from bot.commands.conduct.rolls import present_in
from bot.commands.context import Context
from bot.domain.alliance import Alliance
from bot.domain.charter import Procedure
from bot.domain.drafts import Clearing, clearing_of
from bot.domain.elections import is_ranked
from bot.domain.events import ObjectionRaised
from bot.domain.ids import MemberCode
from bot.domain.motion import Motion
from bot.domain.voting import freeze_roll, freeze_rules
from bot.ports import UnitOfWork


def view_of(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> MotionView:
    """Gather a motion with its roll, ballots and states at ``now``; before opening, the roll as it would be now."""
    roster = uow.roster.on(alliance.code, now)
    frozen = motion.rules is not None
    electors = (
        uow.motions.electors(alliance.code, motion.number) if frozen else freeze_roll(alliance.charter, motion, roster)
    )
    implementation = uow.implementations.get(alliance.code, motion.number)
    return MotionView(
        alliance=alliance,
        motion=motion,
        now=now,
        rules=motion.rules or freeze_rules(alliance.charter, motion, decision_taken_up(uow, alliance, motion)),
        electors=electors,
        ballots={ballot.member: ballot for ballot in uow.ballots.of_motion(alliance.code, motion.number)},
        members={member.code: member for member in roster},
        statements=uow.ballots.statements(alliance.code, motion.number),
        amendments=_amendments(uow, alliance, motion),
        without_voters=without_voters(uow, alliance, electors, now=now)
        if motion.course.procedure is Procedure.SILENCE and not frozen
        else (),
        related=_related(uow, alliance, motion),
        clearing=_clearing(uow, alliance, motion),
        present=present_in(uow, alliance, motion, now=now),
        election=uow.council.election(alliance.code, motion.number) if is_ranked(motion) else None,
        rankings=uow.council.rankings(alliance.code, motion.number) if is_ranked(motion) else {},
        implementation=implementation,
        asked=asked(uow, alliance, motion, now=now) if implementation is not None and implementation.opened_at else (),
    )


def _clearing(uow: UnitOfWork, alliance: Alliance, motion: Motion) -> Clearing:
    """Give what political directors have done about a draft; a tabled motion shows nothing of it."""
    if not motion.course.draft:
        return Clearing()
    return clearing_of(act.event for act in uow.journal.acts_on(alliance.code, motion))


def _amendments(uow: UnitOfWork, alliance: Alliance, motion: Motion) -> Mapping[MemberCode, str]:
    """Give the texts that members would adopt in the place of one in silence, each by its last objection."""
    if motion.course.silence is None:
        return {}
    events = (act.event for act in uow.journal.acts_on(alliance.code, motion))
    raised = {event.member: event.amendment for event in events if isinstance(event, ObjectionRaised)}
    return {member: text for member, text in raised.items() if text}


def _related(uow: UnitOfWork, alliance: Alliance, motion: Motion) -> tuple[Motion, ...]:
    """Give the motion that this one bears on, and those that bear on it."""
    parent = None if motion.course.parent is None else uow.motions.get(alliance.code, motion.course.parent)
    return (*(() if parent is None else (parent,)), *uow.motions.bearing_on(alliance.code, motion.number))


def done(motion: Motion, what: str, context: Context, *, member: MemberCode | None = None) -> Card:
    """Confirm an act on a motion to whoever did it; ``what`` names the message."""
    view = view_of(context.uow, context.alliance, motion, now=context.now)
    return done_card(view, what, context.interpreter, member=member)
