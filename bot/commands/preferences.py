"""How a person is spoken to: in its own language and time zone, where it has chosen them."""

from zoneinfo import ZoneInfo

from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.locales.catalogue import Interpreter
from bot.ports import UnitOfWork


def interpreter_for(uow: UnitOfWork, alliance: Alliance, account: Account, *, language: str) -> Interpreter:
    """Give who speaks to a person: as it has chosen, else in ``language`` and in the alliance's time zone."""
    chosen = uow.delegations.preferences(alliance.code, account)
    zone = alliance.time_zone if chosen.zone is None else ZoneInfo(chosen.zone)
    return Interpreter(chosen.language or language, zone)
