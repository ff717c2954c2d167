"""``/delegate invite, claim, cancel``: a one-time code credentials the person to whom it was given, on any platform.

Of a code only its digest is recorded. It is told to its giver alone, once; whoever has it is let in to use it, from a
direct message too. Wrong codes are counted by account, and too many of them are refused unread.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.cards.delegations import cancelled_card, claimed_card, code_card
from bot.commands.administration import give_credential
from bot.commands.context import Context
from bot.commands.delegate.people import MANAGERS, ROLE, heads_of, manager
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.delegations import (
    CODE_ALPHABET,
    CODE_HOLDS,
    CODE_LENGTH,
    AlreadyActsFor,
    CodeUnknown,
    Invitation,
    NoOpenCode,
    check_may_manage,
    check_tries,
    check_usable,
    digest_of,
)
from bot.domain.events import InvitationMade, InvitationRevoked, InvitationUsed
from bot.domain.ids import AllianceCode
from bot.domain.membership import Member
from bot.domain.notices import StandingNotice
from bot.ports import UnitOfWork

CODE_LIMIT = 40
GROUP = 4
"""Characters of a code that are written together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteDelegate:
    """The secretariat, or a head for its own delegation, asks for a one-time code."""

    member: Member
    role: Role


def invite_delegate(request: InviteDelegate, context: Context) -> Card:
    """Make a code, record what it can be recognised by, and tell it to the caller alone."""
    check_may_manage(manager(context), request.member.code, request.role)
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    event = InvitationMade(
        digest=digest_of(code),
        member=request.member.code,
        role=request.role,
        account=context.account,
        expires_at=context.now + CODE_HOLDS,
        at=context.now,
    )
    context.record(event)
    written = "-".join(code[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))
    heads = heads_of(request.member.code, context) if request.role is Role.HEAD else ()
    return code_card(written, request.member, request.role, event.expires_at, context.interpreter, heads=heads)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCode:
    """Whoever has a code uses it."""

    code: str


def claim_code(request: ClaimCode, context: Context) -> Card:
    """Give the caller's account the credential that the code stands for, and tell whoever gave the code."""
    invitation = _invitation(request.code, context)
    held = context.credential
    if held is not None:
        raise AlreadyActsFor(member=held.member, role=held.role)
    issuer = context.uow.credentials.of_account(context.alliance.code, invitation.issuer)
    check_usable(invitation, issuer, now=context.now)
    used = InvitationUsed(
        invitation=invitation.entry,
        account=context.account,
        member=invitation.member,
        role=invitation.role,
        at=context.now,
    )
    entry = context.record(used)
    give_credential(
        context.uow,
        context.alliance.code,
        account=context.account,
        role=invitation.role,
        member=invitation.member,
        until=None,
        now=context.now,
        by=context.account.text,
    )
    context.uow.outbox.owe(context.alliance.code, StandingNotice(entry=entry), invitation.issuer, due=context.now)
    return claimed_card(context.member(invitation.member), invitation.role, context.interpreter)


def _invitation(code: str, context: Context) -> Invitation:
    """Give the code's record, as it is under the alliance's lock."""
    found = context.uow.delegations.invitation(digest_of(code))
    if found is None:
        raise CodeUnknown
    return found[1]


def alliance_of_code(uow: UnitOfWork, values: Mapping[str, str], account: Account, now: datetime) -> AllianceCode:
    """Find the alliance that a code is of; count one that nobody gave, and raise CodeUnknown, or TooManyTries."""
    check_tries(uow.delegations.tries(account), now=now)
    found = uow.delegations.invitation(digest_of(values["code"]))
    if found is None:
        uow.delegations.tried(account, now)
        raise CodeUnknown
    return found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCodes:
    """The secretariat, or a head for its own delegation, takes back the codes that nobody has used."""

    member: Member


def cancel_codes(request: CancelCodes, context: Context) -> Card:
    """Take back every open code of a delegation that the caller could have given."""
    check_may_manage(manager(context), request.member.code, Role.DELEGATE)
    codes = context.uow.delegations.invitations(context.alliance.code, request.member.code)
    still_open = [code for code in codes if code.open_at(context.now) and _may_cancel(code, context)]
    if not still_open:
        raise NoOpenCode(member=request.member.code)
    for code in still_open:
        context.record(InvitationRevoked(invitation=code.entry, at=context.now))
    return cancelled_card(len(still_open), request.member, context.interpreter)


def _may_cancel(code: Invitation, context: Context) -> bool:
    """Tell whether the caller may take back a code: a head none for a head."""
    return manager(context).role is Role.SECRETARIAT or code.role is not Role.HEAD


COMMANDS = (
    Command(
        noun="delegate",
        verb="invite",
        callers=MANAGERS,
        options=(MEMBER, ROLE),
        request=InviteDelegate,
        handler=invite_delegate,
        writes=True,
        shown_once=True,
    ),
    Command(
        noun="delegate",
        verb="claim",
        callers=frozenset({Caller.INVITED}),
        options=(Option(name="code", type=OptionType.TEXT, required=True, limit=CODE_LIMIT),),
        request=ClaimCode,
        handler=claim_code,
        writes=True,
        place=alliance_of_code,
    ),
    Command(
        noun="delegate",
        verb="cancel",
        callers=MANAGERS,
        options=(MEMBER,),
        request=CancelCodes,
        handler=cancel_codes,
        writes=True,
    ),
)
