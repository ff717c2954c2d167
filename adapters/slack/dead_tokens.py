"""The tokens that Slack takes no more: one is believed dead when Slack says so twice, and asked about at each look.

A single ``account_inactive`` may be Slack's own trouble, and an account that was closed may be opened again.
"""

import asyncio
from collections.abc import Iterable

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.checking import FAULTS
from adapters.slack.faults import TOKEN_IS_DEAD, error_of


class DeadTokens:
    """Knows which tokens are left alone."""

    def __init__(self) -> None:
        self._dead: set[str] = set()

    def __contains__(self, token: str | None) -> bool:
        """Tell whether a token is left alone."""
        return token in self._dead

    def add(self, client: AsyncWebClient) -> None:
        """Leave the token of a client alone from now on."""
        if client.token is not None:
            self._dead.add(client.token)

    async def look_again(self, clients: Iterable[AsyncWebClient]) -> None:
        """Ask about those of these that are left alone; what Slack takes again is used again."""
        dead = [client for client in clients if client.token in self]
        taken = await asyncio.gather(*map(is_taken, dead))
        self._dead -= {client.token or "" for client, is_good in zip(dead, taken, strict=True) if is_good}


async def is_taken(client: AsyncWebClient) -> bool | None:
    """Ask Slack whether it takes a token; None where it does not say."""
    try:
        await client.auth_test()
    except SlackApiError as refused:
        return False if error_of(refused) in TOKEN_IS_DEAD else None
    except FAULTS:
        return None
    return True
