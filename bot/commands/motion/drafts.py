"""``/motion comment, clear``: political directors look at drafts before they are tabled (spec: membership)."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.commands.context import Context
from bot.commands.motion.options import MOTION
from bot.commands.refusals import PoliticalDirectorOnly
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.views import done, view_of
from bot.domain.drafts import AlreadyCleared
from bot.domain.events import DraftCleared, DraftCommented
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Right
from bot.domain.phases import Phase

COMMENT_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentOnDraft:
    """A political director says something on a draft."""

    motion: MotionNumber
    text: str


def comment_on_draft(request: CommentOnDraft, context: Context) -> Card:
    """Record the comment and tell the secretariat; nobody else sees it, after the tabling neither."""
    motion, member = context.bring_up(request.motion), _member(context)
    event = DraftCommented(
        motion=motion.number, member=member, account=context.account, text=request.text, at=context.now
    )
    return done(context.carried_out(motion, event), "commented", context, member=member)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearDraft:
    """A political director has nothing against a draft as it is."""

    motion: MotionNumber


def clear_draft(request: ClearDraft, context: Context) -> Card:
    """Record the clearance and tell the secretariat; it is of the text as it is, and falls with a change of it."""
    motion, member = context.bring_up(request.motion), _member(context)
    if member in view_of(context.uow, context.alliance, motion, now=context.now).clearing.cleared:
        raise AlreadyCleared(motion=motion.number, member=member)
    event = DraftCleared(motion=motion.number, member=member, account=context.account, at=context.now)
    return done(context.carried_out(motion, event), "cleared", context, member=member)


def _member(context: Context) -> MemberCode:
    credential = context.credential
    if credential is None or credential.member is None:
        raise PoliticalDirectorOnly(command=context.command.name)
    return credential.member


COMMANDS = (
    Command(
        noun="motion",
        verb="comment",
        callers=frozenset({Caller.POLITICAL_DIRECTOR}),
        options=(MOTION, Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=COMMENT_LIMIT)),
        request=CommentOnDraft,
        handler=comment_on_draft,
        writes=True,
        phases=frozenset({Phase.DRAFT}),
        right=Right.SPEAK,
    ),
    Command(
        noun="motion",
        verb="clear",
        callers=frozenset({Caller.POLITICAL_DIRECTOR}),
        options=(MOTION,),
        request=ClearDraft,
        handler=clear_draft,
        writes=True,
        phases=frozenset({Phase.DRAFT}),
        right=Right.SPEAK,
    ),
)
