"""Where an act belongs, who its author is there, and whether the command is for them."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands.context import Context
from bot.commands.refusals import (
    CredentialExpired,
    CredentialRevoked,
    DelegationOnly,
    ForeignDelegate,
    OfficesOnly,
    PoliticalDirectorOnly,
    ReviewBodyOnly,
    RoleCastsNoBallots,
    SecretariatOnly,
    Stranger,
)
from bot.commands.registry import Command
from bot.commands.rights import barred
from bot.commands.text import Parsed
from bot.dispatch.invocation import Invocation
from bot.domain.addresses import Account, Channel
from bot.domain.alliance import Alliance
from bot.domain.credentials import Credential
from bot.domain.delegations import FullPowersNeeded
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


def place_for(uow: UnitOfWork, invocation: Invocation, parsed: Parsed) -> Place | None:
    """Find where an act belongs: to the alliance that what is given with it names by itself, else as ``place_of``."""
    if parsed.command.place is None:
        return place_of(uow, invocation.account, invocation.channel)
    code = parsed.command.place(uow, parsed.values, invocation.account, invocation.received_at)
    alliance = uow.alliances.get(code)
    linked = invocation.channel is not None and uow.alliances.of_channel(invocation.channel) == code
    return None if alliance is None else Place(alliance, linked)


def credential_of(uow: UnitOfWork, alliance: Alliance, account: Account, now: datetime) -> Credential | None:
    """Give the credential that an account holds at ``now``, if it holds one."""
    credential = uow.credentials.of_account(alliance.code, account)
    return credential if credential is not None and credential.valid_at(now) else None


def check_caller(command: Command, context: Context, *, linked: bool) -> None:
    """Let the caller use the command, or raise why not: as ``bot.commands.rights`` has it, and its member's status."""
    person = _no_credential(context) if context.credential is None else context.credential
    if isinstance(person, Credential):
        refused = barred(command, person.role, linked=linked, full_powers=person.full_powers)
    else:
        refused = barred(command, type(person), linked=linked)
    if refused is None:
        context.check_right()
        return
    if isinstance(person, Refusal):
        raise person
    raise _refusal(refused, command, person)


def _refusal(refused: type[Refusal], command: Command, person: Credential) -> Refusal:
    """Make the refusal of a command to somebody with a valid credential."""
    member = person.member
    if refused is RoleCastsNoBallots and member is not None:
        return RoleCastsNoBallots(member=member)
    if refused is FullPowersNeeded and member is not None:
        return FullPowersNeeded(command=command.name, member=member)
    for reserved in (PoliticalDirectorOnly, SecretariatOnly, ReviewBodyOnly, OfficesOnly):
        if refused is reserved:
            return reserved(command=command.name)
    return DelegationOnly(command=command.name)


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
