"""Gathering what a card shows from one transaction."""

from datetime import datetime

from bot.cards.views import MotionView
from bot.domain.alliance import Alliance
from bot.domain.electorate import freeze_electorate
from bot.domain.motion import Motion, freeze_rules
from bot.ports import UnitOfWork


def view_of(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> MotionView:
    """Gather a motion with its roll, ballots and states at ``now``; before opening, the roll as it would be now."""
    roster = uow.roster.on(alliance.code, now)
    kind = alliance.charter.kinds[motion.kind]
    frozen = motion.rules is not None
    return MotionView(
        alliance=alliance,
        motion=motion,
        now=now,
        rules=motion.rules or freeze_rules(alliance.charter, kind),
        electors=uow.motions.electors(alliance.code, motion.number)
        if frozen
        else freeze_electorate(charter=alliance.charter, kind=kind, concerned=motion.concerned, roster=roster),
        ballots={ballot.member: ballot for ballot in uow.ballots.of_motion(alliance.code, motion.number)},
        members={member.code: member for member in roster},
    )
