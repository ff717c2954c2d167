"""The app manifest, made from the register: what an operator pastes into Slack to create or update the app.

Reference: docs.slack.dev/reference/app-manifest.
"""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from adapters.slack.escape import shortened
from adapters.slack.limits import COMMAND_DESCRIPTION, MANIFEST_DESCRIPTION, USAGE_HINT
from bot.commands.registry import Registry
from bot.locales.catalogue import Interpreter

SCOPES: Final[Mapping[str, str]] = {
    "app_mentions:read": "to answer where slash commands cannot be typed, as in threads",
    "channels:history": "to find a post again, in a thread too, when its confirmation was lost, not to post it twice",
    "channels:read": "to check at the start that linked channels can be reached",
    "chat:write": "to post motions, results and reminders, and to answer privately",
    "commands": "to receive the slash commands",
    "files:write": "to show figures over the years as a picture",
    "groups:history": "as channels:history, in private channels",
    "groups:read": "as channels:read, in private channels",
    "im:history": "as channels:history, in direct messages",
    "im:write": "to send receipts and reminders as direct messages",
}
"""Every scope the bot asks for, and why; none reads what people write to each other beyond those."""

NAME: Final = "Plenary"
ENGLISH: Final = Interpreter("en", ZoneInfo("UTC"))
"""Slack shows one manifest to everybody, whatever their language."""
COLOUR: Final = "#1d3b6e"
EVENTS_PATH: Final = "/slack/events"
INSTALL_PATH: Final = "/slack/install"
REDIRECT_PATH: Final = "/slack/oauth_redirect"
ENDINGS: Final = ("app_uninstalled", "tokens_revoked")
"""The events by which Slack says that an installation has ended."""


def manifest(
    registry: Registry,
    prefix: str,
    socket_mode: bool,
    public_url: str,
    *,
    several: bool = False,
    say: Interpreter = ENGLISH,
) -> dict[str, Any]:
    """Give the manifest. Without Socket Mode, Slack reaches the bot at ``public_url``, an https address.

    ``several``: workspaces, and whole organisations, install the app themselves; they come back to ``public_url``.
    """
    endpoint = {} if socket_mode else {"url": f"{public_url.rstrip('/')}{EVENTS_PATH}"}
    requests = {} if socket_mode else {"request_url": endpoint["url"]}
    return {
        "display_information": {
            "name": NAME,
            "description": shortened(say.words("card.info.text"), MANIFEST_DESCRIPTION),
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {"messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [{**_command(registry, noun, prefix, say), **endpoint} for noun in registry.nouns],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{public_url.rstrip('/')}{REDIRECT_PATH}"]} if several else {}),
            "scopes": {"bot": sorted(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**requests, "bot_events": ["app_mention", *(ENDINGS if several else ())]},
            "interactivity": {"is_enabled": True, **requests},
            "org_deploy_enabled": several,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _command(registry: Registry, noun: str, prefix: str, say: Interpreter) -> dict[str, Any]:
    verbs = " | ".join(command.verb for command in registry.of_noun(noun))
    return {
        "command": f"/{prefix}{noun}",
        "description": shortened(say.words(f"noun.{noun}"), COMMAND_DESCRIPTION),
        "usage_hint": shortened(verbs, USAGE_HINT),
        "should_escape": True,
    }
