"""Statuses that come of themselves at an instant, and what keeps them from coming."""

from datetime import datetime

from bot.commands.conduct.membership import change_status
from bot.commands.conduct.opening import CLOCK
from bot.commands.standing.dossiers import dossier_of
from bot.commands.standing.telling import tell
from bot.commands.standing.terms import renew_where_due
from bot.domain.alliance import Alliance
from bot.domain.deadlines import Due
from bot.domain.dossier import ComingMove
from bot.domain.events import MoveLifted, MoveSet
from bot.domain.ids import MemberCode, MotionNumber, ReviewNumber
from bot.domain.membership import Cause, Status
from bot.ports import UnitOfWork


def set_move(
    uow: UnitOfWork,
    alliance: Alliance,
    member: MemberCode,
    status: Status,
    *,
    at: datetime,
    cause: Cause,
    review: ReviewNumber | None = None,
    motion: MotionNumber | None = None,
    reason: str = "",
    now: datetime,
    by: str = CLOCK,
) -> bool:
    """Have a member come to a status at an instant, and tell everyone; give False where that is set already.

    What would come only after the member has left is set all the same: it may take its notice back.
    """
    if dossier_of(uow, alliance, member).coming_move(status) is not None:
        return False
    event = MoveSet(
        member=member, status=status, at=at, set_at=now, cause=cause, review=review, motion=motion, reason=reason
    )
    tell(uow, alliance, member, event, now=now, by=by, public=True, reviewers=cause is Cause.FINDING)
    return True


def lift_move(
    uow: UnitOfWork,
    alliance: Alliance,
    member: MemberCode,
    move: ComingMove,
    *,
    cause: Cause,
    motion: MotionNumber | None = None,
    now: datetime,
    by: str = CLOCK,
) -> None:
    """Keep a member from coming to a status of itself, and tell everyone."""
    event = MoveLifted(member=member, status=move.status, at=now, cause=cause, motion=motion)
    tell(uow, alliance, member, event, now=now, by=by, public=True, reviewers=move.cause is Cause.FINDING)


def settle_moves(uow: UnitOfWork, alliance: Alliance, *, now: datetime) -> None:
    """Record every status that has come of itself by ``now``, before anyone acts."""
    for deadline in uow.deadlines.of_kind(alliance.code, Due.STATUS):
        if deadline.at > now:
            return
        meet_moves(uow, alliance, deadline.member, now=now)


def meet_moves(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Record the statuses of a member that have come of themselves by ``now``; give False where there are none.

    It loses its vote in the votes that run beyond that instant. One that it cannot come to any more is lifted.
    """
    due = [move for move in dossier_of(uow, alliance, member).coming if move.at <= now]
    for move in sorted(due, key=lambda move: move.at):
        came = change_status(
            uow,
            alliance,
            member,
            move.status,
            motion=move.motion,
            review=move.review,
            cause=move.cause,
            reason=move.cause.value,
            since=move.at,
            now=now,
        )
        if not came and dossier_of(uow, alliance, member).coming_move(move.status) is not None:
            lift_move(uow, alliance, member, move, cause=move.cause, now=now)
        if came and move.status is Status.ACTIVE:
            renew_where_due(uow, alliance, member, now=now)
    return bool(due)
