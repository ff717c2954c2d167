"""Whether a rule and a quorum hold under given counts, be they real or supposed."""

from collections.abc import Mapping
from typing import TypeAlias

from bot.domain.rules.counting import (
    HEADS,
    Count,
    MajorityOrTie,
    Measure,
    SomeoneInFavour,
    Test,
    count,
    measure_of,
    surplus,
)
from bot.domain.rules.language import Majority, Objections, Option, Quorum, Rule
from bot.domain.rules.roll import RollCall

Counts: TypeAlias = Mapping[Measure, Count]


def counts_of(roll_call: RollCall) -> dict[Measure, Count]:
    """Count a roll call by every measure its rule and quorum use, and by heads."""
    measures = {HEADS, *(measure_of(clause) for clause in roll_call.rule.clauses)}
    if roll_call.quorum is not None:
        measures.add(measure_of(roll_call.quorum))
    return {measure: count(roll_call, measure) for measure in measures}


def tests_of(option: Option, *, tie_adopts: bool) -> tuple[Test, ...]:
    """List what must hold for an option to adopt.

    Beyond its clauses that is at least one yes, but for an option with an objections clause. With
    ``tie_adopts``, as many yes as no (and at least one of each) satisfies "more for than against".
    """
    tests: list[Test] = [
        MajorityOrTie() if tie_adopts and isinstance(clause, Majority) else clause for clause in option.clauses
    ]
    objections = any(isinstance(clause, Objections) for clause in option.clauses)
    if not objections or any(isinstance(test, MajorityOrTie) for test in tests):
        tests.append(SomeoneInFavour())
    return tuple(tests)


def passes(test: Test, counts: Counts, *, vacant: int) -> bool:
    """Tell whether one clause or quorum holds."""
    return surplus(test, counts[measure_of(test)], vacant=vacant) >= 0


def adopts(rule: Rule, counts: Counts, *, vacant: int, tie_adopts: bool = False) -> bool:
    """Tell whether an option of the rule holds, the quorum apart."""
    return any(
        all(passes(test, counts, vacant=vacant) for test in tests_of(option, tie_adopts=tie_adopts))
        for option in rule.options
    )


def reaches_quorum(quorum: Quorum | None, counts: Counts, *, vacant: int) -> bool:
    """Tell whether the quorum, if there is one, is there."""
    return quorum is None or passes(quorum, counts, vacant=vacant)
