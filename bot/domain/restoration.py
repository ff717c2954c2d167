"""A record read back from an earlier copy of itself, and the numbers that are free then.

Posts and memories from after the copy name motions that are on record no more. Were their numbers given again, a
press on an old card would vote on a new motion. So the numbers go on far enough that none is given twice.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.ids import MotionNumber

SPARE: Final = 1000
"""Numbers left out in any case."""

LONGEST: Final = timedelta(days=3650)
"""What is counted of an older copy, so that a number stays one that people can type."""


def numbers_after(following: MotionNumber, *, copied_at: datetime, restored_at: datetime) -> MotionNumber:
    """Give the number of the first motion after a restore; ``following`` would be next if nothing had been lost.

    One number is left out for each second since the copy, and ``SPARE`` more. Nobody tables more than a motion a
    second, so a number is not given twice, however often the same copy is restored.
    """
    since = min(max(restored_at - copied_at, timedelta(0)), LONGEST)
    return MotionNumber(following + SPARE + since // timedelta(seconds=1))
