"""Web API methods and the response_url that write and read messages.

Scopes, membership and the rules on bodies are checked. Left out: rate limits, unfurling, mentions of groups,
schedules, attachments' own fields, paging of histories.
"""

from dataclasses import replace

from tests.servers.slack import rules
from tests.servers.slack.shapes import Json
from tests.servers.slack.world import (
    RESPONSE_URL_LIFE,
    RESPONSE_URL_USES,
    Channel,
    Message,
    Refused,
    ResponseUrl,
    Workspace,
    World,
)

PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
"""How the files begin that an image block may name: png, jpg, gif (reference, slack file object)."""


def find_channel(workspace: Workspace, channel_id: object) -> Channel:
    """Return a channel, or raise Refused(channel_not_found)."""
    channel = workspace.channels.get(str(channel_id))
    if channel is None:
        raise Refused("channel_not_found")
    return channel


def direct_channel(world: World, workspace: Workspace, user: str) -> Channel:
    """Return the direct message of the bot and a user, making it if need be."""
    if user not in workspace.users:
        raise Refused("user_not_found")
    if workspace.users[user].is_deleted:
        raise Refused("user_disabled")
    members = {user, workspace.bot_user}
    for channel in workspace.channels.values():
        if channel.is_direct and channel.members == members:
            return channel
    channel = Channel(id=f"D{world.number()}{user}", team=workspace.id, name="", members=members, is_direct=True)
    workspace.channels[channel.id] = channel
    return channel


def _writable(world: World, workspace: Workspace, args: Json) -> Channel:
    target = str(args.get("channel", ""))
    if target.startswith(("U", "W")):
        if target not in workspace.users:
            raise Refused("channel_not_found")
        return direct_channel(world, workspace, target)
    channel = find_channel(workspace, target)
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.is_direct and any(workspace.users[each].is_deleted for each in channel.members):
        raise Refused("channel_not_found")
    if workspace.bot_user not in channel.members:
        raise Refused("not_in_channel" if not channel.is_private else "channel_not_found")
    return channel


def _demand_body(args: Json, *, may_be_empty: bool = False) -> None:
    if refusal := rules.check_message(args, may_be_empty=may_be_empty):
        raise Refused(refusal, is_violation=True)


def _demand_pictures(world: World, args: Json) -> None:
    """Refuse image blocks that name a file which was not uploaded whole, or is no picture that Slack shows."""
    for file_id in rules.files_of(args.get("blocks")):
        file = world.files.get(file_id)
        if file is None or not file.get("completed") or not bytes(file["content"]).startswith(PICTURES):
            raise Refused(rules.Refusal(error="invalid_blocks", messages=("invalid slack file",)), is_violation=True)


def compose(world: World, workspace: Workspace, channel: str, args: Json) -> Message:
    """Return a new message of the bot from the arguments of a call."""
    return Message(
        team=workspace.id,
        channel=channel,
        ts=world.new_ts(),
        user=workspace.bot_user,
        bot_id=workspace.bot_id,
        text=str(args.get("text") or ""),
        blocks=world.with_ids(args.get("blocks") or ()),
        attachments=tuple(args.get("attachments") or ()),
        metadata=args.get("metadata"),
        thread_ts=args.get("thread_ts"),
    )


def _demand_thread(world: World, workspace: Workspace, channel: Channel, stamp: str) -> None:
    """Refuse a thread whose first message is not there; one with replies outlives it."""
    own = [each for each in world.messages if (each.team, each.channel) == (workspace.id, channel.id)]
    seen = [each for each in own if not (each.is_deleted or each.ephemeral_to)]
    if not any(stamp in {each.ts if each.thread_ts is None else None, each.thread_ts} for each in seen):
        raise Refused("thread_not_found")


def post_message(world: World, workspace: Workspace, args: Json) -> Json:
    """chat.postMessage."""
    _demand_body(args)
    _demand_pictures(world, args)
    channel = _writable(world, workspace, args)
    if args.get("thread_ts"):
        _demand_thread(world, workspace, channel, str(args["thread_ts"]))
    message = world.keep(compose(world, workspace, channel.id, args))
    return {"channel": channel.id, "ts": message.ts, "message": message.json()}


def post_ephemeral(world: World, workspace: Workspace, args: Json) -> Json:
    """chat.postEphemeral."""
    _demand_body(args)
    _demand_pictures(world, args)
    channel = _writable(world, workspace, args)
    if args.get("user") not in channel.members:
        raise Refused("user_not_in_channel")
    message = compose(world, workspace, channel.id, args)
    message = world.keep(replace(message, ephemeral_to=args["user"]))
    world.note_answer(message, "chat.postEphemeral")
    return {"message_ts": message.ts}


def _own_message(world: World, workspace: Workspace, args: Json, error: str) -> Message:
    channel = find_channel(workspace, args.get("channel"))
    message = world.find(workspace.id, channel.id, str(args.get("ts")))
    if message is None or message.ephemeral_to:
        raise Refused("message_not_found")
    if message.bot_id != workspace.bot_id:
        raise Refused(error)
    return message


def revised(world: World, message: Message, args: Json) -> Message:
    """Return the message as an edit leaves it: a text without blocks removes the blocks; metadata stays."""
    text, blocks = args.get("text"), args.get("blocks")
    kept = message.blocks if blocks is None and text is None else ()
    attachments = args.get("attachments")
    return replace(
        message,
        text=message.text if text is None else str(text),
        blocks=world.with_ids(blocks) if blocks else kept,
        attachments=message.attachments if attachments is None else tuple(attachments),
        metadata=args.get("metadata", message.metadata),
    )


def update(world: World, workspace: Workspace, args: Json) -> Json:
    """chat.update."""
    _demand_body(args)
    _demand_pictures(world, args)
    message = _own_message(world, workspace, args, "cant_update_message")
    message = world.keep(revised(world, message, args))
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": message.json()}


def delete(world: World, workspace: Workspace, args: Json) -> Json:
    """chat.delete."""
    message = _own_message(world, workspace, args, "cant_delete_message")
    world.keep(replace(message, is_deleted=True))
    return {"channel": message.channel, "ts": message.ts}


def _readable(world: World, workspace: Workspace, args: Json) -> list[Message]:
    channel = find_channel(workspace, args.get("channel"))
    if workspace.bot_user not in channel.members:
        raise Refused("not_in_channel")
    kept = [each for each in world.messages if (each.team, each.channel) == (workspace.id, channel.id)]
    return [each for each in kept if world.is_readable(each) and not (each.is_deleted or each.ephemeral_to)]


def _limited(messages: list[Message], args: Json) -> Json:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    includes_ends = str(args.get("inclusive", "")).lower() in {"1", "true"}
    found = [
        each
        for each in messages
        if oldest < float(each.ts) < latest or (includes_ends and float(each.ts) in {oldest, latest})
    ][: int(args.get("limit") or 100)]
    with_metadata = str(args.get("include_all_metadata", "")).lower() in {"1", "true"}
    return {"messages": [each.json(with_metadata=with_metadata) for each in found], "has_more": False}


def history(world: World, workspace: Workspace, args: Json) -> Json:
    """conversations.history: newest first, without replies."""
    messages = _readable(world, workspace, args)
    return _limited([each for each in reversed(messages) if each.thread_ts in {None, each.ts}], args)


def replies(world: World, workspace: Workspace, args: Json) -> Json:
    """conversations.replies: a message and its replies, oldest first."""
    thread = str(args.get("ts"))
    messages = [each for each in _readable(world, workspace, args) if thread in {each.ts, each.thread_ts}]
    if not messages:
        raise Refused("thread_not_found")
    return _limited(messages, args)


def respond(world: World, workspace: Workspace, link: ResponseUrl, body: Json) -> None:
    """Do what a POST to a response_url asks.

    Raises Refused when the url is old or spent (error names from memory), or the body breaks a rule.
    """
    if world.now() - link.made_at > RESPONSE_URL_LIFE:
        raise Refused("expired_url", is_violation=True)
    if link.uses >= RESPONSE_URL_USES:
        raise Refused("used_url", is_violation=True)
    deletes, replaces = (_is_true(body.get(name)) for name in ("delete_original", "replace_original"))
    _demand_body(body, may_be_empty=deletes)
    _demand_pictures(world, body)
    link.uses += 1
    original = link.message and world.find(link.team, link.channel, link.message.ts)
    if deletes:
        if original:
            world.keep(replace(original, is_deleted=True))
        return
    if replaces and original:
        message = world.keep(revised(world, original, body))
    else:
        message = world.keep(private_unless_said(world, workspace, link, body))
    world.note_answer(message, "response_url", link.url)


def private_unless_said(world: World, workspace: Workspace, link: ResponseUrl, body: Json) -> Message:
    """Return a new message for one user, or for all with response_type in_channel."""
    message = compose(world, workspace, link.channel, body)
    return replace(message, ephemeral_to=None if body.get("response_type") == "in_channel" else link.user)


def _is_true(value: object) -> bool:
    return str(value).lower() == "true"
