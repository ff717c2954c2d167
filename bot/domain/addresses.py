"""Where people and posts live: accounts and channels of a platform, written as the terminal writes them.

``slack:TEAM:USER``, ``discord:USER`` and ``console:NAME`` are accounts; ``slack:TEAM:CHANNEL``,
``discord:GUILD:CHANNEL`` and ``console:NAME`` are channels. Names people choose are never part of an identity.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.domain.errors import Refusal


class Platform(StrEnum):
    """The fronts through which people reach the house."""

    SLACK = "slack"
    DISCORD = "discord"
    CONSOLE = "console"


@dataclass(kw_only=True, eq=False)
class MalformedAccount(Refusal):
    """An account that is not written in one of the accepted forms."""

    value: str


@dataclass(kw_only=True, eq=False)
class MalformedChannel(Refusal):
    """A channel that is not written in one of the accepted forms."""

    value: str


_ACCOUNT = re.compile(r"slack:[A-Z0-9]{1,40}:[A-Z0-9]{1,40}|discord:[0-9]{1,20}|console:[A-Za-z0-9_.-]{1,40}")
_CHANNEL = re.compile(
    r"slack:[A-Z0-9]{1,40}:[A-Z0-9]{1,40}|discord:[0-9]{1,20}:[0-9]{1,20}|console:[A-Za-z0-9_.-]{1,40}"
)


@dataclass(frozen=True, slots=True)
class _Written:
    """What accounts and channels share: a written form that begins with the platform."""

    text: str

    @property
    def platform(self) -> Platform:
        """The platform it is on."""
        return Platform(self.text.partition(":")[0])

    @property
    def parts(self) -> tuple[str, ...]:
        """The platform's own ids, in the order of the written form."""
        return tuple(self.text.split(":")[1:])

    def __str__(self) -> str:
        """Write it as the terminal does."""
        return self.text


@dataclass(frozen=True, slots=True)
class Account(_Written):
    """A person's account on a platform, known by the platform's own ids."""

    @classmethod
    def parse(cls, value: str) -> Self:
        """Read an account; raise MalformedAccount where the form is not known."""
        if not _ACCOUNT.fullmatch(value):
            raise MalformedAccount(value=value)
        return cls(value)


@dataclass(frozen=True, slots=True)
class Channel(_Written):
    """A channel on a platform, known by the platform's own ids."""

    @classmethod
    def parse(cls, value: str) -> Self:
        """Read a channel; raise MalformedChannel where the form is not known."""
        if not _CHANNEL.fullmatch(value):
            raise MalformedChannel(value=value)
        return cls(value)


class Purpose(StrEnum):
    """What a linked channel is for."""

    MOTIONS = "motions"
    COUNCIL = "council"
    ANNOUNCEMENTS = "announcements"
    SECRETARIAT = "secretariat"
    REVIEWS = "reviews"
