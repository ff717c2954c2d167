"""A state's status changes, and what that does to the votes that run (decision rules, deciding 4)."""

from datetime import datetime, timedelta

from bot.commands.conduct.digests import keep_digest
from bot.commands.conduct.implementing import leave_coalitions
from bot.commands.conduct.moving import move_deadline
from bot.commands.conduct.notes import discard_lost
from bot.commands.conduct.opening import CLOCK, open_what_is_due, opened
from bot.commands.conduct.owing import owe_card
from bot.commands.conduct.rolls import poll_of
from bot.commands.conduct.seats import leave_seats
from bot.commands.conduct.silence import begin_where_delivered
from bot.commands.standing.telling import tell
from bot.domain.alliance import Alliance
from bot.domain.charter import MidVoteLoss
from bot.domain.course import Treatment
from bot.domain.events import MemberStatusChanged, ReviewEnded, VoteLost
from bot.domain.ids import MemberCode, MotionNumber, ReviewNumber
from bot.domain.late_quorum import LATE_QUORUM, Poll, moved_by_late_loss
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, STATUS_MOVES, Cause, Right, Status
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.domain.rules import Standing
from bot.domain.voting_rules import VotingRules
from bot.ports import UnitOfWork


def change_status(
    uow: UnitOfWork,
    alliance: Alliance,
    member: MemberCode,
    status: Status,
    *,
    motion: MotionNumber | None,
    reason: str,
    since: datetime,
    now: datetime,
    cause: Cause = Cause.MOTION,
    review: ReviewNumber | None = None,
    by: str = CLOCK,
) -> bool:
    """Give a state another status, and tell everyone; do nothing, and say so by False, where there is no such move.

    ``since`` is never earlier than the status it follows, so that the roster knows them in the order they came.

    A member that loses its vote by it loses it in the running votes too, as the charter says.
    """
    dossier = uow.standing.dossier(alliance.code, member)
    if dossier is None or not any(move.start is dossier.status and move.end is status for move in STATUS_MOVES):
        return False
    held = [period.since for period in uow.roster.timeline(alliance.code, member) if not period.coming]
    since = max([since, *held[-1:]])
    open_what_is_due(uow, alliance, until=since, now=now)
    event = MemberStatusChanged(
        member=member, status=status, since=since, motion=motion, reason=reason, cause=cause, review=review
    )
    tell(uow, alliance, member, event, now=now, by=by, public=True)
    if status not in MEMBERS_OF_THE_ALLIANCE:
        leave_seats(uow, alliance, member, reason=reason, at=since, now=now, by=CLOCK)
        leave_coalitions(uow, alliance, member, now=now)
        _end_review(uow, alliance, member, now=now, by=by)
    keep_digest(uow, alliance, member, now=now)
    grants = alliance.charter.grants
    left = dossier.status in MEMBERS_OF_THE_ALLIANCE and status not in MEMBERS_OF_THE_ALLIANCE
    if left or (grants(dossier.status, Right.VOTE) and not grants(status, Right.VOTE)):
        standing = Standing.EXPIRED if left else Standing.SUSPENDED
        lose_votes(uow, alliance, member, standing, reason=reason, at=since, now=now)
    return True


def _end_review(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime, by: str) -> None:
    """End the review of a state that has left; that of a candidate goes on."""
    running, dossier = uow.standing.open_review(alliance.code, member), uow.standing.dossier(alliance.code, member)
    if running is None or dossier is None or dossier.status is Status.CANDIDATE:
        return
    event = ReviewEnded(review=running.number, member=member, at=now)
    tell(uow, alliance, member, event, now=now, by=by, reviewers=True)


def lose_votes(
    uow: UnitOfWork,
    alliance: Alliance,
    member: MemberCode,
    standing: Standing,
    *,
    reason: str,
    at: datetime,
    now: datetime,
) -> None:
    """Take a member's vote in every vote that runs beyond ``at``; one that closes at that instant counts as it was."""
    for motion in uow.motions.in_vote(alliance.code):
        if motion.phase(at + timedelta.resolution) in {Phase.VOTING, Phase.SILENCE}:
            lose_vote(uow, alliance, motion, member, standing, reason=reason, at=at, now=now, by=CLOCK)


def lose_vote(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    member: MemberCode,
    standing: Standing,
    *,
    reason: str,
    at: datetime,
    now: datetime,
    by: str,
) -> int | None:
    """Take a member's vote in one running vote: it leaves the electorate, or stays in it as it is, by the charter.

    On a body with seats a member without its vote leaves its seat in abeyance. One that leaves the alliance counts
    among its members no more, had it a vote or not. ``at`` is when it lost its vote, ``now``
    when that is recorded. Give the entry of the loss in the journal, None where there was no vote to lose.
    """
    elector = uow.motions.elector(alliance.code, motion.number, member)
    if motion.rules is None or elector is None or elector.standing is Standing.EXPIRED:
        return None
    kept = motion.rules.mid_vote_loss is MidVoteLoss.KEEP
    votes = elector.entitled and not motion.course.has_lost_vote(member)
    if not votes and (kept or standing is not Standing.EXPIRED):
        return None
    ballot = uow.ballots.of_member(alliance.code, motion.number, member)
    if standing is Standing.SUSPENDED and motion.rules.seats is not None:
        standing = Standing.ABEYANCE
    event = VoteLost(
        motion=motion.number,
        member=member,
        standing=standing,
        treatment=Treatment.KEPT if kept else Treatment.REMOVED,
        ballot=None if ballot is None else ballot.choice,
        reason=reason,
        at=now,
    )
    before = poll_of(uow, alliance, motion)
    entry = uow.record(alliance.code, event, at=now, by=by)
    discard_lost(uow, alliance, motion, member, kept=kept, now=now, by=by)
    _keep_quorum_open(uow, alliance, motion, motion.rules, before, at=at, now=now)
    owe_card(uow, alliance, motion, due=now)
    begin_where_delivered(uow, alliance, opened(uow, alliance, motion.number), now=now)
    return entry


def _keep_quorum_open(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    rules: VotingRules,
    before: Poll,
    *,
    at: datetime,
    now: datetime,
) -> None:
    """Move the deadline once where the quorum is first reached late because a member left the electorate."""
    closes_at = moved_by_late_loss(rules, motion, before, poll_of(uow, alliance, motion), now=at)
    if closes_at is not None:
        move_deadline(uow, alliance, motion, closes_at=closes_at, reason=LATE_QUORUM, now=now, by=CLOCK)
