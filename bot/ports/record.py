"""The record as the core reads it: alliances, states, people, motions, ballots, deadlines and the journal itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.alliance import Alliance
from bot.domain.ballot import Ballot, Statement
from bot.domain.chairing import Term
from bot.domain.checkpoints import Checkpoint
from bot.domain.credentials import Credential
from bot.domain.deadlines import Deadline, Due
from bot.domain.delegations import Contest, Invitation, Preferences
from bot.domain.dossier import Dossier
from bot.domain.electorate import Elector
from bot.domain.events import Event
from bot.domain.ids import (
    AllianceCode,
    BodyName,
    KindName,
    MemberCode,
    MotionNumber,
    ReviewNumber,
)
from bot.domain.indices import Figure
from bot.domain.journal import Entry
from bot.domain.membership import Member, StatusPeriod
from bot.domain.motion import Motion
from bot.domain.note_verbale import NoteVerbale
from bot.domain.review import Review
from bot.domain.ruling import Ruling
from bot.ports.searching import Found, Part, Sought


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

    def timeline(self, alliance: AllianceCode, code: MemberCode) -> tuple[StatusPeriod, ...]:
        """Give the statuses that a state has had, has and is set to have, in their order."""
        ...


class Standing(Protocol):
    """What is kept of members beside their status, and their reviews."""

    def dossier(self, alliance: AllianceCode, member: MemberCode) -> Dossier | None:
        """Give what is kept of a member; None for a state that is not on the roster."""
        ...

    def dossiers(self, alliance: AllianceCode) -> tuple[Dossier, ...]:
        """Give every dossier, by the code of its member."""
        ...

    def review(self, alliance: AllianceCode, number: ReviewNumber) -> Review | None:
        """Give one review."""
        ...

    def open_review(self, alliance: AllianceCode, member: MemberCode) -> Review | None:
        """Give the review of a member that is under way; None where there is none."""
        ...

    def reviews(self, alliance: AllianceCode) -> tuple[Review, ...]:
        """Give every review, in the order of their numbers."""
        ...

    def next_review(self, alliance: AllianceCode) -> ReviewNumber:
        """Give the number that the next review will bear."""
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

    def bearing_on(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Motion, ...]:
        """Give the motions that bear on one, in the order of their numbers."""
        ...

    def appeals(self, alliance: AllianceCode, ruling: int) -> tuple[Motion, ...]:
        """Give the appeals against a ruling, in the order of their numbers."""
        ...

    def in_vote(self, alliance: AllianceCode) -> tuple[Motion, ...]:
        """Give the motions whose vote, or silence, has been opened and not decided, in the order of their numbers."""
        ...

    def under_way(self, alliance: AllianceCode) -> tuple[Motion, ...]:
        """Give the motions that are neither decided nor ended, drafts too, latest number first."""
        ...

    def decided_since(self, alliance: AllianceCode, since: datetime) -> tuple[Motion, ...]:
        """Give the motions that were decided later than ``since``, the latest decision first."""
        ...

    def past(self, alliance: AllianceCode, sought: Sought, part: Part) -> Found:
        """Give a part of the motions that are over and fit, the latest number first."""
        ...

    def years_past(self, alliance: AllianceCode) -> tuple[int, ...]:
        """Give the years in which something may have been decided, the latest first."""
        ...

    def last_serial(self, alliance: AllianceCode, kind: KindName, year: int) -> int:
        """Give the last number that a text of a kind has been given in a year; 0 for none."""
        ...


class Ballots(Protocol):
    """The ballots as they stand, and what members have put on record beside them."""

    def of_motion(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Ballot, ...]:
        """Give the ballots of a motion, by member."""
        ...

    def of_member(self, alliance: AllianceCode, number: MotionNumber, member: MemberCode) -> Ballot | None:
        """Give one member's ballot."""
        ...

    def by_member(self, alliance: AllianceCode, member: MemberCode) -> tuple[Ballot, ...]:
        """Give every ballot of a member as it stands, in the order of their motions."""
        ...

    def told(self, alliance: AllianceCode, member: MemberCode, part: Part) -> tuple[Ballot, ...]:
        """Give a part of a member's ballots on motions that have a result, those on the latest first."""
        ...

    def statements(self, alliance: AllianceCode, number: MotionNumber) -> tuple[Statement, ...]:
        """Give the explanations of vote on a motion, in the order in which they were given."""
        ...

    def notes(self, alliance: AllianceCode, number: MotionNumber) -> tuple[NoteVerbale, ...]:
        """Give the votes by note verbale on a motion, in the order in which they were entered."""
        ...


class Checkpoints(Protocol):
    """The signed checkpoints of the record."""

    def last(self, alliance: AllianceCode) -> Checkpoint | None:
        """Give the latest checkpoint; None where there is none yet."""
        ...

    def public_key(self, alliance: AllianceCode, *, at: int | None = None) -> str:
        """Give the key that checks checkpoints now, or did at an entry, in hexadecimal; empty where there is none."""
        ...


class Signer(Protocol):
    """Signs checkpoints; its key is the house's own."""

    @property
    def public_key(self) -> str:
        """What checks its signatures, in hexadecimal."""
        ...

    def sign(self, told: bytes) -> str:
        """Sign some bytes; give the signature in hexadecimal."""
        ...


class Presidency(Protocol):
    """Who presides over the bodies by election, and what their chairs have ruled."""

    def terms(self, alliance: AllianceCode, body: BodyName) -> tuple[Term, ...]:
        """Give the terms of office that elections to the chair of a body began, in their order."""
        ...

    def rulings(self, alliance: AllianceCode) -> tuple[Ruling, ...]:
        """Give every ruling, in the order of their numbers."""
        ...

    def ruling(self, alliance: AllianceCode, number: int) -> Ruling | None:
        """Give the ruling of a number; None where there is no such ruling."""
        ...


class FiguresOnIndices(Protocol):
    """The figures of members on published indices, as the last imports have them."""

    def of_member(self, alliance: AllianceCode, member: MemberCode) -> tuple[Figure, ...]:
        """Give the figures of one member, in the order of index and year."""
        ...

    def every(self, alliance: AllianceCode) -> tuple[Figure, ...]:
        """Give the figures of all members, in the order of member, index and year."""


class Delegations(Protocol):
    """The delegations as wholes: one-time codes, contests; how each person is spoken to; and wrong codes."""

    def invitation(self, digest: str) -> tuple[AllianceCode, Invitation] | None:
        """Find the code that has a digest, and the alliance that it is of."""
        ...

    def invitations(self, alliance: AllianceCode, member: MemberCode) -> tuple[Invitation, ...]:
        """Give the codes for a member's delegation, used ones too, in the order in which they were given."""
        ...

    def contests(self, alliance: AllianceCode) -> tuple[Contest, ...]:
        """Give the delegations that are contested, by member."""
        ...

    def emptied(self, alliance: AllianceCode) -> frozenset[MemberCode]:
        """Give the members of which it has been told that nobody may vote for them."""
        ...

    def preferences(self, alliance: AllianceCode, account: Account) -> Preferences:
        """Give in what language and zone a person wants to be spoken to."""
        ...

    def tries(self, account: Account) -> tuple[datetime, ...]:
        """Give when an account tried a wrong code, as far as that is kept."""
        ...

    def tried(self, account: Account, at: datetime) -> None:
        """Count a wrong code of an account, outside the journal: the account may belong to no alliance."""
        ...


class Deadlines(Protocol):
    """What the clock must do next in each alliance, found by query. It follows from the record alone."""

    def alliances(self, now: datetime) -> tuple[AllianceCode, ...]:
        """Give the alliances that have anything due by ``now``, the longest due first."""
        ...

    def due(
        self, alliance: AllianceCode, now: datetime, *, limit: int, after: Deadline | None = None
    ) -> tuple[Deadline, ...]:
        """Give the first ``limit`` deadlines due by ``now``, in their order; where named, those behind ``after``."""
        ...

    def of_kind(self, alliance: AllianceCode, what: Due) -> tuple[Deadline, ...]:
        """Give every pending deadline of one kind, in order."""
        ...

    def next_due(self, *, after: datetime | None = None) -> datetime | None:
        """Give the instant of the earliest deadline of all, or of those later than ``after``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An entry of the journal as it was meant: which event, when, and by whom."""

    entry: int
    at: datetime
    by: str
    event: Event


class Journal(Protocol):
    """The hash-chained record."""

    def alliances(self) -> tuple[AllianceCode, ...]:
        """Give the codes of all alliances that have a journal, in order, whatever else is left of them."""
        ...

    def entries(self, alliance: AllianceCode, *, after: int = 0) -> Iterable[Entry]:
        """Give every entry behind one, in order: only while the transaction lasts."""
        ...

    def hashes(self, alliance: AllianceCode, entries: Iterable[int]) -> Mapping[int, str]:
        """Give the hashes of some entries, by their numbers; of those alone that have a salt.

        Whoever has the hash of an older entry can find out by trials who acted, and how a member voted.
        """
        ...

    def head(self, alliance: AllianceCode) -> Head:
        """Give what is kept of the last entry."""
        ...

    def last_instant(self, alliance: AllianceCode) -> datetime | None:
        """Give when the last entry was recorded, by the clock of then; None where there is none."""
        ...

    def event(self, alliance: AllianceCode, seq: int) -> Event | None:
        """Give the event that an entry records; None where there is no such entry."""
        ...

    def acts(self, alliance: AllianceCode, *, after: int = 0) -> Iterable[Act]:
        """Give every act behind an entry, in order: only while the transaction lasts."""
        ...

    def acts_of(self, alliance: AllianceCode, events: Iterable[str], *, after: int) -> tuple[Act, ...]:
        """Give the acts of some classes of events, by name, behind an entry, in order."""
        ...

    def acts_on(self, alliance: AllianceCode, motion: Motion) -> tuple[Act, ...]:
        """Give every act on a motion, in order."""
        ...
