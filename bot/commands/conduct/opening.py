"""Opening a vote, or a silence procedure: roll and rules are frozen, and what holds the motion is taken up first.

The clock's tick and a person's command call the same functions, so a vote is never opened in two ways.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.commands.conduct.moving import counting_of, move_deadline
from bot.commands.conduct.owing import owe_card, owe_channels, owe_delegations
from bot.commands.conduct.rolls import roll_as_of
from bot.domain.alliance import Alliance
from bot.domain.calendar import rotation_across
from bot.domain.charter import Procedure
from bot.domain.deadlines import Due
from bot.domain.electorate import Elector
from bot.domain.events import MotionScheduled, VotingOpened
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.notices import SilenceNotice, VotingOpenNotice
from bot.domain.sequels import TAKES_UP
from bot.domain.voting import freeze_rules
from bot.domain.voting_rules import VotingRules
from bot.ports import UnitOfWork

CLOCK: Final = "clock"
"""Who acts when time alone brings an act about."""

LATE_OPENING: Final = timedelta(minutes=10)
"""A vote opened later than this after its instant gets its whole period from then: an outage decides nothing."""
LATE: Final = "late opening"


def opened(uow: UnitOfWork, alliance: Alliance, number: MotionNumber) -> Motion:
    """Give the motion as the tables now have it."""
    motion = uow.motions.get(alliance.code, number)
    if motion is None:
        raise LookupError(number)
    return motion


def open_voting(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Motion:
    """Freeze roll and rules as of the instant voting was due to open, and record it; give the motion as it is then.

    Where that instant was missed by an outage, members still get the whole of their time to vote. A vote that would
    run across a rotation of the body's seats opens after it (decision rules, deciding 4). A silence procedure that
    cannot start yet is given back as it was.
    """
    if motion.course.procedure is Procedure.SILENCE:
        return _open_silence(uow, alliance, motion, now=now)
    late = now - motion.opens_at > LATE_OPENING
    closes_at = now + (motion.closes_at - motion.opens_at) if late else motion.closes_at
    rotation = rotation_within(alliance, motion, opens_at=motion.opens_at, closes_at=closes_at)
    if rotation is not None:
        return after_rotation(uow, alliance, motion, rotation, now=now)
    electors = roll_as_of(uow, alliance, motion, motion.opens_at)
    rules = freeze_rules(alliance.charter, motion, decision_taken_up(uow, alliance, motion))
    uow.record(alliance.code, VotingOpened(motion=motion.number, rules=rules, electors=electors), at=now, by=CLOCK)
    if late:
        move_deadline(uow, alliance, motion, closes_at=closes_at, reason=LATE, now=now, by=CLOCK)
    owe_card(uow, alliance, motion, due=now)
    if motion.opens_at > motion.tabled_at:
        owe_channels(uow, alliance, motion, VotingOpenNotice(motion=motion.number), due=now)
    return opened(uow, alliance, motion.number)


def decision_taken_up(uow: UnitOfWork, alliance: Alliance, motion: Motion) -> VotingRules | None:
    """Give the rules by which the decision was taken that a motion takes up again; None where it takes up none."""
    if motion.course.bearing not in TAKES_UP or motion.course.parent is None:
        return None
    return opened(uow, alliance, motion.course.parent).rules


def rotation_within(
    alliance: Alliance, motion: Motion, *, opens_at: datetime, closes_at: datetime | None = None
) -> datetime | None:
    """Give the rotation of its body's seats across which a vote would run that opens then; None where it would not.

    Without ``closes_at`` the vote runs for its whole period.
    """
    if closes_at is None:
        silence = motion.course.procedure is Procedure.SILENCE
        period = alliance.charter.kinds[motion.kind].voting if silence else motion.closes_at - motion.opens_at
        closes_at = counting_of(alliance, motion).after(opens_at, period)
    body = alliance.charter.bodies[motion.body]
    return rotation_across(body, opens_at=opens_at, closes_at=closes_at, zone=alliance.time_zone)


def after_rotation(uow: UnitOfWork, alliance: Alliance, motion: Motion, rotation: datetime, *, now: datetime) -> Motion:
    """Have a motion voted once the seats of its body have rotated, for its whole period."""
    period = motion.closes_at - motion.opens_at
    reschedule(uow, alliance, motion, opens_at=rotation, period=period, reason="rotation", now=now)
    return opened(uow, alliance, motion.number)


def reschedule(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    *,
    opens_at: datetime,
    period: timedelta,
    reason: str,
    now: datetime,
    by: str = CLOCK,
) -> None:
    """Set anew when voting opens, for its whole period."""
    event = MotionScheduled(motion=motion.number, opens_at=opens_at, closes_at=opens_at + period, reason=reason)
    uow.record(alliance.code, event, at=now, by=by)
    owe_card(uow, alliance, motion, due=now)


def _open_silence(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Motion:
    """Start a silence procedure: give every delegation the text. The period runs from the last delivery.

    It starts as of now, by the roster of now, as it may have waited: for a credential of an entitled member (decision
    rules, silence procedure), or for anybody at all that could object.
    """
    charter, length = alliance.charter, alliance.charter.kinds[motion.kind].voting
    rotation = rotation_within(alliance, motion, opens_at=now)
    if rotation is not None:
        return after_rotation(uow, alliance, motion, rotation, now=now)
    electors = roll_as_of(uow, alliance, motion, now)
    if not silence_can_start(uow, alliance, electors, now=now):
        return motion
    entitled = [elector.member for elector in electors if elector.entitled]
    rules = freeze_rules(charter, motion)
    event = VotingOpened(motion=motion.number, rules=rules, electors=electors, silence_length=length)
    uow.record(alliance.code, event, at=now, by=CLOCK)
    owe_card(uow, alliance, motion, due=now)
    owe_delegations(uow, alliance, entitled, SilenceNotice(motion=motion.number), now=now)
    return opened(uow, alliance, motion.number)


def silence_can_start(uow: UnitOfWork, alliance: Alliance, electors: Iterable[Elector], *, now: datetime) -> bool:
    """Tell whether there is somebody whom a silence could bind, and everybody whom it would could break it."""
    roll = tuple(electors)
    return any(elector.entitled for elector in roll) and not without_voters(uow, alliance, roll, now=now)


def without_voters(
    uow: UnitOfWork, alliance: Alliance, electors: Iterable[Elector], *, now: datetime
) -> tuple[MemberCode, ...]:
    """Give the entitled members for which nobody could object: none of their people may vote for them."""
    return tuple(
        elector.member
        for elector in electors
        if elector.entitled
        and not any(
            credential.role.casts_ballots
            for credential in uow.credentials.of_member(alliance.code, elector.member, now)
        )
    )


def open_what_is_due(uow: UnitOfWork, alliance: Alliance, *, until: datetime, now: datetime) -> None:
    """Open every vote whose instant is ``until`` or earlier, before the roster changes as of then.

    A roll is that of its own instant, whenever it is written down; and who loses its vote later loses it in that vote.
    """
    for deadline in uow.deadlines.of_kind(alliance.code, Due.OPENING):
        motion = opened(uow, alliance, deadline.motion)
        if motion.due_to_open(until):
            open_voting(uow, alliance, motion, now=now)
