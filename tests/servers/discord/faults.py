"""Failures: those a test orders in advance, and a weather that decides for every other request.

A fault is one of: a status (500), `"403:50013"` (a status with Discord's own code), `"429:<seconds>"`,
`"429:<seconds>:global"`, `"cut"` (nothing was done), `"cut-after-accept"` (it was done, but the answer is lost),
`"503-after-accept"` (it was done, and the answer tells of a failure: any status), `"hold"` (waits until the test calls
`release`) or `"slow"` (its delays are all).
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.servers.discord.refusals import Json, Refusal

CUT, CUT_AFTER_ACCEPT, HOLD, SLOW = "cut", "cut-after-accept", "hold", "slow"
KINDS = frozenset({CUT, CUT_AFTER_ACCEPT, HOLD, SLOW})
REFUSED = re.compile(r"(40[0-9]):(\d{5})")
FAILED_AFTER_ACCEPT = re.compile(r"(5\d\d)-after-accept")
VIA = "1.1 google"


@dataclass(kw_only=True, eq=False)
class Fault:
    """One failure; `hits` counts how often it struck.

    `delay` seconds pass before anything is done, `answer_delay` between the doing and the answer.
    """

    method: str
    route: str
    what: int | str
    times: int
    delay: float = 0.0
    answer_delay: float = 0.0
    hits: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def strikes(self, method: str, template: str, path: str) -> bool:
        """Tell whether a request meets this fault."""
        fits = self.route == template or fnmatchcase(path, self.route)
        return self.hits < self.times and method == self.method and fits

    def release(self) -> None:
        """Let a held request go on."""
        self._released.set()

    async def wait(self) -> None:
        """Wait until the test releases the request."""
        await self._released.wait()


Weather = Callable[[str, str], Fault | None]
"""Gives the failure of a request, by method and route, for which a test has ordered nothing."""


def fair(_method: str, _route: str) -> Fault | None:
    """Let nothing happen to any request."""
    return None


class Faults:
    """The failures still to come."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []
        self.weather: Weather = fair

    def order(self, fault: Fault) -> Fault:
        """Add a failure."""
        known = isinstance(fault.what, int) or fault.what in KINDS or FAILED_AFTER_ACCEPT.fullmatch(fault.what)
        known = known or REFUSED.fullmatch(str(fault.what))
        if not known and not str(fault.what).startswith("429:"):
            raise ValueError(f"unknown fault {fault.what!r}")
        self._ordered.append(fault)
        return fault

    def strike(self, method: str, template: str, path: str) -> Fault | None:
        """Return the fault a request meets, if any, and count it."""
        for fault in self._ordered:
            if fault.strikes(method, template, path):
                fault.hits += 1
                return fault
        return self.weather(method, template)

    def release_all(self) -> None:
        """Let every held request go on, for the end of a test."""
        for fault in self._ordered:
            fault.release()


class RateLimited(Refusal):
    """The 429 answer; `Via` tells discord.py that it comes from Discord and not from Cloudflare."""

    def __init__(self, retry_after: float, *, everywhere: bool) -> None:
        super().__init__(429, 0, "You are being rate limited.")
        self.retry_after = retry_after
        self.everywhere = everywhere

    def body(self) -> Json:
        """Return Discord's rate limit body."""
        return {"message": self.message, "retry_after": self.retry_after, "global": self.everywhere}


def failed(status: int) -> Refusal:
    """Return the answer that tells of a failure."""
    return Refusal(status, 0, f"{status}: ordered by the test")


def refusal_after_accept(fault: Fault) -> Refusal | None:
    """Return the failure a fault tells of after the thing was done, if it does."""
    found = FAILED_AFTER_ACCEPT.fullmatch(str(fault.what))
    return None if found is None else failed(int(found[1]))


def refusal(fault: Fault) -> Refusal | None:
    """Return the answer a fault gives in place of the real one, if it does."""
    if isinstance(fault.what, int):
        return failed(fault.what)
    if refused := REFUSED.fullmatch(fault.what):
        return Refusal(int(refused[1]), int(refused[2]), "refused as the test ordered")
    if fault.what.startswith("429:"):
        seconds, _, scope = fault.what.removeprefix("429:").partition(":")
        return RateLimited(float(seconds), everywhere=scope == "global")
    return None
