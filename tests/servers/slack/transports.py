"""How payloads reach the app: envelopes over Socket Mode, or signed POSTs.

Imitated: hello, envelope ids, acknowledgements, disconnect requests, one connection for each envelope (in
turn), v0 signatures, retry headers. Left out: Slack's own retries (a test orders each by
`Delivery.redeliver`), its pings, the limit of ten connections.
Sources: docs.slack.dev/apis/events-api/using-socket-mode,
docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.servers.slack.shapes import Json
from tests.servers.slack.world import World

TIMED_OUT = "operation_timeout"
NOT_DELIVERED = "dispatch_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One payload on its way to the app, for the first time or again."""

    id: str
    kind: str
    payload: Json
    retry: int = 0
    retry_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What came back: a body (None when empty) after `latency` seconds, or a failure."""

    envelope_id: str
    latency: float = 0.0
    body: Json | str | None = None
    failure: str | None = None


class Transport(Protocol):
    """A way to the app."""

    async def deliver(self, envelope: Envelope, patience: float) -> Acknowledgement:
        """Deliver an envelope and wait at most `patience` seconds for its acknowledgement."""


@dataclass(slots=True, kw_only=True, eq=False)
class Connection:
    """A websocket of the app, with what was sent and acknowledged on it."""

    number: int
    socket: web.WebSocketResponse
    transport: asyncio.Transport
    envelopes: list[Envelope] = field(default_factory=list)
    acknowledgements: list[Acknowledgement] = field(default_factory=list)
    is_open: bool = True
    is_stalled: bool = False

    def cut(self) -> None:
        """Break the connection without a farewell (TCP reset)."""
        self.is_open = False
        self.transport.abort()

    def stall(self) -> None:
        """Stay connected, but answer no ping and send nothing any more."""
        self.is_stalled = True

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, as Slack does about once an hour."""
        await self.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})

    async def close(self) -> None:
        """Close the websocket properly."""
        self.is_open = False
        await self.socket.close()


class SocketMode:
    """The websocket side: connections, tickets and envelopes without an acknowledgement."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.connections: list[Connection] = []
        self._tickets: set[str] = set()
        self._waiting: dict[str, tuple[float, asyncio.Future[Acknowledgement]]] = {}
        self._turn = 0

    @property
    def open_connections(self) -> list[Connection]:
        """Return the connections that stand now."""
        return [each for each in self.connections if each.is_open]

    def new_ticket(self) -> str:
        """Return a key that opens one websocket."""
        ticket = f"ticket-{self.world.number()}"
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one websocket until it ends."""
        if request.query.get("ticket") not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if not isinstance(request.transport, asyncio.Transport):
            raise web.HTTPBadRequest
        connection = Connection(number=self.world.number(), socket=socket, transport=request.transport)
        self.connections.append(connection)
        await socket.send_json(self._hello())
        self.world.note_change()
        try:
            async for message in socket:
                await self._receive(connection, message)
        finally:
            connection.is_open = False
            self.world.note_change()
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open_connections),
            "debug_info": {"host": "local", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": "A1"},
        }

    async def _receive(self, connection: Connection, message: aiohttp.WSMessage) -> None:
        if connection.is_stalled:
            return
        if message.type is WSMsgType.PING:
            with contextlib.suppress(ConnectionError):
                await connection.socket.pong(message.data)
        elif message.type is WSMsgType.TEXT:
            body = json.loads(message.data)
            started, future = self._waiting.get(body.get("envelope_id"), (0.0, None))
            latency = asyncio.get_running_loop().time() - started if future else 0.0
            received = Acknowledgement(
                envelope_id=str(body.get("envelope_id")), latency=latency, body=body.get("payload")
            )
            connection.acknowledgements.append(received)
            if future and not future.done():
                future.set_result(received)
            self.world.note_change()

    async def deliver(self, envelope: Envelope, patience: float) -> Acknowledgement:
        """Send an envelope on one of the connections, in turn."""
        ways = self.open_connections
        if not ways:
            return Acknowledgement(envelope_id=envelope.id, failure=NOT_DELIVERED)
        connection = ways[self._turn % len(ways)]
        self._turn += 1
        connection.envelopes.append(envelope)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Acknowledgement] = loop.create_future()
        self._waiting[envelope.id] = (loop.time(), future)
        if not connection.is_stalled:
            with contextlib.suppress(ConnectionError):
                await connection.socket.send_json(_frame(envelope))
        try:
            return await asyncio.wait_for(future, patience)
        except TimeoutError:
            return Acknowledgement(envelope_id=envelope.id, latency=patience, failure=TIMED_OUT)

    async def close(self) -> None:
        """Close all websockets."""
        for connection in self.open_connections:
            await connection.close()


def _frame(envelope: Envelope) -> Json:
    frame: Json = {"envelope_id": envelope.id, "type": envelope.kind, "payload": envelope.payload}
    frame["accepts_response_payload"] = envelope.kind != "events_api"
    if envelope.kind == "events_api":
        frame |= {"retry_attempt": envelope.retry, "retry_reason": envelope.retry_reason or ""}
    elif envelope.retry:
        frame |= {"retry_attempt": envelope.retry, "retry_reason": envelope.retry_reason}
    return frame


class SignedHttp:
    """The HTTP side: signed POSTs to the app's events URL."""

    def __init__(self, url: str, signing_secret: str) -> None:
        self.url = url
        self.signing_secret = signing_secret
        self._session = aiohttp.ClientSession()

    def headers(self, body: str) -> dict[str, str]:
        """Return the two headers that prove a body came from Slack, at this moment."""
        stamp = str(int(time.time()))
        digest = hmac.new(self.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest.hexdigest()}"}

    async def deliver(self, envelope: Envelope, patience: float) -> Acknowledgement:
        """Send an envelope as one POST."""
        body, content_type = _encoded(envelope)
        headers = self.headers(body) | {"Content-Type": content_type, "User-Agent": "Slackbot 1.0"}
        if envelope.retry:
            headers |= {"X-Slack-Retry-Num": str(envelope.retry)}
            headers |= {"X-Slack-Retry-Reason": envelope.retry_reason or "http_timeout"}
        started = asyncio.get_running_loop().time()
        try:
            async with (
                asyncio.timeout(patience),
                self._session.post(self.url, data=body, headers=headers) as got,
            ):
                text = await got.text()
                latency = asyncio.get_running_loop().time() - started
                failure = None if got.ok else f"{NOT_DELIVERED}: {got.status}"
                answer = json.loads(text) if text and got.content_type == "application/json" else text or None
        except TimeoutError:
            return Acknowledgement(envelope_id=envelope.id, latency=patience, failure=TIMED_OUT)
        except aiohttp.ClientError:
            return Acknowledgement(envelope_id=envelope.id, failure=NOT_DELIVERED)
        return Acknowledgement(envelope_id=envelope.id, latency=latency, body=answer, failure=failure)

    async def close(self) -> None:
        """Close the HTTP session."""
        await self._session.close()


def _encoded(envelope: Envelope) -> tuple[str, str]:
    form = "application/x-www-form-urlencoded"
    match envelope.kind:
        case "slash_commands":
            return urlencode({name: text for name, text in envelope.payload.items() if text is not None}), form
        case "interactive":
            return urlencode({"payload": json.dumps(envelope.payload)}), form
        case _:
            return json.dumps(envelope.payload), "application/json"
