"""The database that a run is on, and what is done to it while the bot runs."""

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Protocol

import psycopg

from tests.servers.postgres import Postgres, Stop


class Engine(Protocol):
    """A database of one kind."""

    @property
    def name(self) -> str:
        """``sqlite`` or ``postgresql``."""
        ...

    @property
    def url(self) -> str:
        """Where the database is, as an operator would write it."""
        ...

    @property
    def shared(self) -> bool:
        """Whether several processes of the bot may run on it."""
        ...

    async def disturb(self, random: Random) -> tuple[str, ...]:
        """Do to it what may happen to such a database while the bot lives; give what was done."""
        ...


@dataclass(frozen=True, kw_only=True)
class SqliteEngine:
    """A file; nothing happens to it but what happens to the process that holds it."""

    path: Path
    name: str = "sqlite"
    shared: bool = False

    @property
    def url(self) -> str:
        """Where the database is."""
        return f"sqlite:///{self.path}"

    async def disturb(self, random: Random) -> tuple[str, ...]:
        """Do nothing."""
        return ()


@dataclass(frozen=True, kw_only=True)
class PostgresEngine:
    """A database on a server of its own, which is troubled too."""

    server: Postgres
    database: str
    name: str = "postgresql"
    shared: bool = True

    @property
    def url(self) -> str:
        """Where the database is."""
        return self.server.url(self.database)

    async def disturb(self, random: Random) -> tuple[str, ...]:
        """End the bot's connections, kill a backend, which restarts them all, restart the server, or hold it still."""
        deeds = (("connections ended", 6), ("backend killed", 2), ("restarted", 1), ("crashed", 1), ("held still", 1))
        what = random.choices([name for name, _ in deeds], [weight for _, weight in deeds])[0]
        match what:
            case "connections ended":
                await asyncio.to_thread(self._end)
            case "backend killed":
                await asyncio.to_thread(self._kill)
            case "restarted":
                await self._restart(Stop.FAST)
            case "crashed":
                await self._restart(Stop.CRASH)
            case _:
                with self.server.held_still():
                    await asyncio.sleep(random.uniform(0.1, 2))
        return (what,)

    async def _restart(self, how: Stop) -> None:
        """Stop the server and start it again; from this thread, as it ends with the one that started it."""
        await asyncio.to_thread(self.server.stop, how)
        self.server.start()

    def _end(self) -> None:
        self.server.end_connections(self.database)

    def _kill(self) -> None:
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            query = "SELECT pid FROM pg_stat_activity WHERE datname = %s ORDER BY backend_start DESC LIMIT 1"
            found = connection.execute(query, (self.database,)).fetchone()
        if found is not None:
            os.kill(found[0], signal.SIGKILL)
