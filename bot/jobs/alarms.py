"""What the secretariat is told of delivery, once each: a place closed to the bot, one open again, a post given up.

A post that is refused because a person has to act tells of the place, not of itself: all that waits there waits for the
same. So the place is noted with the first refusal, told once, and told once more when a post gets through again.
"""

from datetime import datetime
from functools import partial
from typing import Final

from bot.domain.addresses import Account, Platform, Purpose
from bot.domain.blockages import Obstacle, Place
from bot.domain.credentials import Role
from bot.domain.delivery_notices import BlockageNotice, BlockageOverNotice, DeadLetterNotice
from bot.domain.ids import AllianceCode
from bot.domain.notices import Notice, SilenceNotice
from bot.ports import Address, Clock, Post, UnitOfWork, Writer

ABOUT_DELIVERY: Final = (DeadLetterNotice, BlockageNotice, BlockageOverNotice)
"""Posts that are given up in silence: the news of one would only be given up too."""

OF_CHANNELS: Final = frozenset({Obstacle.REMOVED, Obstacle.GONE, Obstacle.ARCHIVED})
"""What is said of a person's direct messages where the person has left: to a platform they are a channel too."""


async def shut_out(writer: Writer, clock: Clock, platform: Platform, *, reason: str) -> None:
    """Tell the secretariat of every alliance on a platform that the platform will not have the bot any more.

    It is told elsewhere: on another platform, where it has people or channels there.
    """
    for code in await writer.read(partial(_alliances_on, platform=platform)):
        act = partial(blocked, alliance=code, place=platform, obstacle=Obstacle.SHUT_OUT, reason=reason)
        await writer.write(partial(act, now=clock.now()))


async def let_in(writer: Writer, clock: Clock, platform: Platform) -> None:
    """Tell every alliance that was told of it that the platform is served again."""
    for code in await writer.read(lambda uow: uow.alliances.codes()):
        if await writer.read(partial(_is_shut_out, alliance=code, platform=platform)):
            await writer.write(partial(unblocked, alliance=code, place=platform, now=clock.now()))


def _alliances_on(uow: UnitOfWork, *, platform: Platform) -> tuple[AllianceCode, ...]:
    return tuple(code for code in uow.alliances.codes() if _is_on(uow, code, platform))


def _is_on(uow: UnitOfWork, alliance: AllianceCode, platform: Platform) -> bool:
    channels = (each.channel for each in uow.channels.linked(alliance))
    accounts = (held.account for held in uow.credentials.every(alliance))
    return any(place.platform is platform for place in (*channels, *accounts))


def _is_shut_out(uow: UnitOfWork, *, alliance: AllianceCode, platform: Platform) -> bool:
    return uow.blockages.open_at(alliance, platform) is not None


def blocked(
    uow: UnitOfWork, alliance: AllianceCode, place: Place, *, obstacle: Obstacle, reason: str, now: datetime
) -> None:
    """Note that a place is closed to the bot, and owe the secretariat the news; nothing where that is known.

    Where something else keeps the bot out by now, the news that was posted is made current. Holds the alliance.
    """
    uow.lock(alliance)
    if isinstance(place, Account) and obstacle in OF_CHANNELS:
        obstacle = Obstacle.PERSON_GONE
    known = uow.blockages.open_at(alliance, place)
    if known is None:
        number = uow.blockages.begin(alliance, place, obstacle=obstacle, reason=reason, now=now)
    elif known.obstacle is not obstacle:
        uow.blockages.change(known, obstacle=obstacle, reason=reason)
        number = known.number
    else:
        return
    _tell_secretariat(uow, alliance, BlockageNotice(blockage=number), about=place, now=now)


def unblocked(uow: UnitOfWork, alliance: AllianceCode, place: Place, *, now: datetime) -> None:
    """Note that the bot could write at a place again, tell the secretariat, and have what waits there tried at once.

    In a channel what was given up is tried too; to a person old reminders and receipts say nothing any more.
    Nothing happens where the place was not closed. Holds the alliance.
    """
    uow.lock(alliance)
    known = uow.blockages.open_at(alliance, place)
    if known is None:
        return
    uow.blockages.end(known, now=now)
    _tell_secretariat(uow, alliance, BlockageOverNotice(blockage=known.number), about=place, now=now)
    if not isinstance(place, Account | Platform):
        uow.outbox.revive(place, due=now)


def given_up(uow: UnitOfWork, post: Post, *, now: datetime) -> None:
    """Owe the secretariat the news of a dead letter, unless it has been told of the place already.

    A text in silence that cannot be handed to a person is told each time: its period waits for that.
    """
    if isinstance(post.notice, ABOUT_DELIVERY):
        return
    if uow.blockages.open_at(post.alliance, post.to) is not None and not _waits_for_its_delivery(post):
        return
    _tell_secretariat(uow, post.alliance, DeadLetterNotice(letter=post.id), about=post.to, now=now)


def _waits_for_its_delivery(post: Post) -> bool:
    return isinstance(post.to, Account) and isinstance(post.notice, SilenceNotice)


def _tell_secretariat(uow: UnitOfWork, alliance: AllianceCode, notice: Notice, *, about: Place, now: datetime) -> None:
    """Owe the secretariat a notice: in its channels, else to its officers themselves; never where it is about."""
    for place in _secretariat(uow, alliance, about, now):
        uow.outbox.owe(alliance, notice, place, due=now)


def _secretariat(uow: UnitOfWork, alliance: AllianceCode, about: Place, now: datetime) -> list[Address]:
    """Give where the secretariat can be told something: places that are closed themselves are left out."""
    closed: set[Place] = {about, *(each.place for each in uow.blockages.every_open(alliance))}

    def is_open(place: Address) -> bool:
        return place not in closed and place.platform not in closed

    linked = uow.channels.linked(alliance)
    channels: list[Address] = [each.channel for each in linked if each.purpose is Purpose.SECRETARIAT]
    if any(is_open(channel) for channel in channels):
        return [channel for channel in channels if is_open(channel)]
    officers = (held for held in uow.credentials.every(alliance) if held.role is Role.SECRETARIAT)
    return [held.account for held in officers if held.valid_at(now) and is_open(held.account)]
