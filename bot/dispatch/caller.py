"""Where an act belongs, who its author is there, and whether the command is for them."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands.context import Context
from bot.commands.refusals import (
    CredentialExpired,
    CredentialRevoked,
    DelegationOnly,
    ForeignDelegate,
    ReviewBodyOnly,
    RoleCastsNoBallots,
    SecretariatOnly,
    Stranger,
)
from bot.commands.registry import Command
from bot.commands.rights import barred
from bot.domain.addresses import Account, Channel
from bot.domain.alliance import Alliance
from bot.domain.credentials import Credential
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Place:
    """The alliance an act is for, and whether it came from one of that alliance's linked channels."""

    alliance: Alliance
    linked: bool


def place_of(uow: UnitOfWork, account: Account, channel: Channel | None) -> Place | None:
    """Find where an act belongs: to the channel's alliance, else to the one the account acts in."""
    code: AllianceCode | None = None if channel is None else uow.alliances.of_channel(channel)
    linked = code is not None
    code = code or uow.alliances.of_account(account)
    alliance = None if code is None else uow.alliances.get(code)
    return None if alliance is None else Place(alliance, linked)


def credential_of(uow: UnitOfWork, alliance: Alliance, account: Account, now: datetime) -> Credential | None:
    """Give the credential that an account holds at ``now``, if it holds one."""
    credential = uow.credentials.of_account(alliance.code, account)
    return credential if credential is not None and credential.valid_at(now) else None


def check_caller(command: Command, context: Context, *, linked: bool) -> None:
    """Let the caller use the command, or raise why not: as ``bot.commands.rights`` has it, and its member's status."""
    person = _no_credential(context) if context.credential is None else context.credential
    refused = barred(command, person.role if isinstance(person, Credential) else type(person), linked=linked)
    if refused is None:
        context.check_right()
        return
    if isinstance(person, Refusal):
        raise person
    if refused is RoleCastsNoBallots and person.member is not None:
        raise RoleCastsNoBallots(member=person.member)
    if refused in {SecretariatOnly, ReviewBodyOnly}:
        raise refused(command=command.name)
    raise DelegationOnly(command=command.name)


def _no_credential(context: Context) -> Refusal:
    """Tell why an account has no valid credential in this alliance."""
    held = context.uow.credentials.of_account(context.alliance.code, context.account)
    if held is None:
        own = context.uow.alliances.of_account(context.account)
        found = None if own is None else context.uow.alliances.get(own)
        if found is not None:
            return ForeignDelegate(alliance=context.alliance.name, own=found.name)
    elif held.revoked_at is not None and held.revoked_by(context.now):
        return CredentialRevoked(at=held.revoked_at)
    elif held.until is not None and held.expired_at(context.now):
        return CredentialExpired(until=held.until)
    return Stranger(account=context.account.text, alliance=context.alliance.name)
