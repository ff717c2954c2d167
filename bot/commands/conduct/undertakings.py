"""What the record says of a member's own undertakings: the declaration it signs, the commitments it makes."""

from datetime import datetime

from bot.domain.alliance import Alliance
from bot.domain.criteria import NOTHING_KNOWN, Undertakings
from bot.domain.ids import MemberCode
from bot.ports import UnitOfWork


def undertakings_of(
    uow: UnitOfWork,  # noqa: ARG001 - the record holds no declarations and no commitments yet
    alliance: Alliance,  # noqa: ARG001 - the same
    member: MemberCode,  # noqa: ARG001 - the same
    *,
    now: datetime,  # noqa: ARG001 - the same
) -> Undertakings:
    """Give what is on record of a member's undertakings; what is not is unknown, never a pass."""
    return NOTHING_KNOWN
