"""A place where the bot cannot write until a person does something about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

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
    """The platform answers and is not served: its token was revoked or is wrong, its connection was closed for good,
    or something of it fails at each start. Whoever runs the bot has to act."""
    NOT_INSTALLED = "not_installed"
    """The app is not installed in the workspace any more, or the workspace's token is dead."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace, a server or an organisation of a platform, written as what its channels begin with: ``slack:T1``."""

    text: str

    @classmethod
    def of(cls, place: Account | Channel) -> Self:
        """Give what a channel or a person is a part of; where a platform has no such thing, the place itself."""
        return cls(":".join(place.text.split(":")[:2]))

    @property
    def platform(self) -> Platform:
        """The platform it is on."""
        return Platform(self.text.partition(":")[0])

    @property
    def name(self) -> str:
        """The platform's own id of it."""
        return self.text.partition(":")[2]

    def __str__(self) -> str:
        """Write it as its channels begin."""
        return self.text


Place = Account | Channel | Workspace | Platform
"""What can be closed to the bot: a channel, a person's direct messages, a workspace, or a platform as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockage:
    """A place that is, or was, closed to the bot; ``number`` is its own in its alliance.

    ``reason`` is the platform's own word. ``edit_ends`` says that a changed post shows that it is over, as a new one
    does: where a change was refused, not where a new post was, as a change is often allowed all the same. ``until`` is
    when the bot could write there again; None while it cannot.
    """

    number: int
    alliance: AllianceCode
    place: Place
    obstacle: Obstacle
    reason: str
    edit_ends: bool
    since: datetime
    until: datetime | None

    @property
    def platform(self) -> Platform:
        """The platform that the place is on."""
        return self.place if isinstance(self.place, Platform) else self.place.platform
