"""The checks of a rule and of a quorum against the body and the weights of their charter."""

from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from bot.charters.faults import refused
from bot.domain.ids import WeightName
from bot.domain.rules import (
    AtLeastCount,
    NoVeto,
    Objections,
    Quorum,
    Rule,
    RuleSentenceError,
    Seats,
    parse_quorum,
    parse_rule,
)
from bot.domain.rules.language import amounts_of, counts_seats


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a sentence stands on: the body that decides, with its seats and veto, and the charter's weights.

    ``known`` is False where the body itself is at fault, so that nothing about it can be judged; ``weights``
    is None where the list of weights is at fault.
    """

    known: bool = False
    seats: int | None = None
    veto: bool = False
    weights: tuple[WeightName, ...] | None = None


def read_rule(sentence: str, ground: Ground) -> Rule:
    """Read an adoption rule; raise PydanticCustomError, named as a charter's fault, where it cannot stand."""
    try:
        rule = parse_rule(sentence, seats=ground.seats, weights=ground.weights)
    except RuleSentenceError as error:
        raise _unreadable(error) from error
    _check_seats(rule, ground)
    if ground.known and not ground.veto and any(isinstance(clause, NoVeto) for clause in rule.clauses):
        raise refused("charter.VetoNotKnown")
    return rule


def read_quorum(sentence: str, ground: Ground) -> Quorum:
    """Read a quorum; raise PydanticCustomError, named as a charter's fault, where it cannot stand."""
    try:
        quorum = parse_quorum(sentence, seats=ground.seats, weights=ground.weights)
    except RuleSentenceError as error:
        raise _unreadable(error) from error
    _check_seats(quorum, ground)
    return quorum


def only_objections(rule: Rule) -> bool:
    """Tell whether a rule counts objections and nothing else, as a silence procedure does."""
    return all(isinstance(clause, Objections) for clause in rule.clauses)


def names_a_weight(name: str) -> bool:
    """Tell whether a rule sentence could use ``name`` as a weight."""
    try:
        parse_rule(f"at least 1/2 of the {name} of all members", weights=(name,))
    except RuleSentenceError:
        return False
    return True


def _check_seats(sentence: Rule | Quorum, ground: Ground) -> None:
    if not ground.known:
        return
    if ground.seats is None:
        if counts_seats(sentence):
            raise refused("charter.SeatsNotKnown")
        return
    for amount, base in amounts_of(sentence):
        if isinstance(base, Seats) and isinstance(amount, AtLeastCount) and amount.count > ground.seats:
            raise refused("charter.CountAboveSeats", count=amount.count, seats=ground.seats)


def _unreadable(error: RuleSentenceError) -> PydanticCustomError:
    return refused(
        "charter.RuleUnreadable",
        sentence=error.sentence,
        position=error.position + 1,
        expected=error.expected,
        found=error.found,
    )
