"""What is known of the places where the bot cannot write until a person acts."""

from datetime import datetime
from typing import Protocol

from bot.domain.blockages import Blockage, Obstacle, Place
from bot.domain.ids import AllianceCode


class Blockages(Protocol):
    """The places that are closed to the bot. At most one blockage of a place is open."""

    def open_at(self, alliance: AllianceCode, place: Place) -> Blockage | None:
        """Give what keeps the bot from a place now; None where nothing does."""
        ...

    def every_open(self, alliance: AllianceCode) -> tuple[Blockage, ...]:
        """Give what is closed to the bot now, the longest closed first."""
        ...

    def get(self, alliance: AllianceCode, number: int) -> Blockage | None:
        """Give a blockage, open or over."""
        ...

    def begin(
        self,
        alliance: AllianceCode,
        place: Place,
        *,
        obstacle: Obstacle,
        reason: str,
        edit_ends: bool,
        now: datetime,
    ) -> int:
        """Note that a place has become closed; give the blockage's number. The alliance is held, none is open there."""
        ...

    def change(self, blockage: Blockage, *, obstacle: Obstacle, reason: str, edit_ends: bool) -> None:
        """Note that something else keeps the bot from a place by now, or that more is refused there."""
        ...

    def end(self, blockage: Blockage, *, now: datetime) -> None:
        """Note that the bot can write there again."""
        ...
