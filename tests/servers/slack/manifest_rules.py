"""What Slack refuses in an app manifest.

Sources: docs.slack.dev/reference/app-manifest (fields, lengths and counts), the schema of SchemaStore for the same
(slack-app-manifest.json), and the pages of the events for the scope that each needs.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import jsonschema

HTTPS: Final = {"type": "string", "pattern": "^https://", "maxLength": 3000}


def _text(most: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": most}


def _object(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - schemas of any shape
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def _list(items: Mapping[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": dict(items), "maxItems": most, "uniqueItems": True}


_YES_NO: Final = {"type": "boolean"}
_COMMAND: Final = _object(
    ("command", "description"),
    command={"type": "string", "pattern": r"^/[a-z0-9_-]{1,31}$"},
    description=_text(2000),
    usage_hint=_text(1000),
    should_escape=_YES_NO,
    url=HTTPS,
)
_SHORTCUT: Final = _object(
    ("name", "type", "callback_id", "description"),
    name=_text(24),
    type={"enum": ["message", "global"]},
    callback_id=_text(255),
    description=_text(150),
)
SCHEMA: Final = _object(
    ("display_information",),
    display_information=_object(
        ("name",),
        name=_text(35),
        description=_text(140),
        long_description={"type": "string", "minLength": 174, "maxLength": 4000},
        background_color={"type": "string", "pattern": "^#(?:[0-9a-fA-F]{3}){1,2}$"},
    ),
    features=_object(
        (),
        app_home=_object(
            (), home_tab_enabled=_YES_NO, messages_tab_enabled=_YES_NO, messages_tab_read_only_enabled=_YES_NO
        ),
        bot_user=_object(("display_name",), display_name=_text(80), always_online=_YES_NO),
        shortcuts=_list(_SHORTCUT, 10),
        slash_commands=_list(_COMMAND, 50),
    ),
    oauth_config=_object(
        (),
        redirect_urls=_list(HTTPS, 1000),
        scopes=_object((), bot=_list({"type": "string", "pattern": r"^[a-z_:.]+$"}, 255)),
    ),
    settings=_object(
        (),
        event_subscriptions=_object((), request_url=HTTPS, bot_events=_list(_text(100), 100)),
        interactivity=_object(("is_enabled",), is_enabled=_YES_NO, request_url=HTTPS, message_menu_options_url=HTTPS),
        org_deploy_enabled=_YES_NO,
        socket_mode_enabled=_YES_NO,
        token_rotation_enabled=_YES_NO,
    ),
)

SCOPE_OF_EVENT: Final[Mapping[str, str | None]] = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "tokens_revoked": None,
}
"""The events that the tests know, and the scope that each needs."""


def check_manifest(manifest: Mapping[str, Any]) -> list[str]:
    """Give what Slack would refuse, a line for each fault."""
    validator = jsonschema.Draft202012Validator(SCHEMA)
    faults = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(manifest)
    ]
    return faults or list(_across(manifest))


def _across(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Look at what belongs together: scopes and what needs them, names, and addresses where nothing is held open."""
    features, settings = manifest["features"], manifest["settings"]
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    events = settings["event_subscriptions"]["bot_events"]
    yield from (f"unknown event {event}" for event in events if event not in SCOPE_OF_EVENT)
    needed = {SCOPE_OF_EVENT.get(event) for event in events} - {None}
    if features.get("slash_commands") or features.get("shortcuts"):
        needed.add("commands")
    yield from (f"scope {scope} is missing" for scope in needed if scope not in scopes)
    if scopes and "bot_user" not in features:
        yield "bot scopes need a bot user"
    for key, things in (
        ("command", features.get("slash_commands", ())),
        ("callback_id", features.get("shortcuts", ())),
    ):
        names = [thing[key] for thing in things]
        yield from (f"{key} {name} is there twice" for name in {name for name in names if names.count(name) > 1})
    if not settings["socket_mode_enabled"]:
        yield from _without_address(features, settings)


def _without_address(features: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{each['command']} has no url" for each in features["slash_commands"] if "url" not in each)
    for name in ("event_subscriptions", "interactivity"):
        if "request_url" not in settings[name]:
            yield f"{name} has no request_url"
    if "message_menu_options_url" not in settings["interactivity"]:
        yield "menus that are searched have no message_menu_options_url"
