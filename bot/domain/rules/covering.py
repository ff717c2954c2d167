"""The fewest members that together fill several needs: a small exact covering problem.

Each candidate has a gain for each need. Where the gains differ on one need at most, be the others counts of
heads or nothing, the best on that need are as good as any and the answer is read off running sums.

With several weights at once the problem is hard in general. Then candidates are tried best first, and leaving
one out leaves out every later one that gains no more on any need, so that equal candidates are tried once;
past ``_WORK`` the best answer found stands and is marked as not proven.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
from math import lcm
from operator import ge

_WORK = 1_000_000  # candidates looked at; the default charters need a hundredth


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Which candidates, by position, and whether fewer are proven not to do."""

    chosen: tuple[int, ...]
    exact: bool = True


def smallest_cover(gains: Sequence[Sequence[int]], needs: Sequence[int]) -> Cover | None:
    """Find the fewest candidates whose gains reach every need; None where all of them together do not.

    ``gains`` has a row of whole numbers, 0 or more, for each candidate, with a column for each need.
    """
    unmet = [column for column, need in enumerate(needs) if need > 0]
    if not unmet:
        return Cover(chosen=())
    every = list(zip(*gains, strict=True)) or [()] * len(needs)
    columns, needed = [every[column] for column in unmet], tuple(needs[column] for column in unmet)
    if any(sum(column) < need for column, need in zip(columns, needed, strict=True)):
        return None
    weights = [column for column in columns if min(column) < max(column)]
    if len(weights) > 1:
        return _Search(list(zip(*columns, strict=True)), needed).run()
    order = range(len(gains)) if not weights else sorted(range(len(gains)), key=weights[0].__getitem__, reverse=True)
    return Cover(chosen=tuple(sorted(order[: _fewest(columns, needed)])))


def _fewest(columns: Sequence[Sequence[int]], needed: Sequence[int]) -> int:
    """Give the size below which some need, were it alone, cannot be reached: by its own best candidates."""
    sizes = []
    for column, need in zip(columns, needed, strict=True):
        totals = list(accumulate(sorted(column, reverse=True)))
        sizes.append(bisect_left(totals, need) + 1)
    return max(sizes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Branch:
    """A choice half made: the place to go on at, how many to take, what is missing, out and in."""

    start: int
    size: int
    missing: tuple[int, ...]
    excluded: int
    chosen: tuple[int, ...]


@dataclass(slots=True)
class _Search:
    """A search in progress: the candidates best first, each now a place, and what has been ruled out.

    ``gains`` has the row of each place, ``columns`` the same need by need, and ``ranked`` the places by each
    need, from the one that gains most.
    """

    rows: list[tuple[int, ...]]
    needed: tuple[int, ...]
    order: list[int] = field(init=False)
    gains: list[tuple[int, ...]] = field(init=False)
    columns: list[tuple[int, ...]] = field(init=False)
    ranked: list[list[int]] = field(init=False)
    work: int = field(default=0, init=False)
    dominated: dict[int, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        common = lcm(*self.needed)
        filled = [
            [min(gain, need) * (common // need) for gain in column]
            for column, need in zip(zip(*self.rows, strict=True), self.needed, strict=True)
        ]
        scores = map(sum, zip(*filled, strict=True))
        best = sorted(zip(scores, self.rows, count(0, -1), strict=False), reverse=True)
        self.order = [-candidate for score, _, candidate in best if score > 0]
        self.gains = [row for score, row, _ in best if score > 0]
        self.columns = list(zip(*self.gains, strict=True))

    def run(self) -> Cover:
        """Try each size from the least that could do; settle for the greedy answer when steps run out.

        Where the best candidates, as many as that least, do, they are the greedy answer and nothing is left to try.
        """
        least = _fewest(self.columns, self.needed)
        if all(sum(column[:least]) >= need for column, need in zip(self.columns, self.needed, strict=True)):
            return self._cover(range(least), exact=True)
        fallback = self._greedy()
        self.ranked = [sorted(range(len(self.order)), key=column.__getitem__, reverse=True) for column in self.columns]
        for size in range(least, len(fallback)):
            found = self._find(size)
            if found is not None:
                return self._cover(found, exact=True)
            if self.work > _WORK:
                return self._cover(fallback, exact=False)
        return self._cover(fallback, exact=True)

    def _cover(self, places: Sequence[int], *, exact: bool) -> Cover:
        return Cover(chosen=tuple(sorted(self.order[place] for place in places)), exact=exact)

    def _greedy(self) -> list[int]:
        """Take candidates in order, each that still helps, then drop those that turned out superfluous."""
        missing = self.needed
        chosen: list[int] = []
        for place, row in enumerate(self.gains):
            if max(missing) <= 0:
                break
            if any(need > 0 and gain > 0 for need, gain in zip(missing, row, strict=True)):
                chosen.append(place)
                missing = self._after(missing, place)
        for place in reversed(list(chosen)):
            spare = tuple(need + gain for need, gain in zip(missing, self.gains[place], strict=True))
            if max(spare) <= 0:
                chosen.remove(place)
                missing = spare
        return chosen

    def _after(self, missing: tuple[int, ...], place: int) -> tuple[int, ...]:
        return tuple(need - gain for need, gain in zip(missing, self.gains[place], strict=True))

    def _find(self, size: int) -> tuple[int, ...] | None:
        """Find ``size`` candidates that reach every need, or None where there are none or work ran out."""
        branches = [_Branch(start=0, size=size, missing=self.needed, excluded=0, chosen=())]
        while branches and self.work <= _WORK:
            self.work += len(self.order)
            branch = branches.pop()
            if all(need <= 0 for need in branch.missing):
                return branch.chosen
            if self._may_reach(branch):
                branches += self._split(branch)
        return None

    def _split(self, branch: _Branch) -> Iterator[_Branch]:
        """Leave the next candidate out, with all it dominates, or take it; the last is tried first."""
        place = branch.start
        while branch.excluded >> place & 1:
            place += 1
        yield _Branch(
            start=place + 1,
            size=branch.size,
            missing=branch.missing,
            excluded=branch.excluded | self._dominated_by(place),
            chosen=branch.chosen,
        )
        yield _Branch(
            start=place + 1,
            size=branch.size - 1,
            missing=self._after(branch.missing, place),
            excluded=branch.excluded,
            chosen=(*branch.chosen, place),
        )

    def _may_reach(self, branch: _Branch) -> bool:
        return branch.size > 0 and all(
            need <= 0 or self._best(branch, column) >= need for column, need in enumerate(branch.missing)
        )

    def _best(self, branch: _Branch, column: int) -> int:
        """Give the most that as many candidates as are still to be taken can add to a need."""
        total, left = 0, branch.size
        for place in self.ranked[column]:
            if place >= branch.start and not branch.excluded >> place & 1:
                total, left = total + self.columns[column][place], left - 1
                if left == 0:
                    break
        return total

    def _dominated_by(self, place: int) -> int:
        """Mark the later candidates that gain no more than this one on any need."""
        if place not in self.dominated:
            mine = self.gains[place]
            self.dominated[place] = sum(
                1 << other
                for other, theirs in enumerate(self.gains[place + 1 :], start=place + 1)
                if all(map(ge, mine, theirs))
            )
        return self.dominated[place]
