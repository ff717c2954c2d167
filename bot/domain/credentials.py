"""The dated right of an account to act for a member, the secretariat or the review body.

Rights come from these rows alone; a platform's own roles may at most hide a command.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.addresses import Account
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """Who an account acts for, from when and until when; ``until`` is the last instant it holds."""

    account: Account
    role: Role
    member: MemberCode | None
    since: datetime
    until: datetime | None = None
    revoked_at: datetime | None = None
    nationality: MemberCode | None = None

    def valid_at(self, now: datetime) -> bool:
        """Tell whether the credential holds at ``now``."""
        return self.since <= now and not self.expired_at(now) and not self.revoked_by(now)

    def expired_at(self, now: datetime) -> bool:
        """Tell whether the credential has run out by ``now``."""
        return self.until is not None and now > self.until

    def revoked_by(self, now: datetime) -> bool:
        """Tell whether the credential has been revoked by ``now``."""
        return self.revoked_at is not None and now >= self.revoked_at
