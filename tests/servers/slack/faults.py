"""Faults that a test orders for the next calls of a Web API method (or of "response_url")."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TypeAlias

CUT_AFTER_ACCEPT = "cut-after-accept"

Order: TypeAlias = str | int | float | asyncio.Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to one call: at most one of these."""

    error: str = ""
    status: int = 0
    retry_after: int | None = None
    cuts_after_accept: bool = False
    delay: float = 0.0
    gate: asyncio.Event | None = None


def _fault(order: Order) -> Fault:
    match order:
        case str() if order == CUT_AFTER_ACCEPT:
            return Fault(cuts_after_accept=True)
        case str() if order.startswith("429:"):
            return Fault(status=429, retry_after=int(order.removeprefix("429:")))
        case str():
            return Fault(error=order)
        case int():
            return Fault(status=order)
        case float():
            return Fault(delay=order)
        case asyncio.Event():
            return Fault(gate=order)


class Faults:
    """Orders by method, first in first out."""

    def __init__(self) -> None:
        self._orders: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def order(self, method: str, order: Order, times: int) -> None:
        """Order a fault for the next `times` calls of `method`."""
        self._orders[method].extend([_fault(order)] * times)

    def next(self, method: str) -> Fault:
        """Return the fault for a call that has come; an empty one when none was ordered."""
        return self._orders[method].popleft() if self._orders[method] else Fault()
