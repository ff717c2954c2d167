"""Elections by ranked ballots: called with those who stand, counted at their deadline."""

from dataclasses import replace
from datetime import datetime

from bot.cards.council import Coming
from bot.commands.conduct.seats import seats_to_give, unable
from bot.commands.conduct.tallying import tally
from bot.domain.alliance import Alliance
from bot.domain.council import Nomination, vacant_at
from bot.domain.elections import Election
from bot.domain.events import DayAnnounced, ElectionCounted
from bot.domain.ids import BodyName
from bot.domain.motion import Motion
from bot.domain.rules import Decision, Outcome
from bot.ports import UnitOfWork


def nominations_standing(uow: UnitOfWork, alliance: Alliance, body: BodyName) -> tuple[Nomination, ...]:
    """Give the nominations that no election has dealt with: put to none, or to one that ended without a result."""
    return tuple(
        each
        for each in uow.council.nominations(alliance.code, body)
        if each.motion is None or _came_to_nothing(uow.motions.get(alliance.code, each.motion))
    )


def _came_to_nothing(motion: Motion | None) -> bool:
    return motion is not None and motion.result is None and motion.course.ending is not None


def election_under_way(uow: UnitOfWork, alliance: Alliance, body: BodyName) -> Election | None:
    """Give the election to seats of a body that has been called and not been decided yet."""
    for election in uow.council.elections(alliance.code, body):
        motion = uow.motions.get(alliance.code, election.motion)
        if motion is not None and motion.under_way:
            return election
    return None


def coming_rotation(uow: UnitOfWork, alliance: Alliance, event: DayAnnounced, *, now: datetime) -> Coming | None:
    """Give what there is still to do about the rotation that was announced.

    None for another day, and for a reminder that comes after the rotation: the news of the day itself tells that.
    """
    body = None if event.body is None else alliance.charter.bodies.get(event.body)
    if body is None or event.due_at < event.at <= now:
        return None
    return Coming(
        free=vacant_at(uow.council.seats(alliance.code), body, max(now, event.at)),
        standing=tuple(each.member for each in nominations_standing(uow, alliance, body.name)),
        under_way=election_under_way(uow, alliance, body.name) is not None,
    )


def count_election(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    decision: Decision,
    *,
    decided_at: datetime,
    now: datetime,
    by: str,
) -> Decision:
    """Count the ranked ballots and record the count; give the decision on the motion.

    ``decision`` is what its quorum says; where that was missed nothing is counted. Where candidates tie lots are drawn
    from the hash of the entry before the count, which the entry of the count names as the one before it.
    """
    election = uow.council.election(alliance.code, motion.number)
    if election is None:
        raise LookupError(motion.number)
    if decision.outcome is Outcome.NO_QUORUM:
        return decision
    since = election.begins(decided_at)
    count = tally(
        election.candidates,
        tuple(uow.council.rankings(alliance.code, motion.number).values()),
        seats=seats_to_give(uow, alliance, election, since),
        seed=uow.journal.head(alliance.code).hash,
        excluded=unable(uow, alliance, election, since, now),
    )
    uow.record(alliance.code, ElectionCounted(motion=motion.number, count=count, at=now), at=now, by=by)
    return replace(decision, outcome=Outcome.ADOPTED if count.elected else Outcome.NOT_ADOPTED)
