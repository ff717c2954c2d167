"""Installing the app in one more workspace: Bolt's OAuth flow over our own stores, and what ends an installation.

Whoever opens ``/slack/install`` is sent to Slack, and comes back to ``/slack/oauth_redirect`` with a code that buys the
workspace's token. The state between the two is kept in the database and in a cookie of that browser, once and for ten
minutes. Installing the app gives nobody any rights in any alliance.
Reference: docs.slack.dev/authentication/installing-with-oauth, docs.slack.dev/govslack.
"""

import asyncio
import logging
import re
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.settings import Settings
from adapters.slack.checking import FAULTS
from adapters.slack.installations import InstallationStore, StateStore, place_of
from adapters.slack.limits import ACKNOWLEDGEMENT
from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from adapters.slack.pages import Ending, page
from adapters.slack.parse import Payload
from adapters.slack.renewing import Renewal
from adapters.slack.several import SeveralWorkspaces
from adapters.slack.workspaces import arrival
from bot.domain.addresses import Platform
from bot.jobs.alarms import reopen_workspaces
from bot.ports import Clock, NotRecorded, Writer

log: Final = logging.getLogger(__name__)

STATE_LIFE: Final = timedelta(minutes=10)
"""How long a person may take on Slack's page; a code of Slack's lives as long."""
ASKING: Final = ACKNOWLEDGEMENT - timedelta(seconds=1)
"""How long after the news of an end has come Slack is asked of the token."""
ATTEMPTS: Final = 60
"""Requests for the two pages that are answered within a minute: anybody may make them, and each is a write."""
MINUTE: Final = 60.0
SLACK: Final = "https://slack.com"
GOVSLACK: Final = "slack-gov.com"
"""docs.slack.dev/govslack: the domain of GovSlack, for the Web API and for people."""
AUTHORIZE_PATH: Final = "/oauth/v2/authorize"
ENDINGS: Final = {
    "access_denied": Ending.DECLINED,
    "invalid_browser": Ending.OTHER_BROWSER,
    "invalid_state": Ending.OVERDUE,
}
"""How an attempt ended, by the word of Slack or Bolt for it; any other is a refusal."""

_TEAM: Final = re.compile(r"[TE][A-Z0-9]{1,40}")
_WORD: Final = re.compile(r"[a-z_]{1,60}")


class Installing:
    """The two pages, and the events by which Slack says that an installation has ended."""

    def __init__(
        self, settings: Settings, make_client: Callable[[str | None], AsyncWebClient], writer: Writer, clock: Clock
    ) -> None:
        client_id, secret = settings.slack_client_id or "", settings.slack_client_secret
        client_secret = "" if secret is None else secret.get_secret_value()
        self._client = make_client(None)
        self._answered: deque[float] = deque(maxlen=ATTEMPTS)
        self._installed = InstallationStore(writer)
        rotator = AsyncTokenRotator(client_id=client_id, client_secret=client_secret, client=self._client)
        self.workspaces: Final = SeveralWorkspaces(
            self._installed,
            make_client,
            Renewal(rotator, self._installed, writer),
            partial(reopen_workspaces, writer, clock, Platform.SLACK),
        )
        self._flow = AsyncOAuthFlow(
            client=self._client,
            logger=_silent_log(),
            settings=AsyncOAuthSettings(
                client_id=client_id,
                client_secret=client_secret,
                scopes=sorted(SCOPES),
                user_scopes=[],
                redirect_uri=f"{(settings.public_url or '').rstrip('/')}{REDIRECT_PATH}",
                install_path=INSTALL_PATH,
                redirect_uri_path=REDIRECT_PATH,
                install_page_rendering_enabled=False,
                callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
                authorization_url=authorize_url(settings.slack_api_url),
                installation_store=self._installed,
                installation_store_bot_only=True,
                state_store=StateStore(writer, clock, life=STATE_LIFE),
                state_expiration_seconds=int(STATE_LIFE.total_seconds()),
                logger=_silent_log(),
            ),
        )

    async def begin(self, request: web.Request) -> web.Response:
        """Send a browser to Slack, with a state that is its own. ``team`` chooses a workspace there beforehand."""
        if self._has_enough():
            return page(Ending.TOO_MANY, _accepted(request))
        team = request.query.get("team", "")
        query = f"team={team}" if _TEAM.fullmatch(team) else ""
        try:
            answer = await self._flow.handle_installation(_as_bolt_has_it(request, query))
        except NotRecorded as lost:
            log.warning("slack_installation_not_begun", extra={"reason": lost.reason})
            return page(Ending.NOT_RECORDED, _accepted(request))
        sent = await to_aiohttp_response(answer)
        sent.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        return sent

    async def finish(self, request: web.Request) -> web.Response:
        """Take a browser that comes back from Slack: get the token, keep it, and say how it ended."""
        if self._has_enough():
            return page(Ending.TOO_MANY, _accepted(request))
        try:
            answer = await self._flow.handle_callback(_as_bolt_has_it(request, request.query_string))
        except NotRecorded as lost:
            log.warning("slack_installation_not_recorded", extra={"reason": lost.reason})
            told = page(Ending.NOT_RECORDED, _accepted(request))
        except FAULTS as fault:
            log.warning("slack_installation_not_answered", extra={"reason": type(fault).__name__})
            told = page(Ending.SLACK_AWAY, _accepted(request))
        else:
            facts = {name: values[0] for name, values in answer.headers.items() if name in {"place", "name"}}
            told = page(Ending(answer.body), _accepted(request), **facts)
            if facts:  # installed: who waits for that is told, and what waits is tried
                await self.workspaces.see_what_is_back()
        told.del_cookie(self._flow.settings.state_cookie_name, path="/", secure=True, httponly=True)
        return told

    def _has_enough(self) -> bool:
        """Tell whether as many requests as are answered within a minute have been; else count one more."""
        now = asyncio.get_running_loop().time()
        if len(self._answered) == ATTEMPTS and now - self._answered[0] < MINUTE:
            return True
        self._answered.append(now)
        return False

    async def uninstalled(self, context: AsyncBoltContext) -> None:
        """Take the news that the app was taken away somewhere."""
        await self._revoked(context)

    async def tokens_revoked(self, context: AsyncBoltContext, event: Payload) -> None:
        """Take the news that tokens were revoked: the app's own, or those of people."""
        tokens: dict[str, Any] = event.get("tokens") or {}
        for person in tokens.get("oauth") or ():
            await self._installed.async_delete_installation(
                enterprise_id=context.enterprise_id, team_id=context.team_id, user_id=str(person)
            )
        if tokens.get("bot"):
            await self._revoked(context)

    async def _revoked(self, context: AsyncBoltContext) -> None:
        """Slack waits for the acknowledgement of an event, which is the end of its listener."""
        until = arrival(context) + ASKING.total_seconds()
        await self.workspaces.revoked(context.team_id, context.enterprise_id, until=until)


def not_served(request: web.Request) -> web.Response:
    """Say that the bot does not serve Slack at the moment."""
    return page(Ending.NOT_SERVED, _accepted(request))


def authorize_url(api_url: str) -> str:
    """Give where people agree to an installation: on GovSlack for its API, on this machine for an API on it.

    The API may be reached by a proxy; people's browsers are sent to Slack itself all the same.
    """
    parts = urlsplit(api_url)
    if parts.scheme == "http":  # the settings take that for this machine alone
        return urlunsplit((parts.scheme, parts.netloc, AUTHORIZE_PATH, "", ""))
    host = parts.hostname or ""
    on_govslack = host == GOVSLACK or host.endswith(f".{GOVSLACK}")
    return f"https://{GOVSLACK}{AUTHORIZE_PATH}" if on_govslack else f"{SLACK}{AUTHORIZE_PATH}"


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    installation = args.installation
    whole = bool(installation.is_enterprise_install)
    place = place_of(installation.enterprise_id, installation.team_id, whole=whole)
    name = (installation.enterprise_name if whole else installation.team_name) or place
    log.info("slack_installed", extra={"workspace": place})
    ending = Ending.DONE_EVERYWHERE if whole else Ending.DONE
    return BoltResponse(status=200, body=ending.value, headers={"place": place, "name": name})


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    reason = args.reason if _WORD.fullmatch(args.reason) else "unknown"
    log.warning("slack_installation_failed", extra={"reason": reason})
    return BoltResponse(status=200, body=ENDINGS.get(reason, Ending.REFUSED).value)


def _as_bolt_has_it(request: web.Request, query: str) -> AsyncBoltRequest:
    """Give a request without its body, which neither page has."""
    return AsyncBoltRequest(body="", query=query, headers=dict(request.headers))


def _accepted(request: web.Request) -> str:
    return request.headers.get("Accept-Language", "")


def _silent_log() -> logging.Logger:
    """Give the flow a log that says nothing: it names codes, and what becomes of each attempt is logged here."""
    silent = logging.getLogger("plenary.slack.library.oauth")
    silent.setLevel(logging.CRITICAL)
    return silent
