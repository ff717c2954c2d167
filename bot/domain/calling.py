"""A live roll call: one state at a time, in an order drawn by lot, with a time limit for each.

Who is called follows from the answers on record and from the clock: a state that lets its time run out has missed its
turn, whether or not anyone has recorded it, and the next is called at that very instant. Who passes is called a second
time after the first call, in the same order, and cannot pass again. Who missed its turn is not called again.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import MemberCode


class Answer(StrEnum):
    """What a state made of its turn."""

    VOTED = "voted"
    PASSED = "passed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A state's turn, ended at ``at``."""

    member: MemberCode
    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """The state that is called, since when and until when (inclusive), in the first call or the second."""

    member: MemberCode
    since: datetime
    until: datetime
    second: bool

    @property
    def may_pass(self) -> bool:
        """Whether the state may put its answer off: it passes once, in the first call."""
        return not self.second


@dataclass(kw_only=True, eq=False)
class OutOfTurn(ValueError):
    """A turn of a state that was not called at its instant: a defect, or a journal that was tampered with."""

    member: MemberCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A roll call under way: the order and the seed it was drawn from, the limit of a turn, and the turns on record."""

    order: tuple[MemberCode, ...]
    seed: str
    limit: timedelta
    started_at: datetime
    turns: tuple[Turn, ...] = ()

    def standing(self, now: datetime) -> Called | None:
        """Give who is called at ``now``; None once everyone has been."""
        ran = self._with_missed(now)
        return ran._next()

    def following(self, now: datetime) -> MemberCode | None:
        """Give who comes after the one called at ``now``, as far as that is known; None where nobody does yet."""
        ran = self._with_missed(now)
        waiting = list(ran._queue())[len(ran.turns) :]
        return waiting[1][0] if len(waiting) > 1 else None

    def answers(self, now: datetime) -> dict[MemberCode, Answer]:
        """Give what each state has made of its latest turn by ``now``; who has had none is left out."""
        return {turn.member: turn.answer for turn in self._with_missed(now).turns}

    def finished(self, now: datetime) -> bool:
        """Tell whether everyone has been called by ``now``."""
        return self.standing(now) is None

    def missed_by(self, now: datetime) -> tuple[Turn, ...]:
        """Give the turns that the clock has ended by ``now`` and that are not on record, each with its instant."""
        return self._with_missed(now).turns[len(self.turns) :]

    def next_change(self) -> datetime:
        """Give the instant just after which the clock ends the turn of who is called next; the end once all are."""
        called = self._next()
        return self.ends_by() if called is None else called.until + timedelta(microseconds=1)

    def ends_by(self) -> datetime:
        """Give the instant of the end: of the last turn once all are on record, else as the clock alone would have it.

        Each answer before its limit makes it earlier, each pass later: at the latest, where every state passes with its
        last instant, it is twice the limit for each of them after the start.
        """
        ran = self
        while (called := ran._next()) is not None:
            ran = ran._append(Turn(member=called.member, answer=Answer.MISSED, at=called.until))
        return ran.turns[-1].at if ran.turns else ran.started_at

    def present(self, now: datetime) -> frozenset[MemberCode]:
        """Give the states that had answered by ``now``, by a ballot or by passing: a quorum counts them."""
        return frozenset(turn.member for turn in self._with_missed(now).turns if turn.answer is not Answer.MISSED)

    def after(self, turn: Turn) -> "Call":
        """Give the call with one more turn on record; raise OutOfTurn where it is not that state's.

        It is not where another is called, where its limit has passed, and where it passes a second time.
        """
        called = self._next()
        if called is None or called.member != turn.member or turn.at > called.until:
            raise OutOfTurn(member=turn.member)
        if turn.answer is Answer.PASSED and not called.may_pass:
            raise OutOfTurn(member=turn.member)
        return self._append(turn)

    def _append(self, turn: Turn) -> "Call":
        return replace(self, turns=(*self.turns, turn))

    def _next(self) -> Called | None:
        """Give who is called after the turns on record."""
        waiting = list(self._queue())[len(self.turns) :]
        if not waiting:
            return None
        since = self.turns[-1].at if self.turns else self.started_at
        member, second = waiting[0]
        return Called(member=member, since=since, until=since + self.limit, second=second)

    def _queue(self) -> Iterator[tuple[MemberCode, bool]]:
        """Give the turns of both calls as far as they are known, in order: the first call, then who passed in it."""
        yield from ((member, False) for member in self.order)
        first = self.turns[: len(self.order)]
        yield from ((turn.member, True) for turn in first if turn.answer is Answer.PASSED)

    def _with_missed(self, now: datetime) -> "Call":
        """Give the call with the turns that have run out by ``now``."""
        ran = self
        while (called := ran._next()) is not None and now > called.until:
            ran = ran._append(Turn(member=called.member, answer=Answer.MISSED, at=called.until))
        return ran


def draw(members: Collection[MemberCode], seed: str) -> tuple[MemberCode, ...]:
    """Give the order of a call: by code, begun with a state drawn by lot from ``seed``.

    The lot is the SHA-256 of the seed, a line break and the sorted codes with commas between them, in UTF-8, its 64
    hexadecimal digits read as one number, modulo their count: 0 begins with the first of the sorted codes. Anyone can
    draw it again. Of 2^256 numbers no state has more than one beyond any other, so that nobody's chance differs by
    more than 2^-256; there is nothing to draw again for. A code that is given twice counts once.
    """
    order = sorted(set(members))
    if not order:
        return ()
    lot = int.from_bytes(hashlib.sha256(f"{seed}\n{','.join(order)}".encode()).digest(), "big")
    first = lot % len(order)
    return (*order[first:], *order[:first])
