"""``/review benchmark-add``, ``benchmark-meet``, ``support`` and ``reassess``: the way back of a suspended member."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.cards.reviews import benchmark_card
from bot.commands.context import Context
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.review.options import REASONS_LIMIT, check_not_national, shown
from bot.commands.standing.dossiers import dossier_of, rules_of_membership
from bot.commands.standing.findings import keep_where_not_due, return_where_due
from bot.commands.standing.reviews import panel
from bot.commands.standing.telling import tell
from bot.domain.commitments import REMINDERS
from bot.domain.dossier import Benchmark, Dossier
from bot.domain.events import (
    BenchmarkJudged,
    BenchmarkMet,
    BenchmarkSet,
    ReassessmentSet,
    StandingEvent,
    SupportPromised,
)
from bot.domain.membership import Member
from bot.domain.reviewing import (
    BenchmarkJudgedAlready,
    BenchmarkMetAlready,
    DayPast,
    PanelTooSmall,
    UnknownBenchmark,
    check_suspended,
    dates_with,
)
from bot.domain.terms import reminders_before


def _of_suspended(context: Context, member: Member) -> Dossier:
    rules_of_membership(context.alliance, context.command.name)
    check_not_national(context, member.code)
    dossier = dossier_of(context.uow, context.alliance, member.code)
    check_suspended(dossier)
    return dossier


def _told(context: Context, event: StandingEvent, member: Member) -> Card:
    tell(
        context.uow,
        context.alliance,
        member.code,
        event,
        now=context.now,
        by=context.account.text,
        reviewers=True,
    )
    return shown(context, member.code)


def _check_ahead(day: datetime, context: Context) -> None:
    if day <= context.now:
        raise DayPast(day=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBenchmark:
    """The secretariat or a reviewer gives a suspended member something to do by a day."""

    member: Member
    text: str
    due: datetime


def set_benchmark(request: SetBenchmark, context: Context) -> Card:
    """Add a benchmark to the plan."""
    dossier = _of_suspended(context, request.member)
    _check_ahead(request.due, context)
    zone = context.alliance.time_zone
    event = BenchmarkSet(
        member=request.member.code,
        number=len(dossier.benchmarks) + 1,
        text=request.text,
        due_at=request.due,
        reminders=reminders_before(request.due.astimezone(zone).date(), REMINDERS, zone=zone, after=context.now),
    )
    _told(context, event, request.member)
    rules = rules_of_membership(context.alliance, context.command.name)
    keep_where_not_due(context.uow, context.alliance, rules, request.member.code, now=context.now)
    return shown(context, request.member.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeBenchmark:
    """A reviewer holds that a benchmark is met."""

    member: Member
    benchmark: int


def judge_benchmark(request: JudgeBenchmark, context: Context) -> Card:
    """Record that; a majority of the panel makes it met, and with the last one the way back may be open."""
    rules, member = rules_of_membership(context.alliance, context.command.name), request.member
    found = _benchmark(_of_suspended(context, member), request.benchmark)
    judges = panel(context.uow, context.alliance, member.code, now=context.now)
    if len(judges) < rules.review.panel:
        raise PanelTooSmall(member=member.code, panel=len(judges), needed=rules.review.panel)
    held = {*found.judges, context.account.text} & {account.text for account in judges}
    needed, again = len(judges) // 2 + 1, context.account.text in found.judges
    if again and len(held) < needed:
        raise BenchmarkJudgedAlready(member=member.code, number=found.number)
    if not again:
        context.record(
            BenchmarkJudged(member=member.code, number=found.number, account=context.account, at=context.now)
        )
    if len(held) < needed:
        return benchmark_card(member, found, len(held), needed, context.interpreter)
    event = BenchmarkMet(member=member.code, number=found.number, text=found.text, at=context.now)
    card = _told(context, event, member)
    return_where_due(context.uow, context.alliance, rules, member.code, now=context.now)
    return card


def _benchmark(dossier: Dossier, number: int) -> Benchmark:
    found = dossier.benchmark(number)
    if found is None:
        raise UnknownBenchmark(member=dossier.member, number=number)
    if found.met_at is not None:
        raise BenchmarkMetAlready(member=dossier.member, number=number)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseSupport:
    """Somebody promises a suspended member help on its way back."""

    member: Member
    text: str


def promise_support(request: PromiseSupport, context: Context) -> Card:
    """Record the help, and whose it is: that of the caller's own state, or of the secretariat."""
    _of_suspended(context, request.member)
    own = None if context.credential is None else context.credential.member
    giver = context.interpreter.words("act.secretariat") if own is None else context.member(own).name
    event = SupportPromised(member=request.member.code, text=request.text, giver=giver, at=context.now)
    return _told(context, event, request.member)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReassessment:
    """The secretariat or a reviewer sets when a suspended member is reviewed again."""

    member: Member
    on: datetime
    drop: bool | None = None


def set_reassessment(request: SetReassessment, context: Context) -> Card:
    """Have a review open by itself on that day too, or not on that day any more."""
    dossier = _of_suspended(context, request.member)
    drop = request.drop is True
    if not drop:
        _check_ahead(request.on, context)
    dates = dates_with(dossier, request.on, drop=drop)
    event = ReassessmentSet(member=request.member.code, at=request.on, dates=dates, dropped=drop)
    return _told(context, event, request.member)


COMMANDS = (
    Command(
        noun="review",
        verb="benchmark-add",
        callers=frozenset({Caller.SECRETARIAT, Caller.REVIEWER}),
        options=(
            MEMBER,
            Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=REASONS_LIMIT),
            Option(name="due", type=OptionType.CLOSING_MOMENT, required=True),
        ),
        request=SetBenchmark,
        handler=set_benchmark,
        writes=True,
    ),
    Command(
        noun="review",
        verb="benchmark-meet",
        callers=frozenset({Caller.REVIEWER}),
        options=(MEMBER, Option(name="benchmark", type=OptionType.NUMBER, required=True)),
        request=JudgeBenchmark,
        handler=judge_benchmark,
        writes=True,
    ),
    Command(
        noun="review",
        verb="support",
        callers=frozenset({Caller.SECRETARIAT, Caller.DELEGATION}),
        options=(MEMBER, Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=REASONS_LIMIT)),
        request=PromiseSupport,
        handler=promise_support,
        writes=True,
    ),
    Command(
        noun="review",
        verb="reassess",
        callers=frozenset({Caller.SECRETARIAT, Caller.REVIEWER}),
        options=(
            MEMBER,
            Option(name="on", type=OptionType.OPENING_MOMENT, required=True),
            Option(name="drop", type=OptionType.YES_NO),
        ),
        request=SetReassessment,
        handler=set_reassessment,
        writes=True,
    ),
)
