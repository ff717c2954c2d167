"""Moving the deadline of a running vote, and owing the news to everyone."""

from datetime import datetime

from bot.commands.conduct.owing import owe_card, owe_channels
from bot.domain.alliance import Alliance
from bot.domain.charter import Procedure
from bot.domain.events import DeadlineMoved
from bot.domain.motion import Motion
from bot.domain.notices import DeadlineNotice
from bot.domain.working_hours import DAY_AND_NIGHT, Counting
from bot.ports import UnitOfWork


def counting_of(alliance: Alliance, motion: Motion) -> Counting:
    """Give how a motion's period counts: a silence in the charter's working hours, a vote day and night."""
    if motion.course.procedure is not Procedure.SILENCE:
        return DAY_AND_NIGHT
    return Counting(hours=alliance.charter.working_hours, zone=alliance.time_zone)


def move_deadline(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    *,
    closes_at: datetime,
    reason: str,
    now: datetime,
    by: str,
    settled_until: datetime | None = None,
    awaits_return: bool = False,
    note: str = "",
) -> None:
    """Move the deadline of a running vote; ``note`` is what whoever moves it says.

    ``settled_until`` and ``awaits_return`` tell of an outage.
    """
    event = DeadlineMoved(
        motion=motion.number,
        closes_at=closes_at,
        reason=reason,
        settled_until=settled_until,
        awaits_return=awaits_return,
        note=note,
    )
    uow.record(alliance.code, event, at=now, by=by)
    owe_card(uow, alliance, motion, due=now)
    owe_channels(uow, alliance, motion, DeadlineNotice(motion=motion.number), due=now)
