"""The calculator: recorded or supposed votes as JSON Lines in, decisions as JSON Lines out, no database.

A line that cannot be decided gives a line with its id and an ``error``; the others still run.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainValidator, StringConstraints, ValidationError

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules import (
    Certainty,
    Decision,
    Outcome,
    Reason,
    RollCall,
    RollCallError,
    RuleSentenceError,
    Standing,
    Tie,
    Voter,
    decide,
    decimal_text,
    further_yes,
    parse_quorum,
    parse_rule,
)

_LONGEST_NUMBER = 100  # digits of a weight; no count of people or money needs more
_TOO_LARGE = 10**_LONGEST_NUMBER
_WEIGHT = re.compile(r"[0-9]+(\.[0-9]+)?|[0-9]+/[0-9]+", re.ASCII)
_UNREADABLE = 2  # exit status where the file itself cannot be read


class BadLine(ValueError):
    """A line that cannot be decided; the message says why."""


def exact_weight(value: object) -> Fraction:
    """Read a weight exactly: a whole number, a decimal, or a string such as "0.5" or "1/2".

    Raise ValueError for anything else, for a negative weight and for one of more than 100 digits.
    """
    match value:
        case bool():
            raise ValueError("a weight is a number, or a string such as “0.5” or “1/2”")
        case int():
            weight = Fraction(value)
        case Decimal() if value.is_finite() and abs(value.adjusted()) + len(value.as_tuple().digits) <= _LONGEST_NUMBER:
            weight = Fraction(value)
        case str() if len(value) <= _LONGEST_NUMBER and _WEIGHT.fullmatch(value):
            if "/" in value and int(value.partition("/")[2]) == 0:
                raise ValueError("a weight cannot be divided by 0")
            weight = Fraction(value)
        case _:
            raise ValueError("a weight is a number, or a string such as “0.5” or “1/2”")
    if weight.numerator < 0:
        raise ValueError("a weight is never negative")
    if weight.numerator >= _TOO_LARGE:
        raise ValueError(f"a weight has at most {_LONGEST_NUMBER} digits")
    return weight


_Name = Annotated[str, StringConstraints(min_length=1)]
_Weight = Annotated[Fraction, PlainValidator(exact_weight)]
_Answer = Literal["yes", "no", "abstain"]


class _Strict(BaseModel):
    """A part of a line: unknown keys and values of another type are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Member(_Strict):
    """One member of the body, as a line lists it."""

    id: _Name
    entitled: bool = True
    reason: Literal["suspended", "expired", "abeyance", "recused", "concerned"] | None = None
    permanent: bool = False
    weights: dict[_Name, _Weight] = {}


class _Line(_Strict):
    """One vote to decide."""

    id: _Name
    adopt: str
    members: list[_Member]
    ballots: dict[str, _Answer]
    quorum: str | None = None
    seats: int | None = None
    present: list[str] = []
    concerned: _Name | None = None
    tie: Literal["reject", "chair", "second-vote"] = "reject"
    chair: _Answer | None = None
    closed: bool = True
    final: bool = False


def run_decide(path: Path | None) -> int:
    """Decide each line of a file, or of standard input where ``path`` is None, and print the answers.

    Return the exit status: 0, 1 where a line was bad, 2 where the file cannot be read.
    """
    try:
        if path is None:
            sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
            return _print_answers(sys.stdin)
        with path.open(encoding="utf-8-sig", errors="surrogateescape") as lines:
            return _print_answers(lines)
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return _UNREADABLE


def _print_answers(lines: Iterable[str]) -> int:
    status = 0
    for answer, decided in answer_lines(lines):
        print(answer)
        if not decided:
            status = 1
    return status


def answer_lines(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Answer each line that is not blank, in order: the JSON of the answer, and whether it was decided."""
    seen: set[str] = set()
    for line in lines:
        if not line.strip():
            continue
        answer = _answer(line, seen)
        yield json.dumps(answer), "error" not in answer


def _answer(line: str, seen: set[str]) -> dict[str, object]:
    id_: str | None = None
    try:
        value, twice = _read(line)
        id_ = _id_of(value)
        _refuse_repeated(id_, seen, twice)
        return _decided(_parsed(value))
    except (BadLine, RuleSentenceError, RollCallError) as error:
        return {"id": id_, "error": str(error)}


def _refuse_repeated(id_: str | None, seen: set[str], twice: Sequence[str]) -> None:
    if id_ is not None and id_ in seen:
        raise BadLine(f"the id {id_} was used by an earlier line")
    if id_ is not None:
        seen.add(id_)
    if twice:
        raise BadLine(f"the key {twice[0]} is given twice")


def _read(line: str) -> tuple[object, list[str]]:
    """Read a line as JSON, numbers exactly, and list the keys that an object gives twice."""
    twice: list[str] = []

    def mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.extend(key for key in found if keys.count(key) > 1)
        return found

    try:
        line.encode()
        value: object = json.loads(
            line, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=mapping
        )
    except UnicodeEncodeError:
        raise BadLine("the line is not UTF-8") from None
    except RecursionError:
        raise BadLine("the line is nested too deep") from None
    except ValueError as error:
        raise BadLine(f"the line is not JSON: {error}") from error
    return value, twice


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _id_of(value: object) -> str | None:
    match value:
        case {"id": str(id_)}:
            return id_
        case _:
            return None


def _parsed(value: object) -> _Line:
    if not isinstance(value, dict):
        raise BadLine("a line is a JSON object")
    try:
        return _Line.model_validate(value)
    except ValidationError as error:
        raise BadLine(_first_fault(error)) from error


def _first_fault(error: ValidationError) -> str:
    faults = error.errors(include_url=False, include_input=False)
    fault = min(faults, key=lambda fault: fault["type"] != "extra_forbidden")
    place = ".".join(str(part) for part in fault["loc"])
    match fault["type"]:
        case "extra_forbidden":
            return f"unknown key {place}"
        case "missing":
            return f"{place} is missing"
        case _:
            return f"{place}: {fault['msg'].removeprefix('Value error, ')}"


def _decided(line: _Line) -> dict[str, object]:
    roll_call = _roll_call(line)
    decision = decide(roll_call)
    return {
        "id": line.id,
        "outcome": decision.outcome.value,
        "certainty": decision.certainty.value,
        "reasons": [_reason(reason) for reason in decision.reasons],
        "tally": _tally(decision),
        "sentence": sentence_of(decision),
        "would_take": _would_take(roll_call, decision),
    }


def _roll_call(line: _Line) -> RollCall:
    rule = parse_rule(line.adopt, seats=line.seats)
    quorum = None if line.quorum is None else parse_quorum(line.quorum, seats=line.seats)
    _refuse_strangers(line)
    if "in good standing" in f"{rule} {quorum}":
        _refuse_unexplained(line)
    present = set(line.present)
    return RollCall(
        rule=rule,
        quorum=quorum,
        seats=line.seats,
        voters=tuple(_voter(member, line.ballots, member.id in present) for member in line.members),
        concerned=None if line.concerned is None else MemberCode(line.concerned),
        tie=Tie(line.tie),
        casting_vote=None if line.chair is None else Choice(line.chair),
        closed=line.closed,
        final=line.final,
    )


def _refuse_strangers(line: _Line) -> None:
    known = {member.id for member in line.members}
    for ballot in line.ballots:
        if ballot not in known:
            raise BadLine(f"{ballot} has a ballot but is not a member")
    for present in line.present:
        if present not in known:
            raise BadLine(f"{present} is present but is not a member")
    for member in line.members:
        if member.entitled and member.reason is not None:
            raise BadLine(f"{member.id} is entitled but has a reason why not ({member.reason})")


def _refuse_unexplained(line: _Line) -> None:
    for member in line.members:
        if not member.entitled and member.reason is None:
            raise BadLine(f"{member.id} is not entitled: the rule counts members in good standing, so give the reason")


def _voter(member: _Member, ballots: Mapping[str, _Answer], present: bool) -> Voter:
    answer = ballots.get(member.id)
    return Voter(
        member=MemberCode(member.id),
        standing=Standing.ENTITLED if member.entitled else Standing(member.reason or "suspended"),
        permanent=member.permanent,
        weights=member.weights,
        choice=None if answer is None else Choice(answer),
        present=present,
    )


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


def _would_take(roll_call: RollCall, decision: Decision) -> dict[str, object] | None:
    if decision.outcome is Outcome.ADOPTED:
        return None
    further = further_yes(roll_call)
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
