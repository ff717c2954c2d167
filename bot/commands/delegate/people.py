"""``/delegate list, appoint, revoke``: who acts for whom, and who says so."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.cards.delegations import appointed_card, people_card, revoked_card
from bot.commands.administration import AccountElsewhere, give_credential, revoke_credential
from bot.commands.conduct.delegations import flag_where_empty, owe_people
from bot.commands.context import Context
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.domain.addresses import Account
from bot.domain.credentials import Credential, Letter, Role
from bot.domain.delegations import check_may_manage, check_not_last
from bot.domain.errors import Refusal
from bot.domain.events import CredentialRevoked
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.notices import StandingNotice

LETTER_LIMIT = 700


@dataclass(kw_only=True, eq=False)
class AccountNotFree(Refusal):
    """An account that serves another alliance."""

    account: str


@dataclass(kw_only=True, eq=False)
class HoldsNoCredential(Refusal):
    """A revocation for somebody who holds no valid credential."""

    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDelegations:
    """Anyone asks who acts for whom."""

    member: Member | None = None


def list_delegations(request: ListDelegations, context: Context) -> Card:
    """Tell who acts for a member, or for each, until when and by what letter; who is contested, who has nobody."""
    every = context.uow.credentials.every(context.alliance.code)
    held = tuple(each for each in every if each.valid_at(context.now))
    contests = context.uow.delegations.contests(context.alliance.code)
    only = None if request.member is None else request.member.code
    return people_card(held, contests, context.members(), context.interpreter, only=only)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointDelegate:
    """The secretariat, or a head for its own delegation, gives a credential."""

    user: Account
    member: Member
    role: Role
    until: datetime | None = None
    letter: Letter | None = None
    powers: bool = False


def appoint_delegate(request: AppointDelegate, context: Context) -> Card:
    """Give the credential, in the place of one for the same member; tell its holder and the head of its delegation."""
    check_may_manage(manager(context), request.member.code, request.role)
    before = _make_way(request, context)
    heads = heads_of(request.member.code, context) if request.role is Role.HEAD else ()
    try:
        entry = give_credential(
            context.uow,
            context.alliance.code,
            account=request.user,
            role=request.role,
            member=request.member.code,
            until=request.until,
            now=context.now,
            by=context.account.text,
            full_powers=request.powers,
            letter=request.letter,
        )
    except AccountElsewhere as taken:
        raise AccountNotFree(account=request.user.text) from taken
    given = held_by(request.user, context)
    _tell(given, entry, context)
    if before is not None:
        flag_where_empty(context.uow, context.alliance, before, now=context.now, by=context.account.text)
    return appointed_card(given, request.member, context.interpreter, before=before, heads=heads)


def _make_way(request: AppointDelegate, context: Context) -> Credential | None:
    """End the credential that the person holds for the same member, where the caller may; give it, or None."""
    held = context.uow.credentials.of_account(context.alliance.code, request.user)
    if held is None or not held.valid_at(context.now) or held.member != request.member.code:
        return None
    check_may_manage(manager(context), held.member, held.role)
    context.record(CredentialRevoked(account=request.user, at=context.now))
    return held


def heads_of(member: MemberCode, context: Context) -> tuple[str, ...]:
    """Give the accounts of those who head a delegation now."""
    people = context.uow.credentials.of_member(context.alliance.code, member, context.now)
    return tuple(sorted(held.account.text for held in people if held.role is Role.HEAD))


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeDelegate:
    """The secretariat, or a head in its own delegation, takes a credential away."""

    user: Account


def revoke_delegate(request: RevokeDelegate, context: Context) -> Card:
    """Take the credential at once; ballots already cast stand."""
    held = context.uow.credentials.of_account(context.alliance.code, request.user)
    if held is None or not held.valid_at(context.now):
        raise HoldsNoCredential(account=request.user.text)
    check_may_manage(manager(context), held.member, held.role)
    check_not_last(held, context.uow.credentials.every(context.alliance.code), context.now)
    entry = revoke_credential(
        context.uow, context.alliance.code, account=request.user, now=context.now, by=context.account.text
    )
    _tell(held, entry, context)
    return revoked_card(held, context.members(), context.interpreter)


def manager(context: Context) -> Credential:
    """Give the caller's credential, by which it manages a delegation."""
    if context.credential is None:
        raise LookupError(context.account.text)
    return context.credential


def held_by(account: Account, context: Context) -> Credential:
    """Give the credential that an account has just been given."""
    found = context.uow.credentials.of_account(context.alliance.code, account)
    if found is None:
        raise LookupError(account.text)
    return found


def _tell(held: Credential, entry: int, context: Context) -> None:
    """Tell the holder of a credential, and the head of its delegation, what has become of it; not the caller."""
    notice = StandingNotice(entry=entry)
    owe_people(context.uow, context.alliance, held, notice, now=context.now, but=context.account)


MANAGERS = frozenset({Caller.SECRETARIAT, Caller.HEAD})
USER = Option(name="user", type=OptionType.ACCOUNT, required=True)
ROLE = Option(name="role", type=OptionType.ROLE, required=True)

COMMANDS = (
    Command(
        noun="delegate",
        verb="list",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="member", type=OptionType.MEMBER),),
        request=ListDelegations,
        handler=list_delegations,
    ),
    Command(
        noun="delegate",
        verb="appoint",
        callers=MANAGERS,
        options=(
            USER,
            MEMBER,
            ROLE,
            Option(name="until", type=OptionType.CLOSING_MOMENT),
            Option(name="letter", type=OptionType.LETTER, limit=LETTER_LIMIT),
            Option(name="powers", type=OptionType.YES_NO),
        ),
        request=AppointDelegate,
        handler=appoint_delegate,
        writes=True,
    ),
    Command(
        noun="delegate",
        verb="revoke",
        callers=MANAGERS,
        options=(USER,),
        request=RevokeDelegate,
        handler=revoke_delegate,
        writes=True,
    ),
)
