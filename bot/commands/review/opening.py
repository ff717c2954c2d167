"""``/review open`` and ``show``: a member comes under review, and where its review stands."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.commands.context import Context
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.review.options import REASONS_LIMIT, check_not_national, shown
from bot.commands.standing.dossiers import rules_of_membership
from bot.commands.standing.reviews import open_review
from bot.domain.membership import Member
from bot.domain.review import ReviewCause
from bot.domain.reviewing import ReviewDuePast, check_reviewable


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReview:
    """The secretariat or a reviewer puts a member under review."""

    member: Member
    reason: str
    due: datetime | None = None


def start_review(request: OpenReview, context: Context) -> Card:
    """Open the review; a finding is due by the day given, or within the charter's time."""
    rules, member = rules_of_membership(context.alliance, context.command.name), request.member
    check_not_national(context, member.code)
    check_reviewable(member.status, member.code, context.uow.standing.open_review(context.alliance.code, member.code))
    if request.due is not None and request.due <= context.now:
        raise ReviewDuePast(due=request.due)
    open_review(
        context.uow,
        context.alliance,
        rules,
        member.code,
        cause=ReviewCause.WORD,
        reason=request.reason,
        due_at=request.due,
        now=context.now,
        by=context.account.text,
    )
    return shown(context, member.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowReview:
    """Anyone asks where the review of a member stands."""

    member: Member


def show_review(request: ShowReview, context: Context) -> Card:
    """Tell the last review of a member: finding and reply side by side, and its way back."""
    return shown(context, request.member.code)


COMMANDS = (
    Command(
        noun="review",
        verb="show",
        callers=frozenset({Caller.ANYONE}),
        options=(MEMBER,),
        request=ShowReview,
        handler=show_review,
    ),
    Command(
        noun="review",
        verb="open",
        callers=frozenset({Caller.SECRETARIAT, Caller.REVIEWER}),
        options=(
            MEMBER,
            Option(name="reason", type=OptionType.LONG_TEXT, required=True, limit=REASONS_LIMIT),
            Option(name="due", type=OptionType.CLOSING_MOMENT),
        ),
        request=OpenReview,
        handler=start_review,
        writes=True,
        public=True,
    ),
)
