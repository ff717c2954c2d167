"""``/authorisation``: what the parliament of a member of a coalition has decided on its state's part."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.cards.card import Card
from bot.cards.implementation import authorisations_card
from bot.commands.binding import check_full_powers, confirm
from bot.commands.conduct.implementing import implementation_of, settle_effect
from bot.commands.context import Context
from bot.commands.implementation import shown
from bot.commands.moments import written_closing
from bot.commands.motion.options import MOTION
from bot.commands.options import CONFIRM
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.views import view_of
from bot.domain.authorisations import (
    AuthorisationOver,
    DecidedInFuture,
    NoAuthorisationNeeded,
    NothingToWithdraw,
    ParliamentaryDecision,
    Ruling,
    UntilOnlyWhereGiven,
    check_follows,
)
from bot.domain.coalition import NotJoined
from bot.domain.events import AuthorisationRecorded
from bot.domain.ids import MotionNumber
from bot.domain.phases import HOLDING
from bot.domain.terms import reminders_before


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAuthorisation:
    """A head of delegation records what its parliament has decided."""

    motion: MotionNumber
    decision: ParliamentaryDecision
    body: str
    date: datetime
    reference: str
    until: datetime | None = None
    conditions: str = ""
    confirm: bool | None = None


def record_authorisation(request: RecordAuthorisation, context: Context) -> Card:
    """Record the decision once it is confirmed, beside those before it; the text may take effect by it, or lose it."""
    member = check_full_powers(context)
    motion = context.bring_up(request.motion)
    found = implementation_of(context.uow, context.alliance, motion.number)
    if found.needed is None:
        raise NoAuthorisationNeeded(motion=motion.number)
    known = found.authorisation(member)
    if known is None or member not in found.members:
        raise NotJoined(motion=motion.number, member=member)
    _check(request, context)
    if request.decision is ParliamentaryDecision.WITHDRAWN and not known.state(context.now).valid:
        raise NothingToWithdraw(motion=motion.number, member=member)
    zone = context.alliance.time_zone
    day = request.date.astimezone(zone).date()
    ruling = Ruling(
        decision=request.decision,
        body=request.body,
        on=day,
        reference=request.reference,
        until=request.until,
        conditions=request.conditions,
        at=context.now,
    )
    check_follows(known, motion.number, ruling)
    act = _act(request, day, context)
    given = {
        "motion": str(motion.number),
        "decision": request.decision.value,
        "body": request.body,
        "date": day.isoformat(),
        "reference": request.reference,
        "until": "" if request.until is None else written_closing(request.until, zone),
        "conditions": request.conditions,
    }
    question = confirm(context, member=member, act=act, values=given, confirmed=request.confirm)
    if question is not None:
        return question
    figures = context.alliance.charter.after_adoption.authorisations
    event = AuthorisationRecorded(
        motion=motion.number,
        member=member,
        decision=request.decision,
        body=request.body,
        on=day,
        reference=request.reference,
        until=request.until,
        conditions=request.conditions,
        previous=known.rulings[-1].decision if known.rulings else None,
        reminders=()
        if request.until is None
        else reminders_before(request.until.astimezone(zone).date(), figures, zone=zone, after=context.now),
        account=context.account,
        at=context.now,
    )
    context.announced(motion, event)
    settle_effect(context.uow, context.alliance, motion, now=context.now)
    return shown(context, motion)


def _act(request: RecordAuthorisation, day: date, context: Context) -> str:
    """Say in full what would be put on record."""
    say = context.interpreter
    told = say.words(
        "act.authorise",
        decision=request.decision,
        body=request.body,
        on=day,
        reference=request.reference,
        motion=request.motion,
    )
    if request.until is not None:
        told = say.words("act.authorise.until", act=told, until=request.until)
    return say.words("act.saying", act=told, text=request.conditions) if request.conditions else told


def _check(request: RecordAuthorisation, context: Context) -> None:
    """Let a decision of that day and for that time be recorded, or raise why not."""
    if request.date > context.now:
        raise DecidedInFuture(day=request.date)
    if request.decision is not ParliamentaryDecision.GIVEN and (request.until is not None or request.conditions):
        raise UntilOnlyWhereGiven(decision=request.decision)
    if request.until is not None and request.until <= context.now:
        raise AuthorisationOver(until=request.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAuthorisations:
    """Anyone asks which parliaments have decided."""

    motion: MotionNumber


def show_authorisations(request: ShowAuthorisations, context: Context) -> Card:
    """Show each member of the coalition with every decision of its parliament, and whether the text is in effect."""
    motion = context.motion(request.motion)
    if implementation_of(context.uow, context.alliance, motion.number).needed is None:
        raise NoAuthorisationNeeded(motion=motion.number)
    return authorisations_card(view_of(context.uow, context.alliance, motion, now=context.now), context.interpreter)


COMMANDS = (
    Command(
        noun="authorisation",
        verb="record",
        callers=frozenset({Caller.HEAD}),
        options=(
            MOTION,
            Option(name="decision", type=OptionType.DECISION, required=True),
            Option(name="body", type=OptionType.TEXT, required=True),
            Option(name="date", type=OptionType.PAST_MOMENT, required=True),
            Option(name="reference", type=OptionType.TEXT, required=True),
            Option(name="until", type=OptionType.CLOSING_MOMENT),
            Option(name="conditions", type=OptionType.LONG_TEXT, limit=1000),
            CONFIRM,
        ),
        request=RecordAuthorisation,
        handler=record_authorisation,
        writes=True,
        public=True,
        phases=HOLDING,
    ),
    Command(
        noun="authorisation",
        verb="status",
        callers=frozenset({Caller.ANYONE}),
        options=(MOTION,),
        request=ShowAuthorisations,
        handler=show_authorisations,
    ),
)
