"""What the record says of a member's own undertakings: the declaration it signs, the commitments it makes."""

from datetime import datetime

from bot.commands.standing.dossiers import dossier_of
from bot.domain.alliance import Alliance
from bot.domain.criteria import Undertakings
from bot.domain.ids import MemberCode
from bot.ports import UnitOfWork


def undertakings_of(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> Undertakings:
    """Give what is on record of a member's undertakings; the declaration counts in the version that is in force."""
    rules, dossier = alliance.charter.membership, dossier_of(uow, alliance, member)
    signed, wanted = dossier.signed, None if rules is None else rules.declaration
    return Undertakings(
        declared=None if wanted is None else signed is not None and signed.version == wanted.version,
        commitments=len(dossier.commitments),
        overdue=sum(each.overdue(now) for each in dossier.commitments),
    )
