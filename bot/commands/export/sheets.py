"""What each sheet of the record holds: one row a thing, its columns in a fixed order.

Instants are RFC 3339 in UTC, as the journal writes them; amounts are decimals; lists are joined by a space. Drafts,
ballots of votes that have no result, and credentials are in none of them.

No sheet tells a vote that was never cast. What silence or consensus adopted has no roll-call. A ballot of an election
ranks candidates: it is ``ranked``, its candidates are in ``ranking``, and such an election has no yes, no or abstain.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from bot.domain.alliance import Alliance
from bot.domain.ballot import Ballot
from bot.domain.elections import Ranking, is_ranked
from bot.domain.implementation import Implementation
from bot.domain.instants import written
from bot.domain.motion import Motion
from bot.ports import UnitOfWork

Cell = str | int | None
Row = tuple[Cell, ...]
RANKED: Final = "ranked"
"""What a ballot says that ranks candidates, whichever they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows under the names of their columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def motions(uow: UnitOfWork, alliance: Alliance, now: datetime) -> Sheet:
    """Give every motion that was tabled, the oldest first."""
    columns = (
        "motion", "kind", "body", "title", "mover", "concerns", "sponsors", "urgent", "tabled_at", "opens_at",
        "closes_at", "phase", "outcome", "decided_at", "without_vote", "yes", "no", "abstain", "silent", "not_entitled",
        "vacant", "serial", "year", "takes_effect_at", "document", "impact", "text",
        "procedure",
    )  # fmt: skip
    return Sheet(name="motions", columns=columns, rows=tuple(_motion(each, now) for each in _tabled(uow, alliance)))


def _motion(motion: Motion, now: datetime) -> Row:
    course = motion.course
    return (
        motion.number, motion.kind, motion.body, motion.title, motion.mover, motion.concerned,
        " ".join(motion.sponsors), _yes_no(motion.urgent), written(motion.tabled_at), written(motion.opens_at),
        written(motion.closes_at), motion.phase(now).value, *_result(motion), course.serial, course.year,
        _at(course.takes_effect_at), motion.document, motion.impact, motion.text, course.procedure.value,
    )  # fmt: skip


def _result(motion: Motion) -> Row:
    """Give the outcome, when it was decided, whether by a vote, and the six counts; nothing of each before that."""
    result = motion.result
    if result is None:
        return (None,) * 9
    tally = result.tally
    choices = (None,) * 3 if is_ranked(motion) else (tally.yes, tally.no, tally.abstain)
    return (
        result.outcome.value, written(result.decided_at), _yes_no(result.without_vote),
        *choices, tally.silent, tally.not_entitled, tally.vacant,
    )  # fmt: skip


def roll_calls(uow: UnitOfWork, alliance: Alliance, now: datetime) -> Sheet:  # noqa: ARG001 - as all sheets are called
    """Give how each member on the roll voted on each motion that was put to a vote and has a result."""
    columns = ("motion", "member", "standing", "ballot", "cast_at", "explanation", "ranking")
    rows = (row for motion in _tabled(uow, alliance) if _has_roll(motion) for row in _roll(uow, alliance, motion))
    return Sheet(name="roll-calls", columns=columns, rows=tuple(rows))


def _has_roll(motion: Motion) -> bool:
    return motion.result is not None and not motion.result.without_vote


def _roll(uow: UnitOfWork, alliance: Alliance, motion: Motion) -> Iterator[Row]:
    ballots = {ballot.member: ballot for ballot in uow.ballots.of_motion(alliance.code, motion.number)}
    rankings = uow.council.rankings(alliance.code, motion.number) if is_ranked(motion) else None
    for elector in sorted(uow.motions.electors(alliance.code, motion.number), key=lambda each: each.member):
        cast = ballots.get(elector.member)
        ranking = None if rankings is None else rankings.get(elector.member, ())
        yield (motion.number, elector.member, elector.standing.value, *_ballot(cast, ranking))


def _ballot(cast: Ballot | None, ranking: Ranking | None) -> Row:
    """Give what a ballot says, when it was cast, why, and whom it ranks; ``ranking`` is None where none is ranked."""
    if cast is None:
        return (None, None, "", "")
    said = cast.choice.value if ranking is None else RANKED
    return (said, written(cast.cast_at), cast.explanation, " ".join(ranking or ()))


def members(uow: UnitOfWork, alliance: Alliance, now: datetime) -> Sheet:
    """Give every state on the roster as it stands, with its weights and seats."""
    roster = sorted(uow.roster.on(alliance.code, now), key=lambda member: member.code)
    weights = sorted({name for member in roster for name in member.weights})
    columns = ("member", "name", "name_fr", "flag", "status", "since", "cause", "seats", *weights)
    rows = tuple(
        (
            member.code, member.name, member.name_fr, member.flag, member.status.value, written(member.since),
            member.cause.value, " ".join(f"{body}:{tenure.value}" for body, tenure in sorted(member.seats.items())),
            *(_exact(member.weights.get(name)) for name in weights),
        )
        for member in roster
    )  # fmt: skip
    return Sheet(name="members", columns=columns, rows=rows)


def terms(uow: UnitOfWork, alliance: Alliance, now: datetime) -> Sheet:  # noqa: ARG001 - as all sheets are called
    """Give the term of each member."""
    rows = tuple(
        (found.member, found.status.value, written(found.term.starts_at), written(found.term.ends_at))
        for found in uow.standing.dossiers(alliance.code)
        if found.term is not None
    )
    return Sheet(name="terms", columns=("member", "status", "starts_at", "ends_at"), rows=rows)


def contributions(uow: UnitOfWork, alliance: Alliance, now: datetime) -> Sheet:
    """Give what members give to adopted motions."""
    columns = ("motion", "number", "member", "amount", "unit", "delivered", "due_at", "state", "note")
    rows = tuple(
        (
            found.motion, given.number, given.member, _exact(given.amount.value), given.amount.unit,
            _exact(given.delivered), written(given.due_at), given.state(now).value, given.note,
        )
        for found in uow.implementations.every(alliance.code)
        for given in found.contributions
    )  # fmt: skip
    return Sheet(name="contributions", columns=columns, rows=rows)


def commitments(uow: UnitOfWork, alliance: Alliance, now: datetime) -> Sheet:
    """Give what members have committed themselves to."""
    columns = ("member", "number", "text", "indicator", "due_at", "done_at", "overdue")
    rows = tuple(
        (
            found.member, each.number, each.text, each.indicator, written(each.due_at), _at(each.done_at),
            _yes_no(each.overdue(now)),
        )
        for found in uow.standing.dossiers(alliance.code)
        for each in found.commitments
    )  # fmt: skip
    return Sheet(name="commitments", columns=columns, rows=rows)


def authorisations(uow: UnitOfWork, alliance: Alliance, now: datetime) -> Sheet:
    """Give every decision of a parliament on its state's part in a decision, and where that stands now."""
    columns = ("motion", "member", "state", "decision", "body", "on", "reference", "until", "conditions")
    rows = (row for found in uow.implementations.every(alliance.code) for row in _rulings(found, now))
    return Sheet(name="authorisations", columns=columns, rows=tuple(rows))


def _rulings(found: Implementation, now: datetime) -> Iterator[Row]:
    for known in found.authorisations:
        state = known.state(now).value
        if not known.rulings:
            yield (found.motion, known.member, state, *(None,) * 6)
        for ruling in known.rulings:
            yield (
                found.motion, known.member, state, ruling.decision.value, ruling.body, ruling.on.isoformat(),
                ruling.reference, _at(ruling.until), ruling.conditions,
            )  # fmt: skip


SHEETS: Final[Mapping[str, Callable[[UnitOfWork, Alliance, datetime], Sheet]]] = {
    "motions": motions,
    "roll-calls": roll_calls,
    "members": members,
    "terms": terms,
    "contributions": contributions,
    "commitments": commitments,
    "authorisations": authorisations,
}
"""Every sheet by its name."""


def _tabled(uow: UnitOfWork, alliance: Alliance) -> list[Motion]:
    """Give the motions that are not drafts, the oldest first."""
    return [motion for motion in reversed(uow.motions.every(alliance.code)) if not motion.course.draft]


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _at(value: datetime | None) -> str | None:
    return None if value is None else written(value)


def _exact(value: Fraction | None) -> str | None:
    """Write an exact number as a decimal; one that has none as a fraction."""
    if value is None:
        return None
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return format(decimal, "f") if Fraction(decimal) == value else str(value)
