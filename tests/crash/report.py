"""What came of the runs, as a table, and below it everything that is wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tests.crash.checking import Wrong, demanded
from tests.crash.run import Outcome

COLUMNS = (
    "engine",
    "kills",
    "acts",
    "acked",
    "lost",
    "doubled",
    "other",
    "posts due",
    "missing",
    "doubled",
    "other",
    "chain",
    "seconds",
)
SHOWN = 40
"""Findings written out in full; the table counts all."""

_POSTS = (Wrong.MISSING, Wrong.REPEATED)
_OTHER_ACTS = (Wrong.FALSE, Wrong.DENIED, Wrong.FAILED, Wrong.DISORDERED, Wrong.MISCOUNTED)
_OTHER_POSTS = (Wrong.UNASKED, Wrong.STALE, Wrong.WAITING, Wrong.DEAD, Wrong.FAULTY)


def report(outcomes: Iterable[Outcome]) -> str:
    """Write the table of all runs and what is wrong in each."""
    every = tuple(outcomes)
    rows = [COLUMNS, *(_row(outcome) for outcome in every)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([*lines, *(line for outcome in every for line in _details(outcome))])


def _row(outcome: Outcome) -> tuple[str, ...]:
    evidence, wrong = outcome.evidence, Counter(finding.wrong for finding in outcome.findings)
    figures = (
        outcome.kills,
        len(evidence.acts),
        sum(act.acknowledged for act in evidence.acts),
        wrong[Wrong.LOST],
        wrong[Wrong.DOUBLED],
        sum(wrong[each] for each in _OTHER_ACTS),
        len(demanded(evidence)),
        wrong[Wrong.MISSING],
        wrong[Wrong.REPEATED],
        sum(wrong[each] for each in _OTHER_POSTS),
    )
    chain = "broken" if wrong[Wrong.BROKEN] else "whole"
    return outcome.engine, *map(str, figures), chain, f"{outcome.seconds:.0f}"


def _details(outcome: Outcome) -> Iterator[str]:
    told = Counter(told.value for act in outcome.evidence.acts for told in act.told)
    twice = sum(act.deliveries > 1 for act in outcome.evidence.acts)
    yield ""
    yield f"{outcome.engine}, seed {outcome.plan.seed}: {_counted(outcome.done)}; ended by themselves {outcome.ended}"
    yield f"told: {_counted(told)}; delivered again: {twice}; posts seen: {len(outcome.evidence.posts)}"
    for finding in outcome.findings[:SHOWN]:
        yield f"  {finding}"
    if len(outcome.findings) > SHOWN:
        yield f"  and {len(outcome.findings) - SHOWN} more"


def _counted(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {times}" for name, times in sorted(counted.items()))
