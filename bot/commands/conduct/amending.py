"""Changing the text of a motion before its vote, and what that does to the amendments that still wait.

Spec: rules, amendments. An amendment holds the whole text as it would have it. Where the text changes under it, what
it changes is carried over to the new text; where both touch the same lines it has been made void by the other's
adoption, and falls.
"""

from datetime import datetime

from bot.commands.conduct.ending import end_motion
from bot.commands.conduct.opening import CLOCK, opened
from bot.commands.conduct.owing import owe_card
from bot.domain.alliance import Alliance
from bot.domain.course import Bearing, EndedAs, TextCause
from bot.domain.events import TextChanged
from bot.domain.ids import MotionNumber
from bot.domain.motion import Motion
from bot.domain.wording import merged
from bot.ports import UnitOfWork


def replace_text(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    text: str,
    *,
    cause: TextCause,
    by_motion: MotionNumber | None,
    now: datetime,
    by: str,
    reason: str = "",
) -> Motion:
    """Give a motion another text; the earlier one stays on the record, and waiting amendments are carried over."""
    event = TextChanged(motion=motion.number, text=text, cause=cause, by_motion=by_motion, at=now, reason=reason)
    uow.record(alliance.code, event, at=now, by=by)
    owe_card(uow, alliance, motion, due=now)
    for other in uow.motions.bearing_on(alliance.code, motion.number):
        if other.number != by_motion and other.awaits_turn and other.course.bearing is Bearing.AMENDMENT:
            _carry_over(uow, alliance, other, before=motion.text, after=text, now=now, by_motion=by_motion)
    return opened(uow, alliance, motion.number)


def _carry_over(
    uow: UnitOfWork,
    alliance: Alliance,
    amendment: Motion,
    *,
    before: str,
    after: str,
    now: datetime,
    by_motion: MotionNumber | None,
) -> None:
    text = merged(before, after, amendment.text)
    if text is None or text == after:
        end_motion(uow, alliance, amendment, how=EndedAs.VOID, reason="", now=now, by=CLOCK, by_motion=by_motion)
    elif text != amendment.text:
        replace_text(uow, alliance, amendment, text, cause=TextCause.REVISED, by_motion=by_motion, now=now, by=CLOCK)
