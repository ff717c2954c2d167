"""Logs: structlog over the standard library, as text for people or JSON for collectors, always to standard error.

Events are named in the past tense, facts are keys. Tokens, message texts and explanations of vote are never logged:
the core logs identifiers only, and the libraries underneath speak from warnings upwards.
"""

import logging
import sys
from typing import Final

import structlog

QUIET: Final = ("aiohttp", "alembic", "apscheduler", "discord", "slack_bolt", "slack_sdk", "sqlalchemy")


def configure(*, level: str, form: str) -> None:
    """Send all logs through one handler; called once by whatever starts the process."""
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
