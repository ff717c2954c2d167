"""How far the record may be told entry by entry while ballots are kept back.

Entries are told up to the first ballot that is kept back, and the rest once its vote is over. Hashes need not wait: the
salt of an entry keeps everybody from finding out by trials what it holds.
"""

from bot.cards.history import BALLOTS
from bot.commands.context import Context


def entries_told(context: Context) -> int:
    """Count the entries that may be told: all, or those before the first ballot that is kept back."""
    uow, code = context.uow, context.alliance.code
    hiding = (motion for motion in uow.motions.in_vote(code) if motion.keeps_ballots_back)
    acts = (act for motion in hiding for act in uow.journal.acts_on(code, motion))
    kept_back = (act.entry for act in acts if isinstance(act.event, BALLOTS))
    return min(kept_back, default=uow.journal.head(code).seq + 1) - 1
