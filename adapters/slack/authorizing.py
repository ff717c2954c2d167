"""Who the bot is with the one token of the settings, told to Bolt by us.

Without an ``authorize`` of ours Bolt looks into the environment: where SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are
set, it takes tokens from files that an installation over OAuth would have written, and knows no workspace.
"""

from collections.abc import Callable
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import checking
from adapters.slack.checking import SlackTokenRefused, SlackUnreachable
from adapters.slack.workspaces import Workspace, note_arrival
from bot.domain.errors import Refusal
from bot.ports import Address


class OwnToken(AsyncAuthorize):
    """Lets every request act with the one token of the settings; Slack is asked once whose it is."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: AuthorizeResult | None = None

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        **_: Any,  # noqa: ANN401 - Bolt's other facts about the request
    ) -> AuthorizeResult:
        """Give what Slack says about the token. Raises SlackApiError where it is refused."""
        note_arrival(context)
        return await self.known()

    async def known(self) -> AuthorizeResult:
        """Give what Slack says about the token, asking once."""
        if self._known is None:
            answer = await self._client.auth_test()
            token = self._client.token
            self._known = AuthorizeResult.from_auth_test_response(bot_token=token, auth_test_response=answer)
        return self._known


class OneWorkspace:
    """The one token of the settings. ``dead`` is told where Slack takes it no more."""

    def __init__(self, client: AsyncWebClient, *, dead: Callable[[str], None] | None = None) -> None:
        self.acting: Workspace = Workspace(place="", client=client)
        self._own = OwnToken(client)
        self.authorize: AsyncAuthorize = self._own
        self._dead = dead

    async def prepare(self) -> None:
        """Ask Slack whose the token is."""
        await self._own.known()

    async def of(self, to: Address) -> tuple[Workspace, ...]:  # noqa: ARG002 - there is one
        """Give the workspace; whatever an address says, there is no other."""
        return (self.acting,)

    async def died(self, client: AsyncWebClient, reason: str) -> None:  # noqa: ARG002 - there is one client
        """Tell that the token is dead."""
        if self._dead is not None:
            self._dead(reason)

    async def check(self) -> tuple[Refusal, ...]:
        """Look at the token."""
        client = self.acting.client
        return () if client.token is None else await checking.check_bot_token(client)

    async def out_of_reach(self) -> Refusal | None:
        """Tell whether Slack answers and takes the token."""
        found = await self.check()
        return next((fault for fault in found if isinstance(fault, SlackTokenRefused | SlackUnreachable)), None)
