"""``/commitment``: what members commit themselves to for their democratic renewal, and how far they are."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.cards.commitments import commitments_card
from bot.commands.binding import check_full_powers, confirm
from bot.commands.context import Context
from bot.commands.moments import written_closing
from bot.commands.options import CONFIRM
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.standing.dossiers import dossier_of
from bot.commands.standing.telling import tell
from bot.domain.commitments import REMINDERS, check_may_commit, pending
from bot.domain.events import CommitmentDone, CommitmentMade, CommitmentProgressed, StandingEvent
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.reviewing import DayPast
from bot.domain.terms import reminders_before

TEXT_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCommitment:
    """A head of delegation commits its state to something by a day."""

    text: str
    due: datetime
    indicator: str = ""
    confirm: bool | None = None


def make_commitment(request: MakeCommitment, context: Context) -> Card:
    """Record the commitment once it is confirmed; it is called to mind before its day."""
    member, zone = check_full_powers(context), context.alliance.time_zone
    dossier = dossier_of(context.uow, context.alliance, member)
    check_may_commit(dossier)
    if request.due <= context.now:
        raise DayPast(day=request.due)
    act = context.interpreter.words("act.commit", text=request.text, due=request.due)
    values = {"text": request.text, "due": written_closing(request.due, zone)}
    asked = confirm(
        context, member=member, act=act, values=values | {"indicator": request.indicator}, confirmed=request.confirm
    )
    if asked is not None:
        return asked
    event = CommitmentMade(
        member=member,
        number=len(dossier.commitments) + 1,
        text=request.text,
        indicator=request.indicator,
        due_at=request.due,
        reminders=reminders_before(request.due.astimezone(zone).date(), REMINDERS, zone=zone, after=context.now),
        account=context.account,
        at=context.now,
        review=None if dossier.finding is None or not dossier.at_risk else dossier.finding.review,
    )
    return _told(context, member, event)


def _told(context: Context, member: MemberCode, event: StandingEvent) -> Card:
    tell(context.uow, context.alliance, member, event, now=context.now, by=context.account.text, public=True)
    return _shown(context, member)


def _shown(context: Context, member: MemberCode) -> Card:
    dossier = dossier_of(context.uow, context.alliance, member)
    return commitments_card((dossier,), context.members(), context.interpreter, now=context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellProgress:
    """A head of delegation tells how far its state is."""

    commitment: int
    text: str


def tell_progress(request: TellProgress, context: Context) -> Card:
    """Record how far a commitment is."""
    member = check_full_powers(context)
    found = pending(dossier_of(context.uow, context.alliance, member), request.commitment)
    event = CommitmentProgressed(member=member, number=found.number, text=request.text, at=context.now)
    return _told(context, member, event)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishCommitment:
    """A head of delegation says that a commitment is done."""

    commitment: int


def finish_commitment(request: FinishCommitment, context: Context) -> Card:
    """Record that a commitment is done; it is called to mind no more."""
    member = check_full_powers(context)
    found = pending(dossier_of(context.uow, context.alliance, member), request.commitment)
    event = CommitmentDone(member=member, number=found.number, text=found.text, at=context.now)
    return _told(context, member, event)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCommitments:
    """Anyone asks who has committed itself to what."""

    member: Member | None = None


def list_commitments(request: ListCommitments, context: Context) -> Card:
    """List the commitments of one member, or of all."""
    if request.member is not None:
        return _shown(context, request.member.code)
    every = context.uow.standing.dossiers(context.alliance.code)
    return commitments_card(every, context.members(), context.interpreter, now=context.now)


NUMBER = Option(name="commitment", type=OptionType.NUMBER, required=True)
TEXT = Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=TEXT_LIMIT)

COMMANDS = (
    Command(
        noun="commitment",
        verb="add",
        callers=frozenset({Caller.HEAD}),
        options=(
            TEXT,
            Option(name="due", type=OptionType.CLOSING_MOMENT, required=True),
            Option(name="indicator", type=OptionType.TEXT),
            CONFIRM,
        ),
        request=MakeCommitment,
        handler=make_commitment,
        writes=True,
        public=True,
    ),
    Command(
        noun="commitment",
        verb="progress",
        callers=frozenset({Caller.HEAD}),
        options=(NUMBER, TEXT),
        request=TellProgress,
        handler=tell_progress,
        writes=True,
        public=True,
    ),
    Command(
        noun="commitment",
        verb="done",
        callers=frozenset({Caller.HEAD}),
        options=(NUMBER,),
        request=FinishCommitment,
        handler=finish_commitment,
        writes=True,
        public=True,
    ),
    Command(
        noun="commitment",
        verb="list",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="member", type=OptionType.MEMBER),),
        request=ListCommitments,
        handler=list_commitments,
    ),
)
