"""What the clock does when a deadline has come: for each kind the same thing a person's command would."""

from datetime import datetime
from typing import assert_never

from bot.commands.conduct.deadlines import meet_motion
from bot.commands.conduct.yearly import meet_day
from bot.domain.alliance import Alliance
from bot.domain.deadlines import Deadline, Due
from bot.ports import UnitOfWork


def meet(uow: UnitOfWork, alliance: Alliance, deadline: Deadline, *, now: datetime) -> bool:
    """Do what a deadline stands for; give False where that has been overtaken or cannot be yet."""
    match deadline.what:
        case Due.OPENING | Due.LAPSE | Due.REMINDER | Due.CLOSING | Due.TURN:
            return meet_motion(uow, alliance, deadline, now=now)
        case Due.STATUS | Due.TERM | Due.REVIEW | Due.PLAN | Due.CREDENTIAL:
            raise LookupError(deadline.what)
        case Due.ROTATION:
            return meet_day(uow, alliance, deadline, now=now)
        case _:
            assert_never(deadline.what)
