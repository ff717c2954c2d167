"""The app manifest, made from the register: what an operator pastes into Slack to create or update the app.

Reference: docs.slack.dev/reference/app-manifest.
"""

from collections.abc import Mapping
from typing import Any, Final

from adapters.slack.escape import shortened
from adapters.slack.limits import (
    COMMAND_DESCRIPTION,
    MANIFEST_DESCRIPTION,
    SHORTCUT_DESCRIPTION,
    SHORTCUT_NAME,
    USAGE_HINT,
)
from adapters.slack.parse import SHORTCUT
from bot.commands.registry import Command, Registry
from bot.locales.catalogue import Interpreter

SCOPES: Final[Mapping[str, str]] = {
    "app_mentions:read": "to answer where slash commands cannot be typed, as in threads",
    "channels:history": "to find a post again, in a thread too, when its confirmation was lost, not to post it twice",
    "channels:read": "to check at the start that linked channels can be reached",
    "chat:write": "to post motions, results and reminders, and to answer privately",
    "commands": "to receive the slash commands",
    "files:write": "to show figures over the years as a picture, and to share minutes as files",
    "groups:history": "as channels:history, in private channels",
    "groups:read": "as channels:read, in private channels",
    "im:history": "as channels:history, in direct messages",
    "im:write": "to send receipts and reminders as direct messages",
    "users:read": "to speak to each person in the language that it has chosen for Slack",
}
"""Every scope the bot asks for, and why; none reads what people write to each other beyond those."""

EVENTS: Final[Mapping[str, str]] = {
    "app_home_opened": "to show the bot's own page as it is when somebody opens it",
    "app_mention": "to take commands where slash commands cannot be typed, as in threads",
}
"""What Slack tells the bot of, beside the acts that are meant for it, and why."""
ENDINGS: Final[Mapping[str, str]] = {
    "app_uninstalled": "to forget the token of a workspace that takes the app away",
    "tokens_revoked": "as app_uninstalled, where the token alone was revoked",
}
"""What Slack tells it of beside those where workspaces install the app themselves."""

NAME: Final = "Plenary"
ENGLISH: Final = Interpreter.speaking("en")
"""Slack shows one manifest to everybody, whatever their language."""
COLOUR: Final = "#1d3b6e"
EVENTS_PATH: Final = "/slack/events"
INSTALL_PATH: Final = "/slack/install"
REDIRECT_PATH: Final = "/slack/oauth_redirect"


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
    options = {} if socket_mode else {"message_menu_options_url": endpoint["url"]}
    return {
        "display_information": {
            "name": NAME,
            "description": shortened(say.words("card.info.text"), MANIFEST_DESCRIPTION),
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [{**_command(registry, noun, prefix, say), **endpoint} for noun in registry.nouns],
            "shortcuts": [_shortcut(command, say) for command in registry.commands if command.from_message],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{public_url.rstrip('/')}{REDIRECT_PATH}"]} if several else {}),
            "scopes": {"bot": sorted(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**requests, "bot_events": sorted({**EVENTS, **(ENDINGS if several else {})})},
            "interactivity": {"is_enabled": True, **requests, **options},
            "org_deploy_enabled": several,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _shortcut(command: Command, say: Interpreter) -> dict[str, Any]:
    return {
        "name": shortened(say.words(command.shortcut), SHORTCUT_NAME),
        "type": "message",
        "callback_id": SHORTCUT + command.path,
        "description": shortened(say.words(command.summary), SHORTCUT_DESCRIPTION),
    }


def _command(registry: Registry, noun: str, prefix: str, say: Interpreter) -> dict[str, Any]:
    verbs = " | ".join(command.verb for command in registry.of_noun(noun))
    return {
        "command": f"/{prefix}{noun}",
        "description": shortened(say.words(f"noun.{noun}"), COMMAND_DESCRIPTION),
        "usage_hint": shortened(verbs, USAGE_HINT),
        "should_escape": True,
    }
