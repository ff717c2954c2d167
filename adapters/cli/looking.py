"""One look of ``doctor`` at a database: what is set, and what it shall be told of."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Platform
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a database: what is set, whether a bot runs on it, and the present instant."""

    uow: UnitOfWork
    wanted: frozenset[Platform]
    running: bool
    now: datetime

    @property
    def asked_for(self) -> frozenset[Platform]:
        """The platforms that are set, and the console, which takes no setting."""
        return self.wanted | {Platform.CONSOLE}

    @property
    def met_on(self) -> frozenset[Platform]:
        """Where people meet: the platforms that are set, and any at all where none is."""
        return self.wanted or frozenset(Platform)
