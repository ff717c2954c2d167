"""What it would take: the fewest further yes votes, the smallest group that can block, one voter less.

Each question is a covering problem (see ``covering``): what a member's yes, no or absence adds to each
clause, against what the clause lacks or has to spare.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules.adoption import Counts, counts_of, passes, tests_of
from bot.domain.rules.certainty import can_adopt, supposing, tie_may_adopt
from bot.domain.rules.counting import Test, measure_of, single, slope, surplus
from bot.domain.rules.covering import Cover, smallest_cover
from bot.domain.rules.language import Option, weights_of
from bot.domain.rules.roll import Group, RollCall, Standing, Tie, Voter

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
    counts = counts_of(roll_call)
    further = further_yes(roll_call, counts)
    blocking, exact = _blocking(roll_call, counts)
    effects = _effects(roll_call)
    return Requirement(
        yes_votes=further.votes,
        possible=further.possible,
        by=further.by,
        blocking=blocking,
        after_recusal=_worst(effect for voter, effect in effects if voter.choice is None),
        after_loss=_worst(effect for _, effect in effects),
        exact=further.exact and exact,
    )


def further_yes(roll_call: RollCall, counts: Counts | None = None) -> FurtherYes:
    """Find the fewest further yes votes that make the rule and the quorum hold; ``counts`` as in decide."""
    counts = counts_of(roll_call) if counts is None else counts
    movable = [group for group in _movable(roll_call) if group.choice is not Choice.YES]
    table = _Table(roll_call.voters, movable, counts)
    casting = roll_call.tie is Tie.CHAIR and roll_call.casting_vote is Choice.YES
    best: Cover | None = None
    for option in roll_call.rule.options:
        tests = _with_quorum(roll_call, option, tie_adopts=casting)
        needs = [-surplus(test, counts[measure_of(test)], vacant=roll_call.vacant) for test in tests]
        unmet = [(test, need) for test, need in zip(tests, needs, strict=True) if need > 0]
        cover = smallest_cover(table.changes([test for test, _ in unmet], _to_yes), [need for _, need in unmet])
        if cover is not None and (best is None or len(cover.chosen) < len(best.chosen)):
            best = cover
    if best is None:
        return _beyond_reach(roll_call, counts, table, casting=casting)
    weighed = any(weights_of(sentence) for sentence in roll_call.sentences)
    by = table.members(best) if weighed else ()
    return FurtherYes(votes=len(best.chosen), possible=True, by=by, exact=best.exact)


def _with_quorum(roll_call: RollCall, option: Option, *, tie_adopts: bool) -> tuple[Test, ...]:
    tests = tests_of(option, tie_adopts=tie_adopts)
    return tests if roll_call.quorum is None else (*tests, roll_call.quorum)


def _movable(roll_call: RollCall) -> list[Group]:
    return [
        group
        for group in roll_call.groups
        if group.standing is Standing.ENTITLED and (group.choice is None or not roll_call.final)
    ]


_Change = Callable[[Test, Choice | None, bool], int]
"""What a change of ballot does to a clause, for a member of size 1 with this choice and presence."""


def _to_yes(test: Test, choice: Choice | None, present: bool) -> int:
    return slope(test, single(Choice.YES, present=present)) - slope(test, single(choice, present=present))


def _yes_to_no(test: Test, _choice: Choice | None, present: bool) -> int:
    return slope(test, single(Choice.YES, present=present)) - slope(test, single(Choice.NO, present=present))


def _yes_to_absent(test: Test, _choice: Choice | None, present: bool) -> int:
    return slope(test, single(Choice.YES, present=present)) - slope(test, single(None, present=present))


class _Table:
    """What the voters of some groups can do to each clause; they are candidates in the roll's order."""

    def __init__(self, voters: Sequence[Voter], groups: Sequence[Group], counts: Counts) -> None:
        self._voters = voters
        self._groups = groups
        self._counts = counts
        self._candidates = sorted([(place, number) for number, group in enumerate(groups) for place in group.places])

    def changes(self, tests: Sequence[Test], change: _Change) -> list[tuple[int, ...]]:
        """Give a row for each candidate, with what its change of ballot does to each clause."""
        columns = [self._column(test, change) for test in tests]
        return list(zip(*columns, strict=True))

    def members(self, cover: Cover) -> tuple[MemberCode, ...]:
        """Name the candidates chosen."""
        places = [self._candidates[chosen][0] for chosen in cover.chosen]
        return tuple(self._voters[place].member for place in places)

    def _column(self, test: Test, change: _Change) -> list[int]:
        sizes = self._counts[measure_of(test)].sizes
        units = [change(test, group.choice, group.present) for group in self._groups]
        return [units[number] * sizes[place] for place, number in self._candidates]


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


def _blocking(roll_call: RollCall, counts: Counts) -> tuple[tuple[MemberCode, ...] | None, bool]:
    """Find a smallest group that can make adoption impossible, and whether it is proven smallest."""
    if not can_adopt(roll_call, counts):
        return (), True
    best = supposing(counts, Choice.YES, final=roll_call.final)
    table = _Table(roll_call.voters, _movable(roll_call), counts)
    ways = list(islice(product(*_breakable(roll_call, best)), _COMBINATIONS + 1))
    covers = [_break(ways_tests, best, table, _yes_to_no, roll_call.vacant) for ways_tests in ways[:_COMBINATIONS]]
    if roll_call.quorum is not None:
        covers.append(_break((roll_call.quorum,), best, table, _yes_to_absent, roll_call.vacant))
    found = [cover for cover in covers if cover is not None]
    exact = len(ways) <= _COMBINATIONS and all(cover.exact for cover in found)
    if not found:
        return None, exact
    smallest = min(found, key=lambda cover: len(cover.chosen))
    return table.members(smallest), exact


def _breakable(roll_call: RollCall, best: Counts) -> Iterator[tuple[Test, ...]]:
    """Give, for each option that could still hold, the clauses of which one must be broken."""
    for option in roll_call.rule.options:
        tests = tests_of(option, tie_adopts=tie_may_adopt(roll_call))
        if all(passes(test, best, vacant=roll_call.vacant) for test in tests):
            yield tests


def _break(tests: Sequence[Test], best: Counts, table: _Table, change: _Change, vacant: int) -> Cover | None:
    needs = [surplus(test, best[measure_of(test)], vacant=vacant) + 1 for test in tests]
    return smallest_cover(table.changes(tests, change), needs)


def _effects(roll_call: RollCall) -> list[tuple[Voter, Effect]]:
    """Tell what it would take without each entitled member, the first of those that are alike."""
    first: dict[tuple[object, ...], Voter] = {}
    for voter in roll_call.voters:
        if voter.standing is Standing.ENTITLED:
            first.setdefault(_likeness(roll_call, voter), voter)
    effects = []
    for voter in first.values():
        after = further_yes(_without(roll_call, voter))
        effects.append((voter, Effect(member=voter.member, yes_votes=after.votes, possible=after.possible)))
    return effects


def _worst(effects: Iterable[Effect]) -> Effect | None:
    """Find the effect that asks for the most further yes votes, the first of several."""
    return max(effects, key=_hardness, default=None)


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
