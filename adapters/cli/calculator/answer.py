"""What a line is answered with: the decision with its figures, and one plain sentence."""

from collections.abc import Iterable

from adapters.cli.calculator.line import Line, roll_call_of
from bot.domain.rules import (
    Certainty,
    Counts,
    Decision,
    Outcome,
    Reason,
    RollCall,
    counts_of,
    decide,
    decimal_text,
    further_yes,
)


def answer_to(line: Line) -> dict[str, object]:
    """Decide a line; raise BadLine, RuleSentenceError or RollCallError where it cannot be decided."""
    roll_call = roll_call_of(line)
    counts = counts_of(roll_call)
    decision = decide(roll_call, counts)
    return {
        "id": line.id,
        "outcome": decision.outcome.value,
        "certainty": decision.certainty.value,
        "reasons": [_reason(reason) for reason in decision.reasons],
        "tally": _tally(decision),
        "sentence": sentence_of(decision),
        "would_take": _would_take(roll_call, decision, counts),
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "option": reason.option,
        "clause": reason.clause,
        "base": None if reason.base is None else str(reason.base),
        "needed": None if reason.needed is None else str(reason.needed),
        "had": None if reason.had is None else str(reason.had),
        "met": reason.met,
    }


def _tally(decision: Decision) -> dict[str, int]:
    tally = decision.tally
    return {
        "yes": tally.yes,
        "no": tally.no,
        "abstain": tally.abstain,
        "silent": tally.silent,
        "not_entitled": tally.not_entitled,
        "vacant": tally.vacant,
    }


def _would_take(roll_call: RollCall, decision: Decision, counts: Counts) -> dict[str, object] | None:
    if decision.outcome is Outcome.ADOPTED:
        return None
    further = further_yes(roll_call, counts)
    return {"yes_votes": further.votes, "possible": further.possible}


def sentence_of(decision: Decision) -> str:
    """Say a decision in one plain English sentence, with the numbers that decided it."""
    match decision.outcome:
        case Outcome.ADOPTED:
            return f"Adopted: {_figures(_holding(decision.reasons))}."
        case Outcome.NOT_ADOPTED:
            return f"Not adopted: {_figures(_failing(decision.reasons))}."
        case Outcome.NO_QUORUM:
            return f"No quorum: {_figures([r for r in decision.reasons if r.option == 0])}."
        case Outcome.TIED:
            return f"Tied at {decision.tally.yes} yes to {decision.tally.no} no: a second vote follows."
        case Outcome.OPEN:
            return f"{_CERTAINTIES[decision.certainty]}: {_count(decision)}."


_CERTAINTIES = {
    Certainty.CARRY: "Voting runs, certain to carry",
    Certainty.FAIL: "Voting runs, certain to fail",
    Certainty.OPEN: "Voting runs, the result is open",
}


def _count(decision: Decision) -> str:
    tally = decision.tally
    return f"{tally.yes} yes, {tally.no} no, {tally.abstain} abstaining, {tally.silent} without a ballot"


def _holding(reasons: Iterable[Reason]) -> list[Reason]:
    """Pick the reasons of the first option that holds."""
    options: dict[int, list[Reason]] = {}
    for reason in reasons:
        if reason.option > 0:
            options.setdefault(reason.option, []).append(reason)
    return next(clauses for clauses in options.values() if all(clause.met for clause in clauses))


def _failing(reasons: Iterable[Reason]) -> list[Reason]:
    return [reason for reason in reasons if not reason.met]


def _figures(reasons: Iterable[Reason]) -> str:
    return "; ".join(f"{reason.clause} ({_compared(reason)})" for reason in reasons)


def _compared(reason: Reason) -> str:
    had = "none" if reason.had is None else decimal_text(reason.had)
    needed = "none" if reason.needed is None else decimal_text(reason.needed)
    if reason.clause.startswith(("at most", "no ")):
        return f"{had} had, {needed} allowed"
    if reason.clause.startswith("more than") and " of the " in reason.clause:
        return f"{had} had, more than {needed} needed"
    return f"{had} had, {needed} needed"
