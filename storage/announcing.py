"""Commits announced among several bots on one PostgreSQL database.

What one bot owes or moves is often another's to post or to keep time for. Each commit that wrote something notifies
the database's channel as part of its transaction, and each bot listens, so that nobody has to ask every second. A
notification that is lost costs nothing but time: the safety tick stands behind it.
"""

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

import psycopg
from sqlalchemy import URL, Connection, text

log: Final = logging.getLogger(__name__)

CHANNEL: Final = "plenary"
PAUSE: Final = 5.0
"""Seconds before a lost connection is tried again."""

_ANNOUNCE = text("SELECT pg_notify(:channel, :sign)")


def announce(connection: Connection, sign: str) -> None:
    """Have the running transaction's commit announced under ``sign``; on SQLite there is nobody to tell."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ANNOUNCE, {"channel": CHANNEL, "sign": sign})


class Listener:
    """Calls ``woken``, on a thread of its own, after each commit of another bot; within a ``with`` block.

    ``sign`` is what this bot's own announcements bear: it has woken itself already.
    """

    def __init__(self, url: URL, sign: str, woken: Callable[[], None]) -> None:
        self._sign = sign
        self._conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._woken = woken
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="plenary-listener", daemon=True)

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Listen no more."""
        self._stopped.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                self._hear()
            except psycopg.Error as lost:
                log.warning("listening_interrupted", extra={"reason": type(lost).__name__})
                self._stopped.wait(PAUSE)

    def _hear(self) -> None:
        with psycopg.connect(self._conninfo, autocommit=True, connect_timeout=5) as connection:
            connection.execute("LISTEN plenary")
            self._woken()
            while not self._stopped.is_set():
                for heard in connection.notifies(timeout=1.0, stop_after=1):
                    if heard.payload != self._sign:
                        self._woken()
