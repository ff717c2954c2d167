"""Failures a test orders in advance: bad statuses, rate limits, cut connections, held requests.

A fault is one of: a status (500), `"429:<seconds>"`, `"429:<seconds>:global"`, `"cut"` (nothing was done),
`"cut-after-accept"` (it was done, but the answer is lost) or `"hold"` (waits until the test calls `release`).
"""

import asyncio
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.servers.discord.refusals import Json, Refusal

CUT, CUT_AFTER_ACCEPT, HOLD = "cut", "cut-after-accept", "hold"
VIA = "1.1 google"


@dataclass(kw_only=True, eq=False)
class Fault:
    """One ordered failure; `hits` counts how often it struck."""

    method: str
    route: str
    what: int | str
    times: int
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


class Faults:
    """The failures still to come."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, fault: Fault) -> Fault:
        """Add a failure."""
        known = isinstance(fault.what, int) or fault.what in {CUT, CUT_AFTER_ACCEPT, HOLD}
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
        return None

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


def refusal(fault: Fault) -> Refusal | None:
    """Return the answer a fault gives in place of the real one, if it does."""
    if isinstance(fault.what, int):
        return Refusal(fault.what, 0, f"{fault.what}: ordered by the test")
    if fault.what.startswith("429:"):
        seconds, _, scope = fault.what.removeprefix("429:").partition(":")
        return RateLimited(float(seconds), everywhere=scope == "global")
    return None
