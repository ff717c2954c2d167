"""What a decision on the membership of a state does: the status it gives, the term it begins, renews or ends."""

from datetime import datetime

from bot.commands.conduct.membership import change_status
from bot.commands.standing.dossiers import dossier_of
from bot.commands.standing.moves import lift_move, set_move
from bot.commands.standing.tabled import check_concerns
from bot.commands.standing.terms import admit, keep_member, release_renewal, renew_where_due
from bot.domain.alliance import Alliance
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, Cause, Status
from bot.domain.motion import Motion
from bot.domain.rules import Outcome
from bot.domain.voting_rules import Result
from bot.ports import UnitOfWork


def give_status(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    member: MemberCode,
    status: Status,
    result: Result,
    *,
    now: datetime,
) -> None:
    """Give a member the status that was decided, where its own still is one that the motion may be about.

    What it was to lose of itself it does not lose; a new member has its first term. One that is not renewed leaves at
    the end of its term, not before.
    """
    try:
        check_concerns(uow, alliance, motion.kind, member)
    except Refusal:
        return
    dossier, rules = dossier_of(uow, alliance, member), alliance.charter.membership
    ending = None if dossier.term is None else dossier.term.ended_at
    if rules is not None and motion.kind == rules.non_renewal and ending is not None and ending > now:
        set_move(uow, alliance, member, status, at=ending, cause=Cause.MOTION, motion=motion.number, now=now)
        return
    coming = dossier.coming_move(Status.SUSPENDED)
    if status is Status.ACTIVE and coming is not None:
        lift_move(uow, alliance, member, coming, cause=Cause.MOTION, motion=motion.number, now=now)
    changed = change_status(
        uow,
        alliance,
        member,
        status,
        motion=motion.number,
        reason=motion.kind,
        since=result.decided_at,
        now=now,
    )
    if changed and dossier.status is Status.CANDIDATE and status is Status.ACTIVE:
        admit(uow, alliance, member, at=result.decided_at, now=now)
    if changed and status is Status.ACTIVE:
        renew_where_due(uow, alliance, member, now=now)


def settle_renewal(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, member: MemberCode, result: Result, *, now: datetime
) -> None:
    """Note what a vote on non-renewal means where it was not adopted: the member is kept, or nothing is decided."""
    rules = alliance.charter.membership
    if rules is None or motion.kind != rules.non_renewal:
        return
    if dossier_of(uow, alliance, member).status not in MEMBERS_OF_THE_ALLIANCE:
        return
    if result.outcome is Outcome.NOT_ADOPTED:
        keep_member(uow, alliance, member, motion.number, at=result.decided_at, now=now)
    elif result.outcome is Outcome.NO_QUORUM:
        release_renewal(uow, alliance, member, motion.number, undecided=True, now=now)
