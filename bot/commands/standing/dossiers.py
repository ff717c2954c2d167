"""The dossier of a member and the rules of the charter on membership, where something needs both."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.alliance import Alliance
from bot.domain.dossier import Dossier
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode
from bot.domain.review import Review
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


def reviews_under_way(uow: UnitOfWork, alliance: Alliance, dossiers: Iterable[Dossier]) -> tuple[Review, ...]:
    """Give the reviews that are under way, in the order of their numbers; those that are closed are not read."""
    numbers = sorted(found.under_review for found in dossiers if found.under_review is not None)
    reviews = (uow.standing.review(alliance.code, number) for number in numbers)
    return tuple(review for review in reviews if review is not None)


def rules_of_membership(alliance: Alliance, command: str) -> MembershipRules:
    """Give the charter's rules on membership; raise NoMembershipRules where it has none."""
    rules = alliance.charter.membership
    if rules is None:
        raise NoMembershipRules(command=command)
    return rules
