"""The relay: claim what is owed, make its card from the record as it stands, post it, and mark it shown.

A claim is a lease. A relay that dies lets its lease run out, and whoever takes the post next first looks whether it
was written after all: nothing is lost, nothing is posted twice. Only an answer that proves that nothing was posted
gives a post back at once. A live card shows what the record says when it is posted, so many votes are few edits.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction
from time import monotonic
from typing import Final

from bot.cards.card import Card
from bot.domain.addresses import Platform
from bot.domain.blockages import Obstacle
from bot.jobs.alarms import blocked, given_up, got_through, is_closed
from bot.jobs.deliveries import follow_up, hold_for
from bot.jobs.notice_cards import card_for, thread_name_for
from bot.jobs.overtaken import Overtaken
from bot.ports import (
    Address,
    Clock,
    Notifier,
    NotRecorded,
    Observer,
    Post,
    Postponed,
    Uncertain,
    Undeliverable,
    UnitOfWork,
    Unobserved,
    Vanished,
    Writer,
)

log: Final = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=90)
"""Longer than a platform's slowest accept, its history's lag and our time-out together (spec: delivery)."""

POST_SHARE: Final = Fraction(2, 9)
"""The part of a lease that one attempt may take: 20 seconds of 90."""
SENDING_SHARE: Final = Fraction(7, 9)
"""The part of a lease, from before its claim, in which anything is sent at all: 70 seconds of 90. In the rest whatever
was sent last is accepted and can be read, before anyone else looks for it."""
BATCH: Final = 50
PATIENCE: Final = timedelta(days=2)
"""How long a platform may be out of reach before a post is a dead letter: longer than any usual outage."""
ENOUGH: Final = 20
"""Attempts, some hours' worth, without which no post is too old: a bot that was stopped for days has not tried."""
DEFECTS: Final = 5
"""Attempts that a post may fail by a defect of ours before it is a dead letter and lets the next ones pass."""
LONGEST_PAUSE: Final = timedelta(minutes=15)


class Relay:
    """Posts what the outbox owes, on every platform that is linked here."""

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        notifiers: Mapping[Platform, Notifier],
        *,
        owner: str,
        observer: Observer | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._notifiers = notifiers
        self._owner = owner
        self._observer = observer or Unobserved()
        self._lease = lease
        self._time_out = lease.total_seconds() * float(POST_SHARE)
        self._sending = lease.total_seconds() * float(SENDING_SHARE)

    async def run(self, platforms: frozenset[Platform] | None = None) -> int:
        """Post everything that is due now, on ``platforms`` where named; give how many posts were shown."""
        shown = 0
        while True:
            until = monotonic() + self._sending  # from before the claim, which may wait for the writer
            posts = await self._claim(platforms or frozenset(self._notifiers))
            if not posts:
                return shown
            shown += sum(await asyncio.gather(*(self._deliver_in_order(line, until) for line in _lines(posts))))

    async def _claim(self, platforms: frozenset[Platform]) -> tuple[Post, ...]:
        now = self._clock.now()
        return await self._writer.write(
            lambda uow: uow.outbox.claim(
                owner=self._owner, now=now, lease=self._lease, limit=BATCH, platforms=platforms
            )
        )

    async def _deliver_in_order(self, line: list[Post], until: float) -> int:
        """Deliver the posts of one address while the lease still covers a whole attempt; the rest come due again."""
        shown = 0
        for post in line:
            if monotonic() > until - self._time_out:
                log.warning("lease_ran_out", extra={"key": post.key, "to": str(post.to)})
                break
            shown += await self._deliver(post, until)
        return shown

    async def _deliver(self, post: Post, until: float) -> int:
        """Deliver one post; give 1 where it is shown. What goes wrong is settled here and holds up nothing else."""
        try:
            return await self._attempt(post, until)
        except Overtaken:
            await self._drop(post)
        except Undeliverable as refused:
            await self._settle(
                post, give_up=True, reason=refused.reason, obstacle=refused.obstacle, edited=refused.edited
            )
        except Postponed as refused:
            await self._settle(
                post,
                give_up=self._too_old(post),
                reason=refused.reason,
                pause=refused.pause,
                obstacle=refused.obstacle,
                edited=refused.edited,
            )
        except (Uncertain, TimeoutError, NotRecorded) as lost:
            log.warning("post_left_uncertain", extra={"key": post.key, "to": str(post.to), "reason": str(lost)})
            if self._too_old(post):
                await self._settle(post, give_up=True, reason=f"uncertain: {lost}")
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            log.warning("post_left_uncertain", extra={"key": post.key, "to": str(post.to), "reason": "cancelled"})
        except Exception as defect:
            log.exception("relay_failed", extra={"key": post.key, "to": str(post.to)})
            if post.attempts >= DEFECTS:
                await self._settle(post, give_up=True, reason=f"defect: {type(defect).__name__}")
        return 0

    async def _attempt(self, post: Post, until: float) -> int:
        now = self._clock.now()
        card, name, closed = await self._writer.read(
            lambda uow: (
                card_for(uow, post, now=now),
                thread_name_for(uow, post),
                is_closed(uow, post.alliance, post.to),
            )
        )
        message = await asyncio.wait_for(self._show(post, card, name, until), self._time_out)
        at = self._clock.now()

        def deliver(uow: UnitOfWork) -> None:
            hold_for(uow, post)
            if closed:
                got_through(uow, post.alliance, post.to, edited=message == post.message, now=at)
            uow.outbox.delivered(post, owner=self._owner, message=message, at=at)
            follow_up(uow, post, now=at)

        await self._writer.write(deliver)
        self._observer.posted(post.to.platform, at - post.due_at)
        return 1

    async def _drop(self, post: Post) -> None:
        """Let go of a post that has nothing to say any more."""
        log.info("post_overtaken", extra={"key": post.key})
        try:
            await self._writer.write(lambda uow: uow.outbox.dropped(post, owner=self._owner))
        except NotRecorded:
            log.exception("post_not_settled", extra={"key": post.key})

    def _too_old(self, post: Post) -> bool:
        return self._clock.now() - post.first_try_at > PATIENCE and post.attempts >= ENOUGH

    async def _settle(
        self,
        post: Post,
        *,
        give_up: bool,
        reason: str,
        pause: timedelta = timedelta(0),
        obstacle: Obstacle | None = None,
        edited: bool = False,
    ) -> None:
        """Give a post up, or put it off for the platform's pause or a growing one of our own.

        ``obstacle`` is what a person has to do something about; the secretariat is told once. ``edited`` says that a
        change of the post was refused.
        """
        log.warning("post_given_up" if give_up else "post_put_off", extra={"key": post.key, "reason": reason})
        growing = timedelta(seconds=2 ** min(post.attempts, 10))
        now = self._clock.now()
        until = now + min(max(pause, growing), LONGEST_PAUSE)

        def settle(uow: UnitOfWork) -> None:
            hold_for(uow, post)
            if obstacle is not None:
                blocked(uow, post.alliance, post.to, obstacle=obstacle, reason=reason, now=now, edited=edited)
            if give_up:
                uow.outbox.abandoned(post, owner=self._owner, reason=reason)
                given_up(uow, post, now=now)
                follow_up(uow, post, now=now)
            else:
                uow.outbox.postponed(post, owner=self._owner, until=until, reason=reason)

        if give_up:
            self._observer.given_up(post.to.platform)
        else:
            self._observer.put_off(post.to.platform)
        try:
            await self._writer.write(settle)
        except NotRecorded:
            log.exception("post_not_settled", extra={"key": post.key})

    async def _show(self, post: Post, card: Card, thread_name: str, until: float) -> str:
        """Edit the post where it exists, else write it.

        A post that somebody deleted is written anew where there is something to press on it; else it is let go.
        """
        if post.message is None:
            return await self._written(post, card, thread_name, until, key=_mark(post))
        try:
            await self._notifiers[post.to.platform].edit(post.to, post.message, card, until=until)
        except Vanished:
            if not card.buttons:
                raise Overtaken from None
            log.warning("deleted_post_written_anew", extra={"key": post.key, "to": str(post.to)})
            return await self._written(post, card, thread_name, until, key=_mark(post, instead_of=post.message))
        except (Postponed, Undeliverable) as refused:
            refused.edited = True
            raise
        return post.message

    async def _written(self, post: Post, card: Card, thread_name: str, until: float, *, key: str) -> str:
        """Find a post where an earlier attempt may have written it, and make it current, else write it."""
        notifier = self._notifiers[post.to.platform]
        if post.attempts > 1:
            found = await notifier.find(post.to, key=key, since=post.first_try_at, thread=post.thread)
            if found is not None:
                await notifier.edit(post.to, found, card, until=until)
                return found
        return await notifier.post(post.to, card, key=key, thread=post.thread, thread_name=thread_name, until=until)


def _lines(posts: Iterable[Post]) -> Iterable[list[Post]]:
    """Put the posts of each address into a line of their own, in the order in which they were owed."""
    lines: dict[Address, list[Post]] = {}
    for post in posts:
        lines.setdefault(post.to, []).append(post)
    return lines.values()


def _mark(post: Post, *, instead_of: str = "") -> str:
    """Give what a post is found by: Discord's nonces hold across channels, so the address is part of it.

    A post written ``instead_of`` a deleted one has another mark: Discord would give the deleted one back.
    """
    return "/".join(part for part in (post.alliance, str(post.to), instead_of, post.key) if part)
