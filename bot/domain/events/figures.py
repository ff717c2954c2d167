"""What happens to the figures of members on published indices, and what they then show."""

from dataclasses import dataclass

from bot.domain.criteria import Movement
from bot.domain.ids import MemberCode
from bot.domain.indices import Index, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicesImported:
    """Figures of a member on an index came in from a file: those that are new, and those that took another's place.

    ``replaced`` holds the readings as they were until then, each of a year that ``readings`` has too.
    """

    member: MemberCode
    index: Index
    source: str
    readings: tuple[Reading, ...]
    replaced: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicesMoved:
    """An import showed a member failing its criteria, or falling, where it was not known to before."""

    member: MemberCode
    movements: tuple[Movement, ...]
