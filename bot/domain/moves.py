"""Moves: how something with a life goes from one state to the next, in a table that owns all of them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Generic[S]):
    """One move, what brings it about and which event records it; ``start`` is None for a beginning."""

    start: S | None
    end: S
    by: str
    event: str


def moves(*rows: tuple[S | None, S, str, str]) -> tuple[Move[S], ...]:
    """Give a table of moves from rows of start, end, what brings the move about, and its event."""
    return tuple(Move(start=start, end=end, by=by, event=event) for start, end, by, event in rows)
