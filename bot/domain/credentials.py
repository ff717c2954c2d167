"""The dated right of an account to act for a member, the secretariat or the review body.

Rights come from these rows alone; a platform's own roles may at most hide a command.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.addresses import Account
from bot.domain.deadlines import Deadline, Due
from bot.domain.ids import MemberCode


class Role(StrEnum):
    """What a credential lets its holder be."""

    HEAD = "head"
    DELEGATE = "delegate"
    ALTERNATE = "alternate"
    POLITICAL_DIRECTOR = "political-director"
    OBSERVER = "observer"
    SECRETARIAT = "secretariat"
    REVIEWER = "reviewer"

    @property
    def of_delegation(self) -> bool:
        """Tell whether the role belongs to a member's delegation."""
        return self not in {Role.SECRETARIAT, Role.REVIEWER}

    @property
    def casts_ballots(self) -> bool:
        """Tell whether the role votes for its member: the head, delegates and alternates do."""
        return self in {Role.HEAD, Role.DELEGATE, Role.ALTERNATE}


REMINDED_BEFORE: Final = (timedelta(days=30), timedelta(days=7), timedelta(days=1))
"""How long before its end a credential is told of (spec: membership, delegations and credentials)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The letter by which a credential was notified: who issued it, of what day, and where it is kept."""

    issuer: str
    dated: date
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """Who an account acts for, from when and until when; ``until`` is the last instant it holds.

    ``full_powers``: beside the head of its delegation it may bind the state. ``nationality`` is that of a reviewer.
    ``told_until`` is the last instant of ``ending`` that has been dealt with.
    """

    account: Account
    role: Role
    member: MemberCode | None
    since: datetime
    until: datetime | None = None
    revoked_at: datetime | None = None
    full_powers: bool = False
    nationality: MemberCode | None = None
    letter: Letter | None = None
    told_until: datetime | None = None

    def valid_at(self, now: datetime) -> bool:
        """Tell whether the credential holds at ``now``."""
        return self.since <= now and not self.expired_at(now) and not self.revoked_by(now)

    def expired_at(self, now: datetime) -> bool:
        """Tell whether the credential has run out by ``now``."""
        return self.until is not None and now > self.until

    def revoked_by(self, now: datetime) -> bool:
        """Tell whether the credential has been revoked by ``now``."""
        return self.revoked_at is not None and now >= self.revoked_at

    @property
    def binds(self) -> bool:
        """Tell whether it lets its holder bind the state: that of the head does, and one with full powers."""
        return self.role is Role.HEAD or (self.full_powers and self.role.casts_ballots)

    def judges(self, member: MemberCode) -> bool:
        """Tell whether its holder may judge a state: a reviewer, of another nationality; who has none judges nobody."""
        return self.role is Role.REVIEWER and self.nationality not in {None, member}

    @property
    def ended_at(self) -> datetime | None:
        """The first instant at which it has run out."""
        return None if self.until is None else self.until + timedelta.resolution

    @property
    def ending(self) -> tuple[datetime, ...]:
        """The instants still ahead at which its end is told of: the reminders, in order, and the end itself."""
        if self.until is None or self.ended_at is None or self.revoked_at is not None:
            return ()
        told = self.since if self.told_until is None else self.told_until
        return tuple(at for at in (*(self.until - before for before in REMINDED_BEFORE), self.ended_at) if at > told)

    def due(self, now: datetime) -> datetime | None:
        """Give the one of ``ending`` that is to be dealt with next at ``now``; None where nothing is.

        Each reminder has its turn, in order, late ones too. Once the credential has run out only its end has.
        """
        if self.ended_at in self.ending and self.expired_at(now):
            return self.ended_at
        return next((at for at in self.ending if at <= now), None)

    def deadlines(self) -> frozenset[Deadline]:
        """Give what the clock must do: each of the reminders, and the end."""
        return frozenset(Deadline(at, Due.CREDENTIAL, self.account.text) for at in self.ending)
