"""The running house itself: its clock, whether its platforms are in reach, who leads, and what is measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.addresses import Platform
from bot.domain.outages import Outage


class Clock(Protocol):
    """The one clock of the house."""

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What is known of a platform: whether this deployment serves it, when it was last in reach, and what ails it.

    ``trouble`` names what keeps it away, in the platform's own words; None while it is in reach.
    """

    platform: Platform
    served: bool
    seen_at: datetime | None
    trouble: str | None


class Liveness(Protocol):
    """When each platform was in reach. Rule 6 of the decision rules is judged by it: an outage decides nothing."""

    def reach(self) -> Mapping[Platform, Reach]:
        """Give what is known of every platform."""
        ...

    def serve(self, platforms: frozenset[Platform], *, only: bool) -> None:
        """Note that these platforms are served here from now on; with ``only``, that no other one is."""
        ...

    def beat(self, platform: Platform, now: datetime) -> Outage | None:
        """Note that a platform is in reach; give the outage that has ended with this, where there was one."""
        ...

    def ail(self, platform: Platform, trouble: str) -> None:
        """Note what keeps a platform out of reach."""
        ...

    def outages(self, *, since: datetime, now: datetime) -> tuple[Outage, ...]:
        """Give the outages of served platforms that lasted beyond ``since``, those that still last up to ``now``."""
        ...


class Leases(Protocol):
    """Who leads in what only one process of several may do. The database's own clock judges."""

    def hold(self, name: str, *, owner: str, term: timedelta) -> bool:
        """Take or keep the lead for ``term``; tell whether ``owner`` has it."""
        ...

    def give_up(self, name: str, *, owner: str) -> None:
        """Let the next one lead at once, where ``owner`` leads."""
        ...

    def holder(self, name: str) -> str | None:
        """Give who leads; None where nobody does."""
        ...

    def touch(self) -> None:
        """Take a lead of no meaning and give it up: where the database cannot be written, the commit fails."""
        ...


class Observer(Protocol):
    """Counts and times what the house does, for its operator. Nothing depends on it."""

    def answered(self, command: str, outcome: str, took: timedelta) -> None:
        """Note an act answered: ``outcome`` is one of ``bot.ports.acts.Ending``, or a refusal's name."""
        ...

    def met(self, what: str, lag: timedelta) -> None:
        """Note a deadline met, ``lag`` after its instant."""
        ...

    def posted(self, platform: Platform, lag: timedelta) -> None:
        """Note a post shown, ``lag`` after it was due."""
        ...

    def put_off(self, platform: Platform) -> None:
        """Note a post that could not be shown now."""
        ...

    def given_up(self, platform: Platform) -> None:
        """Note a post that became a dead letter."""
        ...


class Unobserved:
    """An observer that looks away."""

    def answered(self, command: str, outcome: str, took: timedelta) -> None:
        """Look away."""

    def met(self, what: str, lag: timedelta) -> None:
        """Look away."""

    def posted(self, platform: Platform, lag: timedelta) -> None:
        """Look away."""

    def put_off(self, platform: Platform) -> None:
        """Look away."""

    def given_up(self, platform: Platform) -> None:
        """Look away."""
