"""Which members the figures put at risk: those that have fallen as far as the charter minds, above the line or not."""

from datetime import datetime
from itertools import groupby

from bot.domain.alliance import Alliance
from bot.domain.criteria import evaluate
from bot.domain.ids import MemberCode
from bot.domain.indices import Figures
from bot.ports import UnitOfWork


def falling_members(uow: UnitOfWork, alliance: Alliance, *, now: datetime) -> frozenset[MemberCode]:
    """Give the members whose figures have fallen (spec: criteria, trend); that takes no right away."""
    criteria, year = alliance.charter.criteria, now.astimezone(alliance.time_zone).year
    if not criteria:
        return frozenset()
    ordered = sorted(uow.figures.every(alliance.code), key=lambda figure: figure.member)
    return frozenset(
        member
        for member, own in groupby(ordered, lambda figure: figure.member)
        if any(each.fall is not None for each in evaluate(criteria, Figures.of(own), year=year))
    )
