"""What the record says of a member's own undertakings: the declaration it signs, the commitments it makes."""

from bot.commands.standing.dossiers import dossier_of
from bot.domain.alliance import Alliance
from bot.domain.criteria import Undertakings
from bot.domain.ids import MemberCode
from bot.ports import UnitOfWork


def undertakings_of(uow: UnitOfWork, alliance: Alliance, member: MemberCode) -> Undertakings:
    """Give what is on record of a member's undertakings; what is not is unknown, never a pass.

    The declaration counts in the version that is in force. Commitments are not on the record yet.
    """
    rules = alliance.charter.membership
    if rules is None or rules.declaration is None:
        return Undertakings()
    signed = dossier_of(uow, alliance, member).signed
    return Undertakings(declared=signed is not None and signed.version == rules.declaration.version)
