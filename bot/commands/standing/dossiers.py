"""The dossier of a member and the rules of the charter on membership, where something needs both."""

from dataclasses import dataclass

from bot.domain.alliance import Alliance
from bot.domain.charter import Kind
from bot.domain.dossier import Dossier
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode
from bot.domain.reviewing import check_may_return
from bot.domain.statutes import MembershipRules
from bot.ports import UnitOfWork


@dataclass(kw_only=True, eq=False)
class NoMembershipRules(Refusal):
    """An act on terms, reviews or declarations where the charter says nothing of membership."""

    command: str


def dossier_of(uow: UnitOfWork, alliance: Alliance, member: MemberCode) -> Dossier:
    """Give what is kept of a member of the roster."""
    dossier = uow.standing.dossier(alliance.code, member)
    if dossier is None:
        raise LookupError(member)
    return dossier


def rules_of_membership(alliance: Alliance, command: str) -> MembershipRules:
    """Give the charter's rules on membership; raise NoMembershipRules where it has none."""
    rules = alliance.charter.membership
    if rules is None:
        raise NoMembershipRules(command=command)
    return rules


def check_return_is_due(uow: UnitOfWork, alliance: Alliance, kind: Kind, member: MemberCode | None) -> None:
    """Raise NotSuspended or ReinstatementNotDue where a motion would have a member return before its time."""
    rules = alliance.charter.membership
    if rules is not None and kind.name == rules.reinstatement and member is not None:
        check_may_return(dossier_of(uow, alliance, member))
