"""A quorum first reached shortly before the deadline moves it once, against late arrivals.

Spec: rules, deciding 8. Judged at the ballot that reaches the quorum, or at the loss of a vote that lets fewer ballots
be enough, with the figures frozen at opening.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.ballot import Ballot
from bot.domain.electorate import Elector
from bot.domain.ids import MemberCode
from bot.domain.motion import Motion
from bot.domain.rules import Outcome
from bot.domain.voting import count
from bot.domain.voting_rules import VotingRules

Poll = tuple[Sequence[Elector], Sequence[Ballot]]
"""A roll, and the ballots of its members."""

LATE_QUORUM: Final = "late quorum"
"""Why a deadline was moved by this rule, as the record says it."""


def would_be_late(rules: VotingRules, motion: Motion, now: datetime) -> bool:
    """Tell whether a quorum first reached at ``now`` would move the deadline; needs no ballot to be read."""
    late = rules.late_quorum
    if late is None or rules.quorum is None or LATE_QUORUM in motion.course.moves:
        return False
    return now >= motion.closes_at - late.window


def moved_by_late_quorum(
    rules: VotingRules,
    motion: Motion,
    electors: Sequence[Elector],
    ballots: Sequence[Ballot],
    *,
    newest: MemberCode,
    now: datetime,
) -> datetime | None:
    """Give the new deadline where the ballot of ``newest``, cast at ``now``, is the first to reach the quorum late.

    None where the kind does not say so, that has happened before, or the quorum was there already.
    """
    before = [ballot for ballot in ballots if ballot.member != newest]
    return moved_by_late_loss(rules, motion, (electors, before), (electors, ballots), now=now)


def moved_by_late_loss(
    rules: VotingRules, motion: Motion, before: Poll, after: Poll, *, now: datetime
) -> datetime | None:
    """Give the new deadline where what changed at ``now`` lets the quorum be reached, late; None as above."""
    if rules.late_quorum is None or not would_be_late(rules, motion, now):
        return None
    if not _quorate(rules, motion, *after) or _quorate(rules, motion, *before):
        return None
    return motion.closes_at + rules.late_quorum.extension


def _quorate(rules: VotingRules, motion: Motion, electors: Sequence[Elector], ballots: Sequence[Ballot]) -> bool:
    return count(rules, motion, electors, ballots).outcome is not Outcome.NO_QUORUM
