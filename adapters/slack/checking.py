"""The checks at the start: tokens, signing secret, scopes, linked channels; one plain sentence for each fault."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.settings import Settings
from adapters.slack.faults import BUSY, SERVER_ERRORS, SLACKS_TROUBLE, error_of, status_of
from adapters.slack.manifest import SCOPES
from bot.domain.addresses import Channel, Platform
from bot.domain.errors import Refusal

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
class SlackUnreachable(Refusal):
    """Slack does not answer."""

    reason: str


FAULTS: Final = (SlackApiError, aiohttp.ClientError, TimeoutError, ValueError)
"""What a call of Slack's API may raise; ValueError is an answer that cannot be read."""


def check_settings(settings: Settings) -> tuple[Refusal, ...]:
    """Look for what is not set."""
    faults: list[Refusal] = []
    if settings.slack_bot_token is None:
        faults.append(SlackTokenMissing())
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        faults.append(SlackSigningSecretMissing())
    return tuple(faults)


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


async def check_channels(client: AsyncWebClient, linked: Iterable[Channel]) -> tuple[Refusal, ...]:
    """Look at each linked channel of Slack: it must be there, in use, and have the bot as a member."""
    found = [await _channel_fault(client, each) for each in linked if each.platform is Platform.SLACK]
    return tuple(fault for fault in found if fault is not None)


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
