"""A place where the bot cannot write until a person does something about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.addresses import Account, Channel, Platform
from bot.domain.ids import AllianceCode


class Obstacle(StrEnum):
    """Why nothing can be posted at a place, by what has to be done there.

    A pause that a platform asks for and an outage are none: they pass by themselves.
    """

    REMOVED = "removed"
    """The bot is not in the channel, or in the server, any more."""
    FORBIDDEN = "forbidden"
    """The bot is there and may not post."""
    GONE = "gone"
    """The channel was deleted, as far as the bot can see."""
    ARCHIVED = "archived"
    """The channel is archived."""
    PERSON_GONE = "person_gone"
    """The person has left the workspace or the server, or the account was closed."""
    PERSON_CLOSED = "person_closed"
    """The person takes no direct messages from the bot."""
    SHUT_OUT = "shut_out"
    """The platform will not have the bot any more: its token was revoked, or its connection closed for good."""


Place = Account | Channel | Platform
"""What can be closed to the bot: a channel, a person's direct messages, or a platform as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockage:
    """A place that is, or was, closed to the bot; ``number`` is its own in its alliance.

    ``reason`` is the platform's own word. ``until`` is when the bot could write there again; None while it cannot.
    """

    number: int
    alliance: AllianceCode
    place: Place
    obstacle: Obstacle
    reason: str
    since: datetime
    until: datetime | None

    @property
    def platform(self) -> Platform:
        """The platform that the place is on."""
        return self.place if isinstance(self.place, Platform) else self.place.platform
