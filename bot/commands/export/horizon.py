"""How far the record may be told entry by entry while ballots are kept back.

Entries are told up to the first ballot that is kept back, and the rest once its vote is over. Hashes need not wait: the
salt of an entry keeps everybody from finding out by trials what it holds.
"""

from bot.cards.history import BALLOTS
from bot.cards.views import MotionView
from bot.commands.context import Context
from bot.commands.views import view_of


def first_kept_back(context: Context) -> int | None:
    """Give the first entry that holds a ballot which is kept back; None where there is none."""
    uow, alliance = context.uow, context.alliance
    running = (view_of(uow, alliance, motion, now=context.now) for motion in uow.motions.in_vote(alliance.code))
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


def _keeps_back(view: MotionView) -> bool:
    return view.keeps_back
