"""The lines to a PostgreSQL server, which can be cut from outside.

A line may be dead while everything on the way keeps it up: a proxy whose server is gone, a router that acknowledges and
forwards nothing. The driver then waits for ever, and with it the thread that has the line. Cutting ends the wait: the
thread finds its connection lost, and the next transaction opens another one.
"""

import contextlib
import os
import socket
from typing import Final

import psycopg
from sqlalchemy import Engine, event


class Lines:
    """The connections that an engine has open; none are kept for SQLite, which has no line to lose."""

    def __init__(self, engine: Engine) -> None:
        self._open: Final[set[psycopg.Connection[object]]] = set()
        if engine.dialect.name == "postgresql":
            event.listen(engine, "connect", lambda line, _: self._open.add(line))
            event.listen(engine, "close", lambda line, _: self._open.discard(line))
            event.listen(engine, "close_detached", self._open.discard)

    def cut(self) -> int:
        """Cut every line, whoever waits on it; give how many there were."""
        cut = 0
        for line in tuple(self._open):
            with contextlib.suppress(OSError, psycopg.Error):
                with socket.socket(fileno=os.dup(line.pgconn.socket)) as end:
                    end.shutdown(socket.SHUT_RDWR)
                cut += 1
        return cut
