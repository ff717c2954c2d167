"""``/alliance calendar``: everything that is due, from every source that has something due.

A source gives what it knows of as instants with a message and its facts. Another noun adds its own to ``SOURCES``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.cards.calendar import Dated, calendar_card
from bot.cards.card import Card
from bot.cards.names import with_flag
from bot.commands.context import Context
from bot.commands.registry import Caller, Command
from bot.commands.standing.dossiers import reviews_under_way
from bot.domain.calendar import Occasion, next_day, yearly_days
from bot.domain.phases import Phase
from bot.domain.review import ReviewPhase
from bot.locales.catalogue import Value

AHEAD: Final = timedelta(days=366)
"""How far ahead the calendar looks: each yearly day is in it once."""


def running_votes(context: Context) -> Iterator[Dated]:
    """Give when votes and silences open and close, and until when proposals can be seconded."""
    for motion in context.uow.motions.under_way(context.alliance.code):
        if not context.sees(motion) or motion.course.draft:
            continue
        facts: Mapping[str, Value] = {"motion": motion.number, "title": motion.title}
        match motion.phase(context.now):
            case Phase.VOTING:
                yield Dated(at=motion.voted_until, what="closes", facts=facts)
            case Phase.SILENCE if motion.silence_runs:
                yield Dated(at=motion.closes_at, what="expires", facts=facts)
            case Phase.DEBATE if not motion.held and not motion.awaits_turn and motion.opens_at > context.now:
                yield Dated(at=motion.opens_at, what="opens", facts=facts)
            case Phase.PROPOSED if motion.course.seconding is not None:
                yield Dated(at=motion.course.seconding.until, what="seconds", facts=facts)
            case _:
                continue


def days_of_the_year(context: Context) -> Iterator[Dated]:
    """Give the next rotation of each body's seats, and the next summit."""
    charter, say = context.alliance.charter, context.interpreter
    for each in yearly_days(charter):
        at = next_day(each.day, after=context.now, zone=context.alliance.time_zone)
        if each.occasion is Occasion.ROTATION and each.body is not None:
            title = charter.bodies[each.body].title.in_language(say.language)
            yield Dated(at=at, what="rotation", facts={"body": title})
        else:
            yield Dated(at=at, what="summit", facts={})


def days_of_members(context: Context) -> Iterator[Dated]:
    """Give when terms end, what is to come of itself, and what members are to have done by then."""
    members, say = context.members(), context.interpreter
    for dossier in context.uow.standing.dossiers(context.alliance.code):
        facts: dict[str, Value] = {"member": with_flag(members, dossier.member, say)}
        if dossier.term is not None and dossier.term.ends_at > context.now:
            yield Dated(at=dossier.term.ends_at, what="term", facts=facts)
        for move in dossier.coming:
            yield Dated(at=move.at, what="status", facts=facts | {"status": move.status})
        for benchmark in dossier.open_benchmarks:
            yield Dated(at=benchmark.due_at, what="benchmark", facts=facts | {"number": benchmark.number})
        for commitment in dossier.pending_commitments:
            yield Dated(at=commitment.due_at, what="commitment", facts=facts | {"number": commitment.number})
        for at in dossier.reassessments:
            yield Dated(at=at, what="reassessment", facts=facts)


def running_reviews(context: Context) -> Iterator[Dated]:
    """Give when findings are due, and until when members may reply to one."""
    members, say, uow, alliance = context.members(), context.interpreter, context.uow, context.alliance
    for review in reviews_under_way(uow, alliance, uow.standing.dossiers(alliance.code)):
        facts: Mapping[str, Value] = {"member": with_flag(members, review.member, say), "review": review.number}
        match review.phase(context.now):
            case ReviewPhase.JUDGING:
                yield Dated(at=review.due_at, what="finding", facts=facts)
            case ReviewPhase.REPLYING if review.made is not None:
                yield Dated(at=review.made.reply_until, what="reply", facts=facts)
            case _:
                continue


def after_adoption(context: Context) -> Iterator[Dated]:
    """Give by when answers are asked for, contributions due, authorisations over, decisions looked at again."""
    members, say = context.members(), context.interpreter
    for found in context.uow.implementations.every(context.alliance.code):
        facts: dict[str, Value] = {"motion": found.motion}
        if found.answer_by is not None and found.answer_by > context.now and found.closed_at is None:
            yield Dated(at=found.answer_by, what="answers", facts=facts)
        if found.review_at is not None and found.review_at > context.now:
            yield Dated(at=found.review_at, what="implementation", facts=facts)
        for given in found.contributions:
            if given.awaited:
                told: dict[str, Value] = {"member": with_flag(members, given.member, say), "amount": given.outstanding}
                yield Dated(at=given.due_at, what="contribution", facts=facts | told)
        for known in found.authorisations:
            if known.until is not None and known.until > context.now:
                of: dict[str, Value] = {"member": with_flag(members, known.member, say)}
                yield Dated(at=known.until, what="authorisation", facts=facts | of)


def sessions_ahead(context: Context) -> Iterator[Dated]:
    """Give when the sessions begin that have been called."""
    for session in context.uow.sessions.ahead(context.alliance.code):
        facts: Mapping[str, Value] = {"session": session.number, "title": session.title, "level": session.level}
        if session.starts_at > context.now:
            yield Dated(at=session.starts_at, what="session", facts=facts)


def open_requests(context: Context) -> Iterator[Dated]:
    """Give until when the chair is to convene on requests for support."""
    members, say = context.members(), context.interpreter
    for request in context.uow.requests.every(context.alliance.code):
        if request.open:
            facts: dict[str, Value] = {"member": with_flag(members, request.member, say), "request": request.number}
            yield Dated(at=request.until, what="request", facts=facts)


SOURCES: Final[tuple[Callable[[Context], Iterator[Dated]], ...]] = (
    running_votes,
    days_of_the_year,
    days_of_members,
    running_reviews,
    after_adoption,
    sessions_ahead,
    open_requests,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCalendar:
    """Anyone asks what is due."""


def show_calendar(request: ShowCalendar, context: Context) -> Card:  # noqa: ARG001 - it asks for nothing
    """Tell what is due in the coming year, the earliest first."""
    return calendar_card(dates_ahead(context), context.interpreter)


def dates_ahead(context: Context) -> list[Dated]:
    """Gather what is due in the coming year, the earliest first."""
    due = (dated for source in SOURCES for dated in source(context) if dated.at <= context.now + AHEAD)
    return sorted(due, key=lambda dated: dated.at)


COMMANDS = (
    Command(
        noun="alliance",
        verb="calendar",
        callers=frozenset({Caller.ANYONE}),
        options=(),
        request=ShowCalendar,
        handler=show_calendar,
    ),
)
