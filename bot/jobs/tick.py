"""The tick: find by query what is due, and call for each the same function a person's command would.

Each motion is its own transaction. A tick that comes late, twice, or on two replicas at once adds nothing: whoever
holds the alliance first acts, and the other then finds nothing due.
"""

import logging
from datetime import datetime
from functools import partial
from typing import Final

from bot.commands.proceedings import CLOCK, close_vote, opened, settle
from bot.domain.ids import AllianceCode, MotionNumber
from bot.ports import Clock, NotRecorded, UnitOfWork, Writer

log: Final = logging.getLogger(__name__)


async def tick(writer: Writer, clock: Clock) -> int:
    """Open and close every motion that is due now; give how many were moved.

    A motion that cannot be moved is logged and does not hold up the others.
    """
    now = clock.now()
    moved = 0
    for alliance, number in await writer.read(lambda uow: uow.motions.due(now)):
        try:
            moved += await writer.write(partial(_move, code=alliance, number=number, now=now))
        except NotRecorded:
            log.exception("motion_not_moved", extra={"alliance": alliance, "motion": number})
        except Exception:
            log.exception("tick_failed", extra={"alliance": alliance, "motion": number})
    return moved


def _move(uow: UnitOfWork, code: AllianceCode, number: MotionNumber, now: datetime) -> int:
    """Move one due motion as far as the clock has come; give 1 where anything moved."""
    uow.lock(code)
    alliance = uow.alliances.get(code)
    if alliance is None:
        return 0
    before = opened(uow, alliance, number)
    motion = settle(uow, alliance, before, now=now)
    if motion.due_to_close(now):
        close_vote(uow, alliance, motion, now=now, by=CLOCK)
        return 1
    return int(motion is not before)
