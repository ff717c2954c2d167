"""What a delivery brings about: a silence period begins once every delegation has been given its text.

It is recorded in the transaction that marks the post shown, so that no crash comes between the two.
"""

from datetime import datetime

from bot.commands.conduct.silence import begin_where_delivered
from bot.domain.notices import MotionCard, SilenceNotice
from bot.ports import Post, UnitOfWork


def hold_for(uow: UnitOfWork, post: Post) -> None:
    """Hold the alliance before a post is settled that may bring something about: every use case holds it first."""
    if isinstance(post.notice, SilenceNotice | MotionCard):
        uow.lock(post.alliance)


def follow_up(uow: UnitOfWork, post: Post, *, now: datetime) -> None:
    """Do what follows from a post that has just been shown, or given up."""
    if not isinstance(post.notice, SilenceNotice | MotionCard):
        return
    alliance = uow.alliances.get(post.alliance)
    motion = uow.motions.get(post.alliance, post.notice.motion)
    if alliance is not None and motion is not None:
        begin_where_delivered(uow, alliance, motion, now=now)
