"""Putting an item on the agenda of a session: a motion, or a text of its own."""

import re
from typing import Final

from bot.commands.context import Context
from bot.commands.refusals import TextTooLong
from bot.commands.registry import WORD_LIMIT
from bot.commands.resolving import motion_number
from bot.commands.typography import plainly
from bot.domain.events import AgendaItemAdded
from bot.domain.session_conduct import check_for_agenda, check_room
from bot.domain.sessions import Session

_MOTION: Final = re.compile(r"m-?[0-9]{1,9}", re.IGNORECASE)


def put_on_agenda(session: Session, item: str, context: Context) -> int:
    """Record an item behind the others; give its entry. Raise why not; ``M-3`` is the motion of that number."""
    check_room(session)
    if len(item) > WORD_LIMIT:
        raise TextTooLong(option="item", length=len(item), limit=WORD_LIMIT)
    motion = context.motion(motion_number(item)) if _MOTION.fullmatch(plainly(item)) else None
    if motion is not None:
        check_for_agenda(session, motion, context.now)
    return context.record(
        AgendaItemAdded(
            session=session.number,
            item=len(session.agenda) + 1,
            motion=None if motion is None else motion.number,
            text="" if motion is not None else " ".join(item.split()),
            at=context.now,
        )
    )
