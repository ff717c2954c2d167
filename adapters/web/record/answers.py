"""What is sent back: a page with headers that let a browser do nothing else, or one that says what is wrong."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.record.access import PREFIX
from adapters.web.record.rendering import Site, render
from bot.commands.record import NotDecided
from bot.commands.refusals import UnknownMotion
from bot.domain.errors import Refusal
from bot.locales.catalogue import Interpreter, first_known
from bot.pages.council import NoSuchYear
from bot.pages.decisions import BadFilter
from bot.pages.members import NoSuchMember
from bot.ports import NotRecorded

log: Final = logging.getLogger(__name__)

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of every page: its style, its pictures, its own forms, and nothing else."""
WITH_SCRIPT: Final = f"{POLICY}; script-src 'self'; connect-src 'self'"
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}
AnyResponse = TypeVar("AnyResponse", bound=web.StreamResponse)


@dataclass(kw_only=True, eq=False)
class NoSuchPage(Refusal):
    """Nothing is at this address: no such page or alliance, or the link's secret is wrong. Which it is is not told."""


NOT_FOUND: Final = (NoSuchPage, UnknownMotion, NotDecided, NoSuchMember, NoSuchYear)


def secured(response: AnyResponse, *, script: bool = False) -> AnyResponse:
    """Put the headers on an answer that keep a browser from doing anything but show it."""
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = WITH_SCRIPT if script else POLICY
    return response


def answer(
    told: str | bytes,
    *,
    status: int = HTTPStatus.OK,
    content_type: str = "text/html",
    kept: str = "private, no-cache",
    file: str = "",
) -> web.Response:
    """Give an answer; ``file`` is the name under which a browser keeps it."""
    body = told.encode("utf-8", "replace") if isinstance(told, str) else told
    made = secured(web.Response(body=body, status=status, content_type=content_type, charset="utf-8"))
    made.headers["Cache-Control"] = kept
    if file:
        made.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a page that says what is wrong is written in; ``chosen`` is the language where the address names it."""

    languages: tuple[str, ...]
    chosen: str

    @property
    def say(self) -> Interpreter:
        """Say things to a reader of whom no alliance is known."""
        return Interpreter.speaking(first_known(self.languages, default=""))

    async def or_answer(self, handler: Handler, request: web.Request) -> web.StreamResponse:
        """Have a handler answer; else tell what is wrong, with nothing of what was asked for but its value."""
        try:
            return await handler(request)
        except NOT_FOUND as refused:
            return self._page(refused, HTTPStatus.NOT_FOUND)
        except BadFilter as refused:
            return self._page(refused, HTTPStatus.BAD_REQUEST)
        except web.HTTPRedirection as elsewhere:
            return secured(web.Response(status=elsewhere.status, headers={"Location": elsewhere.headers["Location"]}))
        except web.HTTPMethodNotAllowed:
            return self._told("web.problem.method", HTTPStatus.METHOD_NOT_ALLOWED)
        except (NotRecorded, web.HTTPServiceUnavailable):
            return self._told("web.problem.busy", HTTPStatus.SERVICE_UNAVAILABLE)
        except web.HTTPException as refused:
            return self._told("NoSuchPage", refused.status)
        except Exception:
            log.exception("page_failed")
            return self._told("web.problem.failed", HTTPStatus.INTERNAL_SERVER_ERROR)

    def _page(self, refused: Refusal, status: int) -> web.Response:
        return self._written(self.say.words(refused.message_id, **refused.facts), status)

    def _told(self, message: str, status: int) -> web.Response:
        return self._written(self.say.words(message), status)

    def _written(self, sentence: str, status: int) -> web.Response:
        site = Site(base=PREFIX, page="", query={}, chosen=self.chosen)
        return answer(render("problem.html", site, self.say, None, sentence=sentence), status=status, kept="no-store")


PROBLEM: Final = web.RequestKey("problem", Problem)


def problem_of(request: web.Request) -> Problem:
    """Give how a reader is spoken to."""
    return request[PROBLEM]
