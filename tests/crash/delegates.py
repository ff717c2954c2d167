"""What people do in a run: secretaries table motions, twin delegates vote, and some of it is delivered again."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from random import Random
from time import monotonic

from bot.domain.addresses import Account
from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode, MotionNumber
from tests.crash.evidence import Act, Told
from tests.crash.fleet import Fleet
from tests.crash.people import Person, Sent, must_confirm, person
from tests.crash.scene import KINDS, MOTIONS, Delegation, course
from tests.crash.sightings import Sightings
from tests.crash.words import meaning, motion_named

TWINS = 0.4
"""How many casts are made by both delegates of a state at the same instant."""

AGAIN = 0.1
"""How often an act that was answered is delivered once more."""

RETRIED = 0.6
"""How often an act without an answer is delivered once more."""

GRACE = 1.0
"""Seconds after a vote in which ballots still come, too late."""

PATIENCE = 3.0
"""Seconds that a person waits for an answer: no platform shows one to a first try after that."""

RUNNING = 5
"""Motions without a posted result beyond which nobody tables another, so that the posts owed stay few."""

UNREAD = 4
"""Receipts on their way to a delegate beyond which its twin waits with the next ballot, for the same reason."""


@dataclass(kw_only=True, eq=False)
class Doing:
    """One act as its author knows it; ``act`` tells how it ended."""

    mark: str
    author: Account
    kind: str
    sent_at: float = field(default_factory=monotonic)
    sent: Sent | None = None
    receipt_at: float | None = None
    member: MemberCode | None = None
    motion: MotionNumber | None = None
    choice: Choice | None = None

    def told(self) -> tuple[str, ...]:
        """Give all that was told in answer so far."""
        return () if self.sent is None else self.sent.told()

    def act(self) -> Act:
        """Give the act with everything that was ever told in answer to it."""
        return Act(
            mark=self.mark,
            account=self.author.text,
            told=tuple(meaning(text) for text in self.told()),
            deliveries=1 if self.sent is None else self.sent.deliveries,
            sent_at=self.sent_at,
            receipt_at=self.receipt_at,
            member=self.member,
            motion=self.motion,
            choice=self.choice,
        )


@dataclass(kw_only=True)
class Crowd:
    """Everybody who acts in a run, and all that they did; ``stop`` ends it once each has done what was begun."""

    fleet: Fleet
    sightings: Sightings
    pace: int
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    doings: list[Doing] = field(default_factory=list)
    tabled: dict[MotionNumber, Doing] = field(default_factory=dict)
    receipts: Counter[Account] = field(default_factory=Counter)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def acts(self) -> list[Act]:
        """Give every act, once nothing more can be told of any."""
        return [doing.act() for doing in self.doings]

    async def govern(self, account: Account, random: Random) -> None:
        """Table motions as a secretary, one after the other, while few are running."""
        secretary = person(self.fleet.platforms, account)
        while await self._rest(random.uniform(0.5, 3)):
            if len(self.tabled) - self._results() < RUNNING:
                await self._table(secretary, random.choice(KINDS), random)

    async def represent(self, delegation: Delegation, random: Random) -> None:
        """Vote for a state on both platforms, again and again."""
        twins = [person(self.fleet.platforms, account) for account in delegation.accounts]
        while await self._rest(random.uniform(0.2, 1.8)):
            motion = self._open_motion(random)
            if motion is not None and self._unread(delegation) < UNREAD:
                casting = twins if random.random() < TWINS else [random.choice(twins)]
                await asyncio.gather(*(self._cast(each, delegation.member, motion, random) for each in casting))

    def _open_motion(self, random: Random) -> MotionNumber | None:
        """Choose among the motions on which people may think that they can vote."""
        found = []
        for number, tabled in self.tabled.items():
            opens, closes = course(tabled.kind, self.pace)
            if opens < monotonic() - tabled.sent_at < closes + GRACE:
                found.append(number)
        return random.choice(found) if found else None

    async def _table(self, secretary: Person, kind: str, random: Random) -> None:
        doing = Doing(mark=f"T{next(self._numbers):06d}", author=secretary.account, kind=kind)
        await self._do(doing, secretary, lambda: secretary.table(kind, doing.mark), random)
        named = [motion_named(text) for text in doing.told() if meaning(text) is Told.RECEIPT]
        if named and named[0] is not None:
            self.tabled[MotionNumber(named[0])] = doing

    async def _cast(self, delegate: Person, member: MemberCode, motion: MotionNumber, random: Random) -> None:
        kind, choice = self.tabled[motion].kind, random.choice(list(Choice))
        doing = Doing(
            mark=f"B{next(self._numbers):06d}",
            author=delegate.account,
            kind=kind,
            member=member,
            motion=motion,
            choice=choice,
        )
        confirmed = must_confirm(kind)
        await self._do(doing, delegate, lambda: delegate.vote(motion, choice, doing.mark, confirmed=confirmed), random)

    async def _do(self, doing: Doing, author: Person, send: Callable[[], Awaitable[Sent]], random: Random) -> None:
        """Send an act, wait for its answer, and now and then deliver it once more."""
        if not await author.reach(PATIENCE):
            return
        self.doings.append(doing)
        doing.sent_at = monotonic()
        doing.sent = await send()
        answered = await self._answered(doing)
        if random.random() < (AGAIN if answered else RETRIED) and await author.reach(PATIENCE):
            await doing.sent.again()
            await self._answered(doing)

    async def _answered(self, doing: Doing) -> bool:
        """Wait for an answer, for as long as anyone would and the process that may give it lives."""
        lost = self.fleet.lost
        if doing.sent is None:
            return False
        with suppress(TimeoutError):
            await doing.sent.wait(lambda: bool(doing.told()) or self.fleet.lost > lost, PATIENCE)
        told = doing.told()
        if doing.receipt_at is None and Told.RECEIPT in map(meaning, told):
            doing.receipt_at = monotonic()
            self.receipts[doing.author] += 1
        return bool(told)

    async def _rest(self, seconds: float) -> bool:
        """Let time pass; tell whether to go on."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)
        return not self.stop.is_set()

    def _results(self) -> int:
        """Count the results that every channel for motions shows."""
        return min(self.sightings.count(channel.text, "result") for channel in MOTIONS)

    def _unread(self, delegation: Delegation) -> int:
        """Count the receipts of one twin's ballots still on their way to the other, whichever waits for more."""
        first, second = delegation.accounts
        to_first = self.receipts[second] - self.sightings.count(first.text, "receipt")
        return max(to_first, self.receipts[first] - self.sightings.count(second.text, "receipt"))
