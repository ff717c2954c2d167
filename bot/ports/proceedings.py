"""What bodies do as the core reads it: seats and elections, sessions, what follows adoptions, requests, digests."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.addresses import Account
from bot.domain.consultation import SupportRequest
from bot.domain.council import Nomination, Seat
from bot.domain.digests import Digest
from bot.domain.elections import Election, Ranking
from bot.domain.ids import AllianceCode, BodyName, MemberCode, MotionNumber, RequestNumber, SessionNumber
from bot.domain.implementation import Implementation
from bot.domain.sessions import Session


class Council(Protocol):
    """Who holds the seats of the bodies, who stands for them, and the elections by ranked ballots."""

    def seats(self, alliance: AllianceCode) -> tuple[Seat, ...]:
        """Give every time that a member has held, holds or will hold a seat, in order."""
        ...

    def nominations(self, alliance: AllianceCode, body: BodyName) -> tuple[Nomination, ...]:
        """Give every nomination for seats of a body, in the order in which they were made."""
        ...

    def elections(self, alliance: AllianceCode, body: BodyName) -> tuple[Election, ...]:
        """Give the elections to seats of a body, in the order of their motions."""
        ...

    def election(self, alliance: AllianceCode, motion: MotionNumber) -> Election | None:
        """Give the election that a motion is; None where it is none."""
        ...

    def rankings(self, alliance: AllianceCode, motion: MotionNumber) -> Mapping[MemberCode, Ranking]:
        """Give the ranked ballots of an election, by member."""
        ...


class Implementations(Protocol):
    """What follows adopted motions."""

    def get(self, alliance: AllianceCode, motion: MotionNumber) -> Implementation | None:
        """Give what follows one motion; None where nothing has been recorded of that."""
        ...

    def every(self, alliance: AllianceCode) -> tuple[Implementation, ...]:
        """Give what follows each motion of which anything has been recorded, in the order of their numbers."""
        ...


class Sessions(Protocol):
    """The sessions of the bodies, and who was present at one when the roll was called there."""

    def get(self, alliance: AllianceCode, number: SessionNumber) -> Session | None:
        """Give one session."""
        ...

    def every(self, alliance: AllianceCode) -> tuple[Session, ...]:
        """Give every session, in the order of their numbers."""
        ...

    def ahead(self, alliance: AllianceCode) -> tuple[Session, ...]:
        """Give the sessions that are neither over nor cancelled, in the order of their numbers."""
        ...

    def next_number(self, alliance: AllianceCode) -> SessionNumber:
        """Give the number that the next session will bear."""
        ...

    def present_at_call(self, alliance: AllianceCode, motion: MotionNumber) -> frozenset[MemberCode]:
        """Give who was present at the session in which the roll was called on a motion; nobody where it was in none."""
        ...


class Requests(Protocol):
    """The requests for support."""

    def get(self, alliance: AllianceCode, number: RequestNumber) -> SupportRequest | None:
        """Give one request."""
        ...

    def every(self, alliance: AllianceCode) -> tuple[SupportRequest, ...]:
        """Give every request, in the order of their numbers."""
        ...

    def next_number(self, alliance: AllianceCode) -> RequestNumber:
        """Give the number that the next request will bear."""
        ...


class Digests(Protocol):
    """The weekly digests, and who wants none."""

    def of_member(self, alliance: AllianceCode, member: MemberCode) -> Digest | None:
        """Give the digest of a delegation; None where it has never had one."""
        ...

    def every(self, alliance: AllianceCode) -> tuple[Digest, ...]:
        """Give the digest of every delegation, by the code of its member."""
        ...

    def refused(self, alliance: AllianceCode) -> frozenset[Account]:
        """Give the people that want no digest."""
        ...
