"""How each event changes a review: the one place where its record becomes what the review is."""

from dataclasses import replace
from typing import assert_never

from bot.domain.events.reviews import (
    ConfirmationAwaited,
    FindingConfirmed,
    FindingMade,
    FindingWithdrawn,
    OpinionGiven,
    ReplyGiven,
    ReviewEnded,
    ReviewOpened,
    ReviewReminded,
)
from bot.domain.evolution import EventDoesNotFit
from bot.domain.review import Made, MemberReply, Opinion, Review, Stage, replaced, subject_of

ReviewEvent = (
    ReviewOpened
    | OpinionGiven
    | FindingMade
    | ReplyGiven
    | FindingConfirmed
    | FindingWithdrawn
    | ReviewReminded
    | ConfirmationAwaited
    | ReviewEnded
)
"""What can happen to a review; each names it."""


def opened_review(event: ReviewOpened) -> Review:
    """Give the review that was opened."""
    return Review(
        number=event.review,
        member=event.member,
        cause=event.cause,
        reason=event.reason,
        opened_at=event.opened_at,
        due_at=event.due_at,
        reminders=event.reminders,
    )


def review_after(review: Review, event: ReviewEvent) -> Review:
    """Give the review as it is after ``event``; raise EventDoesNotFit where that cannot have happened to it."""
    if review.closed_at is not None or isinstance(event, ReviewOpened):
        raise EventDoesNotFit(event=type(event).__name__, subject=subject_of(review.number))
    match event:
        case OpinionGiven():
            return _judged(review, event)
        case FindingMade():
            made = Made(
                finding=event.finding,
                reasons=event.reasons,
                evidence=event.evidence,
                at=event.at,
                reply_until=event.reply_until,
            )
            return replace(review, made=made, reminders=())
        case ReplyGiven():
            return replace(review, reply=MemberReply(text=event.text, at=event.at))
        case FindingConfirmed():
            return replace(review, confirmed=event.finding, closed_at=event.at)
        case FindingWithdrawn() | ReviewEnded():
            return replace(review, closed_at=event.at)
        case ReviewReminded():
            return replace(review, reminders=tuple(each for each in review.reminders if each.days < event.days))
        case ConfirmationAwaited():
            return replace(review, awaited=True)
        case _:
            assert_never(event)


def _judged(review: Review, event: OpinionGiven) -> Review:
    opinion = Opinion(
        account=event.account, finding=event.finding, reasons=event.reasons, evidence=event.evidence, at=event.at
    )
    if event.stage is Stage.FINDING:
        return replace(review, opinions=replaced(review.opinions, opinion))
    return replace(review, verdicts=replaced(review.verdicts, opinion))
