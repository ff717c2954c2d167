"""Which members the figures put at risk: those that have fallen as far as the charter minds, above the line or not."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from bot.domain.alliance import Alliance
from bot.domain.criteria import evaluate
from bot.domain.ids import MemberCode
from bot.domain.indices import Figure, Figures
from bot.ports import UnitOfWork


def falling_members(uow: UnitOfWork, alliance: Alliance, *, now: datetime) -> frozenset[MemberCode]:
    """Give the members whose figures have fallen (spec: criteria, trend); that takes no right away."""
    if not alliance.charter.criteria:
        return frozenset()
    ordered = sorted(uow.figures.every(alliance.code), key=lambda figure: figure.member)
    found = groupby(ordered, lambda figure: figure.member)
    return frozenset(member for member, own in found if _fell(alliance, own, now=now))


def is_falling(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Tell whether the figures of one member have fallen."""
    return _fell(alliance, uow.figures.of_member(alliance.code, member), now=now)


def _fell(alliance: Alliance, figures: Iterable[Figure], *, now: datetime) -> bool:
    criteria, year = alliance.charter.criteria, now.astimezone(alliance.time_zone).year
    return any(each.fall is not None for each in evaluate(criteria, Figures.of(figures), year=year))
