"""What a delivery brings about: a silence period begins once every delegation has been given its text.

It is recorded in the transaction that marks the post shown, so that no crash comes between the two.
"""

from datetime import datetime

from bot.commands.conduct.silence import begin_where_delivered
from bot.domain.motion import Motion
from bot.domain.notices import MotionCard, SilenceNotice
from bot.ports import Post, UnitOfWork


def hold_for(uow: UnitOfWork, post: Post) -> None:
    """Hold the alliance before a post is settled that may bring something about: every use case holds it first.

    A silence that starts between the look and the hold owes its posts anew, so that this one is none of its deliveries.
    """
    if _waits_for(uow, post) is not None:
        uow.lock(post.alliance)


def follow_up(uow: UnitOfWork, post: Post, *, now: datetime) -> None:
    """Do what follows from a post that has just been shown, or given up."""
    motion = _waits_for(uow, post)
    alliance = None if motion is None else uow.alliances.get(post.alliance)
    if alliance is not None and motion is not None:
        begin_where_delivered(uow, alliance, motion, now=now)


def _waits_for(uow: UnitOfWork, post: Post) -> Motion | None:
    """Give the motion whose silence period waits for its deliveries, of which a post is one; most posts are none."""
    if not isinstance(post.notice, SilenceNotice | MotionCard):
        return None
    motion = uow.motions.get(post.alliance, post.notice.motion)
    return motion if motion is not None and motion.awaits_delivery else None
