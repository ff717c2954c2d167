"""What the house owes the secretariat about its own posts: one that was given up, a place that is closed to the bot."""

from dataclasses import dataclass

from bot.domain.owed import Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterNotice(Owed):
    """A post could not be delivered; ``letter`` is its number in the outbox."""

    letter: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"dead:{self.letter}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockageNotice(Owed):
    """A place is closed to the bot until a person acts; ``blockage`` is its number in its alliance."""

    blockage: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"blocked:{self.blockage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockageOverNotice(Owed):
    """The bot can write again where it could not; ``blockage`` is its number in its alliance."""

    blockage: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"unblocked:{self.blockage}"


DeliveryNotice = DeadLetterNotice | BlockageNotice | BlockageOverNotice
"""What the secretariat is told of the bot's own posts."""
