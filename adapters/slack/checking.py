"""The checks at the start: tokens, signing secret, scopes, linked channels; one plain sentence for each fault."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.settings import Settings
from adapters.slack.faults import BUSY, SERVER_ERRORS, SLACKS_TROUBLE, error_of, status_of
from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces import Workspaces
from bot.domain.addresses import Channel, Platform
from bot.domain.errors import Refusal
from bot.ports import NotRecorded

SCOPES_HEADER: Final = "x-oauth-scopes"
"""The header in which Slack says, with each answer, what a token may do."""


@dataclass(kw_only=True, eq=False)
class SlackTokenMissing(Refusal):
    """No bot token is set."""


@dataclass(kw_only=True, eq=False)
class SlackSigningSecretMissing(Refusal):
    """Neither an app token nor a signing secret is set: every request over HTTP would fail, one by one."""


@dataclass(kw_only=True, eq=False)
class SlackTokenRefused(Refusal):
    """A bot token that Slack does not take."""

    reason: str


@dataclass(kw_only=True, eq=False)
class SlackAppTokenRefused(Refusal):
    """An app token that opens no Socket Mode connection."""

    reason: str


@dataclass(kw_only=True, eq=False)
class SlackScopesMissing(Refusal):
    """A bot token without rights that the bot needs."""

    scopes: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class SlackChannelUnreachable(Refusal):
    """A linked channel in which the bot cannot write; ``reason`` is Slack's own word."""

    channel: str
    reason: str


@dataclass(kw_only=True, eq=False)
class SlackClientIncomplete(Refusal):
    """One of the two settings by which several workspaces install the app; ``lacking`` is the other."""

    lacking: str


@dataclass(kw_only=True, eq=False)
class SlackSetTwice(Refusal):
    """A bot token beside the settings for several workspaces: it is not said which of the two is meant."""


@dataclass(kw_only=True, eq=False)
class SlackAddressMissing(Refusal):
    """Several workspaces are to install the app, and no address is set to which Slack could send them back."""


@dataclass(kw_only=True, eq=False)
class SlackNotInstalled(Refusal):
    """A workspace or an organisation in which the app is not installed, or by a token that is dead."""

    workspace: str


@dataclass(kw_only=True, eq=False)
class SlackWorkspaceRefused(Refusal):
    """A workspace's token that Slack does not take."""

    workspace: str
    reason: str


@dataclass(kw_only=True, eq=False)
class SlackWorkspaceScopesMissing(Refusal):
    """A workspace's token without rights that the bot needs."""

    workspace: str
    scopes: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class SlackUnreachable(Refusal):
    """Slack does not answer."""

    reason: str


FAULTS: Final = (SlackApiError, aiohttp.ClientError, TimeoutError, ValueError)
"""What a call of Slack's API may raise; ValueError is an answer that cannot be read."""


def check_settings(settings: Settings) -> tuple[Refusal, ...]:
    """Look for what is not set."""
    faults = list(check_tokens(settings))
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        faults.append(SlackSigningSecretMissing())
    return tuple(faults)


def check_tokens(settings: Settings) -> Iterator[Refusal]:
    """Look for where tokens are to come from: the settings, or the workspaces that install the app."""
    if settings.slack_client_id is None and settings.slack_client_secret is None:
        if settings.slack_bot_token is None:
            yield SlackTokenMissing()
    elif settings.slack_client_secret is None:
        yield SlackClientIncomplete(lacking="PLENARY_SLACK_CLIENT_SECRET")
    elif settings.slack_client_id is None:
        yield SlackClientIncomplete(lacking="PLENARY_SLACK_CLIENT_ID")
    else:
        if settings.slack_bot_token is not None:
            yield SlackSetTwice()
        if settings.public_url is None:
            yield SlackAddressMissing()


async def check_bot_token(client: AsyncWebClient) -> tuple[Refusal, ...]:
    """Ask Slack whom the bot token is for, and compare its scopes with those needed."""
    try:
        answer = await client.auth_test()
    except FAULTS as fault:
        return (_unreachable(fault) or SlackTokenRefused(reason=_error(fault)),)
    headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get(SCOPES_HEADER, "").split(",")}
    lacking = tuple(scope for scope in sorted(SCOPES) if scope not in granted)
    return (SlackScopesMissing(scopes=lacking),) if lacking else ()


async def check_app_token(client: AsyncWebClient, app_token: str) -> tuple[Refusal, ...]:
    """Ask Slack for a Socket Mode address, as a start does; the address is not used."""
    try:
        await client.apps_connections_open(app_token=app_token)
    except FAULTS as fault:
        return (_unreachable(fault) or SlackAppTokenRefused(reason=_error(fault)),)
    return ()


def in_workspace(fault: Refusal, workspace: str) -> Refusal | None:
    """Say of which workspace a fault of a token is; None where Slack could not be asked, which says nothing of it."""
    match fault:
        case SlackTokenRefused(reason=reason):
            return SlackWorkspaceRefused(workspace=workspace, reason=reason)
        case SlackScopesMissing(scopes=scopes):
            return SlackWorkspaceScopesMissing(workspace=workspace, scopes=scopes)
        case _:
            return None


async def check_channels(workspaces: Workspaces, linked: Iterable[Channel]) -> tuple[Refusal, ...]:
    """Look at each linked channel of Slack: it must be there, in use, and have the bot as a member."""
    found = [await _fault_of(workspaces, each) for each in linked if each.platform is Platform.SLACK]
    return tuple(fault for fault in found if fault is not None)


async def _fault_of(workspaces: Workspaces, channel: Channel) -> Refusal | None:
    try:
        first, *_ = await workspaces.of(channel)
    except SlackNotInstalled as missing:
        return missing
    except NotRecorded:
        return None  # the database does not answer, which is told elsewhere
    return await _channel_fault(first.client, channel)


def _unreachable(fault: Exception) -> SlackUnreachable | None:
    """Say that Slack did not answer, or cannot now; None where it did."""
    error = _error(fault)
    failed = isinstance(fault, SlackApiError) and status_of(fault) >= SERVER_ERRORS
    if error and not failed and error not in BUSY | SLACKS_TROUBLE:
        return None
    return SlackUnreachable(reason=error or type(fault).__name__)


async def _channel_fault(client: AsyncWebClient, channel: Channel) -> Refusal | None:
    try:
        answer = await client.conversations_info(channel=channel.parts[-1])
    except FAULTS as fault:
        return _unreachable(fault) or SlackChannelUnreachable(channel=channel.text, reason=_error(fault))
    info = answer["channel"]
    if info.get("is_archived"):
        return SlackChannelUnreachable(channel=channel.text, reason="is_archived")
    if not info.get("is_member", True):
        return SlackChannelUnreachable(channel=channel.text, reason="not_in_channel")
    return None


def _error(fault: Exception) -> str:
    return error_of(fault) if isinstance(fault, SlackApiError) else ""
