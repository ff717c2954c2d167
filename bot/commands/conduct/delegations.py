"""Credentials that end, and delegations left empty: who is told of it (spec: membership, delegations)."""

from datetime import datetime

from bot.commands.conduct.digests import keep_digest
from bot.commands.conduct.opening import CLOCK
from bot.commands.conduct.owing import owe_secretariat
from bot.commands.conduct.silence import look_again
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.credentials import Credential, Role
from bot.domain.deadlines import Deadline
from bot.domain.events import CredentialEnded, CredentialReminded, DelegationEmptied
from bot.domain.ids import MemberCode
from bot.domain.notices import Notice, StandingNotice
from bot.ports import UnitOfWork


def meet_credential(uow: UnitOfWork, alliance: Alliance, deadline: Deadline, *, now: datetime) -> bool:
    """Tell of a credential that ends, or has ended; give False where nothing is to be told."""
    held = uow.credentials.of_account(alliance.code, Account(deadline.subject))
    due_at = None if held is None else held.due(now)
    if held is None or held.until is None or due_at is None:
        return False
    ended = due_at == held.ended_at
    told = CredentialEnded if ended else CredentialReminded
    event = told(account=held.account, role=held.role, member=held.member, until=held.until, due_at=due_at)
    entry = uow.record(alliance.code, event, at=now, by=CLOCK)
    owe_people(uow, alliance, held, StandingNotice(entry=entry), now=now)
    owe_secretariat(uow, alliance, StandingNotice(entry=entry), now=now)
    if ended:
        flag_where_empty(uow, alliance, held, now=now, by=CLOCK)
        look_again(uow, alliance, now=now)
        if held.member is not None and held.role is Role.HEAD:
            keep_digest(uow, alliance, held.member, now=now)
    return True


def owe_people(
    uow: UnitOfWork,
    alliance: Alliance,
    held: Credential,
    notice: Notice,
    *,
    now: datetime,
    but: Account | None = None,
) -> None:
    """Owe the news of a credential to its holder and to the head of its delegation; not to ``but``."""
    concerned = {held.account: None}
    if held.member is not None:
        people = uow.credentials.of_member(alliance.code, held.member, now)
        concerned |= {each.account: None for each in people if each.role is Role.HEAD}
    for account in concerned:
        if account != but:
            uow.outbox.owe(alliance.code, notice, account, due=now)


def flag_where_empty(uow: UnitOfWork, alliance: Alliance, lost: Credential, *, now: datetime, by: str) -> None:
    """Tell the secretariat, once, of a member that is left without anybody who may vote for it.

    ``lost`` is the credential that was lost last; one that casts no ballots leaves no delegation empty.
    """
    member = lost.member
    if member is None or not lost.role.casts_ballots or not _left_empty(uow, alliance, member, now=now):
        return
    entry = uow.record(alliance.code, DelegationEmptied(member=member, at=now), at=now, by=by)
    owe_secretariat(uow, alliance, StandingNotice(entry=entry), now=now)


def _left_empty(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    found = uow.roster.member(alliance.code, member, now)
    if found is None or not found.belongs or member in uow.delegations.emptied(alliance.code):
        return False
    return not any(held.role.casts_ballots for held in uow.credentials.of_member(alliance.code, member, now))
