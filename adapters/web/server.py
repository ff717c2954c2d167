"""One HTTP server for the process: ``/health`` at once, and whatever is mounted on it, also while it runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, cast

from aiohttp import web
from aiohttp.typedefs import Handler

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
    """Listens on one host and port; the port is known after ``start``, also where 0 was asked for.

    ``under`` are applications that answer everything under a prefix.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        routes: Iterable[web.RouteDef] = (),
        under: Mapping[str, web.Application] | None = None,
    ) -> None:
        self._handlers: dict[str, dict[str, Handler]] = {}
        self.mount((web.get("/health", _health), *routes))
        application = web.Application()
        for prefix, part in (under or {}).items():
            application.router.add_get(prefix, partial(_inside, prefix))
            application.add_subapp(prefix, part)
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._host, self.port = host, port
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)
        self.listens = False

    def mount(self, routes: Iterable[web.RouteDef]) -> None:
        """Answer these too from now on: a platform may come into reach long after the start."""
        for route in routes:
            self._handlers.setdefault(route.path, {})[route.method] = cast("Handler", route.handler)

    async def start(self) -> None:
        """Listen; raise AddressInUse where that cannot be."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self.port).start()
        except OSError as taken:
            await self._runner.cleanup()
            raise AddressInUse(host=self._host, port=self.port, reason=taken.strerror or str(taken)) from taken
        self.port, self.listens = self._runner.addresses[0][1], True

    async def stop(self) -> None:
        """Stop listening, once requests under way are answered."""
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        handlers = self._handlers.get(request.path)
        if handlers is None:
            raise web.HTTPNotFound
        method = "GET" if request.method == "HEAD" else request.method
        if method not in handlers:
            raise web.HTTPMethodNotAllowed(request.method, sorted(handlers))
        return await handlers[method](request)


async def _inside(prefix: str, _: web.Request) -> web.Response:
    """Send whoever left out the last stroke into what is under a prefix."""
    raise web.HTTPMovedPermanently(f"{prefix}/")


async def _health(_: web.Request) -> web.Response:
    """Tell that the event loop turns; a process that does not answer this is to be started anew."""
    return web.json_response({"status": "ok"})
