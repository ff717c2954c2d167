"""``/review find``, ``reply`` and ``confirm``: what the panel finds, and what the member says to it."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.reviews import opinion_card
from bot.commands.binding import check_full_powers
from bot.commands.context import Context
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.review.options import REASONS_LIMIT, running_review, shown
from bot.commands.standing.dossiers import rules_of_membership
from bot.commands.standing.findings import follow_finding
from bot.commands.standing.reviews import conclude, give_opinion, panel
from bot.commands.standing.telling import tell
from bot.domain.credentials import Credential
from bot.domain.events import FindingConfirmed, ReplyGiven
from bot.domain.findings import Finding
from bot.domain.membership import Member, Right
from bot.domain.review import Opinion, Review, Stage, Verdict
from bot.domain.reviewing import check_may_confirm, check_may_find, check_may_judge, check_may_reply


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOfMember:
    """A reviewer says what it finds of a member."""

    member: Member
    finding: Finding
    reasons: str
    evidence: str = ""


def find_of_member(request: FindOfMember, context: Context) -> Card:
    """Record what a reviewer finds; a majority of the panel that finds the same makes the finding."""
    rules = rules_of_membership(context.alliance, context.command.name)
    check_may_judge(_reviewer(context), request.member.code)
    review = running_review(context, request.member.code)
    judges = panel(context.uow, context.alliance, review.member, now=context.now)
    check_may_find(review, len(judges), rules.review.panel)
    return _judge(context, review, Stage.FINDING, _opinion(context, request.finding, request.reasons, request.evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmFinding:
    """A reviewer confirms the panel's finding, or would change or withdraw it."""

    member: Member
    verdict: Verdict | None = None
    reasons: str = ""


def confirm_finding(request: ConfirmFinding, context: Context) -> Card:
    """Record what a reviewer makes of the finding now; a majority of the panel ends the review by it."""
    rules = rules_of_membership(context.alliance, context.command.name)
    check_may_judge(_reviewer(context), request.member.code)
    review = running_review(context, request.member.code)
    judges = panel(context.uow, context.alliance, review.member, now=context.now)
    check_may_confirm(review, len(judges), rules.review.panel, context.now)
    finding = request.verdict.finding if request.verdict is not None else _made(review)
    return _judge(context, review, Stage.CONFIRMATION, _opinion(context, finding, request.reasons, ""))


def _made(review: Review) -> Finding | None:
    return None if review.made is None else review.made.finding


def _reviewer(context: Context) -> Credential:
    if context.credential is None:
        raise LookupError(context.account.text)
    return context.credential


def _opinion(context: Context, finding: Finding | None, reasons: str, evidence: str) -> Opinion:
    return Opinion(account=context.account, finding=finding, reasons=reasons, evidence=evidence, at=context.now)


def _judge(context: Context, review: Review, stage: Stage, opinion: Opinion) -> Card:
    """Record an opinion and what follows from it; tell the reviewer how the panel stands."""
    uow, alliance, now = context.uow, context.alliance, context.now
    rules = rules_of_membership(alliance, context.command.name)
    judged = give_opinion(uow, alliance, review, stage, opinion, now=now)
    event = conclude(uow, alliance, rules, judged, stage, now=now, by=context.account.text)
    if isinstance(event, FindingConfirmed):
        follow_finding(uow, alliance, rules, review.member, event.finding, review.number, now=now)
    if event is not None:
        return shown(context, review.member)
    judges = panel(uow, alliance, review.member, now=now)
    given = judged.opinions if stage is Stage.FINDING else judged.verdicts
    agreed = sum(each.finding is opinion.finding and each.account in judges for each in given)
    return opinion_card(
        context.member(review.member),
        opinion.finding,
        agreed=agreed,
        needed=len(judges) // 2 + 1,
        panel=len(judges),
        say=context.interpreter,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToFinding:
    """The head of delegation replies to a finding on its state."""

    text: str


def reply_to_finding(request: ReplyToFinding, context: Context) -> Card:
    """Record the reply beside the finding."""
    member = check_full_powers(context)
    review = running_review(context, member)
    check_may_reply(review, context.now)
    event = ReplyGiven(review=review.number, member=member, text=request.text, account=context.account, at=context.now)
    tell(
        context.uow,
        context.alliance,
        member,
        event,
        now=context.now,
        by=context.account.text,
        public=True,
        reviewers=True,
    )
    return shown(context, member)


COMMANDS = (
    Command(
        noun="review",
        verb="find",
        callers=frozenset({Caller.REVIEWER}),
        options=(
            MEMBER,
            Option(name="finding", type=OptionType.FINDING, required=True),
            Option(name="reasons", type=OptionType.LONG_TEXT, required=True, limit=REASONS_LIMIT),
            Option(name="evidence", type=OptionType.LONG_TEXT, limit=REASONS_LIMIT),
        ),
        request=FindOfMember,
        handler=find_of_member,
        writes=True,
    ),
    Command(
        noun="review",
        verb="reply",
        callers=frozenset({Caller.HEAD}),
        options=(Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=REASONS_LIMIT),),
        request=ReplyToFinding,
        handler=reply_to_finding,
        writes=True,
        public=True,
        right=Right.ANSWER,
    ),
    Command(
        noun="review",
        verb="confirm",
        callers=frozenset({Caller.REVIEWER}),
        options=(
            MEMBER,
            Option(name="verdict", type=OptionType.VERDICT),
            Option(name="reasons", type=OptionType.LONG_TEXT, limit=REASONS_LIMIT),
        ),
        request=ConfirmFinding,
        handler=confirm_finding,
        writes=True,
    ),
)
