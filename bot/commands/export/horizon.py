"""How far the record may be told entry by entry while ballots are kept back.

A ballot that is kept back has few possible contents. Whoever had the hash of its entry, or of any later one, which
follows from it, could try them all. So hashes and entries are told up to the first such ballot, and the rest with the
result.
"""

from bot.cards.history import BALLOTS
from bot.cards.views import MotionView
from bot.commands.context import Context
from bot.commands.views import view_of
from bot.domain.elections import is_ranked
from bot.domain.motion import Motion


def first_kept_back(context: Context) -> int | None:
    """Give the first entry that holds a ballot which is kept back; None where there is none."""
    uow, alliance = context.uow, context.alliance
    hiding = (motion for motion in uow.motions.in_vote(alliance.code) if _may_keep_back(motion))
    running = (view_of(uow, alliance, motion, now=context.now) for motion in hiding)
    entries = (
        act.entry
        for view in running
        if _keeps_back(view)
        for act in uow.journal.acts_on(alliance.code, view.motion)
        if isinstance(act.event, BALLOTS)
    )
    return min(entries, default=None)


def entries_told(context: Context) -> int:
    """Count the entries that may be told: all, or those before the first ballot that is kept back."""
    first = first_kept_back(context)
    return context.uow.journal.head(context.alliance.code).seq if first is None else first - 1


def _may_keep_back(motion: Motion) -> bool:
    """Tell, by the motion alone, where it takes a look at all that is known of it; most votes show their ballots."""
    return is_ranked(motion) or motion.rules is None or not motion.rules.live_tally


def _keeps_back(view: MotionView) -> bool:
    return not view.shows_choices and view.motion.result is None
