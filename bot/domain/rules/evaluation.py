"""Deciding a roll call: the outcome, how certain it is, and each number needed and had."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules.adoption import Counts, adopts, counts_of, passes, reaches_quorum, tests_of
from bot.domain.rules.certainty import Certainty, running_certainty
from bot.domain.rules.counting import (
    HEADS,
    Count,
    MajorityOrTie,
    SomeoneInFavour,
    Test,
    attended,
    measure_of,
)
from bot.domain.rules.language import (
    Amount,
    AtLeastCount,
    AtLeastShare,
    Base,
    Favour,
    Majority,
    MoreThanShare,
    NoVeto,
    Objections,
    Opposed,
    Option,
    Quorum,
    Rule,
    Seats,
    Threshold,
    Weighted,
)
from bot.domain.rules.roll import RollCall, RollCallError, Tie, Voter


class Outcome(StrEnum):
    """What a roll call ended in; ``OPEN`` while voting runs, ``TIED`` where a second vote follows."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not adopted"
    NO_QUORUM = "no quorum"
    TIED = "tied"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One clause with its numbers, all exact; ``option`` counts from 1, the quorum's is 0.

    ``base`` is what a share is taken of. ``needed`` is the least that meets the clause: for "at most" and
    "no" clauses the most that is allowed, and for more than a share of a weight the share itself, which
    ``had`` must exceed. ``had`` counts those in favour, those attending for a quorum, and those not in
    favour, against or objecting for "at most" and "no" clauses.
    """

    option: int
    clause: str
    base: Fraction | None
    needed: Fraction | None
    had: Fraction | None
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Everyone on the roll by what they did, and the vacant seats; the sum is voters plus vacancies."""

    yes: int
    no: int
    abstain: int
    silent: int
    not_entitled: int
    vacant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An outcome with its reasons; a closed vote carries if adopted, is open if tied, and else fails."""

    outcome: Outcome
    certainty: Certainty
    reasons: tuple[Reason, ...]
    tally: Tally

    @classmethod
    def without_vote(cls, tally: Tally) -> "Decision":
        """Give the adoption of a text to which nobody objected: by consensus, whatever its rule (deciding 11)."""
        return cls(outcome=Outcome.ADOPTED, certainty=Certainty.CARRY, reasons=(), tally=tally)


def decide(roll_call: RollCall, counts: Counts | None = None) -> Decision:
    """Decide a roll call by its own rule; quorum first, then the options in order.

    ``counts`` is what ``counts_of`` gives, for who asks more than one thing of a roll call.
    """
    counts = counts_of(roll_call) if counts is None else counts
    if roll_call.closed:
        outcome = _outcome(roll_call, counts)
        certainty = _closed_certainty(outcome)
    else:
        outcome = Outcome.OPEN
        certainty = running_certainty(roll_call, counts)
    return Decision(
        outcome=outcome,
        certainty=certainty,
        reasons=tuple(_reasons(roll_call, counts)),
        tally=_tally(roll_call, counts[HEADS]),
    )


def is_tied(roll_call: RollCall) -> bool:
    """Tell whether only a tie keeps the ballots as they stand from adopting."""
    return _is_tied(roll_call, counts_of(roll_call))


def reach(
    threshold: Threshold,
    *,
    voters: Collection[Voter],
    callers: Collection[MemberCode],
    seats: int | None = None,
    concerned: MemberCode | None = None,
) -> Reason:
    """Measure those who call for something against a threshold, as one call of the roll.

    Ballots of ``voters`` play no part. The reason's option is 0. Raise RollCallError as RollCall does,
    and for a caller that is not on the roll or not entitled.
    """
    for caller in set(callers) - {voter.member for voter in voters}:
        raise RollCallError(f"{caller} is not on the roll")
    clause = Favour(amount=threshold.amount, base=threshold.roll)
    call = RollCall(
        rule=Rule(options=(Option(clauses=(clause,)),)),
        voters=tuple(replace(voter, choice=Choice.YES if voter.member in callers else None) for voter in voters),
        seats=seats,
        concerned=concerned,
    )
    return _reason(0, clause, call, counts_of(call))


def _outcome(roll_call: RollCall, counts: Counts) -> Outcome:
    if not reaches_quorum(roll_call.quorum, counts, vacant=roll_call.vacant):
        return Outcome.NO_QUORUM
    if adopts(roll_call.rule, counts, vacant=roll_call.vacant):
        return Outcome.ADOPTED
    if not _is_tied(roll_call, counts):
        return Outcome.NOT_ADOPTED
    match roll_call.tie:
        case Tie.REJECT:
            return Outcome.NOT_ADOPTED
        case Tie.CHAIR:
            return Outcome.ADOPTED if roll_call.casting_vote is Choice.YES else Outcome.NOT_ADOPTED
        case Tie.SECOND_VOTE:
            return Outcome.TIED
        case _:
            assert_never(roll_call.tie)


def _is_tied(roll_call: RollCall, counts: Counts) -> bool:
    return (
        reaches_quorum(roll_call.quorum, counts, vacant=roll_call.vacant)
        and not adopts(roll_call.rule, counts, vacant=roll_call.vacant)
        and adopts(roll_call.rule, counts, vacant=roll_call.vacant, tie_adopts=True)
    )


def _closed_certainty(outcome: Outcome) -> Certainty:
    match outcome:
        case Outcome.ADOPTED:
            return Certainty.CARRY
        case Outcome.NOT_ADOPTED | Outcome.NO_QUORUM:
            return Certainty.FAIL
        case Outcome.TIED | Outcome.OPEN:
            return Certainty.OPEN
        case _:
            assert_never(outcome)


def _reasons(roll_call: RollCall, counts: Counts) -> Iterator[Reason]:
    cast = roll_call.tie is Tie.CHAIR and roll_call.casting_vote is Choice.YES and _is_tied(roll_call, counts)
    if roll_call.quorum is not None:
        yield _reason(0, roll_call.quorum, roll_call, counts)
    for number, option in enumerate(roll_call.rule.options, start=1):
        tests = tests_of(option, tie_adopts=cast)
        reasons = [_reason(number, test, roll_call, counts) for test in tests]
        clauses = len(option.clauses)
        yield from reasons[:clauses]
        if all(reason.met for reason in reasons[:clauses]):
            yield from (reason for reason in reasons[clauses:] if not reason.met)


def _reason(option: int, test: Test, roll_call: RollCall, counts: Counts) -> Reason:
    base, needed, had = _figures(test, counts[measure_of(test)], roll_call.vacant)
    met = passes(test, counts, vacant=roll_call.vacant)
    return Reason(option=option, clause=str(test), base=base, needed=needed, had=had, met=met)


_Figures = tuple[Fraction | None, Fraction, Fraction]


def _figures(test: Test, counted: Count, vacant: int) -> _Figures:
    """Give base, needed and had of a clause or quorum."""
    match test:
        case Favour():
            return _against_base(test.amount, test.base, counted.yes, counted, vacant)
        case Quorum():
            return _against_base(test.amount, test.roll, attended(test, counted), counted, vacant)
        case Opposed():
            base = counted.base(test.heads) + (vacant if isinstance(test.heads, Seats) else 0)
            return Fraction(base), Fraction(test.most), Fraction(base - counted.yes)
        case Majority() | MajorityOrTie() | SomeoneInFavour() | NoVeto() | Objections():
            needed, had = _ballot_figures(test, counted)
            return None, Fraction(needed), Fraction(had)
        case _:
            assert_never(test)


def _ballot_figures(
    test: Majority | MajorityOrTie | SomeoneInFavour | NoVeto | Objections, counted: Count
) -> tuple[int, int]:
    """Give needed and had where only ballots are compared; a casting vote that breaks a tie is had."""
    match test:
        case Majority():
            return counted.no + 1, counted.yes
        case MajorityOrTie():
            return counted.no + 1, counted.yes + int(counted.yes == counted.no)
        case SomeoneInFavour():
            return 1, counted.yes
        case NoVeto():
            return 0, counted.no
        case Objections():
            return test.most, counted.no
        case _:
            assert_never(test)


def _against_base(amount: Amount, base: Base, had: int, counted: Count, vacant: int) -> _Figures:
    size = counted.base(base) + (vacant if isinstance(base, Seats) else 0)
    total = Fraction(size, counted.scale)
    whole = not isinstance(base, Weighted)
    return total, _needed(amount, total, whole=whole), Fraction(had, counted.scale)


def _needed(amount: Amount, total: Fraction, *, whole: bool) -> Fraction:
    match amount:
        case AtLeastCount():
            return Fraction(amount.count)
        case AtLeastShare():
            share = amount.share.value * total
            return Fraction(ceil(share)) if whole else share
        case MoreThanShare():
            share = amount.share.value * total
            return Fraction(floor(share) + 1) if whole else share
        case _:
            assert_never(amount)


def _tally(roll_call: RollCall, heads: Count) -> Tally:
    return Tally(
        yes=heads.yes,
        no=heads.no,
        abstain=heads.abstain,
        silent=heads.entitled - heads.voted,
        not_entitled=heads.everyone - heads.entitled,
        vacant=roll_call.vacant,
    )
