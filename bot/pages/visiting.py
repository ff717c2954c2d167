"""Who reads a page: nobody in particular, with no right but to look, in a language of the house."""

from datetime import datetime
from typing import Final

from bot.commands.context import Context
from bot.commands.register import REGISTRY
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.ids import AllianceCode
from bot.locales.catalogue import Interpreter, first_known
from bot.ports import UnitOfWork

READER: Final = Account("console:reader")
"""Stands for whoever reads; it holds no credential, and a page records nothing."""
_LOOKING: Final = next(command for command in REGISTRY.commands if command.path == "motion.show")


def visit(uow: UnitOfWork, code: AllianceCode, languages: tuple[str, ...], now: datetime) -> Context | None:
    """Let a reader in to an alliance; None where there is none of that code.

    ``languages`` are tags in the order of the reader's liking; where the house has none of them, the alliance's own.
    """
    alliance = uow.alliances.get(code)
    return None if alliance is None else visitor(uow, alliance, languages, now)


def visitor(uow: UnitOfWork, alliance: Alliance, languages: tuple[str, ...], now: datetime) -> Context:
    """Give a reader of an alliance, as ``visit`` lets it in."""
    return Context(
        uow=uow,
        alliance=alliance,
        account=READER,
        credential=None,
        now=now,
        interpreter=Interpreter(first_known(languages, default=alliance.language), alliance.time_zone),
        registry=REGISTRY,
        command=_LOOKING,
    )
