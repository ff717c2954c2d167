"""Who must be told what of a motion: its channels, the delegations that vote, the officers of the secretariat."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.alliance import Alliance
from bot.domain.charter import Body
from bot.domain.credentials import Role
from bot.domain.elections import is_ranked
from bot.domain.ids import AllianceCode, MemberCode
from bot.domain.motion import Motion
from bot.domain.notices import MotionCard, Notice, ResultNotice
from bot.ports import Address, UnitOfWork

CARD_PAUSE: Final = timedelta(seconds=2)
"""How long a live card may lag, so that thirty votes in a minute are a few edits."""


def owe_card(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, due: datetime) -> None:
    """Owe the motion's card, made current, to every channel that shows it; a draft is shown to the secretariat."""
    owe_channels(uow, alliance, motion, MotionCard(motion=motion.number), due=due)


def owe_channels(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    notice: Notice,
    *,
    due: datetime,
    also: Purpose | None = None,
) -> None:
    """Owe a notice to the channels that show a motion, and to those of one purpose more."""
    for channel in _channels(uow, alliance, motion, also):
        uow.outbox.owe(alliance.code, notice, channel, due=due)


def owe_delegation(
    uow: UnitOfWork,
    alliance: Alliance,
    member: MemberCode,
    notice: Notice,
    *,
    now: datetime,
    voters: bool = True,
    but: Account | None = None,
) -> None:
    """Owe a notice to the people of a delegation: to those who may vote for it, or to all of them; not to ``but``."""
    for credential in uow.credentials.of_member(alliance.code, member, now):
        if (credential.role.casts_ballots or not voters) and credential.account != but:
            uow.outbox.owe(alliance.code, notice, credential.account, due=now)


def owe_delegations(
    uow: UnitOfWork, alliance: Alliance, members: Iterable[MemberCode], notice: Notice, *, now: datetime
) -> None:
    """Owe a notice to those who may vote for each of the members."""
    for member in members:
        owe_delegation(uow, alliance, member, notice, now=now)


def owe_body(uow: UnitOfWork, alliance: Alliance, body: Body, notice: Notice, *, now: datetime) -> None:
    """Owe a notice to the channels of a body: those for motions, and where it has seats the council's."""
    for channel in channels_for(uow, alliance, purposes_of(body)):
        uow.outbox.owe(alliance.code, notice, channel, due=now)


def purposes_of(body: Body) -> set[Purpose]:
    """Give the purposes of the channels that show what a body does: a council's own too, where it has seats."""
    return {Purpose.MOTIONS} if body.seats is None else {Purpose.MOTIONS, Purpose.COUNCIL}


def channels_for(uow: UnitOfWork, alliance: Alliance, purposes: Collection[Purpose | None]) -> Iterator[Channel]:
    """Give the channels of an alliance that are linked for any of some purposes."""
    for linked in uow.channels.linked(alliance.code):
        if linked.purpose in purposes:
            yield linked.channel


def renew(uow: UnitOfWork, alliance: Alliance, notice: Notice, *, now: datetime) -> None:
    """Owe a notice again wherever it has been owed, so that what it shows, and its buttons, are made current."""
    for delivery in uow.outbox.deliveries(alliance.code, notice.key):
        if not delivery.dead:
            uow.outbox.owe(alliance.code, notice, delivery.to, due=now)


def show_again(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> None:
    """Make the card of a motion current, and its result where that has been announced: something new hangs on it."""
    owe_card(uow, alliance, motion, due=now)
    if motion.result is not None:
        renew(uow, alliance, ResultNotice(motion=motion.number), now=now)


def owe_secretariat(uow: UnitOfWork, alliance: Alliance, notice: Notice, *, now: datetime) -> None:
    """Owe a notice to the secretariat: in its channels, else to its officers themselves."""
    for place in places_of_secretariat(uow, alliance.code, now=now):
        uow.outbox.owe(alliance.code, notice, place, due=now)


def places_of_secretariat(
    uow: UnitOfWork, alliance: AllianceCode, *, now: datetime, but: Callable[[Address], bool] = lambda _: False
) -> tuple[Address, ...]:
    """Give where the secretariat is told something: its channels, else its officers; no place that is left out."""
    linked = uow.channels.linked(alliance)
    channels = tuple(each.channel for each in linked if each.purpose is Purpose.SECRETARIAT and not but(each.channel))
    if channels:
        return channels
    officers = (held for held in uow.credentials.every(alliance) if held.role is Role.SECRETARIAT)
    return tuple(held.account for held in officers if held.valid_at(now) and not but(held.account))


def _channels(uow: UnitOfWork, alliance: Alliance, motion: Motion, also: Purpose | None) -> Iterator[Channel]:
    """Give the channels that show a motion: those for motions, and for a body with seats or elections to it its own."""
    if motion.course.draft:
        return channels_for(uow, alliance, {Purpose.SECRETARIAT})
    elects = {Purpose.COUNCIL} if is_ranked(motion) else set()
    return channels_for(uow, alliance, {*purposes_of(alliance.charter.bodies[motion.body]), *elects, also})
