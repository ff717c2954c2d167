"""What can be wrong with Discord when the bot starts, each a plain sentence of the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Final

import aiohttp
import discord

from bot.domain.errors import Refusal


@dataclass(kw_only=True, eq=False)
class DiscordTokenMissing(Refusal):
    """No token is set."""


@dataclass(kw_only=True, eq=False)
class DiscordTokenRefused(Refusal):
    """Discord does not know the token."""

    reason: ClassVar[str] = "Unauthorized"
    """Discord's own word for it."""


@dataclass(kw_only=True, eq=False)
class DiscordEnded(Refusal):
    """Discord has closed the connection and will take no other one like it."""

    reason: str


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


AUTHENTICATION_FAILED: Final = 4004
"""The gateway's close code for a token that is not valid any more (Opcodes and Status Codes)."""


def refusal_of(end: BaseException | None) -> Refusal:
    """Give what the end of a connection means, which the library would not mend by itself."""
    match end:
        case discord.ConnectionClosed(code=code) if code == AUTHENTICATION_FAILED:
            return DiscordTokenRefused()
        case discord.ConnectionClosed():
            return DiscordEnded(reason=f"close code {end.code}")
        case discord.ClientException():
            return DiscordEnded(reason=type(end).__name__)
        case None:
            return DiscordEnded(reason="closed")
        case _:
            return DiscordEnded(reason=f"defect: {type(end).__name__}")


@contextmanager
def reaching(address: str) -> Iterator[None]:
    """Turn a refused token and a Discord that does not answer into their faults."""
    try:
        yield
    except discord.LoginFailure as refused:
        raise DiscordTokenRefused from refused
    except discord.GatewayNotFound as lost:
        raise DiscordUnreachable(address=address, reason=str(lost.__cause__ or lost)) from lost
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError) as lost:
        raise DiscordUnreachable(address=address, reason=str(lost) or type(lost).__name__) from lost
