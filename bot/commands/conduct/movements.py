"""What follows where the figures show a member failing or falling: whoever opens and conducts reviews is told."""

from collections.abc import Mapping
from datetime import datetime

from bot.commands.conduct.owing import owe_secretariat
from bot.domain.addresses import Purpose
from bot.domain.alliance import Alliance
from bot.domain.credentials import Role
from bot.domain.criteria import Moved
from bot.domain.notices import Notice, StandingNotice
from bot.ports import Address, UnitOfWork


def follow_movements(uow: UnitOfWork, alliance: Alliance, moved: Mapping[int, Moved], *, now: datetime) -> None:
    """Tell the secretariat and the reviewers of each member that has moved, by the entry that records it.

    Spec: reviews. A review is opened when an import shows a member failing or falling; whoever opens it does so here.
    """
    for entry in moved:
        notice = StandingNotice(entry=entry)
        owe_secretariat(uow, alliance, notice, now=now)
        owe_reviewers(uow, alliance, notice, now=now)


def owe_reviewers(uow: UnitOfWork, alliance: Alliance, notice: Notice, *, now: datetime) -> None:
    """Owe a notice to the review body: in its channels, else to the reviewers themselves."""
    linked = uow.channels.linked(alliance.code)
    places: list[Address] = [found.channel for found in linked if found.purpose is Purpose.REVIEWS]
    if not places:
        every = uow.credentials.every(alliance.code)
        places = [held.account for held in every if held.role is Role.REVIEWER and held.valid_at(now)]
    for place in places:
        uow.outbox.owe(alliance.code, notice, place, due=now)
