"""A wire to PostgreSQL that breaks at a commit: before the server hears of it, or before its answer comes back.

It can also keep a commit to itself until it is told to pass it on, stay broken until it is mended, and freeze the lines
there are until they are thawed.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

_SOCKET = ".s.PGSQL.5432"
_CHUNK = 65536


class Cut(Enum):
    """Where the wire breaks, or stops."""

    BEFORE_COMMIT = "before"
    AFTER_COMMIT = "after"
    HELD = "held"
    """The commit stays on its way until it is passed on."""
    LATE = "late"
    """The wire breaks for the client alone, and the commit stays on its way until it is passed on."""


class Wire:
    """Passes bytes on between a directory's socket and the server's, until it is armed and a commit goes by."""

    def __init__(self, directory: Path, server: Path) -> None:
        self.directory = directory
        self.armed: Cut | None = None
        self.broken = 0
        self.happened = threading.Event()
        self.passed_on = threading.Event()
        self.thawed = threading.Event()
        self._lines: list[threading.Event] = []
        self.stays_broken = False
        self._server = server
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(directory / _SOCKET))
        self._listening.listen()
        self._threads: list[threading.Thread] = []

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments)
        self._threads.append(thread)
        thread.start()

    def open(self) -> None:
        """Begin to take connections."""
        self._start(self._accept)

    def close(self) -> None:
        """Take no more connections and wait for those there are to end."""
        self._listening.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def freeze(self) -> None:
        """Pass on nothing more on the lines there are, and keep them up; new ones work."""
        for frozen in self._lines:
            frozen.set()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, suppress(ConnectionError, FileNotFoundError):
            if self.stays_broken and self.broken:
                return
            server.connect(str(self._server / _SOCKET))
            frozen = threading.Event()
            self._lines.append(frozen)
            answers = threading.Thread(target=_pass_on, args=(server, client))
            answers.start()
            with suppress(OSError):
                while sent := client.recv(_CHUNK):
                    if frozen.is_set():
                        self.thawed.wait()
                        break
                    if b"COMMIT\0" in sent and self.armed is not None and self._breaks(sent, client, server):
                        break
                    server.sendall(sent)
            for end in (server, client):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            answers.join()

    def _breaks(self, sent: bytes, client: socket.socket, server: socket.socket) -> bool:
        """Do with a commit as is asked; tell whether the wire is broken now."""
        cut, self.armed = self.armed, None
        if cut is not Cut.HELD:
            self.broken += 1
            client.shutdown(socket.SHUT_RDWR)  # the answer finds no one
        if cut in {Cut.HELD, Cut.LATE}:
            self.happened.set()
            self.passed_on.wait()
        if cut in {Cut.AFTER_COMMIT, Cut.LATE}:
            server.sendall(sent)
            server.shutdown(socket.SHUT_WR)
        self.happened.set()
        return cut is not Cut.HELD


def _pass_on(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while answer := server.recv(_CHUNK):
            client.sendall(answer)


@contextmanager
def wire_to(server: Path, directory: Path) -> Iterator[Wire]:
    """Open a wire to the server whose socket is in a directory, to be used through another."""
    wire = Wire(directory, server)
    wire.open()
    try:
        yield wire
    finally:
        wire.close()
