"""An alliance as the house knows it: its name, its clock, its language and the charter in force."""

import re
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.charter import Charter
from bot.domain.ids import AllianceCode

LONGEST_CODE: Final = 60
CODE: Final = re.compile(rf"[a-z0-9-]{{1,{LONGEST_CODE}}}")
"""What the code of an alliance is: lower-case letters, digits and hyphens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """One organisation of this deployment. ``language`` is ``en`` or ``fr``."""

    code: AllianceCode
    name: str
    time_zone: ZoneInfo
    language: str
    charter: Charter
