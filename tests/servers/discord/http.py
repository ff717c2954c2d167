"""The HTTP front of the local Discord: token, body, ordered faults, OpenAPI validation, answer, record.

Handlers see a `Call` and return JSON or raise a `Refusal`. Answers carry `Content-Type: application/json`
without a charset, as discord.py compares the header as a whole. Left out: rate limit headers, ETags, audit
log reasons.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.servers.discord import faults as fault_kinds
from tests.servers.discord.faults import Faults
from tests.servers.discord.refusals import (
    InvalidForm,
    Json,
    Problem,
    Refusal,
    demand,
    not_found,
    unauthorized,
)
from tests.servers.discord.schema import discord_openapi

PREFIX = "/api/v10"
LARGEST_BODY = 25 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, parsed."""

    method: str
    template: str
    params: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def json(self) -> Json:
        """Return the body when it is an object, else an empty one."""
        return self.body if isinstance(self.body, dict) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request the server answered and what came of it; status 0 is a cut connection."""

    method: str
    path: str
    template: str
    body: Any
    status: int
    answer: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A body that broke Discord's rules."""

    method: str
    template: str
    body: Any
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.template}: " + "; ".join(map(str, self.problems))


Handler = Callable[[Call], Awaitable[object]]


class HttpFront:
    """Turns aiohttp requests into calls and refusals into Discord's error bodies."""

    def __init__(self, token: str, faults: Faults, changed: Callable[[], Awaitable[None]]) -> None:
        self._token = token
        self._faults = faults
        self._changed = changed
        self.exchanges: list[Exchange] = []
        self.violations: list[Violation] = []
        self._openapi = discord_openapi()

    def add(self, app: web.Application, method: str, template: str, handler: Handler, *, bot: bool) -> None:
        """Serve a route named as in Discord's OpenAPI file; `bot` routes need the bot's token."""

        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, template, handler, bot=bot)

        app.router.add_route(method, PREFIX + template, serve)

    def add_fallback(self, app: web.Application) -> None:
        """Answer 404 everywhere else, and record it."""

        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, "", _nothing_here, bot=False)

        app.router.add_route("*", "/{path:.*}", serve)

    async def _serve(self, request: web.Request, template: str, handler: Handler, *, bot: bool) -> web.StreamResponse:
        call = await _call(request, template)
        path = request.path.removeprefix(PREFIX)
        fault = self._faults.strike(call.method, template, path)
        cut = fault is not None and fault.what == fault_kinds.CUT
        if fault is not None:
            await self._changed()
            await asyncio.sleep(fault.delay)
        status, answer = 0, None
        if not cut:
            status, answer = await self._answer(request, call, handler, fault, bot=bot)
            cut = fault is not None and fault.what == fault_kinds.CUT_AFTER_ACCEPT
        self.exchanges.append(
            Exchange(
                method=call.method,
                path=path,
                template=template,
                body=call.body,
                status=0 if cut else status,
                answer=answer,
            )
        )
        await self._changed()
        if fault is not None:
            await asyncio.sleep(fault.answer_delay)
        if cut:
            _abort(request)
        return _response(status or 500, answer)

    async def _answer(
        self,
        request: web.Request,
        call: Call,
        handler: Handler,
        fault: fault_kinds.Fault | None,
        *,
        bot: bool,
    ) -> tuple[int, object]:
        try:
            if bot and request.headers.get("Authorization") != f"Bot {self._token}":
                raise unauthorized()
            await _suffer(fault)
            if self._openapi is not None and call.body is not None:
                demand(self._openapi.problems(call.method, call.template, call.body))
            answer = await handler(call)
            if fault is not None and (refused := fault_kinds.refusal_after_accept(fault)):
                raise refused
        except Refusal as refused:
            if isinstance(refused, InvalidForm):
                self._record(call, refused)
            return refused.status, refused.body()
        return (204 if answer is None else 200), answer

    def _record(self, call: Call, refused: InvalidForm) -> None:
        self.violations.append(
            Violation(method=call.method, template=call.template, body=call.body, problems=refused.problems)
        )


async def _suffer(fault: fault_kinds.Fault | None) -> None:
    if fault is None:
        return
    if fault.what == fault_kinds.HOLD:
        await fault.wait()
    elif refused := fault_kinds.refusal(fault):
        raise refused


async def _call(request: web.Request, template: str) -> Call:
    body, files = await _body(request)
    return Call(
        method=request.method,
        template=template,
        params=dict(request.match_info),
        query=dict(request.query),
        body=body,
        files=files,
    )


async def _body(request: web.Request) -> tuple[object, dict[str, bytes]]:
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return (json.loads(text) if text else None), {}
    form = await request.post()
    files = {part.filename: part.file.read() for part in form.values() if isinstance(part, FileField)}
    return json.loads(str(form.get("payload_json", "{}"))), files


async def _nothing_here(_call: Call) -> object:
    raise not_found()


def _abort(request: web.Request) -> None:
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()


def _response(status: int, answer: object) -> web.Response:
    headers = {"Via": fault_kinds.VIA}
    if status == 204:
        return web.Response(status=204, headers=headers)
    if status == 429 and isinstance(answer, dict):
        headers["Retry-After"] = str(answer["retry_after"])
    headers["Content-Type"] = "application/json"
    return web.Response(status=status, body=json.dumps(answer).encode(), headers=headers)
