"""The payloads that Slack sends for commands, interactions and events.

Sources: docs.slack.dev/interactivity/implementing-slash-commands, /reference/interaction-payloads,
/apis/events-api. An ephemeral message's payload carries no `message`.
"""

from tests.servers.slack.shapes import Json
from tests.servers.slack.world import Channel, Message, User, View, Workspace, World

VERIFICATION_TOKEN = "verification-token"


def channel_name(channel: Channel) -> str:
    """Return the name of a channel as payloads show it."""
    if channel.is_direct:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def slash_command(
    workspace: Workspace,
    user: User,
    channel: Channel,
    *,
    command: str,
    text: str,
    trigger_id: str,
    response_url: str,
) -> Json:
    """Return the payload of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "enterprise_id": workspace.organisation,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": "A1",
        "is_enterprise_install": "true" if workspace.is_of_whole else "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def _interaction(kind: str, workspace: Workspace, user: User) -> Json:
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "api_app_id": "A1",
        "token": VERIFICATION_TOKEN,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "enterprise": {"id": workspace.organisation, "name": "org"} if workspace.organisation else None,
        "is_enterprise_install": workspace.is_of_whole,
    }


def place(workspace: Workspace, source: Message | View) -> Json:
    """Return container, channel and message, or container and view."""
    if isinstance(source, View):
        return {
            "container": {"type": "view", "view_id": source.id},
            "view": source.json(bot_id=workspace.bot_id),
        }
    is_ephemeral = source.ephemeral_to is not None
    container: Json = {"type": "message", "message_ts": source.ts, "channel_id": source.channel}
    container |= {"is_ephemeral": is_ephemeral} | ({"thread_ts": source.thread_ts} if source.thread_ts else {})
    channel = {"id": source.channel, "name": channel_name(workspace.channels[source.channel])}
    return {"container": container, "channel": channel} | ({} if is_ephemeral else {"message": source.json()})


def block_actions(
    world: World,
    workspace: Workspace,
    user: User,
    source: Message | View,
    *,
    action: Json,
    trigger_id: str,
    state: Json,
) -> Json:
    """Return the payload of a pressed button or a chosen option."""
    body = _interaction("block_actions", workspace, user) | place(workspace, source)
    body |= {"trigger_id": trigger_id, "actions": [action | {"action_ts": world.new_ts()}]}
    if isinstance(source, View):
        body["view"] = source.json(bot_id=workspace.bot_id, state=state)
    elif state:
        body["state"] = {"values": state}
    return body


def view_submission(workspace: Workspace, user: User, view: View, *, state: Json, trigger_id: str) -> Json:
    """Return the payload of a submitted modal."""
    body = _interaction("view_submission", workspace, user)
    body |= {"trigger_id": trigger_id, "view": view.json(bot_id=workspace.bot_id, state=state)}
    return body | {"response_urls": []}


def view_closed(workspace: Workspace, user: User, view: View, *, is_cleared: bool) -> Json:
    """Return the payload of a modal closed without a submission."""
    body = _interaction("view_closed", workspace, user)
    return body | {"view": view.json(bot_id=workspace.bot_id), "is_cleared": is_cleared}


def block_suggestion(
    workspace: Workspace, user: User, source: Message | View, *, action_id: str, block_id: str, value: str
) -> Json:
    """Return the payload that asks for the options of an external select."""
    body = _interaction("block_suggestion", workspace, user) | place(workspace, source)
    return body | {"action_id": action_id, "block_id": block_id, "value": value}


def shortcut(workspace: Workspace, user: User, *, callback_id: str, trigger_id: str, action_ts: str) -> Json:
    """Return the payload of a global shortcut."""
    body = _interaction("shortcut", workspace, user)
    return body | {"callback_id": callback_id, "trigger_id": trigger_id, "action_ts": action_ts}


def message_shortcut(
    workspace: Workspace,
    user: User,
    message: Message,
    *,
    callback_id: str,
    trigger_id: str,
    response_url: str,
) -> Json:
    """Return the payload of a shortcut on a message."""
    body = _interaction("message_action", workspace, user)
    body |= {"callback_id": callback_id, "trigger_id": trigger_id, "response_url": response_url}
    channel = {"id": message.channel, "name": channel_name(workspace.channels[message.channel])}
    return body | {
        "channel": channel,
        "message_ts": message.ts,
        "message": message.json(),
        "action_ts": message.ts,
    }


def event(world: World, workspace: Workspace, inner: Json) -> Json:
    """Return an event in its callback."""
    team = None if workspace.is_of_whole else workspace.id
    authorization = {"enterprise_id": workspace.organisation, "team_id": team, "user_id": workspace.bot_user}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.id,
        "enterprise_id": workspace.organisation,
        "context_team_id": workspace.id,
        "context_enterprise_id": workspace.organisation,
        "api_app_id": "A1",
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{world.number()}",
        "event_time": int(world.now()),
        "authorizations": [{**authorization, "is_bot": True, "is_enterprise_install": workspace.is_of_whole}],
        "is_ext_shared_channel": False,
        "event_context": f"context-{world.number()}",
    }
