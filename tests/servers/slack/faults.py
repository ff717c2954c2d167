"""Faults of the Web API (and of "response_url"): those a test orders for the next calls, and a weather for the rest."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

CUT_AFTER_ACCEPT = "cut-after-accept"

Order: TypeAlias = str | int | float | asyncio.Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to one call: it may be slow, and at most one more of these.

    ``delay`` passes before anything is done, ``answer_delay`` between the doing and the answer.
    ``status_after_accept`` does what was asked and answers with a failure.
    """

    error: str = ""
    status: int = 0
    retry_after: int | None = None
    cuts_after_accept: bool = False
    status_after_accept: int = 0
    delay: float = 0.0
    answer_delay: float = 0.0
    gate: asyncio.Event | None = None


Weather: TypeAlias = Callable[[str], Fault]
"""Gives what happens to a call of a method for which a test has ordered nothing."""


def fair(_method: str) -> Fault:
    """Let nothing happen to any call."""
    return Fault()


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
    """Orders by method, first in first out; where there is none, the weather decides."""

    def __init__(self) -> None:
        self.weather: Weather = fair
        self._orders: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def order(self, method: str, order: Order, times: int) -> None:
        """Order a fault for the next `times` calls of `method`."""
        self._orders[method].extend([_fault(order)] * times)

    def next(self, method: str) -> Fault:
        """Return the fault for a call that has come."""
        return self._orders[method].popleft() if self._orders[method] else self.weather(method)
