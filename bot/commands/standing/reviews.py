"""Reviews as the clock and the review body carry them on: opened, called to mind, found, confirmed."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.conduct.opening import CLOCK
from bot.commands.standing.telling import tell
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.events import (
    FindingConfirmed,
    FindingMade,
    FindingWithdrawn,
    OpinionGiven,
    ReviewOpened,
    ReviewReminded,
)
from bot.domain.ids import MemberCode, ReviewNumber
from bot.domain.review import Opinion, Review, ReviewCause, Stage, agreed
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
    """Call a finding that is due to mind, each reminder by itself and in order; give False where none is due."""
    review = review_of(uow, alliance, number)
    due = tuple(each for each in review.reminders if each.at <= now)
    for reminder in due:
        event = ReviewReminded(review=number, member=review.member, days=reminder.days, due_at=reminder.at)
        tell(uow, alliance, review.member, event, now=now, by=CLOCK, reviewers=True)
    return bool(due)


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
    event = _concluded(rules, review, stage, found[1], panel=len(judges), now=now)
    public = not isinstance(event, FindingMade)
    tell(uow, alliance, review.member, event, now=now, by=by, public=public, reviewers=True)
    return event


def _concluded(
    rules: MembershipRules, review: Review, stage: Stage, opinions: Sequence[Opinion], *, panel: int, now: datetime
) -> FindingMade | FindingConfirmed | FindingWithdrawn:
    finding = opinions[0].finding
    told = {"review": review.number, "member": review.member, "at": now}
    reasons = "\n\n".join(dict.fromkeys(opinion.reasons for opinion in opinions if opinion.reasons))
    if finding is None:
        return FindingWithdrawn(review=review.number, member=review.member, reasons=reasons, at=now)
    if stage is Stage.CONFIRMATION:
        if review.made is None:
            raise LookupError(told)
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
        reply_until=now + rules.review.reply,
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
