"""Who the bot is, told to Bolt by us.

Without an ``authorize`` of ours Bolt looks into the environment: where SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are
set, it takes tokens from files that an installation over OAuth would have written, and knows no workspace.
"""

from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient


class OwnToken(AsyncAuthorize):
    """Lets every request act with the one token of the settings; Slack is asked once whose it is."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: AuthorizeResult | None = None

    async def __call__(self, **_: Any) -> AuthorizeResult:  # noqa: ANN401 - Bolt's facts about the request
        """Give what Slack says about the token. Raises SlackApiError where it is refused."""
        if self._known is None:
            answer = await self._client.auth_test()
            token = self._client.token
            self._known = AuthorizeResult.from_auth_test_response(bot_token=token, auth_test_response=answer)
        return self._known
