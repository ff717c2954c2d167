"""How fast votes are decided: a file of them by the calculator, one by the rules, and how certain a running one is.

Each vote is one of 193 members under a rule of two clauses, one by heads and one by weight, with ballots of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from statistics import median

from adapters.cli.decide import answer_lines
from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules import RollCall, Voter, decide, parse_rule
from tests.benchmarks.table import Line, medians

MEMBERS = 193
VOTES = 10_000
DIFFERENT = 100
"""Roll calls made for ``decide`` alone, which is told each of them as often as makes ``VOTES``."""

FILE_ROUNDS = 3
RULE = "at least 55% of entitled members and at least 65% of the population of entitled members"
CLAUSES = 2
BALLOTS = (Choice.YES, Choice.YES, Choice.NO, Choice.YES, Choice.ABSTAIN, Choice.YES, None)
SECONDS = 5
MILLISECONDS = 1


def decisions(*, full: bool) -> list[Line]:
    """Measure what the calculator and the rules take."""
    told = f"decide {VOTES:,} roll-calls of {MEMBERS} members"
    floor, product = decide_lines_seconds()
    lines = [
        Line(measured=f"{told}: the whole command", product=product, unit="s", at_most=SECONDS),
        Line(measured=f"{told}: the whole command / reading JSON", floor=floor, product=product, unit="s"),
    ]
    if full:
        floor, product = decide_lines_seconds(alike=False)
        lines.append(Line(measured=f"{told}: each lists other members", floor=floor, product=product, unit="s"))
    floor, product = answer_lines_seconds()
    lines.append(Line(measured=f"{told}: one process / reading JSON", floor=floor, product=product, unit="s"))
    floor, product = pure_decide_seconds()
    lines.append(Line(measured=f"{told}: the rules alone / summing", floor=floor, product=product, unit="s"))
    floor, product = (certainty_floor_seconds() * 1e3, certainty_seconds() * 1e3)
    told = f"certainty of one running vote of {MEMBERS}"
    return [
        *lines,
        Line(measured=told, product=product, unit="ms", at_most=MILLISECONDS),
        Line(measured=f"{told} / summing the weights", floor=floor, product=product, unit="ms"),
    ]


def decide_lines_seconds(*, alike: bool = True) -> tuple[float, float]:
    """Measure the command ``plenary decide`` on a file, from its start to its end, against ``_read_and_write``.

    Unless ``alike``, each line lists members of other weights, so that no list of members is met again.
    """
    with _file(alike=alike) as votes:
        return _medians(partial(_read_and_write, votes), partial(_command, votes))


def answer_lines_seconds(*, alike: bool = True) -> tuple[float, float]:
    """Measure the same in this one process, without the start of another."""
    with _file(alike=alike) as votes:
        return _medians(partial(_read_and_write, votes), partial(_answer, votes))


def pure_decide_seconds() -> tuple[float, float]:
    """Measure ``decide`` on roll calls that are there, against summing the weights once for each clause."""
    calls = [roll_call(number, closed=True) for number in range(DIFFERENT)]
    floor, product = (partial(_each, work, calls, VOTES // DIFFERENT) for work in (_sum_weights, decide))
    return _medians(floor, product)


def certainty_seconds() -> float:
    """Measure how long it takes to tell how certain a running vote is of which half the members have voted."""
    return _of_one(decide)


def certainty_floor_seconds() -> float:
    """Measure how long it takes to sum the weights of the same vote once for each clause."""
    return _of_one(_sum_weights)


def vote_line(number: int, *, alike: bool) -> str:
    """Give a vote as a line for the calculator."""
    more = 0 if alike else number
    return json.dumps(
        {
            "id": str(number),
            "adopt": RULE,
            "members": [
                {"id": _name(member), "weights": {"population": _population(member) + more}}
                for member in range(MEMBERS)
            ],
            "ballots": {
                _name(member): ballot.value
                for member in range(MEMBERS)
                if (ballot := _ballot(member, number)) is not None
            },
        }
    )


def roll_call(number: int, *, closed: bool) -> RollCall:
    """Give the same vote as a roll call; while it runs, only every other member has voted."""
    voters = tuple(
        Voter(
            member=MemberCode(_name(member)),
            weights={"population": Fraction(_population(member))},
            choice=_ballot(member, number) if closed or member % 2 else None,
        )
        for member in range(MEMBERS)
    )
    return RollCall(rule=parse_rule(RULE), voters=voters, closed=closed)


def _name(member: int) -> str:
    return f"M{member:03}"


def _population(member: int) -> int:
    return 11_000 + 7_919 * member**2


def _ballot(member: int, number: int) -> Choice | None:
    return BALLOTS[(member * 5 + number * 3 + member * number // 11) % len(BALLOTS)]


@contextmanager
def _file(*, alike: bool) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        votes = Path(folder) / "votes.jsonl"
        with votes.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{vote_line(number, alike=alike)}\n" for number in range(VOTES))
        yield votes


def _read_and_write(votes: Path) -> float:
    """Read each line's JSON and write an answer of the usual length."""
    answer = "x" * 900
    started = time.perf_counter()
    with votes.open(encoding="utf-8") as lines, votes.with_name("floor.jsonl").open("w", encoding="utf-8") as out:
        for line in lines:
            json.loads(line)
            print(answer, file=out)
    return time.perf_counter() - started


def _answer(votes: Path) -> float:
    started = time.perf_counter()
    with votes.open(encoding="utf-8") as lines, votes.with_name("answers.jsonl").open("w", encoding="utf-8") as out:
        for answer, _ in answer_lines(lines):
            print(answer, file=out)
    return time.perf_counter() - started


def _command(votes: Path) -> float:
    started = time.perf_counter()
    with votes.with_name("answers.jsonl").open("w", encoding="utf-8") as out:
        subprocess.run([Path(sys.executable).with_name("plenary"), "decide", votes], stdout=out, check=True)
    return time.perf_counter() - started


def _sum_weights(call: RollCall) -> int:
    """Add up for each clause what said yes and what it is measured against, as whole numbers."""
    total = 0
    for _ in range(CLAUSES):
        for voter in call.voters:
            weight = voter.weights["population"].numerator
            total += weight
            if voter.choice is Choice.YES:
                total += weight
    return total


def _each(work: Callable[[RollCall], object], calls: list[RollCall], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        for call in calls:
            work(call)
    return time.perf_counter() - started


def _of_one(work: Callable[[RollCall], object]) -> float:
    """Give the median time of one call, of many."""
    calls = [replace(roll_call(number, closed=False), final=bool(number % 2)) for number in range(DIFFERENT)]
    return median(_each(work, [call], 1) for _ in range(5) for call in calls)


def _medians(floor: Callable[[], float], product: Callable[[], float]) -> tuple[float, float]:
    taken = medians(floor, product, rounds=FILE_ROUNDS)
    return taken[0], taken[1]
