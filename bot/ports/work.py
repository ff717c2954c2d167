"""One transaction, and the one writer that runs them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.events import Event
from bot.domain.ids import AllianceCode
from bot.ports.blockages import Blockages
from bot.ports.delivery import Answers, Outbox
from bot.ports.installing import Installations
from bot.ports.proceedings import Council, Digests, Implementations, Requests, Sessions
from bot.ports.record import (
    Alliances,
    Ballots,
    Channels,
    Checkpoints,
    Credentials,
    Deadlines,
    Delegations,
    FiguresOnIndices,
    Journal,
    Motions,
    Presidency,
    Roster,
    Standing,
)
from bot.ports.running import Leases, Liveness

T = TypeVar("T")


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
    def standing(self) -> Standing:
        """What is kept of members, and their reviews."""
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
    def presidency(self) -> Presidency:
        """Who presides, and what has been ruled."""
        ...

    @property
    def figures(self) -> FiguresOnIndices:
        """The figures of members on published indices."""
        ...

    @property
    def delegations(self) -> Delegations:
        """One-time codes, contests, and how people are spoken to."""
        ...

    @property
    def council(self) -> Council:
        """Who holds the seats, and the elections to them."""
        ...

    @property
    def implementations(self) -> Implementations:
        """What follows adopted motions."""
        ...

    @property
    def sessions(self) -> Sessions:
        """The sessions, and who was present at them."""
        ...

    @property
    def requests(self) -> Requests:
        """The requests for support."""
        ...

    @property
    def digests(self) -> Digests:
        """The weekly digests."""
        ...

    @property
    def checkpoints(self) -> Checkpoints:
        """The signed checkpoints of the record."""
        ...

    @property
    def deadlines(self) -> Deadlines:
        """What the clock must do next."""
        ...

    @property
    def liveness(self) -> Liveness:
        """When each platform was in reach."""
        ...

    @property
    def leases(self) -> Leases:
        """Who leads."""
        ...

    @property
    def installations(self) -> Installations:
        """Where a platform's app is installed."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is owed to the platforms."""
        ...

    @property
    def blockages(self) -> Blockages:
        """The places that are closed to the bot."""
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

    def __str__(self) -> str:
        """Give the reason, for logs."""
        return self.reason


@dataclass(kw_only=True, eq=False)
class RecordRefused(NotRecorded):
    """The database works and does not take what was to be written: a defect, or tables changed by hand."""


@dataclass(kw_only=True, eq=False)
class OutcomeUnknown(NotRecorded):
    """The connection was lost at the commit, and the database has not come back to tell what became of it."""
