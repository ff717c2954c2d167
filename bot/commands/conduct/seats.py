"""Seats change hands: taken by whoever was elected or is next in order, left by whoever is no member any more."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.conduct.yearly import owe_news
from bot.domain.alliance import Alliance
from bot.domain.candidacy import check_may_sit, may
from bot.domain.charter import Body
from bot.domain.council import term_end, vacant_at
from bot.domain.elections import Election
from bot.domain.events import SeatLeft, SeatTaken
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Tenure
from bot.domain.motion import Motion
from bot.domain.rules import Outcome
from bot.ports import UnitOfWork


def take_seat(
    uow: UnitOfWork,
    alliance: Alliance,
    body: Body,
    member: MemberCode,
    *,
    since: datetime,
    until: datetime | None,
    motion: MotionNumber | None,
    now: datetime,
    by: str,
) -> int:
    """Record that a member takes a seat at large; give its entry in the journal."""
    taken = SeatTaken(body=body.name, member=member, tenure=Tenure.AT_LARGE, since=since, until=until, motion=motion)
    return uow.record(alliance.code, taken, at=now, by=by)


def leave_seats(
    uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, reason: str, at: datetime, now: datetime, by: str
) -> None:
    """Have a state that is no member any more leave its seats at ``at``, those it was still to take too.

    A seat of a suspended member is in abeyance instead: it is kept, and nothing is recorded of it.
    """
    for seat in uow.council.seats(alliance.code):
        if seat.member != member or (seat.until is not None and seat.until <= at):
            continue
        left = SeatLeft(body=seat.body, member=member, tenure=seat.tenure, since=seat.since, at=at, reason=reason)
        entry = uow.record(alliance.code, left, at=now, by=by)
        owe_news(uow, alliance, seat.body, entry, now=now)


def seat_the_elected(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime, by: str) -> None:
    """Give their seats to those that an election by ranked ballots has elected."""
    election = uow.council.election(alliance.code, motion.number)
    if election is None or election.count is None or motion.result is None:
        return
    if motion.result.outcome is not Outcome.ADOPTED:
        return
    body = alliance.charter.bodies[election.body]
    since = election.begins(motion.result.decided_at)
    for member in election.count.elected:
        until = _end(alliance, body, election, since)
        take_seat(uow, alliance, body, member, since=since, until=until, motion=motion.number, now=now, by=by)


def _end(alliance: Alliance, body: Body, election: Election, since: datetime) -> datetime | None:
    """Give when the term ends: as it was called, or with the next rotation where that has passed meanwhile."""
    if election.until is None or since < election.until or body.rotation is None:
        return election.until
    return term_end(body.rotation, 1, since=since, zone=alliance.time_zone)


def unable(
    uow: UnitOfWork, alliance: Alliance, election: Election, since: datetime, now: datetime
) -> Sequence[MemberCode]:
    """Give the candidates that could not take a seat at ``since`` any more."""
    body, seats = alliance.charter.bodies[election.body], uow.council.seats(alliance.code)
    roster = {member.code: member for member in uow.roster.on(alliance.code, now)}

    def sits(code: MemberCode) -> bool:
        member = roster.get(code)
        return member is not None and may(lambda: check_may_sit(alliance.charter, body, member, seats, since=since))

    return [code for code in election.candidates if not sits(code)]


def seats_to_give(uow: UnitOfWork, alliance: Alliance, election: Election, since: datetime) -> int:
    """Give how many of the seats of an election are still to be given at ``since``."""
    body = alliance.charter.bodies[election.body]
    return min(election.seats, vacant_at(uow.council.seats(alliance.code), body, since))
