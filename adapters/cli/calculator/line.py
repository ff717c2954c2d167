"""What a line says: a vote to decide, checked key by key, and the roll call it comes to."""

from functools import lru_cache
from typing import Literal, NamedTuple

from pydantic import Field, ValidationError

from adapters.cli.calculator.roster import Answer, Name, Roster, Strict
from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules import Quorum, RollCall, Rule, Tie, parse_quorum, parse_rule


class BadLine(ValueError):
    """A line that cannot be decided; the message says why."""


class Line(Strict):
    """One vote to decide."""

    id: Name
    adopt: str
    members: Roster
    ballots: dict[str, Answer]
    quorum: str | None = None
    seats: int | None = None
    present: list[str] = Field(default_factory=list)
    concerned: Name | None = None
    tie: Literal["reject", "chair", "second-vote"] = "reject"
    chair: Answer | None = None
    closed: bool = True
    final: bool = False


def checked_line(value: object) -> Line:
    """Check a line that was read; raise BadLine with its first fault."""
    if not isinstance(value, dict):
        raise BadLine("a line is a JSON object")
    try:
        return Line.model_validate(value)
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


def roll_call_of(line: Line) -> RollCall:
    """Give the roll call of a line; raise BadLine, RuleSentenceError or RollCallError where there is none."""
    sentences = _sentences(line.adopt, line.quorum, line.seats)
    _refuse_strangers(line)
    unexplained = line.members.unexplained
    if sentences.ask_standing and unexplained is not None:
        raise BadLine(f"{unexplained.id} is not entitled: the rule counts members in good standing, so give the reason")
    return RollCall(
        rule=sentences.rule,
        quorum=sentences.quorum,
        seats=line.seats,
        voters=line.members.voters(line.ballots, line.present),
        concerned=None if line.concerned is None else MemberCode(line.concerned),
        tie=Tie(line.tie),
        casting_vote=None if line.chair is None else Choice(line.chair),
        closed=line.closed,
        final=line.final,
    )


class _Sentences(NamedTuple):
    """What a line is decided by, and whether it matters who is in good standing."""

    rule: Rule
    quorum: Quorum | None
    ask_standing: bool


@lru_cache(maxsize=1024)
def _sentences(adopt: str, quorum: str | None, seats: int | None) -> _Sentences:
    rule = parse_rule(adopt, seats=seats)
    attendance = None if quorum is None else parse_quorum(quorum, seats=seats)
    return _Sentences(rule, attendance, "in good standing" in f"{rule} {attendance}")


def _refuse_strangers(line: Line) -> None:
    known = line.members.known
    for ballot in line.ballots:
        if ballot not in known:
            raise BadLine(f"{ballot} has a ballot but is not a member")
    for present in line.present:
        if present not in known:
            raise BadLine(f"{present} is present but is not a member")
    contradictory = line.members.contradictory
    if contradictory is not None:
        raise BadLine(f"{contradictory.id} is entitled but has a reason why not ({contradictory.reason})")
