"""The count of an election: the single transferable vote, with the Droop quota and exact fractions.

The surplus of whoever reaches the quota goes on to the next preferences of all its ballots, each at the same fraction
(weighted inclusive Gregory method, as in Scottish local elections). Where nobody reaches it, the candidate with the
fewest votes is eliminated, and its ballots go on whole. Of several with the fewest, the one that had fewer in the last
round in which they differed is eliminated; where they never did, lots are drawn from the seed. When as many candidates
are left as seats, they are elected. ``votelib`` counts (see ``docs/adr``); what it leaves open is decided here.
"""

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction

from votelib.component.quota import droop
from votelib.component.transfer import Gregory
from votelib.evaluate.sequential import TransferableVoteDistributor

from bot.domain.elections import Count, CountRound, Ranking
from bot.domain.ids import MemberCode

Totals = Mapping[MemberCode | None, Fraction]
"""The votes of each candidate that is left; under None those of ballots that rank nobody any more."""

Allocation = dict[MemberCode | None, dict[Ranking, Fraction]]
"""The ballots that count for each candidate, each ranking with how many votes it carries."""


def tally(
    candidates: Sequence[MemberCode],
    ballots: Sequence[Ranking],
    *,
    seats: int,
    seed: str,
    excluded: Sequence[MemberCode] = (),
) -> Count:
    """Count ``ballots``: give who of the candidates, but for those excluded, is elected to ``seats`` seats.

    Where there are no more candidates than seats all are elected, with no ballot counted; where there are, and nobody
    ranked any of them, nobody is.
    """
    standing = tuple(code for code in candidates if code not in excluded)
    ranked = [kept for ballot in ballots if (kept := tuple(code for code in ballot if code in standing))]
    rounds: tuple[CountRound, ...] = ()
    elected: tuple[MemberCode, ...] = ()
    contested = len(standing) > seats > 0
    if contested and ranked:
        rounds = _rounds(standing, ranked, seats, seed)
        elected = tuple(code for each in rounds for code in each.elected)
    elif not contested and seats > 0:
        elected = standing
    return Count(
        seats=seats,
        quota=droop(len(ranked), seats) if contested and ranked else None,
        rounds=rounds,
        elected=elected,
        unfilled=max(0, seats - len(elected)),
        excluded=tuple(code for code in candidates if code in excluded),
        seed=seed,
    )


def _rounds(
    standing: Sequence[MemberCode], ballots: Sequence[Ranking], seats: int, seed: str
) -> tuple[CountRound, ...]:
    """Count round by round until all seats are given."""
    rounds: list[CountRound] = []
    allocation: Allocation = {code: {} for code in standing}
    for ballot in ballots:
        pile = allocation[ballot[0]]
        pile[ballot] = pile.get(ballot, Fraction(0)) + 1
    elected: dict[MemberCode, int] = {}
    while len(elected) < seats:
        totals = {code: sum(pile.values(), Fraction(0)) for code, pile in allocation.items()}
        retainer = _Fewest(rounds, seed)
        counting = TransferableVoteDistributor(transferer=Gregory(), retainer=retainer, quota_function=droop)
        after, won = counting.next_count(
            allocation, seats, len(ballots), prev_gains=elected, max_seats=dict.fromkeys(standing, 1)
        )
        lost = [code for code in allocation if code is not None and code not in after and code not in won]
        rounds.append(_round(totals, tuple(won), lost[0] if lost else None, retainer.tied))
        elected |= won
        allocation = after
    return tuple(rounds)


def _round(
    totals: Totals, elected: tuple[MemberCode, ...], eliminated: MemberCode | None, tied: tuple[MemberCode, ...]
) -> CountRound:
    return CountRound(
        totals={code: votes for code, votes in totals.items() if code is not None},
        exhausted=totals.get(None, Fraction(0)),
        elected=tuple(sorted(elected, key=lambda code: (-totals[code], code))),
        eliminated=eliminated,
        tied=tied,
    )


class _Fewest:
    """Chooses whom a round eliminates, for the count: it retains all others. ``tied`` is who lots were drawn among."""

    def __init__(self, rounds: Sequence[CountRound], seed: str) -> None:
        self._rounds, self._seed = rounds, seed
        self.tied: tuple[MemberCode, ...] = ()

    def evaluate(self, votes: Totals) -> list[MemberCode]:
        """Give all candidates but the one with the fewest votes."""
        fewest = _with_fewest(votes, [code for code in votes if code is not None])
        for earlier in reversed(self._rounds):
            fewest = _with_fewest(earlier.totals, fewest)
        if len(fewest) > 1:
            self.tied = tuple(sorted(fewest))
        out = min(fewest, key=lambda code: (drawn(self._seed, code), code))
        return [code for code in votes if code is not None and code != out]


def _with_fewest(totals: Totals | Mapping[MemberCode, Fraction], among: Sequence[MemberCode]) -> list[MemberCode]:
    votes: dict[MemberCode, Fraction] = {code: totals[code] for code in among}
    return [code for code, had in votes.items() if had == min(votes.values())]


def drawn(seed: str, code: MemberCode) -> str:
    """Give the lot of a candidate, the SHA-256 of the seed and its code: whoever has the lowest is eliminated."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()
