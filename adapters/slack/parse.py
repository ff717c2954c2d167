"""Slack's payloads as invocations: who, where, what, and the platform's own id of the act.

Ids are checked before anything is done with them; names people choose are never looked at.
Sources on docs.slack.dev: interactivity/implementing-slash-commands, reference/interaction-payloads,
apis/events-api.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from adapters.slack.offering import read_offer
from bot.commands.registry import Registry
from bot.dispatch import Chosen, Invocation, Pressed, Request, Typed
from bot.domain.addresses import Account, Channel

Payload = Mapping[str, Any]

SHORTCUT: Final = "from-message:"
"""How the ids of the entries in the menu of a message begin; the path of the command follows."""
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_REFERENCE: Final = re.compile(
    r"<(?:@(?P<user>[UW][A-Z0-9]+)|#(?P<channel>[CGD][A-Z0-9]+)|!(?P<special>[a-z]+)(?:\^[^|<>]*)?|(?P<url>[a-z]+:[^|<>\s]+))"
    r"(?:\|(?P<label>[^<>]*))?>"
)
"""A reference of Slack's own. None holds another one, and to stop at each ``<`` keeps long lines quick to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the answer to an act may be shown; Slack's own ids."""

    user: str
    channel: str | None
    response_url: str | None = None
    thread: str | None = None
    home: str = ""
    """The organisation, else the workspace, of the person: the first half of its account."""


def unescaped(text: str) -> str:
    """Take Slack's escapes back."""
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def typed_text(text: str, team: str) -> str:
    """Give a line as its writer meant it.

    A person mentioned becomes the account's written form, a channel likewise, a link its address alone.
    """

    def told(match: re.Match[str]) -> str:
        if match["user"]:
            return f"slack:{team}:{match['user']}"
        if match["channel"]:
            return f"slack:{team}:{match['channel']}"
        if match["special"]:
            return match["label"] or f"@{match['special']}"
        return match["url"].removeprefix("mailto:")

    return unescaped(_REFERENCE.sub(told, text))


def command_line(command: str, text: str, *, prefix: str, team: str) -> str:
    """Give the line that a slash command stands for: ``/vote M-1 yes``, the workspace's prefix taken off."""
    return f"/{command.removeprefix('/').removeprefix(prefix)} {typed_text(text, team)}".strip()


def slash_invocation(body: Payload, *, prefix: str, received_at: datetime) -> Invocation:
    """Read a slash command; raises MalformedAccount or MalformedChannel for ids that are none."""
    team = str(body["team_id"])
    line = command_line(str(body["command"]), str(body.get("text") or ""), prefix=prefix, team=home_of(body))
    return _invocation(
        body,
        key=str(body["trigger_id"]),
        user=str(body["user_id"]),
        channel=_channel(team, str(body["channel_id"])),
        received_at=received_at,
        request=Typed(line=line),
        takes_form=True,
    )


def press_invocation(body: Payload, *, received_at: datetime) -> Invocation:
    """Read a pressed button; one that offers a form says which command with what."""
    action = body["actions"][0]
    said = unescaped(str(action.get("value") or action["action_id"]))
    offered = read_offer(said)
    request = Pressed(action=said) if offered is None else Chosen(path=offered[0], values=offered[1])
    return _on_message(body, request=request, received_at=received_at)


def shortcut_invocation(body: Payload, *, registry: Registry, received_at: datetime) -> Invocation:
    """Read a command that begins from a message: the message's text fills one of its options."""
    path = str(body["callback_id"]).removeprefix(SHORTCUT)
    command = registry.get(path)
    text = typed_text(str((body.get("message") or {}).get("text") or ""), home_of(body))
    request = Chosen(path=path, values={} if command is None else {command.from_message: text})
    return _on_message(body, request=request, received_at=received_at)


def account_of(body: Payload) -> Account:
    """Give the account of whoever opened the bot's own page, or acts in one of its views."""
    user = body["event"]["user"] if "event" in body else body["user"]["id"]
    return Account.parse(f"slack:{home_of(body)}:{user}")


def is_on_page(body: Payload) -> bool:
    """Tell whether a button was pressed on the bot's own page, or in an answer above it: in a view, not a message."""
    return bool(body.get("view"))


def is_home(body: Payload) -> bool:
    """Tell whether a button was pressed on the page itself."""
    return (body.get("view") or {}).get("type") == "home"


def form_invocation(
    body: Payload, *, path: str, values: Mapping[str, str], channel: str | None, received_at: datetime
) -> Invocation:
    """Read a form that was sent."""
    return _invocation(
        body,
        key=str(body["trigger_id"]),
        user=str(body["user"]["id"]),
        channel=_channel(_team(body), channel or ""),
        received_at=received_at,
        request=Chosen(path=path, values=values),
    )


def typing_invocation(body: Payload, *, path: str, channel: str | None, received_at: datetime) -> Invocation:
    """Read who types into a menu of a form, and where the form was opened; nothing is done by that yet."""
    return _invocation(
        body,
        key="",
        user=str(body["user"]["id"]),
        channel=_channel(_team(body), channel or ""),
        received_at=received_at,
        request=Chosen(path=path, values={}),
    )


def mention_invocation(body: Payload, *, bot_user: str, received_at: datetime) -> Invocation:
    """Read a message that mentions the bot: what comes after the mention is the line."""
    event = body["event"]
    before, _, after = str(event.get("text") or "").partition(f"<@{bot_user}>")
    return _invocation(
        body,
        key=str(body["event_id"]),
        user=str(event["user"]),
        channel=_channel(str(body["team_id"]), str(event["channel"])),
        received_at=received_at,
        request=Typed(line=typed_text(after.strip() or before.strip(), home_of(body))),
        takes_form=True,
    )


def is_an_act(event: Payload) -> bool:
    """Tell whether a mention is a person's act: programs, this one included, do nothing, nor do edits.

    An edited message comes as one more event with an id of its own; its first version has been an act already.
    """
    by_a_program = event.get("bot_id") or event.get("bot_profile") or event.get("subtype") == "bot_message"
    return bool(event.get("user")) and not by_a_program and not event.get("edited")


def slash_place(body: Payload) -> Place:
    """Say where to answer a slash command."""
    return Place(
        user=str(body["user_id"]),
        channel=str(body["channel_id"]),
        response_url=body.get("response_url"),
        home=home_of(body),
    )


def press_place(body: Payload) -> Place:
    """Say where to answer a pressed button."""
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    thread = container.get("thread_ts")
    return Place(
        user=str(body["user"]["id"]),
        channel=channel,
        response_url=body.get("response_url"),
        thread=thread,
        home=home_of(body),
    )


def shortcut_place(body: Payload) -> Place:
    """Say where to answer a command that began from a message: in its thread, where it stands in one."""
    message = body.get("message") or {}
    return Place(
        user=str(body["user"]["id"]),
        channel=(body.get("channel") or {}).get("id"),
        response_url=body.get("response_url"),
        thread=message.get("thread_ts"),
        home=home_of(body),
    )


def mention_place(body: Payload) -> Place:
    """Say where to answer a mention: in its thread, where it stands in one."""
    event = body["event"]
    return Place(user=str(event["user"]), channel=str(event["channel"]), thread=event.get("thread_ts"))


def private_metadata(view: Payload) -> dict[str, str]:
    """Read what one of our views carries; empty where it is not ours."""
    try:
        carried = json.loads(str(view.get("private_metadata") or "{}"))
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in carried.items()} if isinstance(carried, dict) else {}


def _on_message(body: Payload, *, request: Request, received_at: datetime) -> Invocation:
    """Give an act that was done on a message, or on the bot's own page, which is in no channel."""
    return _invocation(
        body,
        key=str(body["trigger_id"]),
        user=str(body["user"]["id"]),
        channel=_channel(_team(body), str((body.get("channel") or {}).get("id", ""))),
        received_at=received_at,
        request=request,
        takes_form=True,
    )


def _invocation(
    body: Payload,
    *,
    key: str,
    user: str,
    channel: Channel | None,
    received_at: datetime,
    request: Request,
    takes_form: bool = False,
) -> Invocation:
    return Invocation(
        key=f"slack:{key}",
        account=Account.parse(f"slack:{home_of(body)}:{user}"),
        channel=channel,
        received_at=received_at,
        request=request,
        locale=(body.get("user") or {}).get("locale") if isinstance(body.get("user"), dict) else None,
        takes_form=takes_form,
    )


def _team(body: Payload) -> str:
    """Give the workspace of an act; an installation for a whole organisation names it with the person."""
    return str((body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id") or home_of(body))


def home_of(body: Payload) -> str:
    """Give the first half of an account's identity: the organisation, else the workspace."""
    enterprise = body.get("enterprise_id") or (body.get("enterprise") or {}).get("id")
    return str(enterprise or body.get("team_id") or (body.get("team") or {}).get("id") or "")


def _channel(team: str, channel: str) -> Channel | None:
    """Give a channel; None for a direct message, which belongs to no alliance."""
    return None if not channel or channel.startswith("D") else Channel.parse(f"slack:{team}:{channel}")
