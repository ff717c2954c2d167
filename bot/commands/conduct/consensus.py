"""The question of consensus: put to everyone who may object, answered by an objection or by its time.

An outage decides nothing (decision rules, deciding 6): a question during which a platform was out of reach for a good
part of its time is put again, for its whole time, once the platform is back.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.commands.conduct.announcing import announce
from bot.commands.conduct.opening import CLOCK, opened, reschedule
from bot.commands.conduct.owing import owe_card, owe_delegations, renew
from bot.commands.conduct.rolls import roll_as_of
from bot.domain.alliance import Alliance
from bot.domain.events import ConsensusAsked, ConsensusBroken
from bot.domain.ids import MemberCode
from bot.domain.motion import Motion
from bot.domain.notices import CourseNotice
from bot.domain.objections import hinders
from bot.domain.outages import Outage
from bot.ports import UnitOfWork

BROKEN: Final = "consensus broken"
"""Why voting was set to open later, as the record says it."""


def ask(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, *, chair: MemberCode, until: datetime, now: datetime, by: str
) -> Motion:
    """Put the question until ``until``, in the channels and to each delegation that may object."""
    event = ConsensusAsked(motion=motion.number, member=chair, until=until, at=now)
    entry = uow.record(alliance.code, event, at=now, by=by)
    announce(uow, alliance, motion, entry, now=now)
    roll = roll_as_of(uow, alliance, motion, now)
    entitled = [elector.member for elector in roll if elector.entitled]
    owe_delegations(uow, alliance, entitled, CourseNotice(motion=motion.number, entry=entry), now=now)
    owe_card(uow, alliance, motion, due=now)
    return opened(uow, alliance, motion.number)


def break_consensus(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, *, member: MemberCode, text: str, now: datetime, by: str
) -> int:
    """Record an objection, and let the motion go its ordinary way; give the entry.

    Where the vote was due to open meanwhile it opens now, for its whole period.
    """
    event = ConsensusBroken(motion=motion.number, member=member, reason=text, at=now)
    entry = uow.record(alliance.code, event, at=now, by=by)
    answered(uow, alliance, motion, now=now)
    if now > motion.opens_at:
        period = motion.closes_at - motion.opens_at
        reschedule(uow, alliance, motion, opens_at=now, period=period, reason=BROKEN, now=now)
    return entry


def answered(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> None:
    """Have the posts that put a question show that it stands no more."""
    for act in uow.journal.acts_on(alliance.code, motion):
        if isinstance(act.event, ConsensusAsked):
            renew(uow, alliance, CourseNotice(motion=motion.number, entry=act.entry), now=now)


def ask_anew(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, outages: Sequence[Outage], *, now: datetime
) -> Motion:
    """Put a question again whose time has run while members were kept from objecting; give the motion as it then is.

    While the platform is still away the question is put for as long as a deadline is moved then.
    """
    consensus, charter = motion.course.consensus, alliance.charter
    if consensus is None:
        return motion
    hindering = [
        each for each in outages if hinders(each, consensus, charter.outage, least=charter.procedure.consensus)
    ]
    if not hindering:
        return motion
    time = consensus.until - consensus.asked_at
    if any(each.lasting for each in hindering):
        time = max(time, charter.outage.extension)
    return ask(uow, alliance, motion, chair=consensus.by, until=now + time, now=now, by=CLOCK)
