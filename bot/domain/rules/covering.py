"""The fewest members that together fill several needs: a small exact covering problem.

Each candidate has a gain for each need. Candidates are tried best first, and leaving one out leaves out
every later one that gains no more on any need, so that equal candidates are tried once and a single weight
takes a number of steps that grows with a power of the electorate. With several weights at once the
problem is hard in general; past ``_WORK`` the best answer found stands and is marked as not proven.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import lcm

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
    columns = [column for column, need in enumerate(needs) if need > 0]
    needed = tuple(needs[column] for column in columns)
    if not needed:
        return Cover(chosen=())
    rows = {
        candidate: row for candidate, gain in enumerate(gains) if any(row := tuple(gain[column] for column in columns))
    }
    if any(sum(row[column] for row in rows.values()) < need for column, need in enumerate(needed)):
        return None
    return _Search(rows, needed).run()


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
    """A search in progress: the candidates best first, and what has been ruled out."""

    rows: dict[int, tuple[int, ...]]
    needed: tuple[int, ...]
    order: list[int] = field(init=False)
    ranked: list[list[int]] = field(init=False)
    work: int = field(default=0, init=False)
    dominated: dict[int, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        common = lcm(*self.needed)
        scores = {
            candidate: sum(min(gain, need) * (common // need) for gain, need in zip(row, self.needed, strict=True))
            for candidate, row in self.rows.items()
        }
        self.order = sorted(self.rows, key=lambda candidate: (-scores[candidate], [-g for g in self.rows[candidate]]))
        places = range(len(self.order))
        self.ranked = [
            sorted(places, key=lambda place: -self._gain(place, column)) for column in range(len(self.needed))
        ]

    def run(self) -> Cover:
        """Try each size from the least that could do; settle for the greedy answer when steps run out."""
        fallback = self._greedy()
        for size in range(self._least(), len(fallback)):
            found = self._find(size)
            if found is not None:
                return self._cover(found, exact=True)
            if self.work > _WORK:
                return self._cover(fallback, exact=False)
        return self._cover(fallback, exact=True)

    def _cover(self, places: Sequence[int], *, exact: bool) -> Cover:
        return Cover(chosen=tuple(sorted(self.order[place] for place in places)), exact=exact)

    def _gain(self, place: int, column: int) -> int:
        return self.rows[self.order[place]][column]

    def _least(self) -> int:
        """Give the size below which some need alone cannot be reached."""
        sizes = []
        for column, need in enumerate(self.needed):
            total = size = 0
            for place in self.ranked[column]:
                if total >= need:
                    break
                total, size = total + self._gain(place, column), size + 1
            sizes.append(size)
        return max(sizes)

    def _greedy(self) -> list[int]:
        """Take candidates in order, each that still helps, then drop those that turned out superfluous."""
        missing = self.needed
        chosen: list[int] = []
        for place in range(len(self.order)):
            if all(need <= 0 for need in missing):
                break
            if any(need > 0 and self._gain(place, column) > 0 for column, need in enumerate(missing)):
                chosen.append(place)
                missing = self._after(missing, place)
        for place in reversed(list(chosen)):
            spare = tuple(need + self._gain(place, column) for column, need in enumerate(missing))
            if all(need <= 0 for need in spare):
                chosen.remove(place)
                missing = spare
        return chosen

    def _after(self, missing: tuple[int, ...], place: int) -> tuple[int, ...]:
        return tuple(need - self._gain(place, column) for column, need in enumerate(missing))

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
                total, left = total + self._gain(place, column), left - 1
                if left == 0:
                    break
        return total

    def _dominated_by(self, place: int) -> int:
        """Mark the later candidates that gain no more than this one on any need."""
        if place not in self.dominated:
            row = self.rows[self.order[place]]
            self.dominated[place] = sum(
                1 << other
                for other in range(place + 1, len(self.order))
                if all(mine >= theirs for mine, theirs in zip(row, self.rows[self.order[other]], strict=True))
            )
        return self.dominated[place]
