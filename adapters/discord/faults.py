"""What can be wrong with Discord when the bot starts, each a plain sentence of the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import aiohttp
import discord

from bot.domain.errors import Refusal


@dataclass(kw_only=True, eq=False)
class DiscordTokenMissing(Refusal):
    """No token is set."""


@dataclass(kw_only=True, eq=False)
class DiscordTokenRefused(Refusal):
    """Discord does not know the token."""


@dataclass(kw_only=True, eq=False)
class DiscordUnreachable(Refusal):
    """Discord does not answer, or answers that it cannot."""

    address: str
    reason: str


@dataclass(kw_only=True, eq=False)
class DiscordChannelUnreachable(Refusal):
    """A linked channel that is gone, or that the bot does not see."""

    channel: str
    reason: str


@dataclass(kw_only=True, eq=False)
class DiscordChannelForbids(Refusal):
    """A linked channel where the bot lacks permissions, by Discord's names for them."""

    channel: str
    permissions: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class DiscordCommandsRefused(Refusal):
    """Discord did not take the commands."""

    reason: str


@contextmanager
def reaching(address: str) -> Iterator[None]:
    """Turn a refused token and a Discord that does not answer into their faults."""
    try:
        yield
    except discord.LoginFailure as refused:
        raise DiscordTokenRefused from refused
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError) as lost:
        raise DiscordUnreachable(address=address, reason=str(lost) or type(lost).__name__) from lost
