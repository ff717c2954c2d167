"""Spreading work over processes: results in order, a bounded part of the work under way, and no process left behind."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import active_children, parent_process
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

_AHEAD = 2  # parts handed out for each process: one that it works on and one that waits
_MOST = 8  # processes; more than this wait for the one that reads and writes


def processes_at_hand() -> int:
    """Tell how many processes can work at once on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST)


def spread(work: Callable[[Part], Result], parts: Iterable[Part], *, processes: int) -> Generator[Result]:
    """Do the work on each part in other processes and give the results in order.

    A part that no process could be had for, or whose process died, is worked on here. Close the generator to
    end the processes.
    """
    pool = _started(processes)
    if pool is None:
        yield from map(work, parts)
        return
    under_way: deque[tuple[Part, Future[Result] | None]] = deque()
    try:
        for part in parts:
            under_way.append((part, _handed_out(pool, work, part)))
            if len(under_way) > processes * _AHEAD:
                yield _result(work, *under_way.popleft())
        while under_way:
            yield _result(work, *under_way.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _started(processes: int) -> ProcessPoolExecutor | None:
    """Start all processes; none where one cannot be had, for want of memory, of files or of semaphores."""
    others = set(active_children())
    try:
        pool = ProcessPoolExecutor(processes, initializer=_serve)
        pool.submit(int)  # the first work starts them
    except (OSError, RuntimeError, ImportError, NotImplementedError):
        for started in set(active_children()) - others:
            started.kill()
        return None
    return pool


def _handed_out(pool: ProcessPoolExecutor, work: Callable[[Part], Result], part: Part) -> Future[Result] | None:
    try:
        return pool.submit(work, part)
    except (BrokenExecutor, OSError):
        return None


def _result(work: Callable[[Part], Result], part: Part, future: Future[Result] | None) -> Result:
    if future is None:
        return work(part)
    try:
        return future.result()
    except BrokenExecutor:
        return work(part)


def _serve() -> None:
    """Leave Ctrl-C to the process that reads and writes, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
