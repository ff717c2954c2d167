"""One process of the bot, as an operator starts it; what it says is kept in a file."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Mapping
from pathlib import Path
from typing import Self

PLENARY = str(Path(sys.executable).with_name("plenary"))
SERVES = b"Plenary is running"
START_SECONDS = 90.0
END_SECONDS = 30.0


class Bot:
    """A running ``plenary run``."""

    def __init__(self, process: Process, log: Path) -> None:
        self._process = process
        self._log = log
        self._told = asyncio.Event()
        self._serving = False
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, settings: Mapping[str, str], folder: Path, log: Path) -> Self:
        """Start a process; it does not serve yet."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
        environment = {**inherited, **settings, "PYTHONUNBUFFERED": "1"}
        process = await asyncio.create_subprocess_exec(
            PLENARY, "run", env=environment, cwd=folder, stdout=PIPE, stderr=STDOUT
        )
        return cls(process, log)

    async def serves(self) -> bool:
        """Wait until it says that it runs, or has ended instead; tell which."""
        async with asyncio.timeout(START_SECONDS):
            await self._told.wait()
        return self._serving

    @property
    def ended(self) -> bool:
        """Whether it is gone."""
        return self._process.returncode is not None

    def last_words(self) -> str:
        """Give the end of what it has said."""
        return self._log.read_text(errors="replace")[-2000:]

    def pause(self) -> None:
        """Stop it where it stands, as a swapped-out or migrated machine does."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)

    async def stop(self) -> int:
        """Ask it to stop, wait for it, and give its status."""
        if not self.ended:
            self._process.terminate()
        return await self._gone()

    async def kill(self) -> None:
        """Kill it at once, however it stands, and wait until it is gone."""
        if not self.ended:
            self._process.kill()
        await self._gone()

    async def _gone(self) -> int:
        async with asyncio.timeout(END_SECONDS):
            status = await self._process.wait()
            await self._reader
        return status

    async def _read(self) -> None:
        """Keep all it says, so that it never waits for a reader."""
        if self._process.stdout is None:
            raise LookupError("a process that is read has an output")
        with self._log.open("ab") as kept:
            while line := await self._process.stdout.readline():
                kept.write(line)
                kept.flush()
                if SERVES in line:
                    self._serving = True
                    self._told.set()
        self._told.set()
