"""Bringing the figures of published indices into the record, and telling what they changed (spec: criteria).

A later import changes a figure only by an entry in the journal, which holds what it was before. Figures of states that
are not on the roster are left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.commands.administration import FAR_AHEAD, TERMINAL
from bot.commands.standing.movements import follow_movements
from bot.domain.alliance import Alliance
from bot.domain.criteria import Moved, due_reviews
from bot.domain.events import IndicesImported, IndicesMoved
from bot.domain.ids import MemberCode
from bot.domain.indices import Figure, Figures, Index
from bot.ports import UnitOfWork

Key = tuple[MemberCode, Index, int]
"""What there is one figure for: a state, an index, a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A figure, and the one whose place it took."""

    before: Figure
    after: Figure

    @property
    def says_the_same(self) -> bool:
        """Tell whether only its source is another."""
        return self.before.reading == self.after.reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFigures:
    """What an import came to; ``new``, ``same`` and ``left_out`` count figures, ``left_out`` by state."""

    new: int
    changed: tuple[FigureChange, ...]
    same: int
    left_out: Mapping[MemberCode, int]
    moved: tuple[Moved, ...]


def import_figures(uow: UnitOfWork, alliance: Alliance, figures: Sequence[Figure], *, now: datetime) -> ImportedFigures:
    """Record what is new or changed of the states on the roster, and which members' standing has moved by it."""
    uow.lock(alliance.code)
    roster = {member.code for member in uow.roster.on(alliance.code, now + FAR_AHEAD)}
    known = {_key(figure): figure for figure in uow.figures.every(alliance.code)}
    ours = [figure for figure in figures if figure.member in roster]
    fresh = [figure for figure in ours if known.get(_key(figure)) != figure]
    for event in _imports(fresh, known):
        uow.record(alliance.code, event, at=now, by=TERMINAL)
    after = known | {_key(figure): figure for figure in fresh}
    moved = _record_movements(uow, alliance, known.values(), after.values(), now=now)
    changes = (FigureChange(before=known[_key(each)], after=each) for each in fresh if _key(each) in known)
    changed = tuple(sorted(changes, key=lambda each: _key(each.after)))
    return ImportedFigures(
        new=len(fresh) - len(changed),
        changed=changed,
        same=len(ours) - len(fresh),
        left_out=_counted(figure.member for figure in figures if figure.member not in roster),
        moved=moved,
    )


def _key(figure: Figure) -> Key:
    return figure.member, figure.index, figure.year


def _imports(fresh: Iterable[Figure], known: Mapping[Key, Figure]) -> Iterable[IndicesImported]:
    """Give one event for each state, index and source, so that no entry of the journal grows beyond a page or two."""
    ordered = sorted(fresh, key=lambda figure: (figure.member, figure.index, figure.source, figure.year))
    for (member, index, source), series in groupby(ordered, lambda each: (each.member, each.index, each.source)):
        told = tuple(series)
        yield IndicesImported(
            member=member,
            index=index,
            source=source,
            readings=tuple(figure.reading for figure in told),
            replaced=tuple(known[_key(figure)].reading for figure in told if _key(figure) in known),
        )


def _record_movements(
    uow: UnitOfWork, alliance: Alliance, before: Iterable[Figure], after: Iterable[Figure], *, now: datetime
) -> tuple[Moved, ...]:
    """Record which members newly fail or have newly fallen; let follow what must.

    Those that have left, or have not yet come in, are held to nothing.
    """
    members = [member.code for member in uow.roster.on(alliance.code, now) if member.belongs]
    then, there = _by_member(before), _by_member(after)
    nothing = Figures.of(())
    moved = due_reviews(
        alliance.charter.criteria,
        {code: (then.get(code, nothing), there.get(code, nothing)) for code in members},
        year=now.astimezone(alliance.time_zone).year,
    )
    entries = {
        uow.record(alliance.code, IndicesMoved(member=each.member, movements=each.movements), at=now, by=TERMINAL): each
        for each in moved
    }
    follow_movements(uow, alliance, entries, now=now, by=TERMINAL)
    return moved


def _by_member(figures: Iterable[Figure]) -> dict[MemberCode, Figures]:
    ordered = sorted(figures, key=lambda figure: figure.member)
    return {member: Figures.of(own) for member, own in groupby(ordered, lambda figure: figure.member)}


def _counted(states: Iterable[MemberCode]) -> dict[MemberCode, int]:
    counts: dict[MemberCode, int] = {}
    for state in states:
        counts[state] = counts.get(state, 0) + 1
    return counts
