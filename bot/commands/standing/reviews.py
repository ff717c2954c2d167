"""Reviews as the clock and the review body carry them on: opened, called to mind, found, confirmed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.commands.conduct.opening import CLOCK
from bot.commands.standing.dossiers import dossier_of
from bot.commands.standing.telling import tell
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.events import (
    ConfirmationAwaited,
    FindingConfirmed,
    FindingMade,
    FindingWithdrawn,
    OpinionGiven,
    RenewalUnderReview,
    ReviewOpened,
    ReviewReminded,
)
from bot.domain.ids import MemberCode, ReviewNumber
from bot.domain.instants import comes_late
from bot.domain.membership import Right
from bot.domain.review import Opinion, Review, ReviewCause, ReviewPhase, Stage, agreed
from bot.domain.reviewing import panel_of
from bot.domain.statutes import MembershipRules
from bot.domain.terms import reminders_before
from bot.ports import UnitOfWork


def open_review(
    uow: UnitOfWork,
    alliance: Alliance,
    rules: MembershipRules,
    member: MemberCode,
    *,
    cause: ReviewCause,
    reason: str,
    due_at: datetime | None = None,
    now: datetime,
    by: str = CLOCK,
) -> ReviewNumber:
    """Open the review of a member, and tell everyone; a finding is due in the charter's time, or by ``due_at``."""
    number, due = uow.standing.next_review(alliance.code), due_at or now + rules.review.finding
    day = due.astimezone(alliance.time_zone).date()
    event = ReviewOpened(
        review=number,
        member=member,
        cause=cause,
        reason=reason,
        opened_at=now,
        due_at=due,
        reminders=reminders_before(day, (*rules.review.reminders, 0), zone=alliance.time_zone, after=now),
    )
    tell(uow, alliance, member, event, now=now, by=by, public=True, reviewers=True)
    return number


def review_of(uow: UnitOfWork, alliance: Alliance, number: ReviewNumber) -> Review:
    """Give a review as the tables now have it."""
    review = uow.standing.review(alliance.code, number)
    if review is None:
        raise LookupError(number)
    return review


def remind_of_review(uow: UnitOfWork, alliance: Alliance, number: ReviewNumber, *, now: datetime) -> bool:
    """Call a finding that is due to mind, each reminder by itself and in order; give False where none is due.

    Once it is made, and the member has replied or its time to is over, the panel is told that it is to confirm.
    """
    review = review_of(uow, alliance, number)
    if review.made is not None:
        return _await_confirmation(uow, alliance, review, now=now)
    due = tuple(each for each in review.reminders if each.at <= now)
    for reminder in due:
        event = ReviewReminded(
            review=number,
            member=review.member,
            days=reminder.days,
            due_at=review.due_at,
            late=comes_late(reminder.at, now),
        )
        tell(uow, alliance, review.member, event, now=now, by=CLOCK, reviewers=True)
    return bool(due)


def _await_confirmation(uow: UnitOfWork, alliance: Alliance, review: Review, *, now: datetime) -> bool:
    if review.awaited or review.phase(now) is not ReviewPhase.CONFIRMING:
        return False
    event = ConfirmationAwaited(review=review.number, member=review.member)
    tell(uow, alliance, review.member, event, now=now, by=CLOCK, reviewers=True)
    return True


def review_renewal(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Open the review of a renewal when its time has come; a review that is under way serves for it."""
    rules, term = alliance.charter.membership, dossier_of(uow, alliance, member).term
    if rules is None or term is None or term.review_at is None or term.review_at > now:
        return False
    running = uow.standing.open_review(alliance.code, member)
    number = (
        open_review(uow, alliance, rules, member, cause=ReviewCause.RENEWAL, reason="", now=now)
        if running is None
        else running.number
    )
    event = RenewalUnderReview(member=member, review=number, ends_at=term.ends_at)
    tell(uow, alliance, member, event, now=now, by=CLOCK, reviewers=True)
    return True


def panel(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> tuple[Account, ...]:
    """Give the reviewers that may judge a member at ``now``."""
    return panel_of(uow.credentials.every(alliance.code), member, now)


def conclude(
    uow: UnitOfWork,
    alliance: Alliance,
    rules: MembershipRules,
    review: Review,
    stage: Stage,
    *,
    now: datetime,
    by: str,
) -> FindingMade | FindingConfirmed | FindingWithdrawn | None:
    """Record what a majority of the panel finds, and tell those concerned; None where nothing has a majority yet."""
    judges = panel(uow, alliance, review.member, now=now)
    found = agreed(review.opinions if stage is Stage.FINDING else review.verdicts, judges)
    if found is None:
        return None
    answers = alliance.charter.grants(dossier_of(uow, alliance, review.member).status, Right.ANSWER)
    event = _concluded(rules, review, stage, found[1], panel=len(judges), may_reply=answers, now=now)
    public = not isinstance(event, FindingMade)
    tell(uow, alliance, review.member, event, now=now, by=by, public=public, reviewers=True)
    return event


def _concluded(
    rules: MembershipRules,
    review: Review,
    stage: Stage,
    opinions: Sequence[Opinion],
    *,
    panel: int,
    may_reply: bool,
    now: datetime,
) -> FindingMade | FindingConfirmed | FindingWithdrawn:
    finding = opinions[0].finding
    reasons = "\n\n".join(dict.fromkeys(opinion.reasons for opinion in opinions if opinion.reasons))
    if finding is None:
        return FindingWithdrawn(review=review.number, member=review.member, reasons=reasons, at=now)
    if stage is Stage.CONFIRMATION:
        if review.made is None:
            raise LookupError(review.number)
        return FindingConfirmed(
            review=review.number,
            member=review.member,
            finding=finding,
            earlier=review.made.finding,
            panel=panel,
            agreed=len(opinions),
            reasons=reasons,
            at=now,
        )
    return FindingMade(
        review=review.number,
        member=review.member,
        finding=finding,
        panel=panel,
        agreed=len(opinions),
        reasons=reasons,
        evidence="\n\n".join(dict.fromkeys(opinion.evidence for opinion in opinions if opinion.evidence)),
        reply_until=now + rules.review.reply if may_reply else now - timedelta.resolution,
        at=now,
    )


def give_opinion(
    uow: UnitOfWork, alliance: Alliance, review: Review, stage: Stage, opinion: Opinion, *, now: datetime
) -> Review:
    """Record what a reviewer finds; give the review as it then is."""
    event = OpinionGiven(
        review=review.number,
        member=review.member,
        stage=stage,
        account=opinion.account,
        finding=opinion.finding,
        reasons=opinion.reasons,
        evidence=opinion.evidence,
        at=now,
    )
    uow.record(alliance.code, event, at=now, by=opinion.account.text)
    return review_of(uow, alliance, review.number)
