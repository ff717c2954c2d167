"""One HTTP server for the process: it mounts what the fronts need and answers ``/health``."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.domain.errors import Refusal

GRACE: Final = 5.0
"""Seconds that requests under way get when the server stops."""


@dataclass(kw_only=True, eq=False)
class AddressInUse(Refusal):
    """The host and port to listen on cannot be had."""

    host: str
    port: int
    reason: str


class WebServer:
    """Listens on one host and port; the port is known after ``start``, also where 0 was asked for."""

    def __init__(self, *, host: str, port: int, routes: Iterable[web.RouteDef]) -> None:
        application = web.Application()
        application.add_routes([web.get("/health", _health), *routes])
        self._host, self.port = host, port
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)

    async def start(self) -> None:
        """Listen; raise AddressInUse where that cannot be."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self.port).start()
        except OSError as taken:
            await self._runner.cleanup()
            raise AddressInUse(host=self._host, port=self.port, reason=taken.strerror or str(taken)) from taken
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening, once requests under way are answered."""
        await self._runner.cleanup()


async def _health(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})
