"""Logs: structlog over the standard library, as text for people or JSON for collectors, always to standard error.

Events are named in the past tense, facts are keys. What is logged on behalf of an act names the act, its command, its
platform and its alliance, never who acted. Tokens, message texts and explanations of votes are never logged: the core
logs identifiers only, tracebacks leave out what a person may have typed, the libraries underneath speak from warnings
upwards, and whatever still looks like a secret is blotted out of each line.
"""

import contextlib
import logging
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Final, TextIO

import structlog

from adapters.logging.redaction import Redaction
from adapters.logging.tracebacks import told_traceback
from bot.ports.acts import act_under_way

QUIET: Final = (
    "aiohttp", "alembic", "apscheduler", "asyncio", "discord", "slack_bolt", "slack_sdk", "sqlalchemy", "tzlocal",
    "votelib",
)  # fmt: skip
ANNOUNCED: Final = "plenary.announced"
"""The log of what is said to whoever started the process."""

log: Final = logging.getLogger(__name__)


def configure(*, level: str, form: str, secrets: Iterable[str] = ()) -> None:
    """Send all logs through one handler; called once by whatever starts the process.

    ``form`` is ``text`` or ``json``. ``secrets`` are blotted out wherever they turn up, beside all that looks like one.
    """
    redaction = Redaction(secrets)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            _name_act,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(told_traceback),
            redaction,
            _renderer(form),
        ],
    )
    handler = _Lines(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    announced = logging.getLogger(ANNOUNCED)
    announced.setLevel(logging.INFO)
    announced.propagate = form == "json"
    announced.handlers[:] = [] if announced.propagate else [_Sentences(redaction)]


def announce(event: str, sentence: str, *, warning: bool = False) -> None:
    """Say a sentence to whoever started the process: as it is where logs are text, as a line of theirs where JSON.

    A warning goes to standard error, anything else to standard output. A collector finds it by ``event``.
    """
    level = logging.WARNING if warning else logging.INFO
    logging.getLogger(ANNOUNCED).log(level, event, extra={"sentence": sentence})


def only_warnings() -> None:
    """Log nothing below a warning from now on: for a terminal in which somebody talks."""
    logging.getLogger().setLevel(logging.WARNING)


def log_whole_process() -> None:
    """Log also what would go past the logs: warnings of Python, and whatever ends a thread or the process itself."""
    logging.captureWarnings(capture=True)
    sys.excepthook = _tell_end
    threading.excepthook = _tell_end_of_thread


def _renderer(form: str) -> structlog.typing.Processor:
    if form == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)


def _name_act(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Add what is known of the act on whose behalf a line is written; what the line says itself stands."""
    act = act_under_way()
    if act is not None:
        named = {"act": act.key, "platform": str(act.platform), "command": act.command, "alliance": act.alliance}
        for name, fact in named.items():
            if fact is not None:
                line.setdefault(name, fact)
    return line


class _Lines(logging.StreamHandler[TextIO]):
    """Writes lines. One that cannot be made is told of without its arguments, which could hold anything."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's own name
        """Tell which line of code wrote what could not be logged; nobody is left to tell where that fails too."""
        where = (record.pathname, record.lineno)
        lost = logging.LogRecord(__name__, logging.ERROR, *where, "line_not_logged", None, sys.exc_info())
        lost.written_by = f"{record.name}:{record.lineno}"
        with contextlib.suppress(Exception):
            self.stream.write(self.format(lost) + self.terminator)
            self.flush()


class _Sentences(logging.Handler):
    """Writes what is announced as people read it."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__()
        self._redaction = redaction

    def emit(self, record: logging.LogRecord) -> None:
        """Write the sentence alone."""
        stream = sys.stderr if record.levelno >= logging.WARNING else sys.stdout
        sentence = self._redaction.of_text(str(record.__dict__["sentence"]))
        print(sentence, file=stream, flush=True)


def _tell_end(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, fault, trace)
        return
    log.critical("process_crashed", exc_info=(kind, fault, trace))


def _tell_end_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        log.critical("thread_crashed", exc_info=(ended.exc_type, ended.exc_value, ended.exc_traceback))
