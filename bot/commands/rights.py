"""Who may use which command, as one pure function: the door asks it, and ``docs/rights.md`` is written from it.

A person is known here by the role of a valid credential, or by the refusal that says why there is none. What a
member's status entitles its delegation to is the charter's to say, in the domain's own checks.
"""

from collections.abc import Mapping
from typing import Final

from bot.commands.refusals import (
    ChannelNotLinked,
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
from bot.commands.registry import Caller, Command
from bot.domain.credentials import Role
from bot.domain.delegations import FullPowersNeeded
from bot.domain.errors import Refusal

LACKS: Final[Mapping[type[Refusal], str]] = {
    Stranger: "stranger",
    ForeignDelegate: "of another alliance",
    CredentialRevoked: "revoked",
    CredentialExpired: "expired",
}
"""Why an account has no valid credential in an alliance, and what such a person is called."""

OFFICES: Final[Mapping[Caller, Role]] = {Caller.SECRETARIAT: Role.SECRETARIAT, Caller.REVIEWER: Role.REVIEWER}


def callers_as(role: Role | None, *, full_powers: bool = False) -> frozenset[Caller]:
    """Give the kinds of caller that the holder of a role may be; None stands for no valid credential.

    ``full_powers`` tells whether the credential carries them. Whether a delegation's member presides depends on the
    body and on the motion: the handler asks that.
    """
    told = {Caller.ANYONE, Caller.INVITED, *(caller for caller, office in OFFICES.items() if role is office)}
    if role is not None:
        told.add(Caller.CREDENTIALED)
    if role is Role.POLITICAL_DIRECTOR:
        told.add(Caller.POLITICAL_DIRECTOR)
    if role is not None and role.casts_ballots:
        told |= {Caller.DELEGATION, Caller.CHAIR}
        if full_powers or role is Role.HEAD:
            told.add(Caller.HEAD)
    return frozenset(told)


def barred(
    command: Command, person: Role | type[Refusal], *, linked: bool, full_powers: bool = False
) -> type[Refusal] | None:
    """Give the refusal that keeps a person from a command; None where it may be used.

    ``linked`` tells whether the act comes from a channel linked to the alliance. What is open to anyone is so there;
    elsewhere, in direct messages or in a channel of nobody's, it takes a valid credential. What is open to the invited
    is so everywhere: the handler asks for the code.
    """
    if Caller.INVITED in command.callers or (linked and Caller.ANYONE in command.callers):
        return None
    if not isinstance(person, Role):
        return ChannelNotLinked if person is Stranger and not linked else person
    if command.callers & callers_as(person, full_powers=full_powers):
        return None
    return _lacking(command, person)


def _lacking(command: Command, role: Role) -> type[Refusal]:
    """Name what the holder of a role lacks for a command."""
    if Caller.HEAD in command.callers and role.casts_ballots:
        return FullPowersNeeded
    if command.callers & {Caller.DELEGATION, Caller.CHAIR, Caller.HEAD}:
        return RoleCastsNoBallots if role.of_delegation else DelegationOnly
    if Caller.POLITICAL_DIRECTOR in command.callers:
        return PoliticalDirectorOnly
    if Caller.REVIEWER not in command.callers:
        return SecretariatOnly
    return OfficesOnly if Caller.SECRETARIAT in command.callers else ReviewBodyOnly
