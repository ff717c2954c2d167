"""An alliance as the house knows it: its name, its clock, its language and the charter in force."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.charter import Charter
from bot.domain.ids import AllianceCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """One organisation of this deployment. ``language`` is ``en`` or ``fr``."""

    code: AllianceCode
    name: str
    time_zone: ZoneInfo
    language: str
    charter: Charter
