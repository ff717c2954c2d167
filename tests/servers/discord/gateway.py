"""The gateway of the local Discord: numbered sessions, resume and replay, over one websocket each.

Imitated (docs "Gateway"): hello, heartbeats and their acknowledgement, identify with intents and shards (op 9 where it
comes too soon after another of its turn), READY with `resume_gateway_url`, GUILD_CREATE, resume with replay, ops 7, 8
and 9, close codes 4004, 4010 and 4014, zlib-stream. Left out: ETF, zstd-stream (plain text is sent instead, which
discord.py also reads), presences, voice, send limits.
"""

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from secrets import token_hex

from aiohttp import WSMsgType, web

from tests.servers.discord.refusals import Json
from tests.servers.discord.world import Guild, World

GUILDS, GUILD_MEMBERS, GUILD_MESSAGES = 1 << 0, 1 << 1, 1 << 9
DIRECT_MESSAGES, MESSAGE_CONTENT, PRESENCES = 1 << 12, 1 << 15, 1 << 8
PRIVILEGED = GUILD_MEMBERS | MESSAGE_CONTENT | PRESENCES
NORMAL_CLOSES = frozenset({1000, 1001})


class Op(IntEnum):
    """The gateway's operation codes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Connection:
    """One websocket to the bot."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self._transport = request.transport
        self._deflate = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._turn = asyncio.Lock()
        self.stalled = False

    async def send(self, payload: Json) -> None:
        """Send one payload; a lost connection is no error, as the session keeps what was sent."""
        if self.stalled:
            return
        async with self._turn:
            text = json.dumps(payload)
            try:
                if self._deflate is None:
                    await self.socket.send_str(text)
                else:
                    packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(packed)
            except ConnectionError:
                return

    def stall(self) -> None:
        """Stay connected, but say nothing any more."""
        self.stalled = True

    def cut(self) -> None:
        """Break the connection without a goodbye."""
        if isinstance(self._transport, asyncio.Transport):
            self._transport.abort()


@dataclass(kw_only=True, eq=False)
class Session:
    """What the gateway remembers of one bot process, so that it can resume."""

    intents: int
    shard: tuple[int, int]
    id: str = field(default_factory=lambda: token_hex(16))
    sent: list[Json] = field(default_factory=list)
    connection: Connection | None = None

    async def emit(self, event: str, data: Json) -> None:
        """Give an event its number, keep it and send it when there is a connection."""
        payload = {"op": Op.DISPATCH, "t": event, "s": len(self.sent) + 1, "d": data}
        self.sent.append(payload)
        if self.connection is not None:
            await self.connection.send(payload)

    def sees(self, guild_id: int | None) -> bool:
        """Tell whether this shard has the guild; direct messages go to shard 0."""
        number, count = self.shard
        return number == (0 if guild_id is None else (guild_id >> 22) % count)


class Gateway:
    """Every session, and what a test can do to them."""

    def __init__(self, world: World, token: str, changed: Callable[[], Awaitable[None]]) -> None:
        self.world = world
        self.heartbeat_interval_ms = 41_250
        self.answers_heartbeats = True
        self.takes_token = True
        self.privileged_intents = 0
        self.too_soon: list[int] = []
        self.resume_url = ""
        self.sessions: dict[str, Session] = {}
        self.received: list[Json] = []
        self._token = token
        self._changed = changed
        self._connections: set[Connection] = set()
        self._admitting = asyncio.Event()
        self._admitting.set()
        self.take_turns(16, apart=timedelta())

    @property
    def connected(self) -> bool:
        """Tell whether a session has a live connection."""
        return any(session.connection is not None for session in self.sessions.values())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket until it ends."""
        await self._admitting.wait()
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request)
        self._connections.add(connection)
        await connection.send({"op": Op.HELLO, "d": {"heartbeat_interval": self.heartbeat_interval_ms}})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(message.data))
        finally:
            self._forget(connection)
            await self._changed()
        return socket

    async def emit(self, event: str, data: Json, guild_id: int | None, intents: int = 0) -> None:
        """Send an event to every session that sees the guild and asked for one of the intents."""
        for session in list(self.sessions.values()):
            if session.sees(guild_id) and (not intents or session.intents & intents):
                await session.emit(event, self._redacted(session, event, data))

    def take_turns(self, concurrency: int, *, apart: timedelta) -> None:
        """Refuse shards of the same turn that begin less than ``apart`` after each other, from now on."""
        self._concurrency, self._apart = concurrency, apart.total_seconds()
        self._begun: dict[int, float] = {}

    def hold(self) -> None:
        """Let no new connection in."""
        self._admitting.clear()

    def admit(self) -> None:
        """Let connections in again."""
        self._admitting.set()

    async def cut(self, shard: int | None = None) -> None:
        """Break every connection, or one shard's; sessions stay and can be resumed."""
        for connection in list(self._connections):
            session = self._session(connection)
            if shard is not None and (session is None or session.shard[0] != shard):
                continue
            self._detach(connection)
            connection.cut()
        await self._changed()

    def stall(self) -> None:
        """Let every connection stand and say nothing any more; new ones are as usual, and may resume."""
        for connection in self._connections:
            connection.stall()

    def forget_lost(self) -> None:
        """Forget the sessions without a connection: their processes are gone, and nobody resumes them."""
        self.sessions = {key: session for key, session in self.sessions.items() if session.connection is not None}

    async def end(self, code: int) -> None:
        """Close every connection with a code that says why, and forget the sessions."""
        self.sessions.clear()
        for connection in list(self._connections):
            await connection.socket.close(code=code)
        await self._changed()

    async def ask_to_reconnect(self) -> None:
        """Send op 7 to every connection."""
        await self._to_all({"op": Op.RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Send op 9; unless resumable the sessions are gone."""
        if not resumable:
            self.sessions.clear()
        await self._to_all({"op": Op.INVALID_SESSION, "d": resumable})

    async def close(self) -> None:
        """Say goodbye on every connection, for the end of the server."""
        self._admitting.set()
        for connection in list(self._connections):
            await connection.socket.close(code=1001)

    async def _to_all(self, payload: Json) -> None:
        for connection in list(self._connections):
            await connection.send(payload)

    async def _receive(self, connection: Connection, payload: Json) -> None:
        self.received.append(payload)
        match payload["op"]:
            case Op.HEARTBEAT:
                if self.answers_heartbeats:
                    await connection.send({"op": Op.HEARTBEAT_ACK, "d": None})
            case Op.IDENTIFY:
                await self._identify(connection, payload["d"])
            case Op.RESUME:
                await self._resume(connection, payload["d"])
            case Op.REQUEST_MEMBERS:
                await self._send_members(connection, payload["d"])
            case _:
                pass
        await self._changed()

    async def _identify(self, connection: Connection, data: Json) -> None:
        if data["token"] != self._token or not self.takes_token:
            await connection.socket.close(code=4004, message=b"Authentication failed.")
            return
        intents: int = data["intents"]
        if intents & PRIVILEGED & ~self.privileged_intents:
            await connection.socket.close(code=4014, message=b"Disallowed intent(s).")
            return
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            await connection.socket.close(code=4010, message=b"Invalid shard.")
            return
        if self._comes_too_soon(number):
            self.too_soon.append(number)
            await connection.send({"op": Op.INVALID_SESSION, "d": False})
            return
        session = Session(intents=intents, shard=(number, count), connection=connection)
        self.sessions[session.id] = session
        guilds = [guild for guild in self.world.guilds.values() if session.sees(guild.id)]
        await session.emit("READY", self._ready(session, guilds))
        if intents & GUILDS:
            for guild in guilds:
                await session.emit("GUILD_CREATE", guild.create_event())

    def _comes_too_soon(self, shard: int) -> bool:
        """Tell whether another session of the same turn has just begun (Gateway, Rate Limiting: max_concurrency)."""
        turn, now = shard % self._concurrency, asyncio.get_running_loop().time()
        if turn in self._begun and now - self._begun[turn] < self._apart:
            return True
        self._begun[turn] = now
        return False

    def _ready(self, session: Session, guilds: list[Guild]) -> Json:
        return {
            "v": 10,
            "user": self.world.bot.json() | {"verified": True, "email": None, "flags": 0, "mfa_enabled": True},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.resume_url,
            "shard": list(session.shard),
            "application": {"id": str(self.world.bot.id), "flags": self.world.application()["flags"]},
        }

    async def _resume(self, connection: Connection, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self._token:
            await connection.send({"op": Op.INVALID_SESSION, "d": False})
            return
        session.connection = None
        number: int = data["seq"] or 0
        while number < len(session.sent):
            await connection.send(session.sent[number])
            number += 1
        session.connection = connection
        await session.emit("RESUMED", {})

    async def _send_members(self, connection: Connection, data: Json) -> None:
        session = self._session(connection)
        guild = self.world.guilds.get(int(data["guild_id"]))
        if session is None or guild is None:
            return
        members = list(guild.members.values())
        if wanted := data.get("user_ids"):
            ids = {str(one) for one in (wanted if isinstance(wanted, list) else [wanted])}
            members = [member for member in members if str(member.user.id) in ids]
        chunk: Json = {"guild_id": str(guild.id), "chunk_index": 0, "chunk_count": 1, "not_found": []}
        chunk |= {"members": [member.json() for member in members], "nonce": data.get("nonce")}
        await session.emit("GUILD_MEMBERS_CHUNK", chunk)

    def _session(self, connection: Connection) -> Session | None:
        return next((one for one in self.sessions.values() if one.connection is connection), None)

    def _redacted(self, session: Session, event: str, data: Json) -> Json:
        """Empty the text of other people's messages in guilds, as without the message content intent."""
        hidden = event.startswith("MESSAGE_") and "author" in data and "guild_id" in data
        own = data.get("author", {}).get("id") == str(self.world.bot.id)
        if not hidden or own or session.intents & MESSAGE_CONTENT:
            return data
        return {**data, "content": "", "embeds": [], "attachments": [], "components": []}

    def _detach(self, connection: Connection) -> None:
        session = self._session(connection)
        if session is not None:
            session.connection = None

    def _forget(self, connection: Connection) -> None:
        """Drop a connection; a session that ended with a normal close cannot be resumed."""
        self._connections.discard(connection)
        session = self._session(connection)
        if session is None:
            return
        session.connection = None
        if connection.socket.close_code in NORMAL_CLOSES:
            self.sessions.pop(session.id, None)
