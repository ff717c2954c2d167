"""Elections by ranked ballots: what stands on the ballot, what a ranking may be, and what a count has found.

The count itself is the single transferable vote (see ``bot.commands.conduct.tallying`` and ``docs/adr``). It is exact,
and follows from the ballots and the seed alone, so that anybody can count again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bot.domain.addresses import Platform
from bot.domain.ballot import Ballot
from bot.domain.charter import Procedure
from bot.domain.credentials import Role
from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.permissions import UNDER_WAY

Ranking = tuple[MemberCode, ...]
"""Candidates in the order in which a delegation prefers them; not all of them need be ranked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRound:
    """One round of a count: how many votes each candidate had, and what came of it.

    ``exhausted`` are votes whose ballots rank nobody any more. ``elected`` have reached the quota, or are the last for
    the seats that were left; else ``eliminated`` had the fewest. Lots were drawn for that among those ``tied``.
    """

    totals: Mapping[MemberCode, Fraction]
    exhausted: Fraction
    elected: tuple[MemberCode, ...]
    eliminated: MemberCode | None
    tied: tuple[MemberCode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a count has found. ``elected`` are in the order of their election; ``unfilled`` seats stay vacant.

    ``excluded`` were candidates that could not take a seat any more; ballots were counted as if they did not rank them.
    ``seed`` is what lots are drawn from where candidates tie. There is no quota where nobody had to be chosen among.
    """

    seats: int
    quota: int | None
    rounds: tuple[CountRound, ...]
    elected: tuple[MemberCode, ...]
    unfilled: int
    excluded: tuple[MemberCode, ...]
    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """An election to ``seats`` seats of ``body``, held by ``since`` to ``until``; ``count`` is None before its count.

    ``since`` is the rotation that it is for; None where it fills vacant seats, from its result on.
    """

    motion: MotionNumber
    body: BodyName
    seats: int
    candidates: tuple[MemberCode, ...]
    since: datetime | None
    until: datetime | None
    count: Count | None = None

    def begins(self, decided_at: datetime) -> datetime:
        """Give when those elected take their seats: with the rotation, or with the result where that comes later."""
        return decided_at if self.since is None else max(self.since, decided_at)


@dataclass(kw_only=True, eq=False)
class NotAnElection(Refusal):
    """A ranking on a motion that is voted yes or no."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class ElectionTakesRankings(Refusal):
    """A ballot of yes or no in an election by ranked ballots."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class NotForElections(Refusal):
    """An act on a motion that an election by ranked ballots does not know."""

    motion: MotionNumber
    command: str


@dataclass(kw_only=True, eq=False)
class NobodyRanked(Refusal):
    """A ranking without a name."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class NotACandidate(Refusal):
    """A ranking of a member that does not stand in the election."""

    motion: MotionNumber
    member: MemberCode
    candidates: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class RankedTwice(Refusal):
    """A ranking that names a candidate twice."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class RankingOfHead(Refusal):
    """A ranking cast by the head of delegation, which only the head changes."""

    motion: MotionNumber
    member: MemberCode
    cast_at: datetime
    platform: Platform


@dataclass(kw_only=True, eq=False)
class RankingFinal(Refusal):
    """A second ranking where the kind lets none be changed."""

    motion: MotionNumber
    member: MemberCode
    cast_at: datetime


@dataclass(kw_only=True, eq=False)
class RankingUnchanged(Refusal):
    """The same ranking again: nothing to record."""

    motion: MotionNumber
    member: MemberCode
    cast_at: datetime


@dataclass(kw_only=True, eq=False)
class RankingSuperseded(Refusal):
    """A ranking that was received before the one that stands, and got here after it."""

    motion: MotionNumber
    member: MemberCode


def check_ranks(election: Election, ranking: Sequence[MemberCode]) -> None:
    """Let candidates be ranked so, or raise why not."""
    if not ranking:
        raise NobodyRanked(motion=election.motion)
    for member in ranking:
        if member not in election.candidates:
            names = tuple(str(code) for code in election.candidates)
            raise NotACandidate(motion=election.motion, member=member, candidates=names)
        if ranking.count(member) > 1:
            raise RankedTwice(motion=election.motion, member=member)


def check_may_rank_again(
    motion: Motion, earlier: Ballot | None, before: Ranking | None, ranking: Ranking, *, role: Role, now: datetime
) -> None:
    """Let a ranking take the place of an earlier one, or raise why not, as of any ballot (spec: rules, deciding 7)."""
    if earlier is None:
        return
    cast_at = earlier.cast_at
    if now < cast_at <= now + UNDER_WAY:
        raise RankingSuperseded(motion=motion.number, member=earlier.member)
    if motion.rules is not None and not motion.rules.changeable:
        raise RankingFinal(motion=motion.number, member=earlier.member, cast_at=cast_at)
    if earlier.role is Role.HEAD and role is not Role.HEAD:
        platform = earlier.account.platform
        raise RankingOfHead(motion=motion.number, member=earlier.member, cast_at=cast_at, platform=platform)
    if before == ranking:
        raise RankingUnchanged(motion=motion.number, member=earlier.member, cast_at=cast_at)


def is_ranked(motion: Motion) -> bool:
    """Tell whether a motion is an election by ranked ballots."""
    return motion.course.procedure is Procedure.RANKED
