"""Telling everyone what has happened to a motion on its way, beside its card."""

from datetime import datetime

from bot.commands.conduct.owing import owe_channels
from bot.domain.alliance import Alliance
from bot.domain.motion import Motion
from bot.domain.notices import CourseNotice
from bot.ports import UnitOfWork


def announce(uow: UnitOfWork, alliance: Alliance, motion: Motion, entry: int, *, now: datetime) -> None:
    """Owe the channels that show a motion the news of an entry of the journal about it."""
    owe_channels(uow, alliance, motion, CourseNotice(motion=motion.number, entry=entry), due=now)
