"""The review of a member: what was found, what it replied, what was confirmed, and the way back of one suspended."""

from collections.abc import Iterator
from datetime import datetime

from bot.cards.card import Card, Field, Table, Tone
from bot.cards.names import flagged
from bot.domain.dossier import Benchmark, Dossier
from bot.domain.findings import Finding
from bot.domain.membership import Member
from bot.domain.review import Review, subject_of
from bot.locales.catalogue import Interpreter, Value
from bot.locales.phrase import Span


def review_card(member: Member, dossier: Dossier, review: Review | None, say: Interpreter, *, now: datetime) -> Card:
    """Tell the last review of a member, finding and reply side by side, and its plan of return."""
    fields = (*(() if review is None else _of_review(review, say, now)), *_of_plan(dossier, say))
    return Card(
        title=say.words("card.review.never", member=flagged(member, say))
        if review is None
        else say.words("card.review.title", review=subject_of(review.number), member=flagged(member, say)),
        tone=Tone.NEUTRAL,
        fields=fields,
        table=_benchmarks(dossier, say),
    )


def _of_review(review: Review, say: Interpreter, now: datetime) -> Iterator[Field]:
    yield Field(name=say.words("card.review.phase"), value=say.say("card.review.in", phase=review.phase(now)))
    yield Field(
        name=say.words("card.review.opened"),
        value=say.say("card.review.because", cause=review.cause, at=review.opened_at),
    )
    if review.reason:
        yield Field(name=say.words("card.review.reason"), value=(review.reason,), wide=True)
    if review.made is None and review.closed_at is None:
        yield Field(name=say.words("card.review.due"), value=(say.moment(review.due_at),))
    if review.made is not None:
        made = say.say("card.review.found", finding=review.made.finding, at=review.made.at)
        yield Field(name=say.words("card.review.finding"), value=made, wide=True)
        yield Field(name=say.words("card.review.reasons"), value=(review.made.reasons,), wide=True)
        if review.made.evidence:
            yield Field(name=say.words("card.review.evidence"), value=(review.made.evidence,), wide=True)
        if review.reply is None and review.closed_at is None:
            yield Field(name=say.words("card.review.reply_until"), value=(say.moment(review.made.reply_until),))
    if review.reply is not None:
        yield Field(name=say.words("card.review.reply"), value=(review.reply.text,), wide=True)
    if review.closed_at is not None:
        ended = (
            say.say("card.review.withdrawn", at=review.closed_at)
            if review.confirmed is None
            else say.say("card.review.found", finding=review.confirmed, at=review.closed_at)
        )
        yield Field(name=say.words("card.review.confirmed"), value=ended, wide=True)


def _of_plan(dossier: Dossier, say: Interpreter) -> Iterator[Field]:
    for help_ in dossier.support:
        yield Field(name=say.words("card.review.support", giver=help_.by), value=(help_.text,), wide=True)
    if dossier.reassessments:
        days: list[Span] = []
        for at in dossier.reassessments:
            days += [" · ", say.moment(at)]
        yield Field(name=say.words("card.review.reassessed"), value=tuple(days[1:]))


def _benchmarks(dossier: Dossier, say: Interpreter) -> Table | None:
    if not dossier.benchmarks:
        return None
    columns = tuple(say.words(f"card.review.benchmark.{name}") for name in ("number", "text", "due", "state"))
    return Table(columns=columns, rows=tuple(_row(each, say) for each in dossier.benchmarks))


def _row(benchmark: Benchmark, say: Interpreter) -> tuple[str, ...]:
    state = (
        say.words("card.review.benchmark.open")
        if benchmark.met_at is None
        else say.words("card.review.benchmark.met", at=benchmark.met_at)
    )
    return str(benchmark.number), benchmark.text, say.day(benchmark.due_at), state


def opinion_card(
    member: Member, finding: Finding | None, *, agreed: int, needed: int, panel: int, say: Interpreter
) -> Card:
    """Confirm an opinion to its reviewer, and tell how far the panel is from a majority."""
    told: dict[str, Value] = {"member": flagged(member, say), "needed": needed, "panel": panel}
    return Card(
        title=say.words("card.opinion.title"),
        tone=Tone.SUCCESS,
        paragraphs=(
            say.say_count("card.opinion.withdraws", agreed, **told)
            if finding is None
            else say.say_count("card.opinion.finds", agreed, finding=finding, **told),
        ),
    )


def benchmark_card(member: Member, benchmark: Benchmark, held: int, needed: int, say: Interpreter) -> Card:
    """Confirm to a reviewer that it holds a benchmark met, and tell how far the panel is from a majority."""
    return Card(
        title=say.words("card.opinion.title"),
        tone=Tone.SUCCESS,
        paragraphs=(
            say.say_count(
                "card.opinion.benchmark",
                held,
                member=flagged(member, say),
                number=benchmark.number,
                needed=needed,
            ),
        ),
    )
