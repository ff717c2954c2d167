"""Serves the web record: looks who may read what, has each page gathered in one read transaction, renders it.

Pages are gathered and rendered on the threads that read the database, few at a time, so that readers hold up neither
chat nor each other. No address is ever logged: it may hold a link's secret.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler
from yarl import URL

from adapters.drawing.paper import pdf
from adapters.web.record.access import PREFIX, Access
from adapters.web.record.answers import PROBLEM, NoSuchPage, Problem, answer, problem_of, secured
from adapters.web.record.languages import wanted
from adapters.web.record.pictures import Drawings
from adapters.web.record.rendering import STATIC, Site, render, static
from adapters.web.record.turns import Turns
from bot.cards.decisions import decision_document
from bot.cards.document import Document, markdown
from bot.cards.picture import Picture
from bot.commands.context import Context
from bot.commands.export.exports import exported
from bot.commands.export.feed import due_dates, feed
from bot.commands.export.forms import FORMS, Export, FileForm
from bot.commands.export.horizon import entries_told
from bot.commands.record import decided
from bot.domain.alliance import CODE
from bot.domain.ids import AllianceCode, MemberCode, MotionNumber
from bot.pages.council import council_page
from bot.pages.decisions import decisions_page
from bot.pages.journal import PIECE, checking_page, lines_of
from bot.pages.members import member_page, members_page
from bot.pages.motion import motion_page
from bot.pages.overview import overview_page
from bot.pages.pictures import member_picture, motion_picture
from bot.pages.visiting import visit
from bot.ports import Clock, UnitOfWork, Writer

log: Final = logging.getLogger(__name__)

PATIENCE: Final = 60.0
"""Seconds that a reader may take for a piece of the journal."""
NOT_HERE: Final = frozenset({Export.JOURNAL, Export.CALENDAR})
"""What has an address of its own."""
CONTENT_TYPES: Final = {FileForm.CSV: "text/csv", FileForm.JSON: "application/json"}
Gather = Callable[[Context], object]
Made = TypeVar("Made")


class RecordSite:
    """The pages over one house."""

    def __init__(self, *, writer: Writer, clock: Clock, access: Access, journal: bool) -> None:
        self._writer = writer
        self._clock = clock
        self._access = access
        self._journal = journal
        self._turns = Turns()
        self._drawings = Drawings()

    def application(self) -> web.Application:
        """Give what answers everything under ``PREFIX``."""
        made = web.Application(middlewares=[self._guarded])
        made.on_response_prepare.append(self._unlisted)
        made.router.add_get("/", self._front)
        made.router.add_get("/static/{name}", self._static)
        for base in ("/{alliance}", "/{alliance}/~{secret}"):
            for path, handler in self._pages().items():
                made.router.add_get(f"{base}{path}", handler)
        made.router.add_route("*", "/{rest:.*}", _nothing)
        return made

    def _pages(self) -> Mapping[str, Handler]:
        return {
            "": self._home,
            "/": self._page("overview", overview_page),
            "/decisions": self._decisions,
            "/motions/{number:[1-9][0-9]{0,8}}": self._motion,
            "/motions/{number:[1-9][0-9]{0,8}}/{picture:board|votes|contributions}.png": self._picture_of_motion,
            "/members": self._page("members", members_page),
            "/members/{member}": self._member,
            "/members/{member}/index.png": self._picture_of_member,
            "/council": self._council,
            "/calendar": self._page("calendar", due_dates),
            "/calendar.ics": self._feed,
            "/verify": self._verify,
            "/journal.jsonl": self._lines,
            "/motions/{number:[1-9][0-9]{0,8}}/decision.{form:md|pdf}": self._decision,
            "/export/{export:[a-z-]+}.{form:[a-z]+}": self._export,
        }

    # What answers.

    async def _front(self, request: web.Request) -> web.StreamResponse:
        """List the alliances where everybody may read; else there is nothing to see without a link."""
        if not self._access.public:
            raise NoSuchPage
        say = problem_of(request).say

        def list_them(uow: UnitOfWork) -> str:
            every = [found for code in uow.alliances.codes() if (found := uow.alliances.get(code)) is not None]
            return render("alliances.html", Site(base=PREFIX, page="", query={}), say, None, alliances=every)

        async with self._turns.place():
            return answer(await self._read(list_them))

    async def _static(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in STATIC:
            raise NoSuchPage
        kept = "public, max-age=31536000, immutable" if "v" in request.query else "no-cache"
        return answer(static(name), content_type=STATIC[name], kept=kept)

    async def _home(self, request: web.Request) -> web.StreamResponse:
        """Send a reader who left out the last stroke to the first page."""
        self._let_in(request)
        raise web.HTTPMovedPermanently(URL(f"{request.rel_url.raw_path}/", encoded=True).with_query(request.query))

    def _page(self, name: str, gather: Gather) -> Handler:
        return partial(self._show, name, gather)

    async def _show(self, name: str, gather: Gather, request: web.Request) -> web.StreamResponse:
        """Gather a page and render it by the template of its name."""
        self._let_in(request)
        site = self._site(request)

        def make(context: Context) -> str:
            page = gather(context)
            now = context.interpreter.moment(context.now)
            return render(f"{name}.html", site, context.interpreter, context.alliance, page=page, now=now)

        return answer(await self._visit(request, make))

    async def _decisions(self, request: web.Request) -> web.StreamResponse:
        asked = dict(request.query)
        return await self._show("decisions", lambda context: decisions_page(context, asked), request)

    async def _motion(self, request: web.Request) -> web.StreamResponse:
        number = MotionNumber(int(request.match_info["number"]))
        return await self._show("motion", lambda context: motion_page(context, number), request)

    async def _member(self, request: web.Request) -> web.StreamResponse:
        member = MemberCode(request.match_info["member"])
        return await self._show("member", lambda context: member_page(context, member), request)

    async def _picture_of_motion(self, request: web.Request) -> web.StreamResponse:
        number, name = MotionNumber(int(request.match_info["number"])), request.match_info["picture"]
        return await self._draw(lambda context: motion_picture(context, number, name), request)

    async def _picture_of_member(self, request: web.Request) -> web.StreamResponse:
        member = MemberCode(request.match_info["member"])
        return await self._draw(lambda context: member_picture(context, member), request)

    async def _draw(self, gather: Callable[[Context], Picture | None], request: web.Request) -> web.StreamResponse:
        """Gather a picture in a read transaction, and draw it after that; raise NoSuchPage where there is none."""
        self._let_in(request)
        picture = await self._visit(request, gather)
        if picture is None:
            raise NoSuchPage
        return await self._drawings.answer(picture, request)

    async def _council(self, request: web.Request) -> web.StreamResponse:
        year = request.query.get("year", "")
        return await self._show("council", lambda context: council_page(context, year), request)

    async def _verify(self, request: web.Request) -> web.StreamResponse:
        """Show the one page that has a script."""
        served = self._journal
        shown = await self._show("verify", lambda context: (checking_page(context), served), request)
        return secured(shown, script=True)

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        self._let_in(request)

        def make(context: Context) -> bytes:
            return feed(context.alliance, due_dates(context), context.interpreter.language)

        return answer(await self._visit(request, make), content_type="text/calendar")

    async def _export(self, request: web.Request) -> web.StreamResponse:
        """Give a part of the record as a file; one is written at a time."""
        self._let_in(request)
        try:
            export, form = Export(request.match_info["export"]), FileForm(request.match_info["form"])
        except ValueError:
            raise NoSuchPage from None
        if export in NOT_HERE or form not in FORMS[export]:
            raise NoSuchPage
        async with self._turns.place(), self._turns.writing:
            written = await self._look(request, partial(exported, export, form))
        return answer(written, content_type=CONTENT_TYPES[form], file=f"{export.value}.{form.value}")

    async def _decision(self, request: web.Request) -> web.StreamResponse:
        """Give a decision as a document; one is set at a time, as the pages of a PDF take a while."""
        self._let_in(request)
        number = MotionNumber(int(request.match_info["number"]))

        def make(context: Context) -> Document:
            return decision_document(*decided(context.motion(number), context), context.interpreter)

        async with self._turns.place():
            document = await self._look(request, make)
            if request.match_info["form"] == "md":
                return answer(markdown(document), content_type="text/markdown", file=f"{document.name}.md")
            async with self._turns.writing:
                written = await asyncio.to_thread(pdf, document)
        return answer(written, content_type="application/pdf", file=f"{document.name}.pdf")

    async def _lines(self, request: web.Request) -> web.StreamResponse:
        """Send the journal, a piece at a time, as far as it reached when it was asked for."""
        self._let_in(request)
        if not self._journal:
            raise NoSuchPage
        sent = secured(web.StreamResponse())
        sent.headers["Content-Type"] = "application/jsonl"
        sent.headers["Content-Disposition"] = 'attachment; filename="journal.jsonl"'
        async with self._turns.download():
            until = await self._look(request, entries_told if request.method == "GET" else _no_entries)
            await sent.prepare(request)
            await self._send(request, sent, until)
        return sent

    async def _send(self, request: web.Request, sent: web.StreamResponse, until: int) -> None:
        """Send the entries; where that fails, cut the connection, so that nobody takes what came for the whole."""
        last = 0
        try:
            for _ in range(-(-until // PIECE)):
                last, lines = await self._look(request, partial(lines_of, after=last, until=until))
                async with asyncio.timeout(PATIENCE):
                    await sent.write(lines)
        except ConnectionResetError:
            log.info("download_left")
            _cut(request)
        except Exception:  # what has begun can be answered by nothing else, so no error may go further
            log.exception("download_broken")
            _cut(request)

    # Who reads, and in their turn.

    def _let_in(self, request: web.Request) -> None:
        """Raise NoSuchPage where the address is not good for the alliance that it names."""
        code = request.match_info["alliance"]
        if not CODE.fullmatch(code) or not self._access.allows(code, request.match_info.get("secret")):
            raise NoSuchPage

    def _site(self, request: web.Request) -> Site:
        base = self._access.path(request.match_info["alliance"])
        page = request.path.removeprefix(base).removeprefix("/")
        query = {name: value for name, value in request.query.items() if name != "lang"}
        return Site(base=base, page=page, query=query, chosen=problem_of(request).chosen)

    async def _visit(self, request: web.Request, make: Callable[[Context], Made]) -> Made:
        """Make something of the record for a reader, in a place of its own."""
        async with self._turns.place():
            return await self._look(request, make)

    async def _look(self, request: web.Request, make: Callable[[Context], Made]) -> Made:
        """Make something for a reader that has a place; raise NoSuchPage where there is no such alliance."""
        code = AllianceCode(request.match_info["alliance"])
        languages, now = problem_of(request).languages, self._clock.now()

        def look(uow: UnitOfWork) -> Made:
            context = visit(uow, code, languages, now)
            if context is None:
                raise NoSuchPage
            return make(context)

        return await self._read(look)

    async def _read(self, look: Callable[[UnitOfWork], Made]) -> Made:
        async with self._turns.making:
            return await self._writer.read(look)

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer, or tell in a page what is wrong."""
        chosen = request.query.get("lang", "")
        languages = wanted(chosen, request.headers.get("Accept-Language", ""))
        request[PROBLEM] = Problem(languages=languages, chosen=languages[0] if languages[:1] == (chosen,) else "")
        return await problem_of(request).or_answer(handler, request)

    async def _unlisted(self, _: web.Request, response: web.StreamResponse) -> None:
        """Have search engines list no address that holds a secret."""
        if not self._access.public:
            response.headers["X-Robots-Tag"] = "noindex, noarchive"


async def _nothing(request: web.Request) -> web.StreamResponse:
    """Tell that there is no such page; send a reader who wrote a stroke too many to the page without it."""
    path = request.rel_url.raw_path
    if path.endswith("/") and not path.endswith("//"):
        raise web.HTTPMovedPermanently(URL(path.rstrip("/"), encoded=True).with_query(request.query))
    raise NoSuchPage


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _no_entries(_: Context) -> int:
    return 0
