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
from bot.domain.addresses import Account, Platform
from bot.domain.alliance import Alliance
from bot.domain.ids import MemberCode
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
PATIENCE: Final = timedelta(days=2)
"""How long a platform may be out of reach before a post is a dead letter: longer than any usual outage."""
DEFECTS: Final = 5
"""Attempts that a post may fail by a defect of ours before it is a dead letter and lets the next ones pass."""
LONGEST_PAUSE: Final = timedelta(minutes=15)


class Relay:
    """Posts what the outbox owes, on every platform that is linked here."""

    def __init__(self, writer: Writer, clock: Clock, notifiers: Mapping[Platform, Notifier], *, owner: str) -> None:
        self._writer = writer
        self._clock = clock
        self._notifiers = notifiers
        self._owner = owner

    async def run(self, platforms: frozenset[Platform] | None = None) -> int:
        """Post everything that is due now, on ``platforms`` where named; give how many posts were shown."""
        shown = 0
        while posts := await self._claim(platforms or frozenset(self._notifiers)):
            until = monotonic() + (LEASE - POST_TIMEOUT).total_seconds()
            shown += sum(await asyncio.gather(*(self._deliver_in_order(line, until) for line in _lines(posts))))
        return shown

    async def _claim(self, platforms: frozenset[Platform]) -> tuple[Post, ...]:
        now = self._clock.now()
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
        """Deliver one post; give 1 where it is shown. What goes wrong is settled here and holds up nothing else."""
        try:
            return await self._attempt(post)
        except Undeliverable as refused:
            await self._settle(post, give_up=True, reason=refused.reason)
        except Postponed as refused:
            await self._settle(post, give_up=self._too_old(post), reason=refused.reason, pause=refused.pause)
        except (Uncertain, TimeoutError, NotRecorded) as lost:
            log.warning("post_uncertain", extra={"key": post.key, "to": str(post.to), "reason": str(lost)})
            if self._too_old(post):
                await self._settle(post, give_up=True, reason=f"uncertain: {lost}")
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            log.warning("post_uncertain", extra={"key": post.key, "to": str(post.to), "reason": "cancelled"})
        except Exception as defect:
            log.exception("relay_failed", extra={"key": post.key, "to": str(post.to)})
            if post.attempts >= DEFECTS:
                await self._settle(post, give_up=True, reason=f"defect: {type(defect).__name__}")
        return 0

    async def _attempt(self, post: Post) -> int:
        now = self._clock.now()
        card = await self._writer.read(lambda uow: card_for(uow, post, now=now))
        message = await asyncio.wait_for(self._show(post, card), POST_TIMEOUT.total_seconds())
        at = self._clock.now()
        await self._writer.write(lambda uow: uow.outbox.delivered(post, owner=self._owner, message=message, at=at))
        return 1

    def _too_old(self, post: Post) -> bool:
        return self._clock.now() - post.first_try_at > PATIENCE

    async def _settle(self, post: Post, *, give_up: bool, reason: str, pause: timedelta = timedelta(0)) -> None:
        """Give a post up, or put it off for the platform's pause or a growing one of our own."""
        log.warning("post_given_up" if give_up else "post_put_off", extra={"key": post.key, "reason": reason})
        growing = timedelta(seconds=2 ** min(post.attempts, 10))
        until = self._clock.now() + min(max(pause, growing), LONGEST_PAUSE)

        def settle(uow: UnitOfWork) -> None:
            if give_up:
                uow.outbox.abandoned(post, owner=self._owner, reason=reason)
            else:
                uow.outbox.postponed(post, owner=self._owner, until=until, reason=reason)

        try:
            await self._writer.write(settle)
        except NotRecorded:
            log.exception("post_not_settled", extra={"key": post.key})

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
            _check_still_of(uow, alliance, post, code, now)
            event = uow.journal.ballot(alliance.code, entry)
            member = None if event is None else uow.roster.member(alliance.code, code, event.cast_at)
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


def _check_still_of(uow: UnitOfWork, alliance: Alliance, post: Post, member: MemberCode, now: datetime) -> None:
    """Keep a delegation's receipts from whoever has left it since."""
    if isinstance(post.to, Account):
        credential = uow.credentials.of_account(alliance.code, post.to)
        if credential is None or not credential.valid_at(now) or credential.member != member:
            raise Undeliverable(reason="the account no longer acts for this member")
