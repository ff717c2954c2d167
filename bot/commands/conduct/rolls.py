"""The roll of a motion, as it is frozen or as it would be, and its ballots put before its rule."""

from datetime import datetime

from bot.domain.alliance import Alliance
from bot.domain.electorate import Elector
from bot.domain.ids import MemberCode
from bot.domain.late_quorum import Poll
from bot.domain.motion import Motion
from bot.domain.rules import Decision, RollCall, decide
from bot.domain.voting import freeze_roll, roll_call
from bot.ports import UnitOfWork


def roll_as_of(uow: UnitOfWork, alliance: Alliance, motion: Motion, at: datetime) -> tuple[Elector, ...]:
    """Give the roll that a motion would have if its voting opened at ``at``."""
    return freeze_roll(alliance.charter, motion, uow.roster.on(alliance.code, at))


def roll_of(uow: UnitOfWork, alliance: Alliance, motion: Motion, now: datetime) -> tuple[Elector, ...]:
    """Give the roll of a motion: frozen once voting has opened, before that as it would be now."""
    if motion.rules is not None:
        return uow.motions.electors(alliance.code, motion.number)
    return roll_as_of(uow, alliance, motion, now)


def poll_of(uow: UnitOfWork, alliance: Alliance, motion: Motion) -> Poll:
    """Give the frozen roll of a motion and the ballots of its members."""
    return uow.motions.electors(alliance.code, motion.number), uow.ballots.of_motion(alliance.code, motion.number)


def called_roll(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, closed: bool, now: datetime) -> RollCall:
    """Put the frozen roll and the ballots of a motion before its own rule; raise LookupError before voting has opened.

    In a live roll call who has answered by ``now`` is present, and so is who was present at the session in which it
    was begun; nobody is marked so in a vote over days.
    """
    if motion.rules is None:
        raise LookupError(motion.number)
    electors, ballots = poll_of(uow, alliance, motion)
    present = present_in(uow, alliance, motion, now=now)
    return roll_call(motion.rules, motion, electors, ballots, closed=closed, present=present)


def present_in(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> frozenset[MemberCode]:
    """Give the states that are present in a live roll call by ``now``: nobody in a vote over days."""
    call = motion.course.call
    if call is None:
        return frozenset()
    return call.present(now) | uow.sessions.present_at_call(alliance.code, motion.number)


def counted(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Decision:
    """Decide a motion on the ballots there are, as if its vote were over."""
    return decide(called_roll(uow, alliance, motion, closed=True, now=now))
