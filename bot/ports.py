"""What the core needs of the world outside, as Protocols. ``storage`` and ``adapters`` fill them.

The unit of work is one transaction. State changes in it through ``record`` alone: the event goes into the journal and
its effect into the tables together. What must be said goes into the outbox of the same transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.cards.card import Card
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.alliance import Alliance
from bot.domain.ballot import Ballot
from bot.domain.credentials import Credential
from bot.domain.electorate import Elector
from bot.domain.events import BallotCast, Event
from bot.domain.ids import AllianceCode, MemberCode, MotionNumber
from bot.domain.journal import Entry
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.notices import Notice

T = TypeVar("T")

Address = Account | Channel
"""Where a post goes: a channel, or an account's direct messages."""


class Clock(Protocol):
    """The one clock of the house."""

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedChannel:
    """A channel bound to an alliance, and what for."""

    channel: Channel
    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last link of an alliance's chain."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A notice owed to one address, claimed for posting.

    ``message`` is the platform's id of the post once it exists: then the post is edited, not written again.
    ``attempts`` counts this one. ``revision`` is what is being shown; a later change raises it again.
    """

    id: int
    alliance: AllianceCode
    to: Address
    key: str
    notice: Notice
    revision: int
    attempts: int
    first_try_at: datetime
    message: str | None


class Alliances(Protocol):
    """The alliances of this deployment."""

    def codes(self) -> tuple[AllianceCode, ...]:
        """Give the codes of all alliances, in order."""
        ...

    def get(self, code: AllianceCode) -> Alliance | None:
        """Give an alliance with its charter in force."""
        ...

    def of_channel(self, channel: Channel) -> AllianceCode | None:
        """Give the one alliance a channel is linked to."""
        ...

    def of_account(self, account: Account) -> AllianceCode | None:
        """Give the one alliance an account holds or has held a credential in."""
        ...


class Roster(Protocol):
    """The members of an alliance on any date."""

    def on(self, alliance: AllianceCode, at: datetime) -> tuple[Member, ...]:
        """Give every state on the roster at ``at``, by code; states enrolled later are not in it."""
        ...

    def member(self, alliance: AllianceCode, code: MemberCode, at: datetime) -> Member | None:
        """Give one state as it stands at ``at``."""
        ...


class Credentials(Protocol):
    """Who may act for whom."""

    def of_account(self, alliance: AllianceCode, account: Account) -> Credential | None:
        """Give the account's latest credential, valid or not."""
        ...

    def of_member(self, alliance: AllianceCode, member: MemberCode, at: datetime) -> tuple[Credential, ...]:
        """Give the credentials of a member's delegation that hold at ``at``."""
        ...

    def every(self, alliance: AllianceCode) -> tuple[Credential, ...]:
        """Give the latest credential of every account."""
        ...


class Channels(Protocol):
    """The channels linked to an alliance."""

    def linked(self, alliance: AllianceCode) -> tuple[LinkedChannel, ...]:
        """Give the linked channels in the order of linking."""
        ...


class Motions(Protocol):
    """The motions of an alliance, with the frozen roll of each."""

    def get(self, alliance: AllianceCode, number: MotionNumber) -> Motion | None:
        """Give one motion."""
        ...

    def every(self, alliance: AllianceCode) -> tuple[Motion, ...]:
        """Give all motions, latest number first."""
        ...

    def next_number(self, alliance: AllianceCode) -> MotionNumber:
        """Give the number that the next motion will bear."""
        ...

    def electors(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Elector, ...]:
        """Give the frozen roll, by code; empty before voting opens."""
        ...

    def elector(self, alliance: AllianceCode, number: MotionNumber, member: MemberCode) -> Elector | None:
        """Give one member of the frozen roll."""
        ...

    def due(self, now: datetime) -> tuple[tuple[AllianceCode, MotionNumber], ...]:
        """Give the motions that must be opened or closed by ``now``, the longest due first."""
        ...

    def next_due(self) -> datetime | None:
        """Give the earliest instant at which a motion must be opened or closed."""
        ...


class Ballots(Protocol):
    """The ballots as they stand."""

    def of_motion(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Ballot, ...]:
        """Give the ballots of a motion, by member."""
        ...

    def of_member(self, alliance: AllianceCode, number: MotionNumber, member: MemberCode) -> Ballot | None:
        """Give one member's ballot."""
        ...


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

    def revive(self, to: Address, *, due: datetime) -> None:
        """Make the dead letters of an address due again at ``due``."""
        ...

    def next_due(self, *, platforms: frozenset[Platform] | None = None) -> datetime | None:
        """Give the earliest instant at which a post, of ``platforms`` where named, is due."""
        ...

    def waiting(self) -> int:
        """Count the posts not yet shown in their latest revision."""
        ...

    def dead(self) -> tuple[tuple[str, str, str], ...]:
        """Give the dead letters as (address, key, reason)."""
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


class Journal(Protocol):
    """The hash-chained record."""

    def alliances(self) -> tuple[AllianceCode, ...]:
        """Give the codes of all alliances that have a journal, in order, whatever else is left of them."""
        ...

    def entries(self, alliance: AllianceCode) -> Iterable[Entry]:
        """Give every entry in order."""
        ...

    def head(self, alliance: AllianceCode) -> Head:
        """Give what is kept of the last entry."""
        ...

    def ballot(self, alliance: AllianceCode, seq: int) -> BallotCast | None:
        """Give the ballot that an entry records."""
        ...


class UnitOfWork(Protocol):
    """One transaction: everything in it happens, or nothing does."""

    @property
    def alliances(self) -> Alliances:
        """The alliances of this deployment."""
        ...

    @property
    def roster(self) -> Roster:
        """The members, on any date."""
        ...

    @property
    def credentials(self) -> Credentials:
        """Who may act for whom."""
        ...

    @property
    def channels(self) -> Channels:
        """The linked channels."""
        ...

    @property
    def motions(self) -> Motions:
        """The motions and their rolls."""
        ...

    @property
    def ballots(self) -> Ballots:
        """The ballots as they stand."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is owed to the platforms."""
        ...

    @property
    def answers(self) -> Answers:
        """The first answers to acts."""
        ...

    @property
    def journal(self) -> Journal:
        """The record."""
        ...

    def lock(self, alliance: AllianceCode) -> None:
        """Hold the alliance for this transaction, so that what is read is still true when it is written."""
        ...

    def record(self, alliance: AllianceCode, event: Event, *, at: datetime, by: str) -> int:
        """Write ``event`` into the journal and its effect into the tables; give its entry's number."""
        ...


class Writer(Protocol):
    """Runs use cases one after the other, each in one transaction, and answers after its commit."""

    async def write(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Run a use case that may change something; an exception from it leaves nothing behind."""
        ...

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Run a query that changes nothing, beside the writer."""
        ...


@dataclass(kw_only=True, eq=False)
class NotRecorded(Exception):
    """The database could not commit: nothing has happened, and the act may be tried again."""

    reason: str


@dataclass(kw_only=True, eq=False)
class OutcomeUnknown(NotRecorded):
    """The connection was lost at the commit, and the database has not come back to tell what became of it."""


@dataclass(kw_only=True, eq=False)
class Postponed(Exception):
    """A platform proved that nothing was posted and asks for a pause of ``pause``."""

    pause: timedelta
    reason: str


@dataclass(kw_only=True, eq=False)
class Undeliverable(Exception):
    """A platform will never take this post: the channel is gone, or the person cannot be written to."""

    reason: str


@dataclass(kw_only=True, eq=False)
class Uncertain(Exception):
    """The answer was lost: the post may or may not exist. It is looked for before it is written again."""

    reason: str


class Notifier(Protocol):
    """Posts cards on one platform. Each method may raise Postponed, Undeliverable or Uncertain, nothing else."""

    @property
    def platform(self) -> Platform:
        """The platform it posts on."""
        ...

    async def post(self, to: Address, card: Card, *, key: str) -> str:
        """Write a post; give the platform's id of it. ``key`` is the mark by which it can be found again."""
        ...

    async def edit(self, to: Address, message: str, card: Card) -> None:
        """Replace what a post shows."""
        ...

    async def find(self, to: Address, *, key: str, since: datetime) -> str | None:
        """Look for a post that bears ``key``, written at ``since`` or later."""
        ...
