"""Web API methods about who and what there is: the token, users, channels, bots, files.

Files are simple: the upload is counted, the file becomes a message in its channel. Left out: sharing,
previews.
"""

from dataclasses import replace

from tests.servers.slack.chat_methods import compose, direct_channel, find_channel
from tests.servers.slack.shapes import Json
from tests.servers.slack.world import Channel, Refused, User, Workspace, World


def user_json(user: User, *, with_locale: bool) -> Json:
    """Return a user as users.info does."""
    profile: Json = {"real_name": user.name, "display_name": user.name, "team": user.team}
    facts: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "real_name": user.name,
        "deleted": user.is_deleted,
        "tz": user.tz,
        "tz_label": user.tz,
        "profile": profile,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }
    return facts | ({"locale": user.locale} if with_locale else {})


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """Return a channel as conversations.info does."""
    if channel.is_direct:
        partner = next(iter(channel.members - {workspace.bot_user}), workspace.bot_user)
        return {
            "id": channel.id,
            "created": 1_700_000_000,
            "is_im": True,
            "is_archived": False,
            "user": partner,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": workspace.bot_user in channel.members,
        "created": 1_700_000_000,
        "creator": "U0",
        "name_normalized": channel.name,
        "context_team_id": workspace.id,
        "num_members": len(channel.members),
    }


def auth_test(_world: World, workspace: Workspace, _args: Json) -> Json:
    """auth.test."""
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.domain,
        "user": workspace.users[workspace.bot_user].name,
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": workspace.is_of_whole,
    }


def users_info(_world: World, workspace: Workspace, args: Json) -> Json:
    """users.info."""
    user = workspace.users.get(str(args.get("user")))
    if user is None:
        raise Refused("user_not_found")
    return {"user": user_json(user, with_locale=str(args.get("include_locale", "")).lower() in {"1", "true"})}


def bots_info(_world: World, workspace: Workspace, args: Json) -> Json:
    """bots.info."""
    if args.get("bot") != workspace.bot_id:
        raise Refused("bot_not_found")
    name = workspace.users[workspace.bot_user].name
    facts = {"id": workspace.bot_id, "deleted": False, "name": name, "app_id": "A1", "updated": 1_700_000_000}
    return {"bot": facts | {"user_id": workspace.bot_user, "icons": {}}}


def conversations_info(_world: World, workspace: Workspace, args: Json) -> Json:
    """conversations.info; a private channel without the bot is not found."""
    channel = find_channel(workspace, args.get("channel"))
    if channel.is_private and workspace.bot_user not in channel.members:
        raise Refused("channel_not_found")
    return {"channel": channel_json(workspace, channel)}


def conversations_open(world: World, workspace: Workspace, args: Json) -> Json:
    """conversations.open: with one user a direct message, with several a group."""
    users = [user for user in str(args.get("users") or "").split(",") if user]
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) == 1:
        return {"channel": channel_json(workspace, direct_channel(world, workspace, users[0]))}
    if not set(users) <= workspace.users.keys():
        raise Refused("user_not_found")
    members = {*users, workspace.bot_user}
    same = [each for each in workspace.channels.values() if each.members == members and each.name.startswith("mpdm-")]
    name = f"mpdm-{'--'.join(users)}-1"
    new = Channel(id=f"G{world.number()}", team=workspace.id, name=name, members=members, is_private=True)
    channel = same[0] if same else workspace.channels.setdefault(new.id, new)
    return {"channel": channel_json(workspace, channel)}


def upload_url(world: World, _workspace: Workspace, args: Json) -> Json:
    """files.getUploadURLExternal; the address is completed by the HTTP front."""
    if not args.get("filename") or not str(args.get("length", "")).isdigit():
        raise Refused("invalid_arguments", is_violation=True)
    file_id = f"F{world.number()}"
    world.files[file_id] = {
        "id": file_id,
        "name": args["filename"],
        "size": int(args["length"]),
        "received": None,
        "alt_txt": args.get("alt_txt", ""),
    }
    return {"upload_url": f"upload/{file_id}", "file_id": file_id}


def complete_upload(world: World, workspace: Workspace, args: Json) -> Json:
    """files.completeUploadExternal: all files must have come whole; shares them as one message."""
    files = [world.files.get(str(each.get("id"))) for each in args.get("files") or ()]
    done = [each for each in files if each is not None and each["received"] == each["size"]]
    if not files or len(done) != len(files):
        raise Refused("file_not_found")
    for each in done:
        each["completed"] = True
    if channel_id := args.get("channel_id"):
        channel = find_channel(workspace, channel_id)
        if workspace.bot_user not in channel.members:
            raise Refused("not_in_channel")
        body = {"text": args.get("initial_comment") or "", "thread_ts": args.get("thread_ts")}
        named = tuple({"id": each["id"], "name": each["name"]} for each in done)
        world.keep(replace(compose(world, workspace, channel.id, body), files=named))
    return {"files": [{"id": each["id"], "title": each["name"]} for each in done]}
