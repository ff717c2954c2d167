"""What the bot tells of itself over HTTP: ``/ready`` for whoever sends it work, ``/metrics`` for Prometheus.

Both are for the operator's own network. Where the port is open to the world for Slack, the proxy before it lets
nothing else pass (``docs/operating.md``).
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from adapters.web.looks import FRESH, PATIENCE, Look
from adapters.web.metrics import Figures, PrometheusObserver, read_figures
from adapters.web.readiness import Readiness
from bot.ports import Clock, NotRecorded, Writer


class StatusPages:
    """The pages, over the house whose writer, clock and schema they are given."""

    def __init__(
        self,
        *,
        writer: Writer,
        clock: Clock,
        check_schema: Callable[[], None],
        observer: PrometheusObserver,
        fresh: timedelta = FRESH,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._observer = observer
        self._patience = patience.total_seconds()
        self._readiness = Readiness(
            writer=writer, clock=clock, check_schema=check_schema, fresh=fresh, patience=patience
        )
        self._figures = Look(self._read_figures, fresh=fresh)

    def routes(self) -> list[web.RouteDef]:
        """Give the routes to mount."""
        return [web.get("/ready", self._ready), web.get("/metrics", self._metrics)]

    async def _ready(self, _: web.Request) -> web.Response:
        """Answer 200 where all is well, else 503; name each part and what is wrong with it."""
        parts = await self._readiness.parts()
        ready = all(part.trouble is None for part in parts)
        told = {part.name: "ok" if part.trouble is None else part.trouble for part in parts}
        return web.json_response({"ready": ready, "parts": told}, status=200 if ready else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        page = self._observer.page(await self._figures(), self._clock.now())
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _read_figures(self) -> Figures | None:
        """Read the record; None where the database does not answer in time."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._writer.read(read_figures)
        except (NotRecorded, TimeoutError):
            return None
