"""Recording what happens to a member, and telling those concerned: its delegation, the officers, everyone."""

from collections.abc import Iterator
from datetime import datetime

from bot.commands.conduct.owing import channels_for, owe_delegation, owe_secretariat
from bot.domain.addresses import Purpose
from bot.domain.alliance import Alliance
from bot.domain.credentials import Role
from bot.domain.events import StandingEvent
from bot.domain.ids import MemberCode
from bot.domain.notices import StandingNotice
from bot.ports import Address, UnitOfWork


def tell(
    uow: UnitOfWork,
    alliance: Alliance,
    member: MemberCode,
    event: StandingEvent,
    *,
    now: datetime,
    by: str,
    public: bool = False,
    reviewers: bool = False,
    quiet: bool = False,
) -> int:
    """Record an event and owe its news to the whole delegation and the secretariat; give its entry in the journal.

    ``public`` news go to the channel for announcements too, or to that for motions where there is none; ``reviewers``
    are told in their channel, or themselves. ``quiet`` news go to the delegation alone: the others are told in one.
    """
    entry = uow.record(alliance.code, event, at=now, by=by)
    notice = StandingNotice(entry=entry)
    owe_delegation(uow, alliance, member, notice, now=now, voters=False)
    if not quiet:
        owe_secretariat(uow, alliance, notice, now=now)
    for place in _public(uow, alliance) if public else ():
        uow.outbox.owe(alliance.code, notice, place, due=now)
    if reviewers:
        owe_reviewers(uow, alliance, notice, now=now)
    return entry


def tell_everyone(uow: UnitOfWork, alliance: Alliance, event: StandingEvent, *, now: datetime, by: str) -> None:
    """Record an event that is of no one member, and owe its news to the secretariat and to everyone."""
    notice = StandingNotice(entry=uow.record(alliance.code, event, at=now, by=by))
    owe_secretariat(uow, alliance, notice, now=now)
    for place in _public(uow, alliance):
        uow.outbox.owe(alliance.code, notice, place, due=now)


def owe_reviewers(uow: UnitOfWork, alliance: Alliance, notice: StandingNotice, *, now: datetime) -> None:
    """Owe a notice to the review body: in its channels, else to the reviewers themselves."""
    for place in _reviewers(uow, alliance, now):
        uow.outbox.owe(alliance.code, notice, place, due=now)


def _public(uow: UnitOfWork, alliance: Alliance) -> Iterator[Address]:
    announcing = [*channels_for(uow, alliance, {Purpose.ANNOUNCEMENTS})]
    yield from announcing or channels_for(uow, alliance, {Purpose.MOTIONS})


def _reviewers(uow: UnitOfWork, alliance: Alliance, now: datetime) -> Iterator[Address]:
    channels = [*channels_for(uow, alliance, {Purpose.REVIEWS})]
    if channels:
        yield from channels
        return
    for held in uow.credentials.every(alliance.code):
        if held.role is Role.REVIEWER and held.valid_at(now):
            yield held.account
