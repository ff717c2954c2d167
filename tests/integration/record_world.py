"""A house whose record is served over the web, and whoever reads it there."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html.parser import HTMLParser

from aiohttp import ClientSession

from adapters.web.record.access import PREFIX, Access
from adapters.web.record.site import RecordSite
from adapters.web.server import WebServer
from storage.database import Database
from tests.behaviour.fronts import open_console
from tests.behaviour.world import World, open_world


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def html(self) -> str:
        """The page as it was sent."""
        return self.body.decode()

    @property
    def read(self) -> str:
        """The page as a reader has it: its text, without any markup."""
        reader = _Reader()
        reader.feed(self.html)
        return " ".join("".join(reader.text).split())

    @property
    def tags(self) -> frozenset[str]:
        """The elements that the page is made of."""
        reader = _Reader()
        reader.feed(self.html)
        return frozenset(reader.tags)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: set[str] = set()

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the name of an element and of each of its attributes, and end what stood before it."""
        self.text.append(" ")
        self.tags |= {tag, *(f"@{name}" for name, _ in attrs)}


class Readers:
    """A house with its record served, and a way to ask for pages."""

    def __init__(self, world: World, server: WebServer, session: ClientSession, access: Access) -> None:
        self.world, self._session = world, session
        self.root = f"http://127.0.0.1:{server.port}"
        self.base = access.path(world.code)

    async def get(self, page: str = "", *, language: str = "", method: str = "GET", known: str = "") -> Page:
        """Ask for a page of the alliance's record; ``known`` is the tag of what the reader has of it."""
        return await self.at(f"{self.base}/{page}", language=language, method=method, known=known)

    async def at(self, path: str, *, language: str = "", method: str = "GET", known: str = "") -> Page:
        """Ask for any address."""
        headers = {"Accept-Language": language} if language else {}
        headers |= {"If-None-Match": known} if known else {}
        asked = self._session.request(method, f"{self.root}{path}", headers=headers, allow_redirects=False)
        async with asked as answer:
            return Page(status=answer.status, headers=answer.headers, body=await answer.read())


@asynccontextmanager
async def served(world: World, access: Access, *, journal: bool = False) -> AsyncIterator[Readers]:
    """Serve the record of a house on a free port."""
    site = RecordSite(writer=world.house.writer, clock=world.clock, access=access, journal=journal)
    server = WebServer(host="127.0.0.1", port=0, under={PREFIX: site.application()})
    await server.start()
    try:
        async with ClientSession() as session:
            yield Readers(world, server, session, access)
    finally:
        await server.stop()


@asynccontextmanager
async def readers_of(
    database: Database, access: Access | None = None, *, journal: bool = False
) -> AsyncIterator[Readers]:
    """Open the house of the suite behind the console, its record open to everybody unless told otherwise."""
    async with (
        open_world(database) as world,
        open_console(world),
        served(world, access or Access(), journal=journal) as made,
    ):
        yield made
