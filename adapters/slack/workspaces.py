"""The workspaces in which the bot acts: for each address, the client that holds the right token.

With the one token of the settings there is one client for everything (``authorizing``); with several installations each
workspace has its own (``several``).
"""

from dataclasses import dataclass
from typing import Protocol

from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal
from bot.ports import Address


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

    def died(self, client: AsyncWebClient, reason: str) -> None:
        """Note that Slack takes the token of a client no more."""
        ...

    async def check(self) -> tuple[Refusal, ...]:
        """Look at every token: whether Slack takes it, and whether it may do what the bot does."""
        ...

    async def out_of_reach(self) -> Refusal | None:
        """Tell what keeps all of Slack out of reach; None where it answers."""
        ...
