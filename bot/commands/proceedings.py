"""The course of a motion as both people and the clock move it: opening, closing, and who must be told.

The clock's tick and a person's command call the same functions, so a vote is never opened or decided in two ways.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.domain.addresses import Channel, Purpose
from bot.domain.alliance import Alliance
from bot.domain.electorate import freeze_electorate
from bot.domain.events import DeadlineMoved, MotionDecided, VotingOpened
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion, count, freeze_rules
from bot.domain.notices import DeadlineNotice, MotionCard, Notice, ResultNotice, VotingOpenNotice
from bot.ports import UnitOfWork

CLOCK: Final = "clock"
"""Who acts when time alone brings an act about."""

CARD_PAUSE: Final = timedelta(seconds=2)
"""How long a live card may lag, so that thirty votes in a minute are a few edits."""


LATE_OPENING: Final = timedelta(minutes=10)
"""A vote opened later than this after its instant gets its whole period from then: an outage decides nothing."""
LATE: Final = "late opening"


def open_voting(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Motion:
    """Freeze roll and rules as of the instant voting was due to open, and record it; give the motion as it is then.

    Where that instant was missed by an outage, members still get the whole of their time to vote.
    """
    roster = uow.roster.on(alliance.code, motion.opens_at)
    kind = alliance.charter.kinds[motion.kind]
    electors = freeze_electorate(charter=alliance.charter, kind=kind, concerned=motion.concerned, roster=roster)
    rules = freeze_rules(alliance.charter, kind)
    event = VotingOpened(motion=motion.number, rules=rules, electors=electors)
    uow.record(alliance.code, event, at=now, by=CLOCK)
    if now - motion.opens_at > LATE_OPENING:
        later = now + (motion.closes_at - motion.opens_at)
        move_deadline(uow, alliance, motion, closes_at=later, reason=LATE, now=now, by=CLOCK)
    owe_card(uow, alliance, motion, due=now)
    if motion.opens_at > motion.tabled_at:
        _owe(uow, alliance, motion, VotingOpenNotice(motion=motion.number), now)
    return opened(uow, alliance, motion.number)


def opened(uow: UnitOfWork, alliance: Alliance, number: MotionNumber) -> Motion:
    """Give the motion as the tables now have it."""
    motion = uow.motions.get(alliance.code, number)
    if motion is None:
        raise LookupError(number)
    return motion


def close_vote(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime, by: str) -> MotionDecided:
    """Apply the motion's own rule to the ballots there are, record the result and owe it to everyone.

    The result is as of the deadline, or as of ``now`` where the vote closes early. Voting must have been opened.
    """
    if motion.rules is None:
        raise LookupError(motion.number)
    electors = uow.motions.electors(alliance.code, motion.number)
    ballots = uow.ballots.of_motion(alliance.code, motion.number)
    decision = count(motion.rules, motion, electors, ballots)
    event = MotionDecided(
        motion=motion.number,
        outcome=decision.outcome,
        reasons=decision.reasons,
        tally=decision.tally,
        decided_at=min(now, motion.closes_at),
    )
    uow.record(alliance.code, event, at=now, by=by)
    owe_card(uow, alliance, motion, due=now)
    _owe(uow, alliance, motion, ResultNotice(motion=motion.number), now, also=Purpose.ANNOUNCEMENTS)
    return event


def move_deadline(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    *,
    closes_at: datetime,
    reason: str,
    now: datetime,
    by: str,
    settled_until: datetime | None = None,
    awaits_return: bool = False,
) -> None:
    """Move the deadline of a running vote, and owe the news to everyone. The last two tell of an outage."""
    event = DeadlineMoved(
        motion=motion.number,
        closes_at=closes_at,
        reason=reason,
        settled_until=settled_until,
        awaits_return=awaits_return,
    )
    uow.record(alliance.code, event, at=now, by=by)
    owe_card(uow, alliance, motion, due=now)
    _owe(uow, alliance, motion, DeadlineNotice(motion=motion.number), now)


def owe_card(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, due: datetime) -> None:
    """Owe the motion's card, made current, to every channel that shows it."""
    _owe(uow, alliance, motion, MotionCard(motion=motion.number), due)


def _owe(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    notice: Notice,
    due: datetime,
    also: Purpose | None = None,
) -> None:
    for channel in _channels(uow, alliance, motion, also):
        uow.outbox.owe(alliance.code, notice, channel, due=due)


def _channels(uow: UnitOfWork, alliance: Alliance, motion: Motion, also: Purpose | None) -> Iterator[Channel]:
    """Give the channels that show a motion: those for motions, and for a body with seats the council's."""
    purposes = {Purpose.MOTIONS, also}
    if alliance.charter.bodies[motion.body].seats is not None:
        purposes.add(Purpose.COUNCIL)
    for linked in uow.channels.linked(alliance.code):
        if linked.purpose in purposes:
            yield linked.channel
