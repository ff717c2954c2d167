"""A bot in a process of its own, beside the platform that it is connected to: the product, or its floor.

The processor time of a process is then the bot's alone: none of it is the platform's, nor that of the people on it.
Orders and reports go through a pipe.
"""

import asyncio
import contextlib
import gc
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Protocol

from adapters.settings import Settings
from tests.benchmarks.alliance import Addresses
from tests.benchmarks.floors import Transaction

PATIENCE = timedelta(seconds=60)
"""How long a bot may take to start, or to do what it is told."""

Receipt = Mapping[str, object]
"""A private answer as its platform got it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a bot is started with; ``log`` is a file for what it logs."""

    settings: Settings
    url: str
    at: Addresses
    log: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Open a motion to be voted on: ``opening`` and ``votes`` are the transactions of that, recorded elsewhere.

    The product makes its own. The floor replays these, and answers each vote with ``receipt``.
    """

    opening: Transaction
    votes: tuple[Transaction, ...]
    receipt: Receipt


class Bot(Protocol):
    """A bot that runs, with a motion to be voted on."""

    async def begin(self, given: Round) -> None:
        """Open the next motion."""
        ...

    async def stop(self) -> None:
        """Stop it."""
        ...


StartBot = Callable[[Setup], Awaitable[Bot]]


@dataclass(frozen=True, slots=True)
class _Failed:
    """What the process could not do."""

    told: str


_SPENT, _STOP = "processor time", "stop"


class BotProcess:
    """The process as its parent holds it."""

    def __init__(self, process: SpawnProcess, pipe: "Connection[object, object]") -> None:
        self._process = process
        self._pipe = pipe

    async def begin(self, given: Round) -> None:
        """Let the bot open the next motion."""
        await self._ask(given)

    async def spent(self) -> float:
        """Give the seconds of processor time that the process has used, on all its threads."""
        seconds = await self._ask(_SPENT)
        if not isinstance(seconds, float):
            raise TypeError(seconds)
        return seconds

    async def stop(self) -> None:
        """Stop the bot and wait for its process to end."""
        await self._ask(_STOP)
        await asyncio.to_thread(self._process.join, PATIENCE.total_seconds())

    async def answered(self) -> object:
        """Wait for the next report; raise where the process could not do what it was told."""
        if not await asyncio.to_thread(self._pipe.poll, PATIENCE.total_seconds()):
            raise TimeoutError("the bot's process says nothing")
        report = self._pipe.recv()
        if isinstance(report, _Failed):
            raise RuntimeError(report.told)  # noqa: TRY004 (no wrong type: a report of a fault)
        return report

    async def _ask(self, order: object) -> object:
        self._pipe.send(order)
        return await self.answered()


@asynccontextmanager
async def bot_process(start: StartBot, setup: Setup) -> AsyncIterator[BotProcess]:
    """Run a bot in a process of its own; it is connected to its platform when the block begins.

    What it has logged is noted on whatever ends the block.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs, start, setup), daemon=True)
    process.start()
    theirs.close()
    bot = BotProcess(process, ours)
    try:
        await bot.answered()
        yield bot
        await bot.stop()
    except BaseException as fault:
        fault.add_note(f"{setup.log.name}: {setup.log.read_text()}")
        raise
    finally:
        process.kill()
        process.join()
        ours.close()


def _run(pipe: "Connection[object, object]", start: StartBot, setup: Setup) -> None:
    """Be the process."""
    try:
        with setup.log.open("a") as log, contextlib.redirect_stderr(log):
            asyncio.run(_obey(pipe, start, setup))
    except Exception:
        pipe.send(_Failed(traceback.format_exc()))


async def _obey(pipe: "Connection[object, object]", start: StartBot, setup: Setup) -> None:
    bot = await start(setup)
    gc.collect()
    gc.freeze()  # as the product does once it has started
    pipe.send(None)
    while (order := await asyncio.to_thread(pipe.recv)) != _STOP:
        if isinstance(order, Round):
            await bot.begin(order)
        pipe.send(time.process_time() if order == _SPENT else None)
    await bot.stop()
    pipe.send(None)
