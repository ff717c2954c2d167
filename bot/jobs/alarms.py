"""What the secretariat is told of delivery, once each: a place closed to the bot, one open again, a post given up.

A post that is refused because a person has to act tells of the place, not of itself: all that waits there waits for the
same. So the place is noted with the first refusal, told once, and told once more when a post gets through again.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Final

from bot.commands.conduct.owing import places_of_secretariat
from bot.domain.addresses import Account, Channel, Platform
from bot.domain.blockages import Obstacle, Place, Workspace
from bot.domain.delivery_notices import BlockageNotice, BlockageOverNotice, DeadLetterNotice
from bot.domain.ids import AllianceCode
from bot.domain.notices import Notice, SilenceNotice
from bot.ports import Address, Clock, Post, UnitOfWork, Writer

ABOUT_DELIVERY: Final = (DeadLetterNotice, BlockageNotice, BlockageOverNotice)
"""Posts that are given up in silence: the news of one would only be given up too."""

OF_CHANNELS: Final = frozenset({Obstacle.REMOVED, Obstacle.GONE, Obstacle.ARCHIVED})
"""What is said of a person's direct messages where the person has left: to a platform they are a channel too."""


async def shut_out(writer: Writer, clock: Clock, platform: Platform, *, reason: str) -> None:
    """Tell the secretariat of every alliance on a platform that the platform, which answers, is not served.

    Its token was revoked, its connection closed for good, or its start fails for another reason that does not pass by
    itself. It is told elsewhere: on another platform, where it has people or channels there.
    """
    now = clock.now()
    for code in await writer.read(partial(_alliances_on, platform=platform, now=now)):
        act = partial(blocked, alliance=code, place=platform, obstacle=Obstacle.SHUT_OUT, reason=reason)
        await writer.write(partial(act, now=now))


async def let_in(writer: Writer, clock: Clock, platform: Platform) -> None:
    """Tell every alliance that was told of it that the platform is served again."""
    for code in await writer.read(lambda uow: uow.alliances.codes()):
        if await writer.read(partial(_is_shut_out, alliance=code, platform=platform)):
            await writer.write(partial(unblocked, alliance=code, place=platform, now=clock.now()))


async def reopen_workspaces(
    writer: Writer, clock: Clock, platform: Platform, is_open: Callable[[Workspace], Awaitable[bool]]
) -> None:
    """Tell every alliance that was told of a workspace without the app where the bot can act there again."""
    for code, place in await writer.read(partial(_closed_workspaces, platform=platform)):
        if await is_open(place):
            await writer.write(partial(unblocked, alliance=code, place=place, now=clock.now()))


def _closed_workspaces(uow: UnitOfWork, *, platform: Platform) -> tuple[tuple[AllianceCode, Workspace], ...]:
    return tuple(
        (code, closed.place)
        for code in uow.alliances.codes()
        for closed in uow.blockages.every_open(code)
        if isinstance(closed.place, Workspace) and closed.platform is platform
    )


def _alliances_on(uow: UnitOfWork, *, platform: Platform, now: datetime) -> tuple[AllianceCode, ...]:
    return tuple(
        code
        for code in uow.alliances.codes()
        if any(address.platform is platform for address in addresses_of(uow, code, now))
    )


def addresses_of(uow: UnitOfWork, alliance: AllianceCode, now: datetime) -> tuple[Address, ...]:
    """Give where an alliance is written to: its linked channels, and the people who hold a credential now."""
    channels = (linked.channel for linked in uow.channels.linked(alliance))
    people = (held.account for held in uow.credentials.every(alliance) if held.valid_at(now))
    return (*channels, *people)


def _is_shut_out(uow: UnitOfWork, *, alliance: AllianceCode, platform: Platform) -> bool:
    return uow.blockages.open_at(alliance, platform) is not None


def blocked(
    uow: UnitOfWork,
    alliance: AllianceCode,
    place: Place,
    *,
    obstacle: Obstacle,
    reason: str,
    now: datetime,
    edited: bool = False,
) -> None:
    """Note that a place is closed to the bot, and owe the secretariat the news; nothing where that is known.

    ``edited`` says that a change of a post was refused there, not a new one. Where something else keeps the bot out by
    now, the news that was posted is made current. Holds the alliance.
    """
    uow.lock(alliance)
    if isinstance(place, Account | Channel) and obstacle is Obstacle.NOT_INSTALLED:
        place, edited = Workspace.of(place), True  # no change of a post gets through there either
    if isinstance(place, Account) and obstacle in OF_CHANNELS:
        obstacle = Obstacle.PERSON_GONE
    known = uow.blockages.open_at(alliance, place)
    if known is None:
        number = uow.blockages.begin(alliance, place, obstacle=obstacle, reason=reason, edit_ends=edited, now=now)
    else:
        number, edit_ends = known.number, known.edit_ends and edited
        if (known.obstacle, known.edit_ends) != (obstacle, edit_ends):
            uow.blockages.change(known, obstacle=obstacle, reason=reason, edit_ends=edit_ends)
        if known.obstacle is obstacle:
            return
    _tell_secretariat(uow, alliance, BlockageNotice(blockage=number), about=place, now=now)


def is_closed(uow: UnitOfWork, alliance: AllianceCode, to: Address) -> bool:
    """Tell whether an address is known to be closed to the bot, or the workspace that it is in."""
    return any(uow.blockages.open_at(alliance, place) is not None for place in (to, Workspace.of(to)))


def got_through(uow: UnitOfWork, alliance: AllianceCode, to: Address, *, edited: bool, now: datetime) -> None:
    """Note what a post shows that was written at an address, or ``edited`` there: what kept the bot out is over.

    A change is often allowed where a new post is not: it ends what a refused change began. Holds the alliance.
    """
    for place in (to, Workspace.of(to)):
        known = uow.blockages.open_at(alliance, place)
        if known is not None and (known.edit_ends or not edited):
            unblocked(uow, alliance, place, now=now)


def unblocked(uow: UnitOfWork, alliance: AllianceCode, place: Place, *, now: datetime) -> None:
    """Note that the bot could write at a place again, tell the secretariat, and have what waits there tried at once.

    In channels what was given up is tried too; to a person old reminders and receipts say nothing any more.
    Nothing happens where the place was not closed. Holds the alliance.
    """
    uow.lock(alliance)
    known = uow.blockages.open_at(alliance, place)
    if known is None:
        return
    uow.blockages.end(known, now=now)
    _tell_secretariat(uow, alliance, BlockageOverNotice(blockage=known.number), about=place, now=now)
    if isinstance(place, Channel):
        uow.outbox.revive(place, due=now)
    elif isinstance(place, Workspace):
        for address in addresses_of(uow, alliance, now):
            if Workspace.of(address) == place:
                uow.outbox.revive(address, due=now, dead=isinstance(address, Channel))


def given_up(uow: UnitOfWork, post: Post, *, now: datetime) -> None:
    """Owe the secretariat the news of a dead letter, unless it has been told of the place already.

    A text in silence that cannot be handed to a person is told each time: its period waits for that.
    """
    if isinstance(post.notice, ABOUT_DELIVERY):
        return
    if is_closed(uow, post.alliance, post.to) and not _waits_for_its_delivery(post):
        return
    _tell_secretariat(uow, post.alliance, DeadLetterNotice(letter=post.id), about=post.to, now=now)


def _waits_for_its_delivery(post: Post) -> bool:
    return isinstance(post.to, Account) and isinstance(post.notice, SilenceNotice)


def _tell_secretariat(uow: UnitOfWork, alliance: AllianceCode, notice: Notice, *, about: Place, now: datetime) -> None:
    """Owe the secretariat a notice: in its channels, else to its officers themselves.

    It is never told where it is about, nor at a place that is closed itself.
    """
    closed: set[Place] = {about, *(each.place for each in uow.blockages.every_open(alliance))}

    def is_shut(place: Address) -> bool:
        return not closed.isdisjoint((place, Workspace.of(place), place.platform))

    for place in places_of_secretariat(uow, alliance, now=now, but=is_shut):
        uow.outbox.owe(alliance, notice, place, due=now)
