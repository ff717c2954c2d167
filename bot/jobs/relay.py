"""The relay: claim what is owed, make its card from the record as it stands, post it, and mark it shown.

A claim is a lease. A relay that dies lets its lease run out, and whoever takes the post next first looks whether it
was written after all: nothing is lost, nothing is posted twice. Only an answer that proves that nothing was posted
gives a post back at once. A live card shows what the record says when it is posted, so many votes are few edits.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from bot.cards.card import Card
from bot.cards.motions import motion_card
from bot.cards.notices import deadline_card, voting_open_card
from bot.cards.receipts import receipt_card
from bot.cards.results import result_card
from bot.commands.proceedings import opened
from bot.commands.views import view_of
from bot.domain.addresses import Platform
from bot.domain.alliance import Alliance
from bot.domain.notices import DeadlineNotice, MotionCard, ReceiptNotice, ResultNotice, VotingOpenNotice
from bot.locales.catalogue import Interpreter
from bot.ports import (
    Address,
    Clock,
    Notifier,
    NotRecorded,
    Post,
    Postponed,
    Uncertain,
    Undeliverable,
    UnitOfWork,
    Writer,
)

log: Final = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=90)
"""Longer than a platform's slowest accept, its history's lag and our time-out together (spec: delivery)."""

POST_TIMEOUT: Final = timedelta(seconds=20)
BATCH: Final = 50
PATIENCE: Final = 12
"""Attempts after which a post that the platform keeps putting off is a dead letter."""
LONGEST_PAUSE: Final = timedelta(minutes=15)


class Relay:
    """Posts what the outbox owes, on every platform that is linked here."""

    def __init__(self, writer: Writer, clock: Clock, notifiers: Mapping[Platform, Notifier], *, owner: str) -> None:
        self._writer = writer
        self._clock = clock
        self._notifiers = notifiers
        self._owner = owner

    async def run(self) -> int:
        """Post everything that is due now; give how many posts were shown."""
        shown = 0
        while posts := await self._claim():
            until = monotonic() + (LEASE - POST_TIMEOUT).total_seconds()
            shown += sum(await asyncio.gather(*(self._deliver_in_order(line, until) for line in _lines(posts))))
        return shown

    async def _claim(self) -> tuple[Post, ...]:
        now, platforms = self._clock.now(), frozenset(self._notifiers)
        return await self._writer.write(
            lambda uow: uow.outbox.claim(owner=self._owner, now=now, lease=LEASE, limit=BATCH, platforms=platforms)
        )

    async def _deliver_in_order(self, line: list[Post], until: float) -> int:
        """Deliver the posts of one address while the lease still covers a whole attempt; the rest come due again."""
        shown = 0
        for post in line:
            if monotonic() > until:
                log.warning("lease_ran_out", extra={"key": post.key, "to": str(post.to)})
                break
            shown += await self._deliver(post)
        return shown

    async def _deliver(self, post: Post) -> int:
        try:
            now = self._clock.now()
            card = await self._writer.read(lambda uow: card_for(uow, post, now=now))
            message = await asyncio.wait_for(self._show(post, card), POST_TIMEOUT.total_seconds())
            at = self._clock.now()
            await self._writer.write(lambda uow: uow.outbox.delivered(post, owner=self._owner, message=message, at=at))
        except Postponed as refused:
            await self._put_off(post, refused)
        except Undeliverable as refused:
            reason = refused.reason
            log.warning("post_undeliverable", extra={"key": post.key, "to": str(post.to), "reason": reason})
            await self._writer.write(lambda uow: uow.outbox.abandoned(post, owner=self._owner, reason=reason))
        except (Uncertain, TimeoutError, NotRecorded) as lost:
            log.warning("post_uncertain", extra={"key": post.key, "to": str(post.to), "reason": str(lost)})
        except Exception:
            log.exception("relay_failed", extra={"key": post.key, "to": str(post.to)})
        else:
            return 1
        return 0

    async def _show(self, post: Post, card: Card) -> str:
        """Edit the post where it exists, find it where an earlier attempt may have written it, else write it."""
        notifier = self._notifiers[post.to.platform]
        message = post.message
        if message is None and post.attempts > 1:
            message = await notifier.find(post.to, key=_mark(post), since=post.first_try_at)
        if message is None:
            return await notifier.post(post.to, card, key=_mark(post))
        await notifier.edit(post.to, message, card)
        return message

    async def _put_off(self, post: Post, refused: Postponed) -> None:
        if post.attempts >= PATIENCE:
            reason = refused.reason
            await self._writer.write(lambda uow: uow.outbox.abandoned(post, owner=self._owner, reason=reason))
            return
        growing = timedelta(seconds=2**post.attempts)
        until = self._clock.now() + min(max(refused.pause, growing), LONGEST_PAUSE)
        await self._writer.write(
            lambda uow: uow.outbox.postponed(post, owner=self._owner, until=until, reason=refused.reason)
        )


def _lines(posts: Iterable[Post]) -> Iterable[list[Post]]:
    """Put the posts of each address into a line of their own, in the order in which they were owed."""
    lines: dict[Address, list[Post]] = {}
    for post in posts:
        lines.setdefault(post.to, []).append(post)
    return lines.values()


def _mark(post: Post) -> str:
    """Give what a post is found by: Discord's nonces hold across channels, so the address is part of it."""
    return f"{post.alliance}/{post.to}/{post.key}"


def card_for(uow: UnitOfWork, post: Post, *, now: datetime) -> Card:
    """Make the card that a notice stands for, from the record as it stands, in the alliance's language."""
    alliance = uow.alliances.get(post.alliance)
    if alliance is None:
        raise LookupError(post.alliance)
    return _card(uow, alliance, post, Interpreter(alliance.language, alliance.time_zone), now)


def _card(uow: UnitOfWork, alliance: Alliance, post: Post, say: Interpreter, now: datetime) -> Card:
    motion = opened(uow, alliance, post.notice.motion)
    match post.notice:
        case ReceiptNotice(member=code, entry=entry):
            event = uow.journal.ballot(alliance.code, entry)
            member = uow.roster.member(alliance.code, code, motion.tabled_at)
            if event is None or member is None:
                raise LookupError(post.key)
            return receipt_card(motion, event, member, say)
        case notice:
            view = view_of(uow, alliance, motion, now=now)
    match notice:
        case MotionCard():
            return motion_card(view, say)
        case VotingOpenNotice():
            return voting_open_card(view, say)
        case DeadlineNotice():
            return deadline_card(view, say)
        case ResultNotice():
            return result_card(view, say)
