"""The HTTP server: health, and a port that is taken."""

import pytest
from aiohttp import ClientSession

from adapters.web.server import AddressInUse, WebServer


async def test_health_is_answered_and_a_taken_port_is_refused() -> None:
    """A second server on the same port is told so in one refusal, and the first goes on."""
    first = WebServer(host="127.0.0.1", port=0, routes=())
    await first.start()
    try:
        with pytest.raises(AddressInUse):
            await WebServer(host="127.0.0.1", port=first.port, routes=()).start()
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{first.port}/health") as answer:
            assert answer.status == 200
            assert await answer.json() == {"status": "ok"}
    finally:
        await first.stop()
