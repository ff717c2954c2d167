"""The workspaces in which the bot acts: for each address, the client that holds the right token.

With the one token of the settings there is one client for everything (``authorizing``); with several installations each
workspace has its own (``several``).
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Final, Protocol

from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal
from bot.ports import Address

ARRIVED: Final = "plenary_arrived"
"""Where the context of a request says when it came, by the loop's clock: Slack waits from then on."""


def note_arrival(context: dict[str, Any]) -> None:
    """Note in a request's context that it has come; what tells who acts is the first of ours that Bolt asks."""
    context[ARRIVED] = asyncio.get_running_loop().time()


def arrival(context: dict[str, Any]) -> float:
    """Give when a request came, by the loop's clock; it is now for the news of an end, where nobody acts."""
    return float(context.get(ARRIVED, asyncio.get_running_loop().time()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A place where the app is installed, and the client that acts there."""

    place: str
    client: AsyncWebClient


class Workspaces(Protocol):
    """Gives the client for each act and each address."""

    @property
    def acting(self) -> Workspace:
        """The workspace in which the act under way was done."""
        ...

    @property
    def authorize(self) -> AsyncAuthorize:
        """What tells Bolt, for each request, who the bot is where it came from."""
        ...

    async def prepare(self) -> None:
        """Find out beforehand what the first act would have to wait for; raise what a call of Slack's may."""
        ...

    async def of(self, to: Address) -> tuple[Workspace, ...]:
        """Give the workspaces from which an address can be reached, the best first.

        Raise SlackNotInstalled where there is none, NotRecorded where that cannot be found out.
        """
        ...

    async def died(self, client: AsyncWebClient, reason: str) -> None:
        """Note that Slack said that it takes the token of a client no more."""
        ...

    async def check(self) -> tuple[Refusal, ...]:
        """Look at every token: whether Slack takes it, and whether it may do what the bot does."""
        ...

    async def out_of_reach(self) -> Refusal | None:
        """Tell what keeps all of Slack out of reach; None where it answers."""
        ...
