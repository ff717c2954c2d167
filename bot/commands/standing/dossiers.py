"""The dossier of a member and the rules of the charter on membership, where something needs both."""

from dataclasses import dataclass

from bot.domain.alliance import Alliance
from bot.domain.dossier import Dossier
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode
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
