"""One transaction as the core sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Connection

from bot.domain.events import AllianceFounded, Event
from bot.domain.ids import AllianceCode
from bot.domain.journal import SALT, Entry, chained
from bot.ports import Head
from storage.answers import StoredAnswers
from storage.blockages import StoredBlockages
from storage.chain import StoredJournal, append, begin_chain, locked_head
from storage.checkpoints import StoredCheckpoints
from storage.council import StoredCouncil
from storage.deadlines import StoredDeadlines
from storage.decoding import read_entry
from storage.delegations import StoredDelegations
from storage.digests import StoredDigests
from storage.figures import StoredFigures
from storage.implementations import StoredImplementations
from storage.installations import StoredInstallations
from storage.outbox import StoredOutbox
from storage.people import StoredAlliances, StoredChannels, StoredCredentials, StoredRoster
from storage.presidency import StoredPresidency
from storage.projection import project
from storage.running import StoredLeases, StoredLiveness
from storage.sessions import StoredSessions
from storage.standing import StoredStanding
from storage.support import StoredRequests
from storage.votes import StoredBallots, StoredMotions
from storage.writes import Writes

Chance = Callable[[int], str]
"""Draws so many bytes of chance, in lower-case hexadecimal."""


@dataclass(kw_only=True, eq=False)
class AllianceUnknown(LookupError):
    """An event was recorded for an alliance that was never founded: a defect of the caller."""

    alliance: str


class StoredUnitOfWork:
    """One transaction: everything in it happens, or nothing does."""

    def __init__(self, connection: Connection, chance: Chance = token_hex) -> None:
        self._connection = connection
        self._chance = chance
        self._heads: dict[AllianceCode, Head] = {}
        self._writes = Writes()
        self._last_entry: Entry | None = None
        self.alliances = StoredAlliances(connection)
        self.roster = StoredRoster(connection)
        self.credentials = StoredCredentials(connection)
        self.channels = StoredChannels(connection)
        self.motions = StoredMotions(connection)
        self.ballots = StoredBallots(connection)
        self.figures = StoredFigures(connection)
        self.presidency = StoredPresidency(connection)
        self.standing = StoredStanding(connection)
        self.delegations = StoredDelegations(connection, self._writes)
        self.council = StoredCouncil(connection)
        self.implementations = StoredImplementations(connection)
        self.sessions = StoredSessions(connection)
        self.requests = StoredRequests(connection)
        self.digests = StoredDigests(connection)
        self.checkpoints = StoredCheckpoints(connection)
        self.deadlines = StoredDeadlines(connection)
        self.liveness = StoredLiveness(connection, self._writes)
        self.leases = StoredLeases(connection)
        self.installations = StoredInstallations(connection, self._writes)
        self.outbox = StoredOutbox(connection, self._writes)
        self.blockages = StoredBlockages(connection, self._writes)
        self.answers = StoredAnswers(connection, self._writes)
        self.journal = StoredJournal(connection)

    @property
    def wrote(self) -> bool:
        """Tell whether anything was written so far."""
        return self._writes.any

    @property
    def last_entry(self) -> Entry | None:
        """Give the last entry recorded so far: by it a commit is recognised whose answer was lost."""
        return self._last_entry

    def lock(self, alliance: AllianceCode) -> None:
        """Hold the alliance for this transaction, so that what is read is still true when it is written."""
        if alliance in self._heads:
            return
        head = locked_head(self._connection, alliance)
        if head is not None:
            self._heads[alliance] = head

    def record(self, alliance: AllianceCode, event: Event, *, at: datetime, by: str) -> int:
        """Write ``event`` into the journal and its effect into the tables; give its entry's number.

        Raise AllianceUnknown where the alliance has not been founded, EffectMissed where the event does not
        fit what is stored.
        """
        head = self._head(alliance, event)
        salt = self._chance(SALT)
        entry = chained(event, alliance=alliance, seq=head.seq + 1, previous=head.hash, at=at, by=by, salt=salt)
        self._writes.happened()
        self._heads[alliance] = append(self._connection, entry)
        self._last_entry = entry
        project(self._connection, alliance, entry.seq, event)
        return entry.seq

    def bring_in(self, entry: Entry) -> None:
        """Write an entry of an exported journal, word for word, and its effect.

        Raise AllianceUnknown or EffectMissed as ``record``, UnreadableRecord for an entry of no version known here.
        """
        event = read_entry(entry.body).event
        self._head(entry.alliance, event)
        self._writes.happened()
        self._heads[entry.alliance] = append(self._connection, entry)
        self._last_entry = entry
        project(self._connection, entry.alliance, entry.seq, event)

    def _head(self, alliance: AllianceCode, event: Event) -> Head:
        self.lock(alliance)
        if alliance in self._heads:
            return self._heads[alliance]
        if not isinstance(event, AllianceFounded):
            raise AllianceUnknown(alliance=alliance)
        return begin_chain(self._connection, alliance)
