"""How long the pages of the web record take of the house's own time with very many motions.

Each is asked for over one connection and read to its end. The floor is an empty page of the same server, so that what
is left is the house's own: the queries, the gathering, the rendering. Files that hold every motion are measured with
fewer, and have no target: one is written at a time, and readers wait for it.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import ClientSession, web

from adapters.bootstrap import House
from adapters.web.record.access import PREFIX, Access
from adapters.web.record.site import RecordSite
from adapters.web.server import WebServer
from storage.database import open_database
from tests.behaviour.world import START, MovedClock
from tests.benchmarks.alliance import STATES
from tests.benchmarks.growth import DECIDED, Growth, file_store
from tests.benchmarks.table import Line

MOTIONS: Final = 10_000
FULL: Final = 50_000
FEWER: Final = 1_000
ROUNDS: Final = 15
OWN: Final = 50.0
"""Milliseconds that a page may take of its own."""
EMPTY: Final = "/empty"
PAGES: Final = (
    "",
    "decisions",
    "decisions?page=400",
    "decisions?outcome=adopted&year=2026&kind=order",
    "decisions?words=nowhere+found",
    "decisions?member=M01",
    "motions/1",
    "motions/5000",
    "motions/10000",
    "members",
    "members/M01",
    "council",
    "calendar",
    "calendar.ics",
    "verify",
)
FILES: Final = ("export/motions.csv", "export/roll-calls.csv", "export/popolo.json")


def pages(*, full: bool) -> list[Line]:
    """Measure each page, and the files that hold every motion."""
    many = FULL if full else MOTIONS
    with file_store() as store:
        growth = Growth(store)
        files = asyncio.run(_measure(growth.to_motions(FEWER), FILES))
        taken = asyncio.run(_measure(growth.to_motions(many), PAGES))
    return [
        *(
            Line(measured=f"page /{page} of {many} motions, own time", product=own, unit="ms", at_most=OWN)
            for page, own in taken.items()
        ),
        *(
            Line(measured=f"file /{file} of {FEWER} motions of {STATES} states, own time", product=own, unit="ms")
            for file, own in files.items()
        ),
    ]


async def _measure(url: str, paths: Iterable[str]) -> dict[str, float]:
    """Give the milliseconds of each page beyond those of an empty one."""
    async with _served(url) as (base, session):
        floor = await _median(session, f"{base.partition(PREFIX)[0]}{EMPTY}")
        return {path: await _median(session, f"{base}/{path}") - floor for path in paths}


@asynccontextmanager
async def _served(url: str) -> AsyncIterator[tuple[str, ClientSession]]:
    database, clock = open_database(url), MovedClock(START + DECIDED)
    house, access = House(database, clock), Access()
    site = RecordSite(writer=house.writer, clock=clock, access=access, journal=False)
    server = WebServer(host="127.0.0.1", port=0, routes=[web.get(EMPTY, _empty)], under={PREFIX: site.application()})
    await server.start()
    (code,) = await house.writer.read(lambda uow: uow.alliances.codes())
    async with ClientSession() as session:
        yield f"http://127.0.0.1:{server.port}{access.path(code)}", session
    await server.stop()
    await house.writer.close()
    database.close()


async def _empty(_: web.Request) -> web.Response:
    return web.Response(text="<!doctype html><title>Empty</title>", content_type="text/html")


async def _median(session: ClientSession, url: str) -> float:
    """Give the median of a page's milliseconds; the first look, which warms what is kept, is not counted."""
    taken = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        async with session.get(url) as answer:
            await answer.read()
            if answer.status != web.HTTPOk.status_code:
                raise RuntimeError(f"{url} answered {answer.status}")
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken[1:])
