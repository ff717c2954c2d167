"""What the commands of ``/review`` have in common."""

from typing import Final

from bot.cards.card import Card
from bot.cards.reviews import review_card
from bot.commands.context import Context
from bot.commands.standing.dossiers import dossier_of
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from bot.domain.review import Review
from bot.domain.reviewing import NoReviewOpen, check_may_judge

REASONS_LIMIT: Final = 3000


def check_not_national(context: Context, member: MemberCode) -> None:
    """Raise where a reviewer would act on the state of which it is a national; the secretariat may."""
    if context.credential is not None and context.credential.role is Role.REVIEWER:
        check_may_judge(context.credential, member)


def running_review(context: Context, member: MemberCode) -> Review:
    """Give the review of a member that is under way; raise NoReviewOpen."""
    review = context.uow.standing.open_review(context.alliance.code, member)
    if review is None:
        raise NoReviewOpen(member=member)
    return review


def latest_review(context: Context, member: MemberCode) -> Review | None:
    """Give the last review of a member; None where it was never under review."""
    every = context.uow.standing.reviews(context.alliance.code)
    return next((review for review in reversed(every) if review.member == member), None)


def shown(context: Context, member: MemberCode) -> Card:
    """Give the card of a member's last review and its way back."""
    dossier = dossier_of(context.uow, context.alliance, member)
    return review_card(
        context.member(member), dossier, latest_review(context, member), context.interpreter, now=context.now
    )
