"""What a handler knows of the act beside its request: who, for whom, when, in which alliance, in which transaction."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands.refusals import DelegationOnly, RoleCastsNoBallots, UnknownMember, UnknownMotion
from bot.commands.registry import Registry
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.credentials import Credential
from bot.domain.events import Event
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.locales.catalogue import Interpreter
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One act in one transaction. ``now`` is when the front received it; ``credential`` is valid then, or None."""

    uow: UnitOfWork
    alliance: Alliance
    account: Account
    credential: Credential | None
    now: datetime
    interpreter: Interpreter
    registry: Registry

    def record(self, event: Event) -> int:
        """Record an event as this caller's act; give its entry in the journal."""
        return self.uow.record(self.alliance.code, event, at=self.now, by=self.account.text)

    def motion(self, number: MotionNumber) -> Motion:
        """Give a motion; raise UnknownMotion where no motion bears the number."""
        motion = self.uow.motions.get(self.alliance.code, number)
        if motion is None:
            raise UnknownMotion(motion=number)
        return motion

    def member(self, code: MemberCode) -> Member:
        """Give a state of the roster; raise UnknownMember where there is none of that code."""
        member = self.uow.roster.member(self.alliance.code, code, self.now)
        if member is None:
            raise UnknownMember(value=code, nearest="")
        return member

    def delegation(self, command: str) -> tuple[Credential, MemberCode]:
        """Give the caller's credential and its member, if it votes for one."""
        if self.credential is None or self.credential.member is None:
            raise DelegationOnly(command=command)
        if not self.credential.role.casts_ballots:
            raise RoleCastsNoBallots(member=self.credential.member)
        return self.credential, self.credential.member
