"""The HTTP front of the local Slack: token, scope, arguments, ordered faults, answer, record.

Arguments come as query, form or JSON, as slack_sdk sends them. A missing token is answered like a wrong one
(Slack says not_authed). Left out: rate limits of its own, warnings, paging.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from aiohttp import web

from tests.servers.slack import chat_methods, directory_methods, oauth, view_methods
from tests.servers.slack.faults import Fault, Faults
from tests.servers.slack.shapes import Json
from tests.servers.slack.world import Refused, Workspace, World

Handler: TypeAlias = Callable[[World, Workspace, Json], Json]

_READ = "channels:read groups:read im:read mpim:read"
_HISTORY = "channels:history groups:history im:history mpim:history"
METHODS: Mapping[str, tuple[Handler, str]] = {
    "auth.teams.list": (oauth.teams_list, ""),
    "auth.test": (directory_methods.auth_test, ""),
    "bots.info": (directory_methods.bots_info, "users:read"),
    "chat.delete": (chat_methods.delete, "chat:write"),
    "chat.postEphemeral": (chat_methods.post_ephemeral, "chat:write"),
    "chat.postMessage": (chat_methods.post_message, "chat:write"),
    "chat.update": (chat_methods.update, "chat:write"),
    "conversations.history": (chat_methods.history, _HISTORY),
    "conversations.info": (directory_methods.conversations_info, _READ),
    "conversations.open": (directory_methods.conversations_open, "im:write mpim:write"),
    "conversations.replies": (chat_methods.replies, _HISTORY),
    "files.completeUploadExternal": (directory_methods.complete_upload, "files:write"),
    "files.getUploadURLExternal": (directory_methods.upload_url, "files:write"),
    "users.info": (directory_methods.users_info, "users:read"),
    "views.open": (view_methods.open_view, ""),
    "views.publish": (view_methods.publish_view, ""),
    "views.push": (view_methods.push_view, ""),
    "views.update": (view_methods.update_view, ""),
}
_JSON_ARGUMENTS = ("attachments", "blocks", "files", "metadata", "view")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of the Web API (or of a response_url) and its answer."""

    method: str
    team: str | None
    args: Json
    status: int
    answer: Json


async def _arguments(request: web.Request) -> Json:
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        with contextlib.suppress(ValueError):
            body = await request.json()
            args |= body if isinstance(body, dict) else {}
    else:
        args |= dict(await request.post())
    for name in _JSON_ARGUMENTS:
        if isinstance(args.get(name), str):
            with contextlib.suppress(ValueError):
                args[name] = json.loads(args[name])
    return args


class WebApi:
    """The routes, and the record of all calls."""

    def __init__(
        self,
        world: World,
        faults: Faults,
        app_token: str,
        new_socket_url: Callable[[], str],
        granting: oauth.OAuth,
    ) -> None:
        self.world = world
        self._granting = granting
        self.calls: list[Call] = []
        self._faults = faults
        self._app_token = app_token
        self._new_socket_url = new_socket_url

    def add_routes(self, app: web.Application) -> None:
        """Add the routes to an application."""
        app.router.add_post("/api/upload/{file_id}", self._upload)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/response/{key}", self._respond)

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.pop("token", ""))
        workspace = self.world.workspace_by(token, args)

        def answer() -> Json:
            if method == "apps.connections.open" and token == self._app_token:
                return {"url": self._new_socket_url()}
            if method == "api.test":
                return {"args": args}
            if method == "oauth.v2.access":
                return self._granting.access(args, request)
            if token in self.world.revoked_tokens:
                raise Refused("token_revoked")
            if workspace is None:
                raise Refused("invalid_auth")
            return self._answer(method, workspace, args, request)

        response = await self._faulty(request, method, workspace, args, answer)
        if workspace:
            response.headers["x-oauth-scopes"] = ",".join(sorted(workspace.scopes))
        return response

    def _answer(self, method: str, workspace: Workspace, args: Json, request: web.Request) -> Json:
        if method == "apps.connections.open":
            raise Refused("not_allowed_token_type")
        if method not in METHODS:
            raise Refused("unknown_method")
        handler, scopes = METHODS[method]
        if scopes and not workspace.scopes.intersection(scopes.split()):
            needed = scopes.split()[0]
            raise Refused("missing_scope", needed=needed, provided=",".join(sorted(workspace.scopes)))
        body = handler(self.world, workspace, args)
        if "upload_url" in body:
            body["upload_url"] = f"{request.scheme}://{request.host}/api/{body['upload_url']}"
        return body

    async def _faulty(
        self,
        request: web.Request,
        method: str,
        workspace: Workspace | None,
        args: Json,
        answer: Callable[[], Json],
    ) -> web.Response:
        fault = self._faults.next(method)
        if fault.gate:
            await fault.gate.wait()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        status, body = self._outcome(fault, method, args, answer)
        team = workspace.id if workspace else None
        self.calls.append(Call(method=method, team=team, args=args, status=status, answer=body))
        self.world.note_change()
        if fault.answer_delay:
            await asyncio.sleep(fault.answer_delay)
        if fault.cuts_after_accept and request.transport is not None:
            request.transport.abort()
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return web.json_response(body, status=status, headers=headers)

    def _outcome(self, fault: Fault, method: str, args: Json, answer: Callable[[], Json]) -> tuple[int, Json]:
        if fault.status:
            return fault.status, {"ok": False, "error": "ratelimited" if fault.status == 429 else "fault"}
        if fault.error:
            return 200, {"ok": False, "error": fault.error}
        try:
            done = answer()
        except Refused as refused:
            if refused.is_violation:
                self.world.note_violation(method, refused.refusal, args)
            body: Json = {"ok": False, "error": refused.refusal.error, **refused.more}
            if refused.refusal.messages:
                body["response_metadata"] = {"messages": list(refused.refusal.messages)}
            return 200, body
        if fault.status_after_accept:
            return fault.status_after_accept, {"ok": False, "error": "fault"}
        return 200, {"ok": True, **done}

    async def _respond(self, request: web.Request) -> web.Response:
        link = self.world.response_urls.get(request.match_info["key"])
        if link is None:
            return web.json_response({"ok": False, "error": "invalid_url"}, status=404)
        workspace = self.world.workspaces[link.team]
        body = await _arguments(request)

        def answer() -> Json:
            chat_methods.respond(self.world, workspace, link, body)
            return {}

        response = await self._faulty(request, "response_url", workspace, body, answer)
        if self.calls[-1].answer.get("error"):
            response.set_status(self.calls[-1].status if self.calls[-1].status != 200 else 404)
        return response

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["file_id"])
        if file is None:
            return web.Response(status=404)
        content = await request.read()
        if request.content_type == "multipart/form-data":
            content = await _first_part(request)
        file["received"] = len(content)
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")


async def _first_part(request: web.Request) -> bytes:
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""
