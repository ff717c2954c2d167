"""What the house owes people: the outbox, first answers, and whoever posts on a platform."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from time import monotonic
from typing import Protocol

from bot.cards.card import Card
from bot.domain.addresses import Account, Channel, Platform
from bot.domain.blockages import Obstacle
from bot.domain.ids import AllianceCode
from bot.domain.notices import Notice

Address = Account | Channel
"""Where a post goes: a channel, or an account's direct messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A notice owed to one address, claimed for posting.

    ``message`` is the platform's id of the post once it exists: then the post is edited, not written again.
    ``thread`` is the platform's id of the post in whose thread this one is written; None where it stands by itself, or
    where that one was never written.
    ``attempts`` counts this one. ``due_at`` is when it was due. ``revision`` is what is being shown; a later change
    raises it again.
    """

    id: int
    alliance: AllianceCode
    to: Address
    key: str
    notice: Notice
    revision: int
    attempts: int
    due_at: datetime
    first_try_at: datetime
    message: str | None
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A post that was given up, and why; ``number`` is its own in the outbox."""

    number: int
    alliance: AllianceCode
    to: Address
    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What has become of a post: shown as it is owed now, at ``shown_at``; given up; or neither yet."""

    to: Address
    shown_at: datetime | None
    dead: bool

    @property
    def waits(self) -> bool:
        """Tell whether it may still be shown."""
        return self.shown_at is None and not self.dead


class Outbox(Protocol):
    """What is owed to the platforms."""

    def owe(self, alliance: AllianceCode, notice: Notice, to: Address, *, due: datetime) -> None:
        """Owe ``notice`` to an address, not before ``due``.

        Where it is owed already, raise its revision so that it is made current: a post still waiting keeps its own
        earlier due, one already shown becomes due at ``due``. So many changes in a short time are one edit.
        """
        ...

    def claim(
        self, *, owner: str, now: datetime, lease: timedelta, limit: int, platforms: frozenset[Platform]
    ) -> tuple[Post, ...]:
        """Take posts for ``platforms`` that are due, oldest first, for ``lease``; no one else gets them meanwhile."""
        ...

    def delivered(self, post: Post, *, owner: str, message: str, at: datetime) -> None:
        """Mark the claimed revision shown; a revision raised meanwhile makes the post due again."""
        ...

    def postponed(self, post: Post, *, owner: str, until: datetime, reason: str) -> None:
        """Give a claimed post back, due at ``until``: it is certain that nothing was posted."""
        ...

    def abandoned(self, post: Post, *, owner: str, reason: str) -> None:
        """Put a claimed post among the dead letters."""
        ...

    def dropped(self, post: Post, *, owner: str) -> None:
        """Take a claimed post out of the outbox: what it would say has been overtaken."""
        ...

    def deliveries(self, alliance: AllianceCode, key: str) -> tuple[Delivery, ...]:
        """Tell what has become of a notice at each address to which it is owed."""
        ...

    def revive(self, to: Address, *, due: datetime, dead: bool = True) -> None:
        """Make what was put off at an address, and its ``dead`` letters, due again at ``due``."""
        ...

    def next_due(self, *, platforms: frozenset[Platform] | None = None) -> datetime | None:
        """Give the earliest instant at which a post, of ``platforms`` where named, is due."""
        ...

    def waiting(self) -> int:
        """Count the posts not yet shown in their latest revision."""
        ...

    def dead(self) -> tuple[DeadLetter, ...]:
        """Give the dead letters, oldest first."""
        ...

    def dead_letter(self, number: int) -> DeadLetter | None:
        """Give one dead letter; None where the post is none, or none any more."""
        ...

    def doubt(self, *, since: datetime) -> int:
        """Have every unwritten post looked for before it is written; give how many there are.

        For a start after a silence since ``since``: another copy of the record may have written them meanwhile.
        """
        ...

    def pull_in(self, now: datetime, *, latest: datetime) -> int:
        """Bring posts due after ``latest`` forward to ``now``, for a clock that has gone back; give how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer that an act got the first time."""

    card: Card


class Answers(Protocol):
    """The first answer to each act, kept so that a redelivered act gets the same one and no second effect."""

    def find(self, key: str) -> Answered | None:
        """Give the answer already given to the act with this key."""
        ...

    def keep(self, key: str, card: Card, at: datetime) -> None:
        """Keep the answer to an act in the transaction of its effect."""
        ...

    def prune(self, before: datetime) -> None:
        """Drop answers given before ``before``."""
        ...


@dataclass(kw_only=True, eq=False)
class Postponed(Exception):
    """A platform proved that nothing was posted and asks for a pause of ``pause``.

    ``obstacle`` is what a person has to do something about; None for what passes by itself. ``edited`` is the
    relay's own note that a change of a post was refused.
    """

    pause: timedelta
    reason: str
    obstacle: Obstacle | None = None
    edited: bool = False


@dataclass(kw_only=True, eq=False)
class Undeliverable(Exception):
    """A platform will never take this post: the channel is gone, or the person cannot be written to.

    ``obstacle`` says so of the place; None where it is the post itself that is not taken. ``edited`` is the
    relay's own note that a change of a post was refused.
    """

    reason: str
    obstacle: Obstacle | None = None
    edited: bool = False


@dataclass(kw_only=True, eq=False)
class Vanished(Undeliverable):
    """A post that was to be changed is not there any more: somebody deleted it."""


@dataclass(kw_only=True, eq=False)
class Uncertain(Exception):
    """The answer was lost: the post may or may not exist. It is looked for before it is written again."""

    reason: str

    def __str__(self) -> str:
        """Give the reason, for logs."""
        return self.reason


def check_not_late(until: float) -> None:
    """Raise Postponed where ``until``, an instant of ``time.monotonic``, has passed; for right before a post leaves."""
    if monotonic() > until:
        raise Postponed(pause=timedelta(0), reason="late: the claim may be somebody else's")


class Notifier(Protocol):
    """Posts cards on one platform. Each method may raise Postponed, Undeliverable or Uncertain, nothing else.

    ``until`` is an instant of ``time.monotonic``: past it the claim on a post may be somebody else's, so nothing of it
    is sent any more and Postponed is raised. It is looked at last of all, as a process may have been stopped meanwhile.
    """

    @property
    def platform(self) -> Platform:
        """The platform it posts on."""
        ...

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",
        until: float = inf,
    ) -> str:
        """Write a post; give the platform's id of it, which also says where it stands.

        ``key`` is the mark by which it can be found again. ``thread`` is the platform's id of the post in whose thread
        it is written, ``thread_name`` what that is called where threads have names. Where the platform refuses it
        there, it is written in the channel instead.
        """
        ...

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Replace what a post shows; raise Vanished where it is not there any more."""
        ...

    async def find(self, to: Address, *, key: str, since: datetime, thread: str | None = None) -> str | None:
        """Look for a post that bears ``key``, written at ``since`` or later: in the thread first, then outside it."""
        ...
