"""What it would take: the fewest further yes votes, the smallest group that can block, one voter less.

Each question is a covering problem (see ``covering``): what a member's yes, no or absence adds to each
clause, against what the clause lacks or has to spare.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules.adoption import Counts, counts_of, passes, tests_of
from bot.domain.rules.certainty import can_adopt, supposing, tie_may_adopt
from bot.domain.rules.counting import Measure, Test, measure_of, single, sizes_of, slope, surplus
from bot.domain.rules.covering import Cover, smallest_cover
from bot.domain.rules.language import Option, weights_of
from bot.domain.rules.roll import RollCall, Standing, Tie, Voter

_COMBINATIONS = 512  # ways to break one clause of each option; the default charters have at most 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherYes:
    """The fewest further yes votes to carry with all else as it stands, and whether they can be had.

    ``votes`` is 0 where the rule holds already. Where it is not ``possible``, ``votes`` is how many it
    would take if there were always another member to cast one, None where no number of them does it. ``by``
    names such members where the rule weighs them. ``exact`` is False where fewer might do.
    """

    votes: int | None
    possible: bool
    by: tuple[MemberCode, ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What it would take after ``member``, whose going makes it hardest, no longer votes."""

    member: MemberCode
    yes_votes: int | None
    possible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What it would take; the first fields as in FurtherYes.

    ``blocking`` is a smallest group that makes adoption impossible by voting no, or by staying away where a
    quorum is then missed; empty where it already is impossible, None where nobody can any more.
    ``after_recusal`` is the worst that one more recusal does, by a member that has not voted yet, and
    ``after_loss`` the worst that a lost right to vote does, its ballot annulled; None where nobody is left.
    """

    yes_votes: int | None
    possible: bool
    by: tuple[MemberCode, ...]
    blocking: tuple[MemberCode, ...] | None
    after_recusal: Effect | None
    after_loss: Effect | None
    exact: bool


def what_it_takes(roll_call: RollCall) -> Requirement:
    """Tell what it would take to carry or to block, from the ballots as they stand.

    Members that may still act are those without a ballot and, unless ballots are final, all others. A
    member that leaves the electorate still counts among all members, in good standing and in the seats.
    """
    further = further_yes(roll_call)
    blocking, exact = _blocking(roll_call)
    return Requirement(
        yes_votes=further.votes,
        possible=further.possible,
        by=further.by,
        blocking=blocking,
        after_recusal=_worst(roll_call, lambda voter: voter.choice is None),
        after_loss=_worst(roll_call, lambda _: True),
        exact=further.exact and exact,
    )


def further_yes(roll_call: RollCall) -> FurtherYes:
    """Find the fewest further yes votes that make the rule and the quorum hold."""
    counts = counts_of(roll_call)
    voters = [voter for voter in _movable(roll_call) if voter.choice is not Choice.YES]
    table = _Table(roll_call, voters)
    casting = roll_call.tie is Tie.CHAIR and roll_call.casting_vote is Choice.YES
    best: Cover | None = None
    for option in roll_call.rule.options:
        tests = _with_quorum(roll_call, option, tie_adopts=casting)
        needs = [-surplus(test, counts[measure_of(test)], vacant=roll_call.vacant) for test in tests]
        cover = smallest_cover(table.changes(tests, _to_yes), needs)
        if cover is not None and (best is None or len(cover.chosen) < len(best.chosen)):
            best = cover
    if best is None:
        return _beyond_reach(roll_call, counts, table, casting=casting)
    weighed = any(weights_of(sentence) for sentence in roll_call.sentences)
    by = tuple(voters[place].member for place in best.chosen) if weighed else ()
    return FurtherYes(votes=len(best.chosen), possible=True, by=by, exact=best.exact)


def _with_quorum(roll_call: RollCall, option: Option, *, tie_adopts: bool) -> tuple[Test, ...]:
    tests = tests_of(option, tie_adopts=tie_adopts)
    return tests if roll_call.quorum is None else (*tests, roll_call.quorum)


def _movable(roll_call: RollCall) -> Iterator[Voter]:
    for voter in roll_call.voters:
        if voter.standing is Standing.ENTITLED and (voter.choice is None or not roll_call.final):
            yield voter


_Change = Callable[[Test, Choice | None, bool], int]
"""What a change of ballot does to a clause, for a member of size 1 with this choice and presence."""


def _to_yes(test: Test, choice: Choice | None, present: bool) -> int:
    return slope(test, single(Choice.YES, present=present)) - slope(test, single(choice, present=present))


def _yes_to_no(test: Test, _choice: Choice | None, present: bool) -> int:
    return slope(test, single(Choice.YES, present=present)) - slope(test, single(Choice.NO, present=present))


def _yes_to_absent(test: Test, _choice: Choice | None, present: bool) -> int:
    return slope(test, single(Choice.YES, present=present)) - slope(test, single(None, present=present))


class _Table:
    """What each of some voters counts for, measure by measure."""

    def __init__(self, roll_call: RollCall, voters: Sequence[Voter]) -> None:
        self._roll_call = roll_call
        self._voters = voters
        self._sizes: dict[Measure, list[int]] = {}

    def changes(self, tests: Sequence[Test], change: _Change) -> list[tuple[int, ...]]:
        """Give a row for each voter, with what its change of ballot does to each clause."""
        columns = [self._column(test, change) for test in tests]
        return list(zip(*columns, strict=True))

    def _column(self, test: Test, change: _Change) -> list[int]:
        units: dict[tuple[Choice | None, bool], int] = {}
        column = []
        for voter, size in zip(self._voters, self._sized(measure_of(test)), strict=True):
            act = (voter.choice, voter.present)
            if act not in units:
                units[act] = change(test, *act)
            column.append(units[act] * size)
        return column

    def _sized(self, measure: Measure) -> list[int]:
        if measure not in self._sizes:
            sizes, _ = sizes_of(self._roll_call, measure)
            members = {voter.member for voter in self._voters}
            self._sizes[measure] = [
                size for voter, size in zip(self._roll_call.voters, sizes, strict=True) if voter.member in members
            ]
        return self._sizes[measure]


def _beyond_reach(roll_call: RollCall, counts: Counts, table: _Table, *, casting: bool) -> FurtherYes:
    """Tell how many yes votes it would take if more members could be had than there are.

    What is still missing once all who may act say yes can only come from such members. For the rest either
    serves, since one of them may do more than a member whose yes adds nothing to a quorum it is counted in.
    """
    best = supposing(counts, Choice.YES, final=roll_call.final)
    found = FurtherYes(votes=None, possible=False)
    for option in roll_call.rule.options:
        tests = _with_quorum(roll_call, option, tie_adopts=casting)
        more = _more_heads(tests, best, vacant=roll_call.vacant)
        if more is None:
            continue
        extra = tuple(_extra_yes(test) for test in tests)
        needs = [
            -surplus(test, counts[measure_of(test)], vacant=roll_call.vacant) - more * gain
            for test, gain in zip(tests, extra, strict=True)
        ]
        rows = table.changes(tests, _to_yes)
        cover = smallest_cover([*rows, *[extra] * len(rows)], needs)
        if cover is not None and (found.votes is None or more + len(cover.chosen) < found.votes):
            found = FurtherYes(votes=more + len(cover.chosen), possible=False, exact=cover.exact)
    return found


def _more_heads(tests: Sequence[Test], counts: Counts, *, vacant: int) -> int | None:
    """Tell how many more members it takes, saying yes; None where no number of them does it."""
    most = 0
    for test in tests:
        need = -surplus(test, counts[measure_of(test)], vacant=vacant)
        if need <= 0:
            continue
        gain = _extra_yes(test)
        if gain <= 0:
            return None
        most = max(most, -(-need // gain))
    return most


def _extra_yes(test: Test) -> int:
    """Tell what the yes of one more member adds to a clause; it is not permanent and weighs nothing."""
    measure = measure_of(test)
    return 0 if measure.weight is not None or measure.permanent else _to_yes(test, None, False)


def _blocking(roll_call: RollCall) -> tuple[tuple[MemberCode, ...] | None, bool]:
    """Find a smallest group that can make adoption impossible, and whether it is proven smallest."""
    counts = counts_of(roll_call)
    if not can_adopt(roll_call, counts):
        return (), True
    best = supposing(counts, Choice.YES, final=roll_call.final)
    voters = list(_movable(roll_call))
    table = _Table(roll_call, voters)
    ways = list(islice(product(*_breakable(roll_call, best)), _COMBINATIONS + 1))
    covers = [_break(ways_tests, best, table, _yes_to_no, roll_call.vacant) for ways_tests in ways[:_COMBINATIONS]]
    if roll_call.quorum is not None:
        covers.append(_break((roll_call.quorum,), best, table, _yes_to_absent, roll_call.vacant))
    found = [cover for cover in covers if cover is not None]
    exact = len(ways) <= _COMBINATIONS and all(cover.exact for cover in found)
    if not found:
        return None, exact
    smallest = min(found, key=lambda cover: len(cover.chosen))
    return tuple(voters[place].member for place in smallest.chosen), exact


def _breakable(roll_call: RollCall, best: Counts) -> Iterator[tuple[Test, ...]]:
    """Give, for each option that could still hold, the clauses of which one must be broken."""
    for option in roll_call.rule.options:
        tests = tests_of(option, tie_adopts=tie_may_adopt(roll_call))
        if all(passes(test, best, vacant=roll_call.vacant) for test in tests):
            yield tests


def _break(tests: Sequence[Test], best: Counts, table: _Table, change: _Change, vacant: int) -> Cover | None:
    needs = [surplus(test, best[measure_of(test)], vacant=vacant) + 1 for test in tests]
    return smallest_cover(table.changes(tests, change), needs)


def _worst(roll_call: RollCall, may_go: Callable[[Voter], bool]) -> Effect | None:
    """Find whose leaving the electorate asks for the most further yes votes, first in the roll's order."""
    worst: Effect | None = None
    tried: set[tuple[object, ...]] = set()
    for voter in roll_call.voters:
        if voter.standing is not Standing.ENTITLED or not may_go(voter):
            continue
        alike = _likeness(roll_call, voter)
        if alike in tried:
            continue
        tried.add(alike)
        after = further_yes(_without(roll_call, voter))
        effect = Effect(member=voter.member, yes_votes=after.votes, possible=after.possible)
        if worst is None or _hardness(effect) > _hardness(worst):
            worst = effect
    return worst


def _likeness(roll_call: RollCall, voter: Voter) -> tuple[object, ...]:
    weights = sorted({weight for sentence in roll_call.sentences for weight in weights_of(sentence)})
    sizes = tuple(voter.weights.get(weight) for weight in weights)
    return (voter.choice, voter.present, voter.permanent, roll_call.is_concerned(voter), *sizes)


def _without(roll_call: RollCall, leaving: Voter) -> RollCall:
    recused = replace(leaving, standing=Standing.RECUSED, choice=None, present=False)
    voters = tuple(recused if voter is leaving else voter for voter in roll_call.voters)
    return replace(roll_call, voters=voters)


def _hardness(effect: Effect) -> tuple[bool, bool, int]:
    return not effect.possible, effect.yes_votes is None, effect.yes_votes or 0
