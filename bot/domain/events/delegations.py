"""What happens to delegations and their people: codes, reminders, contests, and how a person is spoken to."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode, MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMade:
    """A one-time code was given for a credential; ``digest`` is the SHA-256 of the code, which is recorded nowhere."""

    digest: str
    member: MemberCode
    role: Role
    account: Account
    expires_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationUsed:
    """The code of entry ``invitation`` was used by an account, which has the credential of the next entry."""

    invitation: int
    account: Account
    member: MemberCode
    role: Role
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked:
    """The code of entry ``invitation`` was taken back unused."""

    invitation: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialReminded:
    """Those concerned are reminded that a credential ends at ``until``; ``due_at`` is the reminder's own instant."""

    account: Account
    role: Role
    member: MemberCode | None
    until: datetime
    due_at: datetime

    @property
    def variant(self) -> str:
        """Tell an officer's or a reviewer's from a delegation's."""
        return "office" if self.member is None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialEnded:
    """A credential has run out; ``until`` was the last instant it held, ``due_at`` the first without it."""

    account: Account
    role: Role
    member: MemberCode | None
    until: datetime
    due_at: datetime

    @property
    def variant(self) -> str:
        """Tell an officer's or a reviewer's from a delegation's."""
        return "office" if self.member is None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationEmptied:
    """A member is left without anybody who may vote for it."""

    member: MemberCode
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationContested:
    """A delegation was contested, by another or by the secretariat; it keeps its rights until the body decides."""

    member: MemberCode
    by_member: MemberCode | None
    account: Account
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestSettled:
    """The body has decided on a contested delegation, by ``motion``."""

    member: MemberCode
    motion: MotionNumber
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesSet:
    """A person chose in what language and time zone it is spoken to; None for what it leaves open."""

    account: Account
    language: str | None
    zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCommented:
    """A political director said something on a draft."""

    motion: MotionNumber
    member: MemberCode
    account: Account
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCleared:
    """A political director cleared a draft for its member, as its text then was."""

    motion: MotionNumber
    member: MemberCode
    account: Account
    at: datetime
