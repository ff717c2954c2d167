"""Who manages whom: the heads of delegation, the secretariat, one-time codes, and delegations that are contested.

Spec: membership, delegations and credentials. A head manages its own delegation and never another head; the
secretariat gives and takes any credential of a delegation. A contested delegation keeps its rights until the body
decides.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.addresses import Account
from bot.domain.credentials import Credential, Role
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.rules import Outcome

CODE_HOLDS: Final = timedelta(hours=72)
"""How long a one-time code can be used."""

TRIES: Final = 5
"""How many wrong codes an account may try within ``TRIES_WITHIN``."""
TRIES_WITHIN: Final = timedelta(hours=1)

CODE_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a code is made of: letters and figures that nobody takes for each other."""
CODE_LENGTH: Final = 16
"""Characters of a code: 80 bits, far beyond what can be guessed."""


@dataclass(kw_only=True, eq=False)
class FullPowersNeeded(Refusal):
    """An act that takes the head of a delegation, or a credential with full powers."""

    command: str
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class HeadManages(Refusal):
    """An act on a delegation by one of its people who is not its head."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class OtherDelegation(Refusal):
    """An act of a head on the delegation of another member."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class HeadOfHead(Refusal):
    """An act of a head on the credential of a head, its own or another's."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class LastOfficer(Refusal):
    """The end of the last credential of the secretariat: nobody could table a motion or give a credential then."""

    account: str


@dataclass(kw_only=True, eq=False)
class PowersWithoutBallots(Refusal):
    """Full powers for a role that does not act for its state."""

    role: Role


@dataclass(kw_only=True, eq=False)
class CodeUnknown(Refusal):
    """A code that this house never gave; a wrong try is counted."""

    kept = True


@dataclass(kw_only=True, eq=False)
class TooManyTries(Refusal):
    """One more code from an account that has tried too many wrong ones."""

    tries: int
    until: datetime


@dataclass(kw_only=True, eq=False)
class CodeUsed(Refusal):
    """A code that somebody has used."""

    at: datetime


@dataclass(kw_only=True, eq=False)
class CodeExpired(Refusal):
    """A code whose time has run out."""

    at: datetime


@dataclass(kw_only=True, eq=False)
class CodeRevoked(Refusal):
    """A code that was taken back, or whose giver may no longer give it."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class AlreadyActsFor(Refusal):
    """A code used by an account that acts for a member already, or in an office."""

    member: MemberCode | None
    role: Role

    variants = ("office",)

    @property
    def variant(self) -> str:
        """Tell an officer or a reviewer from one of a delegation."""
        return "office" if self.member is None else ""


@dataclass(kw_only=True, eq=False)
class NoOpenCode(Refusal):
    """Codes taken back where none is open."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class AlreadyContested(Refusal):
    """A delegation contested a second time, before the first is decided."""

    member: MemberCode
    at: datetime


@dataclass(kw_only=True, eq=False)
class OwnDelegationContested(Refusal):
    """A delegation that contests itself."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NotContested(Refusal):
    """An end to a contest that there is not."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NotDecidedYet(Refusal):
    """A contest ended with a motion that does not decide it; ``why`` tells what the motion lacks."""

    motion: MotionNumber
    member: MemberCode
    why: str

    variants = ("earlier", "another")

    @property
    def variant(self) -> str:
        """Tell a motion decided too early, or about another member, from one that is not decided."""
        return self.why


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time code for a credential: what of it is recorded, which is never the code itself."""

    entry: int
    member: MemberCode
    role: Role
    issuer: Account
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def open_at(self, now: datetime) -> bool:
        """Tell whether it can be used at ``now``, as far as it goes by itself."""
        return self.used_at is None and self.revoked_at is None and now <= self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A delegation that is contested: since when, why, and by whom; None for the secretariat."""

    member: MemberCode
    since: datetime
    by_member: MemberCode | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """In what language and time zone a person is spoken to; None for what it has left open."""

    language: str | None = None
    zone: str | None = None


def check_may_manage(manager: Credential, member: MemberCode | None, role: Role) -> None:
    """Let the holder of ``manager`` give or take a credential of ``role`` for ``member``, or raise why not.

    Raise HeadManages, OtherDelegation or HeadOfHead.
    """
    if manager.role is Role.SECRETARIAT:
        return
    own = manager.member
    if member is None or own is None or member != own:
        raise OtherDelegation(member=own or MemberCode(""))
    if manager.role is not Role.HEAD:
        raise HeadManages(member=own)
    if role is Role.HEAD:
        raise HeadOfHead(member=own)


def check_not_last(held: Credential, everyone: Iterable[Credential], now: datetime) -> None:
    """Let a credential be taken away, or raise LastOfficer where no officer of the secretariat would be left."""
    officers = {each.account for each in everyone if each.role is Role.SECRETARIAT and each.valid_at(now)}
    if officers == {held.account}:
        raise LastOfficer(account=held.account.text)


def may_manage(manager: Credential | None, member: MemberCode | None, role: Role, now: datetime) -> bool:
    """Tell whether somebody could still do so at ``now``: the twin of ``check_may_manage``."""
    if manager is None or not manager.valid_at(now):
        return False
    try:
        check_may_manage(manager, member, role)
    except (HeadManages, OtherDelegation, HeadOfHead):
        return False
    return True


def check_powers(role: Role, *, full_powers: bool) -> None:
    """Raise PowersWithoutBallots where full powers would go to a role that does not act for its state."""
    if full_powers and not role.casts_ballots:
        raise PowersWithoutBallots(role=role)


def digest_of(code: str) -> str:
    """Give what is recorded of a code: it cannot be led back to the code. Case and hyphens do not matter."""
    plain = re.sub(r"[\s-]+", "", code).upper()
    return hashlib.sha256(plain.encode()).hexdigest()


def check_tries(earlier: Sequence[datetime], *, now: datetime) -> None:
    """Raise TooManyTries where an account has tried too many wrong codes lately; ``earlier`` are its wrong tries."""
    lately = sorted(at for at in earlier if now - TRIES_WITHIN < at)
    if len(lately) >= TRIES:
        raise TooManyTries(tries=TRIES, until=lately[-TRIES] + TRIES_WITHIN)


def check_usable(invitation: Invitation, issuer: Credential | None, *, now: datetime) -> None:
    """Let a code be used at ``now``; raise CodeUsed, CodeRevoked or CodeExpired.

    A code holds no longer than the right of whoever gave it: ``issuer`` is that account's credential as it now is.
    """
    if invitation.used_at is not None:
        raise CodeUsed(at=invitation.used_at)
    withdrawn = invitation.revoked_at is not None
    if withdrawn or not may_manage(issuer, invitation.member, invitation.role, now):
        raise CodeRevoked(member=invitation.member)
    if now > invitation.expires_at:
        raise CodeExpired(at=invitation.expires_at)


def check_may_contest(own: MemberCode | None, member: MemberCode, standing: Contest | None) -> None:
    """Let a delegation, or the secretariat for None, contest that of ``member``; raise why not."""
    if own == member:
        raise OwnDelegationContested(member=member)
    if standing is not None:
        raise AlreadyContested(member=member, at=standing.since)


def check_settles(contest: Contest, motion: Motion) -> None:
    """Let a motion end a contest: one decided since it began, about this member or about none; else NotDecidedYet."""
    result = motion.result
    why = None
    if result is None or result.outcome is Outcome.NO_QUORUM or motion.course.ending is not None:
        why = ""
    elif result.decided_at < contest.since:
        why = "earlier"
    elif motion.concerned not in {None, contest.member}:
        why = "another"
    if why is not None:
        raise NotDecidedYet(motion=motion.number, member=contest.member, why=why)
